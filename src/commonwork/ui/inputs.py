"""Plain inputs of forms, written without a template: most of the time a form page took went into three lines of HTML.

Every other control is rendered by Django, from its own templates and ours.
"""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

PLAIN = {
    f"django/forms/widgets/{name}.html" for name in ("input", "text", "hidden", "number", "email", "date")
}


class Renderer(DjangoTemplates):
    """Django's renderer of forms, with the plain inputs done here."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        if template_name in PLAIN:
            return plain_input(context["widget"])
        return mark_safe(super().render(template_name, context, request))  # noqa: S308  a rendered template


def plain_input(widget: dict[str, Any]) -> SafeString:
    """What Django's input.html and attrs.html give for a widget's context."""
    parts = [
        f'<input type="{conditional_escape(widget["type"])}" name="{conditional_escape(widget["name"])}"'
    ]
    if widget["value"] is not None:
        parts.append(f'value="{conditional_escape(widget["value"])}"')
    for name, value in widget["attrs"].items():
        if value is True:
            parts.append(str(conditional_escape(name)))
        elif value is not False:
            parts.append(f'{conditional_escape(name)}="{conditional_escape(value)}"')
    return mark_safe(" ".join(parts) + ">")  # noqa: S308  every value was escaped
