"""Tags of lists: the table a Listing draws, its heads that sort, its pager and its files."""

import html
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag(takes_context=True)
def export_menu(context: Context, formats: str = "csv xlsx json") -> SafeString:
    """`{% export_menu %}`: this very list as CSV, XLSX, JSON (the page's address with ?format=);
    with "pdf" among the formats also on paper."""
    names = {"pdf": "PDF", "csv": "CSV", "xlsx": "XLSX", "json": "JSON"}
    links = "".join(
        f' <a href="{_written(with_changes(context, format=key, page=None))}">{names[key]}</a>'
        for key in formats.split()
    )
    said = _written(gettext("Take it with you:"))
    return mark_safe(f'<p class="export-menu">{said}{links}</p>')  # noqa: S308  escaped above


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Any) -> SafeString:
    """`{% pager page %}`: where one is in a long list (a page of Django's Paginator)."""
    if page.paginator.num_pages < 2:
        return mark_safe("")
    where = gettext("%(first)s to %(last)s of %(all)s") % {
        "first": page.start_index(), "last": page.end_index(), "all": page.paginator.count,
    }  # fmt: skip
    steps = []
    if page.has_previous():
        steps.append((page.previous_page_number(), "prev", gettext("Earlier page")))
    if page.has_next():
        steps.append((page.next_page_number(), "next", gettext("Next page")))
    links = " · ".join(
        f'<a href="{_written(with_changes(context, page=number))}" rel="{rel}">{_written(text)}</a>'
        for number, rel, text in steps
    )
    label = _written(gettext("Pages"))
    return mark_safe(  # noqa: S308  escaped above
        f'<nav class="pager" aria-label="{label}"><span>{_written(where)}</span><span>{links}</span></nav>'
    )


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """`{% address_with sort="name" %}`: this page's address with some of its questions changed; None takes one away."""
    return with_changes(context, **changes)


@register.simple_tag(takes_context=True)
def sort_head(context: Context, listing: Any, key: str) -> SafeString:
    """`{% sort_head listing "name" %}`: the head of a column, a link that sorts by it."""
    column = listing.column(key)
    order = {key: "ascending", f"-{key}": "descending"}.get(listing.sort, "")
    text = _written(column.heading)
    if column.sort:
        turned = f"-{key}" if order == "ascending" else key
        arrow = {"ascending": " ↑", "descending": " ↓"}.get(order, "")
        text = f'<a href="{_written(with_changes(context, sort=turned, page=None))}">{text}{arrow}</a>'
    number = ' class="num"' if column.is_number else ""
    sorted_by = f' aria-sort="{order}"' if order else ""
    return mark_safe(f'<th scope="col"{number}{sorted_by}>{text}</th>')  # noqa: S308  escaped above


@register.simple_tag(takes_context=True)
def list_table(context: Context, listing: Any, empty: Any = "") -> SafeString:
    """`{% list_table listing empty=_("Nobody by that name.") %}`: the page of a Listing as a table; the first column
    heads its row. What a column's `show`, or else `value`, gives is escaped unless it is safe."""
    columns = listing.columns
    heads = "".join(sort_head(context, listing, column.key) for column in columns)
    opened = [
        "<td{} data-label=\"{}\">".format(' class="num"' if column.is_number else "", _written(column.heading))
        for column in columns
    ]  # fmt: skip
    rows = "".join(_row(row, columns, opened) for row in listing.rows)
    if not rows:
        rows = format_html(
            '<tr><td colspan="{}">{}</td></tr>', len(columns), empty or gettext("Nothing here.")
        )
    return mark_safe(  # noqa: S308  escaped above
        f'<table class="ledger"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(row: Any, columns: Any, opened: list[str]) -> str:
    cells = []
    for number, column in enumerate(columns):
        text = _written((column.show or column.value)(row))
        if column.href and (href := column.href(row)):
            text = f'<a href="{_written(href)}">{text}</a>'
        cells.append(f'<th scope="row">{text}</th>' if number == 0 else f"{opened[number]}{text}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _written(value: Any) -> str:
    """A value as a page writes it. A plain text goes the short way: Django first asks whether it is a lazy one."""
    return html.escape(value) if type(value) is str else conditional_escape(value)


def with_changes(context: Context, **changes: Any) -> str:
    """The questions of this page's address with some changed; None takes one away; "" outside a request."""
    request = context.get("request")
    if request is None:
        return ""
    if not request.GET:
        return f"?{urlencode({name: value for name, value in changes.items() if value is not None})}"
    asked: QueryDict = request.GET.copy()
    for name, value in changes.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = value
    return f"?{asked.urlencode()}"
