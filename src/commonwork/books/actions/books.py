"""Books: open one for an organisation."""

from datetime import date, datetime

from commonwork.books import charts
from commonwork.books.models import Account, Balance, Book
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class BookIsOpen(Refusal):
    sentence = sentence("{organisation} has opened its books already.")
    status = 409


class NoChart(Refusal):
    sentence = sentence("There is no chart of accounts for an organisation of this kind: {kind}.")


@act
def open_book(*, organisation: Organisation, on: date, by: Who, at: datetime) -> Book:
    """Open an organisation's book with the chart of accounts for its kind. Raises BookIsOpen, NoChart."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Book.objects.filter(organisation=organisation).exists():
        raise BookIsOpen(organisation=organisation.name)
    chart = charts.CHART_OF_KIND.get(organisation.kind)
    if chart is None:
        raise NoChart(kind=organisation.kind)
    book = Book.objects.create(key=organisation.key, organisation=organisation, chart=chart, opened_on=on)
    accounts = Account.objects.bulk_create(
        Account(book=book, code=row.code, name=row.name, kind=row.kind, by=row.by, unit=book.unit)
        for row in charts.accounts_of(chart)
    )
    Balance.objects.bulk_create(Balance(account=account) for account in accounts)
    state(
        "books.book.opened",
        subject=book,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data={"on": on.isoformat(), "chart": chart},
    )
    return book
