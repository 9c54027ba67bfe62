"""Accounts with the bank: member shares, savings, supporters' notes. Off until a policy names their legal basis."""

from datetime import date, datetime

from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import demand_come
from commonwork.bank.models import Holding, HoldingMovement, Product
from commonwork.bank.queries.holdings import interest_due, stands_at
from commonwork.bank.queries.offers import offer, version_in_force
from commonwork.books import actions as books
from commonwork.charter.queries import value
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import parse_minor
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates
from commonwork.ui.money import money, percent

ACCOUNTS = {"member_share": "3010", "savings": "2400", "term_note": "2410"}
CASH, INTEREST = "1000", "5420"


class NoLegalBasis(Refusal):
    sentence = sentence(
        "This is off. It can be used once a policy names the legal basis on which the bank takes in such money."
    )
    status = 409


class OneHolderOnly(Refusal):
    sentence = sentence("An account belongs to one person or to one organisation.")


class RateTooHigh(Refusal):
    sentence = sentence("{asked} a year is more than the {cap} that was decided as the most.")
    field = "annual_rate_bp"


class NoteNeedsAnEnd(Refusal):
    sentence = sentence("A note ends on a day after the one it begins on.")
    field = "ends_on"


class WholeSharesOnly(Refusal):
    sentence = sentence("A share costs {price}. Pay in a whole number of shares.")
    field = "amount_minor"


class LessIsThere(Refusal):
    sentence = sentence("The account holds {held}. No more than that can be paid out.")
    field = "amount_minor"


class NoteRuns(Refusal):
    sentence = sentence("This note runs until {ends_on}. It is paid out from that day on.")
    field = "on"


class NoInterestYet(Refusal):
    sentence = sentence("No interest has run since it was last added.")
    status = 409


class BeforeTheLast(Refusal):
    sentence = sentence("The account moved on {day}. Use that day or a later one.")
    field = "on"


@act
def open_account(
    *,
    house: Organisation,
    kind: str,
    on: date,
    by: Who,
    at: datetime,
    person: Person | None = None,
    organisation: Organisation | None = None,
    annual_rate_bp: int | None = None,
    ends_on: date | None = None,
) -> Holding:
    """Open an account under the version of the product in force. Without a rate, the policy's.

    Raises NotYetOffered, NoLegalBasis, OneHolderOnly, RateTooHigh, NoteNeedsAnEnd, StillToCome, PolicyMissing.
    """
    demand_come(on, at)
    version = version_in_force(house, Product.Kind(kind), on=on)
    _demand_basis(version, on)
    if (person is None) == (organisation is None):
        raise OneHolderOnly()
    if kind == Product.Kind.TERM_NOTE and (ends_on is None or ends_on <= on):
        raise NoteNeedsAnEnd()
    rate = 0
    if version.rate_policy:
        usual = value(version.rate_policy, on=on, organisation=house)
        rate = usual if annual_rate_bp is None else annual_rate_bp
        cap = value(version.cap_policy, on=on, organisation=house)
        if rate > cap:
            raise RateTooHigh(asked=percent(rate), cap=percent(cap))
    holding = Holding.objects.create(
        key=new_key("account"),
        house=house,
        kind=kind,
        version=version,
        person=person,
        organisation=organisation,
        opened_on=on,
        ends_on=ends_on if kind == Product.Kind.TERM_NOTE else None,
        annual_rate_bp=rate,
    )
    holder: Person | Organisation | None = person or organisation
    state(
        "bank.holding.opened",
        subject=holding,
        by=by,
        at=at,
        organisation=house,
        about=[holder] if holder else [],
        data={"kind": kind, "annual_rate_bp": rate, "on": on.isoformat(), "holder": ref(holder or house)},
    )
    return holding


@act
def pay_in(*, holding: Holding, amount_minor: int, on: date, by: Who, at: datetime) -> Holding:
    """Money comes into an account: bank 1000 / 3010, 2400 or 2410.

    Raises AmountNotPositive, NoLegalBasis, WholeSharesOnly, BeforeTheLast, StillToCome, and what the books refuse.
    """
    holding = _locked(holding, amount_minor, on, at)
    _demand_basis(holding.version, on)
    if holding.kind == Product.Kind.MEMBER_SHARE:
        price = parse_minor(value("bank.member_share_price", on=on, organisation=holding.house), "USD")
        if price and amount_minor % price:
            raise WholeSharesOnly(price=money(price))
    return _move(holding, "paid_in", amount_minor, on=on, against=CASH, by=by, at=at)


@act
def pay_out(*, holding: Holding, amount_minor: int, on: date, by: Who, at: datetime) -> Holding:
    """Money goes out of an account. Raises AmountNotPositive, LessIsThere, NoteRuns, BeforeTheLast, StillToCome."""
    holding = _locked(holding, amount_minor, on, at)
    if holding.ends_on and on < holding.ends_on:
        raise NoteRuns(ends_on=dates.day(holding.ends_on))
    held = stands_at(holding, on=on)
    if amount_minor > held:
        raise LessIsThere(held=money(held))
    return _move(holding, "paid_out", -amount_minor, on=on, against=CASH, by=by, at=at)


@act
def add_interest(*, holding: Holding, on: date, by: Who, at: datetime) -> Holding:
    """Add the simple interest that ran since it was last added: bank 5420 / 2400 or 2410.

    Raises NoInterestYet, BeforeTheLast, StillToCome.
    """
    amount = interest_due(holding, on=on)
    if amount <= 0:
        raise NoInterestYet()
    holding = _locked(holding, amount, on, at)
    return _move(holding, "interest", amount, on=on, against=INTEREST, by=by, at=at)


def _demand_basis(version: object, on: date) -> None:
    if not offer(version, on=on).is_on:  # type: ignore[arg-type]
        raise NoLegalBasis()


def _locked(holding: Holding, amount_minor: int, on: date, at: datetime) -> Holding:
    holding = (
        Holding.objects.select_for_update(of=("self",)).select_related("version", "house").get(pk=holding.pk)
    )
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    demand_come(on, at)
    last = holding.movements.order_by("-on").values_list("on", flat=True).first() or holding.opened_on
    if on < last:
        raise BeforeTheLast(day=dates.day(last))
    return holding


def _move(
    holding: Holding, kind: str, amount_minor: int, *, on: date, against: str, by: Who, at: datetime
) -> Holding:
    code = "bank.holding.interest_added" if kind == "interest" else f"bank.holding.{kind}"
    fact = state(
        code,
        subject=holding,
        by=by,
        at=at,
        organisation=holding.house,
        data={"amount_minor": abs(amount_minor), "unit": "USD", "on": on.isoformat(), "kind": holding.kind},
    )
    HoldingMovement.objects.create(holding=holding, kind=kind, on=on, amount_minor=amount_minor, fact=fact)
    party = holding.key if against == INTEREST else ""
    books.post(
        organisation=holding.house,
        on=on,
        kind=code.removesuffix("_added"),
        lines=[
            books.Line(against, amount_minor, party),
            books.Line(ACCOUNTS[holding.kind], -amount_minor, holding.key),
        ],
        source=fact,
    )
    return holding
