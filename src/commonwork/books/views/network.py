"""All books of the network added up, with what the books hold against each other struck out."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.books import permits, queries
from commonwork.books.queries import Consolidation
from commonwork.books.views.asked import Answer, day_asked, demo_note, major
from commonwork.registry.clock import today
from commonwork.ui.exports import respond


@public
def show(request: HttpRequest) -> Answer:
    """The consolidated trial balance of a day over the books this reader sees."""
    books = list(permits.visible_books(request.user).filter(unit="USD"))
    until, on = permits.until(request.user), day_asked(request, "on") or today()
    on = min(on, until) if until else on
    before_closing = request.GET.get("before_closing") == "yes"
    if not books:
        return render(request, "books/no_books.html", {"on": on})
    found = queries.consolidated(on=on, before_closing=before_closing, books=[book.key for book in books])
    if request.GET.get("format"):
        return _export(found, on.isoformat(), request.GET["format"])
    names = {book.key: book.organisation.name for book in books}
    sheet = queries.balance_sheet_of(found.left(), on=on)
    context: dict[str, Any] = {
        "on": on,
        "before_closing": before_closing,
        "books": books,
        "consolidation": found,
        "rows": [
            {
                "row": row,
                "books": [(names[key], row.by_book[key], key) for key in found.books if key in row.by_book],
            }
            for row in found.rows
        ],
        "struck": found.struck,
        "sheet": sheet,
        "sides": (sheet.assets, sheet.liabilities, sheet.equity),
        "all_are_seen": len(books) == queries.all_books().count(),
        "all_are_open": all(book.organisation.has_open_books for book in books),
        "next_day": on + timedelta(days=1),
        "may_pack": permits.packs_all(request.user),
    }
    return render(request, "books/all.html", context)


def _export(found: Consolidation, on: str, format: str) -> Answer:
    columns = [("code", _("Account")), ("name", _("Name"))]
    columns += [(key, key) for key in found.books]
    columns += [("sum", _("Sum")), ("struck", _("Struck out")), ("left", _("Left"))]
    rows = [
        (
            row.code,
            _(row.name),
            *(major(row.by_book.get(key, 0)) for key in found.books),
            major(row.sum_minor),
            major(row.struck_minor),
            major(row.left_minor),
        )
        for row in found.rows
    ]
    return respond(f"all-books-{on}", columns, rows, format, note=demo_note())
