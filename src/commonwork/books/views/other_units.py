"""Trial balances in other units than the books' own (hours, credit), beside the one in their own, and as files."""

from django.http import Http404, HttpRequest

from commonwork.books import papers
from commonwork.books.models import Book
from commonwork.books.queries import Span
from commonwork.books.queries.units import UnitRow
from commonwork.books.views.asked import Answer
from commonwork.books.views.statement_rows import account_address


def papers_in_other_units(
    books: list[Book], what: str, span: Span, before: Span | None, subject: str
) -> list[papers.Paper]:
    """One for each unit in which anything stands, each account leading to its lines; none but for a trial balance."""
    if what != "trial":
        return []
    return papers.unit_papers(books, span=span, before=before, subject=subject, address=_lines_of)


def exported(request: HttpRequest, found: list[papers.Paper], name: str) -> Answer | None:
    """The paper of the unit that is asked for as a file; None where none is. Raises Http404 for one that is not there."""
    unit, format = request.GET.get("unit"), request.GET.get("format")
    if not unit or not format:
        return None
    paper = next((paper for paper in found if paper.unit_code == unit), None)
    if paper is None:
        raise Http404
    return papers.export(paper, f"{name}-{unit}", format)


def _lines_of(row: UnitRow, span: Span) -> str:
    return account_address(row.book, row.account.code, starts_on=None, ends_on=span.ends_on)
