"""Loans: apply, decide, agree, show or hide. Money moves in `draws`, `quarters` and `payments`."""

from datetime import date, datetime

from commonwork.bank.actions.conditions import demand_met
from commonwork.bank.actions.lock import demand_come, locked
from commonwork.bank.actions.offered import demand_surplus_share
from commonwork.bank.actions.training import demand_trained
from commonwork.bank.models import Loan
from commonwork.bank.queries import fund_position, positions, tally
from commonwork.bank.queries.offers import version_taken_up
from commonwork.charter.queries import in_force, value
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates
from commonwork.ui.money import money, percent


class AmountNotPositive(Refusal):
    sentence = sentence("Ask for an amount above zero.")
    field = "amount_minor"


class OnlyCoopsBorrow(Refusal):
    sentence = sentence("{name} is not a co-op. The bank lends to co-ops only, never to persons.")
    field = "borrower"


class VotesMissing(Refusal):
    sentence = sentence("{yes} of {size} said yes so far; {needed} are needed.")
    status = 409


class VotesStillOpen(Refusal):
    sentence = sentence("{missing} of {size} have not voted yet. Wait for them before saying not now.")
    status = 409


class AlreadyCarried(Refusal):
    sentence = sentence("The committee said yes, {yes} of {size}. This loan cannot be turned down.")
    status = 409


class ReasonUnknown(Refusal):
    sentence = sentence("Choose a reason from the list.")
    field = "reason"


class AboveTheLimit(Refusal):
    sentence = sentence("{borrower} would hold {held}; one co-op may hold {limit} of this fund at most.")
    status = 409


class FundTooLow(Refusal):
    sentence = sentence("The fund has {available} free; this asks for {asked}.")
    status = 409


class NoSuchMonth(Refusal):
    sentence = sentence("Say in which month the co-op's year begins.")
    field = "year_begins"


class RateAboveTheCap(Refusal):
    sentence = sentence("{asked} a year is more than the {cap} that was decided as the most.")
    field = "annual_rate_bp"


class EndsTooEarly(Refusal):
    sentence = sentence("A loan agreed on {agreed_on} must end after that day.")
    field = "ends_on"


class SurplusNotDefined(Refusal):
    sentence = sentence("Write down what counts as surplus. The agreement stands on it.")
    field = "surplus_definition"


@act
def apply(
    *,
    borrower: Organisation,
    lender: Organisation,
    principal_minor: int,
    on: date,
    by: Who,
    at: datetime,
    name: str = "",
    purpose: str = "",
    is_public: bool = False,
    fund: str = Loan.Fund.REVOLVING,
    key: str = "",
) -> Loan:
    """A co-op asks for a loan. Without a key it is called after the co-op: green_team_1.

    Raises AmountNotPositive, OnlyCoopsBorrow, TrainingMissing, StillToCome.
    """
    if principal_minor <= 0:
        raise AmountNotPositive()
    if borrower.kind != Organisation.Kind.COOP:
        raise OnlyCoopsBorrow(name=borrower.name)
    demand_come(on, at)
    demand_trained(borrower, on=on, lender=lender)
    Organisation.objects.select_for_update(no_key=True).get(pk=borrower.pk)
    loan = Loan.objects.create(
        key=key or _next_key(borrower),
        name=name,
        purpose=purpose,
        borrower=borrower,
        lender=lender,
        fund=Loan.Fund(fund),
        principal_minor=principal_minor,
        applied_on=on,
        is_public=is_public,
    )
    _told("bank.loan.applied", loan, on=on, by=by, at=at)
    return loan


def _next_key(borrower: Organisation) -> str:
    number = Loan.objects.filter(borrower=borrower).count() + 1
    while Loan.objects.filter(key=f"{borrower.key}_{number}").exists():
        number += 1
    return f"{borrower.key}_{number}"


@act
def decide(*, loan: Loan, is_approved: bool, reason: str, on: date, by: Who, at: datetime) -> Loan:
    """Put down what the committee decided, once enough have voted. `reason`: a code of Loan.REASONS_YES or REASONS_NO.

    Raises NotAtThisStage, ReasonUnknown, VotesMissing, VotesStillOpen, AlreadyCarried, AboveTheLimit, FundTooLow,
    StillToCome, PolicyMissing.
    """
    loan = locked(loan, Loan.Stage.APPLIED, with_fund=True)
    demand_come(on, at)
    if reason not in (Loan.REASONS_YES if is_approved else Loan.REASONS_NO):
        raise ReasonUnknown()
    votes = tally(loan, on=on)
    if is_approved:
        if not votes.is_carried:
            raise VotesMissing(yes=votes.yes, size=votes.size, needed=votes.needed)
        demand_room(loan, on)
    elif votes.is_carried:
        raise AlreadyCarried(yes=votes.yes, size=votes.size)
    elif not votes.is_lost:
        raise VotesStillOpen(missing=votes.size - votes.cast, size=votes.size)
    loan.stage = Loan.Stage.APPROVED if is_approved else Loan.Stage.DECLINED
    loan.decided_on, loan.decision_reason = on, reason
    loan.save(update_fields=["stage", "decided_on", "decision_reason"])
    kind = "bank.loan.approved" if is_approved else "bank.loan.declined"
    _told(kind, loan, on=on, by=by, at=at, reason=reason, yes=votes.yes, size=votes.size)
    return loan


