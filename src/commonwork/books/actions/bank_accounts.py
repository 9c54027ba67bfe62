"""Bank accounts: add one to a book, change what it is called, keep how a bank writes its CSV."""

import secrets
from datetime import datetime
from typing import Any

from commonwork.books import charts
from commonwork.books.actions.entries import NoSuchAccount, lock
from commonwork.books.bank_files.csv_mapping import CsvMapping
from commonwork.books.models import Account, BankAccount, Book, CsvLayout
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence

MOST_MATCH_DAYS = 90


class NotACashAccount(Refusal):
    sentence = sentence("Account {account} does not hold money.")
    field = "account"


class CashAccountTaken(Refusal):
    sentence = sentence("Account {account} stands for another bank account already.")
    status = 409
    field = "account"


class TooManyDays(Refusal):
    sentence = sentence("At most {most} days may lie between the bank and the books.")
    field = "match_days"


class NotEnoughColumns(Refusal):
    sentence = sentence("Say which column holds the day, and which holds the amount.")


@act
def add(
    *,
    organisation: Organisation,
    account: str,
    name: str,
    number: str,
    match_days: int,
    by: Who,
    at: datetime,
) -> BankAccount:
    """Add a bank account, kept in a cash account of the book. number: as the bank's files write it, or "".

    Raises NoBook, NoSuchAccount, NotACashAccount, CashAccountTaken, TooManyDays.
    """
    book = lock(organisation)[organisation.key]
    kept_in = Account.objects.filter(book=book, code=account).first()
    if kept_in is None:
        raise NoSuchAccount(book=book.key, account=account)
    if account not in charts.cash_codes():
        raise NotACashAccount(account=account)
    if BankAccount.objects.filter(account=kept_in).exists():
        raise CashAccountTaken(account=account)
    _demand_days(match_days)
    made = BankAccount.objects.create(
        key=new_key("bank_account"),
        book=book,
        account=kept_in,
        name=name,
        number=number,
        match_days=match_days,
        salt=secrets.token_hex(16),
    )
    state(
        "books.bank_account.added",
        subject=made,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data={"account": account, "match_days": match_days},
    )
    return made


@act
def change(*, bank_account: BankAccount, name: str, match_days: int, by: Who, at: datetime) -> BankAccount:
    """Change what a bank account is called and how many days may lie between bank and books. Raises TooManyDays."""
    _demand_days(match_days)
    row = (
        BankAccount.objects.select_for_update(of=("self",))
        .select_related("book__organisation")
        .get(pk=bank_account.pk)
    )
    before = row.match_days
    row.name, row.match_days = name, match_days
    row.save(update_fields=["name", "match_days"])
    state(
        "books.bank_account.changed",
        subject=row,
        by=by,
        at=at,
        organisation=row.book.organisation,
        data={"match_days_before": before, "match_days": match_days},
    )
    return row


@act
def keep_layout(
    *, book: Book, bank: str, mapping: dict[str, Any], fingerprint: str, by: Who, at: datetime
) -> CsvLayout:
    """Keep how a bank writes its CSV files, so that its next file is read without asking. Raises NotEnoughColumns."""
    how = CsvMapping.of_data(mapping)
    if not how.is_enough:
        raise NotEnoughColumns()
    lock(book.organisation)
    layout = CsvLayout.objects.filter(book=book, bank=bank).first()
    layout = layout or CsvLayout(key=new_key("layout"), book=book, bank=bank)
    layout.mapping, layout.fingerprint = how.as_data(), fingerprint
    layout.save()
    state(
        "books.csv_layout.kept",
        subject=layout,
        by=by,
        at=at,
        organisation=book.organisation,
        data={"fingerprint": fingerprint},
    )
    return layout


def _demand_days(days: int) -> None:
    if not 0 <= days <= MOST_MATCH_DAYS:
        raise TooManyDays(most=MOST_MATCH_DAYS)
