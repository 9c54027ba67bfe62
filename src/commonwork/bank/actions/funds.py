"""Funds: open one, choose the one a loan draws on, spend from one that is kept for a purpose."""

from datetime import date, datetime

from commonwork.bank.actions.lock import change, demand_come, locked
from commonwork.bank.models import Draw, Fund, FundSpending, Loan, LoanFund
from commonwork.bank.queries.fund_money import held
from commonwork.books import actions as books
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import key_from, new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money


class FundExists(Refusal):
    sentence = sentence("There is a fund “{name}” already.")
    field = "name"
    status = 409


class NotLentFrom(Refusal):
    sentence = sentence("The fund “{name}” is not lent. Choose one that is.")
    field = "fund"


class DrawnAlready(Refusal):
    sentence = sentence("Money was paid out on this loan already. Its fund stands.")
    status = 409


class NotSpentFrom(Refusal):
    sentence = sentence("Only a fund that is kept for one purpose is spent. “{name}” is not.")
    field = "fund"


class FundHoldsLess(Refusal):
    sentence = sentence("The fund holds {held}; this asks for {asked}.")
    field = "amount_minor"
    status = 409


@act
def open_fund(
    *,
    organisation: Organisation,
    name: str,
    use: str,
    on: date,
    by: Who,
    at: datetime,
    purpose: str = "",
    key: str = "",
) -> Fund:
    """Open a fund. use: lend, spend or free. The loans that name no fund draw on the one with the key `revolving`.
    Raises FundExists, StillToCome."""
    demand_come(on, at)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    key = key or key_from(name) or new_key("fund")
    if (
        Fund.objects.filter(organisation=organisation, name=name).exists()
        or Fund.objects.filter(key=key).exists()
    ):
        raise FundExists(name=name)
    fund = Fund.objects.create(
        key=key, organisation=organisation, name=name, purpose=purpose, use=Fund.Use(use), opened_on=on
    )
    state(
        "bank.fund.opened",
        subject=fund,
        by=by,
        at=at,
        organisation=organisation,
        data={"use": fund.use, "on": on.isoformat()},
    )
    return fund


@act
def choose(*, loan: Loan, fund: Fund, by: Who, at: datetime) -> Loan:
    """Say which fund a loan draws on, before its first draw. Raises NotLentFrom, DrawnAlready."""
    loan = locked(loan, with_fund=True)
    if not fund.is_lent or fund.organisation_id != loan.lender_id:
        raise NotLentFrom(name=fund.name)
    if Draw.objects.filter(loan=loan).exists():
        raise DrawnAlready()
    LoanFund.objects.update_or_create(loan=loan, defaults={"fund": fund})
    state(
        "bank.loan.fund_chosen",
        subject=loan,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[fund],
        data={"fund": ref(fund), "borrower": ref(loan.borrower)},
    )
    return loan


@act
def spend(
    *, fund: Fund, amount_minor: int, on: date, by: Who, at: datetime, on_what: str = ""
) -> FundSpending:
    """Note that a part of a fund went to what it is for: 3400 by fund / 4110, so that it counts beside the cost it
    paid for. Raises NotSpentFrom, FundHoldsLess, StillToCome and what the books refuse."""
    demand_come(on, at)
    books.lock(fund.organisation)
    if fund.use != Fund.Use.SPEND:
        raise NotSpentFrom(name=fund.name)
    there = held(fund)
    if not 0 < amount_minor <= there:
        raise FundHoldsLess(held=money(there), asked=money(amount_minor))
    key = new_key("spending")
    fact = state(
        "bank.fund.spent",
        subject=fund,
        by=by,
        at=at,
        organisation=fund.organisation,
        data={
            "amount_minor": amount_minor,
            "unit": "USD",
            "on": on.isoformat(),
            "spending": key,
            "changes": [change("fund", there, -amount_minor)],
        },
    )
    row = FundSpending.objects.create(
        key=key, fund=fund, on=on, amount_minor=amount_minor, on_what=on_what, fact=fact
    )
    books.post(
        organisation=fund.organisation,
        on=on,
        kind="bank.spending",
        lines=[
            books.Line(fund.account, amount_minor, party=fund.key),
            books.Line("4110", -amount_minor),
        ],
        source=fact,
    )
    return row
