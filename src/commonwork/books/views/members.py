"""What each member owns, for those who see inside a book."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import demand, signed_in
from commonwork.books import papers, permits
from commonwork.books.models import Book
from commonwork.books.papers import Cell, Paper, PaperColumn, PaperRow, column_words, span_words
from commonwork.books.queries.member_stakes import SHARES, MemberStake, member_stakes
from commonwork.books.reader import Reader
from commonwork.books.views.asked import Answer, page_asked, reader_of
from commonwork.books.views.statement_rows import account_address
from commonwork.books.views.statements import Asked, asked_of
from commonwork.ui.listing import A_PAGE
from commonwork.ui.money import dollars


@signed_in
def show(request: HttpRequest, org_key: str) -> Answer:
    """The statement of members' equity, member by member."""
    book = permits.visible_book(request.user, org_key)
    demand(permits.sees_inside(request.user, book))
    reader = reader_of(request, book)
    asked = asked_of(request, "equity", [book])
    if asked is None:
        return render(request, "books/empty_book.html", {"book": book, "reader": reader})
    stakes = member_stakes(book, asked.span)
    before = _before(book, asked)
    if format := request.GET.get("format"):
        name = f"{book.key}-members-{asked.span.last_on}"
        return papers.export(_paper(book, reader, asked, stakes, before), name, format)
    page = Paginator(stakes, A_PAGE).get_page(page_asked(request))
    shown = list(page.object_list)
    total = sum(stake.together_minor for stake in stakes)
    context = {
        "book": book,
        "reader": reader,
        "form": asked.form,
        "span": span_words("equity", asked.span),
        "rows": _rows(book, reader, asked, shown, before),
        "before": column_words("trial", asked.before) if asked.before else "",
        "count": len(stakes),
        "page": page,
        "total": dollars(total),
        "statement_url": f"{reverse('books_statement', args=[book.key, 'equity'])}?{asked.query}",
    }
    return render(request, "books/members_equity.html", context)


def _before(book: Book, asked: Asked) -> dict[str, int]:
    """{member: shares and capital account at the end of the span beside it}."""
    if asked.before is None:
        return {}
    return {stake.party: stake.together_minor for stake in member_stakes(book, asked.before)}


def _rows(
    book: Book, reader: Reader, asked: Asked, stakes: list[MemberStake], before: dict[str, int]
) -> list[dict[str, Any]]:
    parties = reader.parties(stake.party for stake in stakes)
    span = asked.span
    return [
        {
            "name": parties[stake.party].name,
            "stake": stake,
            "before_minor": before.get(stake.party, 0),
            "shares_url": account_address(book, SHARES, starts_on=None, ends_on=span.ends_on)
            + f"&party={stake.party}",
            "account_url": account_address(book, "3100", starts_on=span.starts_on, ends_on=span.ends_on)
            + f"&party={stake.party}",
        }
        for stake in stakes
    ]


def _paper(
    book: Book, reader: Reader, asked: Asked, stakes: list[MemberStake], before: dict[str, int]
) -> Paper:
    parties = reader.parties(stake.party for stake in stakes)
    headings = {
        "shares": _("Member share"),
        "opening": _("Account at the start"),
        "added": _("Added"),
        "taken": _("Taken out"),
        "closing": _("Account at the end"),
        "together": _("Together"),
    }
    figures = [
        [*_figures(stake), *([before.get(stake.party, 0)] if asked.before else [])] for stake in stakes
    ]
    if asked.before:
        headings["before"] = _("Together, %(span)s") % {"span": column_words("trial", asked.before)}
    rows = [
        PaperRow("row", stake.party, parties[stake.party].name, [Cell(minor) for minor in row])
        for stake, row in zip(stakes, figures, strict=True)
    ]
    if figures:
        sums = [Cell(sum(column)) for column in zip(*figures, strict=True)]
        rows.append(PaperRow("result", "together", _("Together"), sums))
    return Paper(
        what="equity",
        title=_("Members' equity, member by member"),
        subject=book.organisation.name,
        span=span_words("equity", asked.span),
        unit=str(papers.UNITS["USD"]),
        columns=[PaperColumn(key, heading) for key, heading in headings.items()],
        rows=rows,
        reading=[],
    )


def _figures(stake: MemberStake) -> list[int]:
    return [
        stake.shares_minor,
        stake.opening_minor,
        stake.added_minor,
        stake.taken_minor,
        stake.closing_minor,
        stake.together_minor,
    ]
