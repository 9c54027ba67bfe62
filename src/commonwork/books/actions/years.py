"""Years: close income and expense to the result, and move an institution's result to its general fund."""

from datetime import date, datetime

from django.db.models import Sum

from commonwork.books.actions.effects import changes
from commonwork.books.actions.entries import Line, lock, post
from commonwork.books.models import Account, Book, Entry, Posting
from commonwork.books.queries import balance
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence

CLOSE, ALLOCATE = "year.close", "year.allocate"


class YearIsClosed(Refusal):
    sentence = sentence("{organisation} has closed its year on {on} already.")
    status = 409


class NothingToClose(Refusal):
    sentence = sentence("{organisation} has neither income nor expenses to close.")


class NothingToAllocate(Refusal):
    sentence = sentence("{organisation} has no result to move. Close the year first.")
    status = 409


class MembersDecide(Refusal):
    sentence = sentence("The result of a co-op is shared by its members' split, not moved to a general fund.")


@act
def close(*, organisation: Organisation, on: date, by: Who, at: datetime) -> Organisation:
    """Close the year that ends on a day: every income and expense account to zero, party by party, against the
    result. Raises YearIsClosed, NothingToClose."""
    book = lock(organisation)[organisation.key]
    if Entry.objects.filter(book=book, kind=CLOSE, effective_on=on, reverses=None, reversed_by=None).exists():
        raise YearIsClosed(organisation=organisation.name, on=on.isoformat())
    lines = _to_zero(book, on)
    if not lines:
        raise NothingToClose(organisation=organisation.name)
    result = sum(line.amount_minor for line in lines)
    fact = state(
        "books.year.closed",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={
            "on": on.isoformat(),
            "unit": book.unit,
            "amount_minor": result,
            "changes": changes(organisation, result=result),
        },
    )
    post(
        organisation=organisation,
        on=on,
        kind=CLOSE,
        source=fact,
        lines=[*lines, Line("3900", -result)],
        is_closing=True,
    )
    return organisation


@act
def allocate_to_general_fund(*, organisation: Organisation, on: date, by: Who, at: datetime) -> Organisation:
    """Move an institution's result to its general fund. Raises MembersDecide, NothingToAllocate."""
    book = lock(organisation)[organisation.key]
    if book.chart == "co-op":
        raise MembersDecide()
    result = -balance(organisation, "3900", on=on)
    if not result:
        raise NothingToAllocate(organisation=organisation.name)
    fact = state(
        "books.result.allocated",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={
            "on": on.isoformat(),
            "unit": book.unit,
            "amount_minor": result,
            "changes": changes(organisation, result=-result, general_fund=result),
        },
    )
    post(
        organisation=organisation,
        on=on,
        kind=ALLOCATE,
        source=fact,
        lines=[Line("3900", result), Line("3500", -result)],
    )
    return organisation


def lines_to_close(*, organisation: Organisation, on: date) -> list[Line]:
    """What closing the year on a day would post, for a look beforehand; empty when there is nothing to close."""
    book = Book.objects.get(organisation=organisation)
    lines = _to_zero(book, on)
    result = sum(line.amount_minor for line in lines)
    return [*lines, Line("3900", -result)] if lines else []


def _to_zero(book: Book, on: date) -> list[Line]:
    """Lines that bring every income and expense account in the book's unit to zero at the end of a day; their sum
    is the result."""
    rows = Posting.objects.filter(
        account__book=book,
        effective_on__lte=on,
        account__kind__in=[Account.Kind.INCOME, Account.Kind.EXPENSE],
        account__unit=book.unit,
    )
    sums = rows.values_list("account__code", "party").annotate(total=Sum("amount_minor"))
    return [
        Line(code, -total, party) for code, party, total in sums.order_by("account__code", "party") if total
    ]