@act
def agree(
    *,
    loan: Loan,
    ends_on: date,
    surplus_definition: str,
    on: date,
    by: Who,
    at: datetime,
    stated_every: str = Loan.StatedEvery.QUARTER,
    year_begins: int = 1,
) -> Loan:
    """Freeze the terms from the policies in force on the day: rate, share, mode, count of days. They never follow
    a policy again. The surplus is stated every month, quarter, half year or year of a year that begins in a month (1-12).

    Raises NotAtThisStage, EndsTooEarly, SurplusNotDefined, NoSuchMonth, ConditionOpen, AboveTheLimit, FundTooLow,
    RateAboveTheCap, NotOffered, OutsideAmounts, LastsTooLong, StillToCome, PolicyMissing.
    """
    loan = locked(loan, Loan.Stage.APPROVED, with_fund=True)
    demand_come(on, at)
    if ends_on <= on:
        raise EndsTooEarly(agreed_on=dates.day(on))
    if not surplus_definition.strip():
        raise SurplusNotDefined()
    if not 1 <= year_begins <= 12:
        raise NoSuchMonth()
    demand_met(loan, before="agreement")
    demand_room(loan, on)
    loan.annual_rate_bp = value("bank.loan_annual_rate_bp", on=on, organisation=loan.lender)
    loan.share_bp = value("bank.loan_share_bp", on=on, organisation=loan.lender)
    loan.mode = value("bank.loan_mode", on=on, organisation=loan.lender)
    loan.day_count = value("bank.loan_day_count", on=on, organisation=loan.lender)
    cap = in_force("bank.loan_rate_cap_bp", on=on, organisation=loan.lender)
    if cap is not None and loan.annual_rate_bp > cap.value:
        raise RateAboveTheCap(asked=percent(loan.annual_rate_bp), cap=percent(cap.value))
    carries = in_force("bank.loan_carries_losses", on=on, organisation=loan.lender)
    loan.carries_losses = carries is not None and carries.value == "yes"
    loan.surplus_definition = surplus_definition.strip()
    loan.agreed_on, loan.ends_on, loan.stage = on, ends_on, Loan.Stage.AGREED
    loan.stated_every, loan.year_begins = stated_every, year_begins
    loan.product = version_taken_up(loan.lender, Loan.Kind.SURPLUS_SHARE, on=on)
    demand_surplus_share(loan, loan.product)
    loan.save()
    _told(
        "bank.loan.agreed",
        loan,
        on=on,
        by=by,
        at=at,
        annual_rate_bp=loan.annual_rate_bp,
        share_bp=loan.share_bp,
        mode=loan.mode,
        day_count=loan.day_count,
        ends_on=ends_on.isoformat(),
        stated_every=str(stated_every),
        year_begins=year_begins,
    )
    return loan


@act
def set_public(*, loan: Loan, is_public: bool, by: Who, at: datetime) -> Loan:
    """The borrower shows the loan to anyone, or hides it again."""
    loan = locked(loan)
    loan.is_public = is_public
    loan.save(update_fields=["is_public"])
    state(
        "bank.loan.shown" if is_public else "bank.loan.hidden",
        subject=loan,
        by=by,
        at=at,
        organisation=loan.borrower,
        about=[loan.borrower],
        data={"borrower": ref(loan.borrower)},
    )
    return loan


def demand_room(loan: Loan, on: date) -> None:
    """Refuse when one co-op would hold too much of the fund, or the fund has too little free."""
    fund = fund_position(on, lender=loan.lender)
    others = Loan.objects.filter(borrower=loan.borrower, stage__in=Loan.RUNNING).exclude(pk=loan.pk)
    standing = positions(list(others), on=on)
    held = loan.principal_minor + sum(
        standing[other.pk].principal_minor + other.principal_minor - standing[other.pk].drawn_minor
        for other in others
    )
    limit_bp = value("bank.exposure_limit_bp", on=on, organisation=loan.lender)
    limit = fund.given_minor * limit_bp // 10_000
    if held > limit:
        raise AboveTheLimit(borrower=loan.borrower.name, held=money(held), limit=money(limit))
    if loan.principal_minor > fund.available_minor:
        raise FundTooLow(available=money(fund.available_minor), asked=money(loan.principal_minor))


def _told(kind: str, loan: Loan, *, on: date, by: Who, at: datetime, **more: object) -> None:
    state(
        kind,
        subject=loan,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan.borrower],
        data={
            "amount_minor": loan.principal_minor,
            "unit": loan.unit,
            "on": on.isoformat(),
            "borrower": ref(loan.borrower),
            **more,
        },
    )
