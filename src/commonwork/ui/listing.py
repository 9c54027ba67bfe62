"""A list on a page: filtered, sorted, 25 at a time, and the same list as a file.

listing = Listing(request, loans, columns=[Column("borrower", _("Co-op"), lambda loan: loan.borrower.name,
                  sort="borrower__name"), ...], name="loans")
if answer := listing.export():
    return answer
return render(request, "bank/loans.html", {"listing": listing})
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from commonwork.ui.exports import respond

A_PAGE = 25


@dataclass(frozen=True)
class Column:
    """One column: `value` reads a row (amounts as Decimal for files); `sort` is the field to order by, or "".

    For `{% list_table %}`: `show` gives what the page says where that differs from the file, `href` where it leads.
    """

    key: str
    heading: Any
    value: Callable[[Any], Any]
    sort: str = ""
    is_number: bool = False
    show: Callable[[Any], Any] | None = None
    href: Callable[[Any], str] | None = None


class Listing:
    """The list a request asks for: `?sort=-due&page=2&format=csv` and the questions of its form.

    form: a forms.Form class with a method `narrow(queryset)`; what does not validate narrows nothing.
    note: said in every exported file ("Demo: invented figures.").
    """

    def __init__(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        columns: Sequence[Column],
        name: str,
        form: type[forms.Form] | None = None,
        default_sort: str = "",
        note: Any = "",
        page_size: int = A_PAGE,
    ) -> None:
        self.request, self.columns, self.name, self.note = request, list(columns), name, note
        self.page_size = page_size
        self.form = form(request.GET) if form and request.GET else form() if form else None
        asked = request.GET.get("sort", "")
        self.sort = asked if self._sorts(asked) else default_sort
        self._queryset = queryset

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)

    def _sorts(self, asked: str) -> bool:
        key = asked.removeprefix("-")
        return any(column.key == key and column.sort for column in self.columns)

    @cached_property
    def queryset(self) -> QuerySet[Any]:
        """Everything asked for, in order; ties are broken by the row's own number so that pages never overlap."""
        chosen = self._queryset
        if self.form is not None and self.form.is_bound and self.form.is_valid():
            chosen = self.form.narrow(chosen)  # type: ignore[attr-defined]
        key = self.sort.removeprefix("-")
        if key and self._sorts(key):
            sign = "-" if self.sort.startswith("-") else ""
            return chosen.order_by(f"{sign}{self.column(key).sort}", *(sign + name for name in _own(chosen)))
        return chosen.order_by(
            *([self.sort] if self.sort else []), *(chosen.query.order_by or ()), *_own(chosen)
        )

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for; the nearest one when the number is out of reach."""
        return Paginator(self.queryset, self.page_size).get_page(self.request.GET.get("page"))

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of this page."""
        return self.page.object_list  # type: ignore[return-value]

    def export(self) -> HttpResponse | StreamingHttpResponse | None:
        """The whole list as a file when the address asks `?format=`, else None. Raises UnknownFormat."""
        asked = self.request.GET.get("format")
        if not asked:
            return None
        rows = ([column.value(row) for column in self.columns] for row in self.queryset.iterator(2000))
        return respond(
            self.name, [(column.key, column.heading) for column in self.columns], rows, asked, note=self.note
        )


def _own(chosen: QuerySet[Any]) -> tuple[str, ...]:
    """What tells two rows apart: their number; in sums, what they are summed by."""
    query = chosen.query
    summed = isinstance(query.group_by, tuple) and query.values_select
    return tuple(query.values_select) if summed else ("pk",)
