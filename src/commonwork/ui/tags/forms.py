"""Tags of forms: a whole form, its fields, one field, and the summary of what is wrong."""

from typing import Any, cast

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.inclusion_tag("ui/parts/form.html", takes_context=True)
def form(
    context: Context,
    form: forms.BaseForm,
    submit: Any = "",
    kind: str = "go",
    action: str = "",
    cancel: str = "",
    cancel_text: Any = "",
    method: str = "post",
) -> dict[str, Any]:
    """`{% form form submit=_("Pay $3.00") cancel=url %}`: the whole form with its error summary, token and button."""
    return {
        "form": form,
        "submit_text": submit,
        "kind": kind,
        "action": action,
        "cancel": cancel,
        "cancel_text": cancel_text,
        "method": method,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """`{% error_summary form %}`: what is wrong, each line a link to its field. Nothing when nothing is wrong."""
    lines = [
        (field.id_for_label or field.auto_id, field.label, error) for field in form for error in field.errors
    ]
    return {"lines": [("", "", error) for error in form.non_field_errors()] + lines}


@register.inclusion_tag("ui/parts/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """`{% fields form %}`: the fields alone, for forms with a layout of their own."""
    return {"form": form}


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """`{% field form.amount %}`: label, hint, what is wrong, and the control."""
    return {"field": bound, "shape": _shape(bound)}


def _shape(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "choice"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "plain"


@register.simple_tag(takes_context=True)
def filter_bar(context: Context, form: forms.BaseForm, submit: Any = "") -> SafeString:
    """`{% filter_bar listing.form %}`: the questions one may ask of a list, sent by GET.

    A form of plain fields that nobody has filled in is the same for everybody: it is kept, one a class and language.
    """
    sort = context.get("sort", "")
    is_same = not form.is_bound and not sort and not submit and all(map(_is_plain, form.fields.values()))
    key = (type(form), get_language(), *(str(field.label) for field in form.fields.values()))
    if is_same and not form.initial and key in _unasked:
        return _unasked[key]
    asked = {"form": form, "submit_text": submit, "sort": sort}
    text = mark_safe(  # noqa: S308  a rendered template
        cast(template.Template, context.template)
        .engine.get_template("ui/parts/filter_bar.html")
        .render(context.new(asked))
    )
    if is_same and not form.initial:
        _unasked[key] = text
    return text


_unasked: dict[tuple[Any, ...], SafeString] = {}


def _is_plain(field: forms.Field) -> bool:
    return not hasattr(field, "choices") and not hasattr(field, "queryset") and field.initial is None
