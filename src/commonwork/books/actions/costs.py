"""Costs paid from cash: running costs, trainer fees and the like."""

from datetime import date, datetime

from commonwork.books.actions.effects import changes, demand_more_than_zero
from commonwork.books.actions.entries import Line, lock, post
from commonwork.books.models import Account
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class NotACost(Refusal):
    sentence = sentence("Account {account} does not take a plain cost.")
    field = "account"


@act
def pay(
    *,
    organisation: Organisation,
    on: date,
    account: str,
    amount_minor: int,
    what: str,
    by: Who,
    at: datetime,
) -> Organisation:
    """Pay a cost. account: an expense account that needs no party. what: a short text, kept as an erasable memo.

    Raises NotACost, NotMoreThanZero.
    """
    demand_more_than_zero(amount_minor)
    book = lock(organisation)[organisation.key]
    if not Account.objects.filter(book=book, code=account, kind=Account.Kind.EXPENSE, by="").exists():
        raise NotACost(account=account)
    fact = state(
        "books.cost.paid",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={
            "on": on.isoformat(),
            "unit": book.unit,
            "amount_minor": amount_minor,
            "account": account,
            "changes": changes(organisation, cash=-amount_minor),
        },
    )
    post(
        organisation=organisation,
        on=on,
        kind="cost",
        source=fact,
        memo=what,
        lines=[Line(account, amount_minor), Line("1000", -amount_minor)],
    )
    return organisation
