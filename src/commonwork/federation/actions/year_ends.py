"""Year-ends: close the year, share the surplus or carry the loss, pay the solidarity share, pay the patronage."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Sum
from django.utils import timezone

from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.books.actions import Line, years
from commonwork.federation.actions.changes import change
from commonwork.federation.actions.days import demand_come
from commonwork.federation.models import Allocation, YearEnd
from commonwork.federation.queries.coops import house
from commonwork.federation.queries.sharing import Plan, Share, loss_shares, plan
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence


class YearIsClosed(Refusal):
    sentence = sentence("{coop} has closed its books for {year} already.")
    status = 409


class YearNotOver(Refusal):
    sentence = sentence("The year {year} can be closed from its last day on, {last_day}.")


class LossCannotBeShared(Refusal):
    sentence = sentence("The year {year} ended with a loss of {loss}. A loss is carried, not shared.")


class NothingToShare(Refusal):
    sentence = sentence("The year {year} left neither a surplus nor a loss, so there is nothing to share.")


class NoLossToCarry(Refusal):
    sentence = sentence("The year {year} ended with no loss; its surplus is shared.")


class ClosingTakenBack(Refusal):
    sentence = sentence(
        "The result account of {coop} does not hold what its closed years left. Open the year again and close it anew."
    )
    status = 409


class AlreadySettled(Refusal):
    sentence = sentence("The result of {year} was shared or carried already.")
    status = 409


class BeforeTheStepBefore(Refusal):
    sentence = sentence("This step cannot be dated before {on}, the day of the step before it.")
    field = "on"


class NotYetShared(Refusal):
    sentence = sentence("The surplus of {year} is not shared yet.")


class AlreadyPaidOut(Refusal):
    sentence = sentence("This was paid on {on}.")
    status = 409


class NothingToPay(Refusal):
    sentence = sentence("There is nothing to pay from the year {year}.")


class CashTooLow(Refusal):
    sentence = sentence("{coop} holds {cash} in cash; {amount} is needed.")


@act
def close(*, organisation: Organisation, year: int, by: Who, at: datetime) -> YearEnd:
    """Close a co-op's books for a calendar year, as of its last day; what was left goes to 3900. Raises YearIsClosed,
    YearNotOver (before the last day) and what `books.years.close` raises."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    starts_on, ends_on = date(year, 1, 1), date(year + 1, 1, 1)
    last_day = date(year, 12, 31)
    if timezone.localdate(at) < last_day:
        raise YearNotOver(year=year, last_day=last_day.isoformat())
    if YearEnd.objects.filter(organisation=organisation, year=year).exists():
        raise YearIsClosed(coop=organisation.name, year=year)
    result_minor = book_queries.result(organisation, starts_on=starts_on, ends_on=ends_on)
    year_end = YearEnd.objects.create(
        key=f"{organisation.key}_{year}",
        organisation=organisation,
        year=year,
        starts_on=starts_on,
        ends_on=ends_on,
        result_minor=result_minor,
        closed_on=last_day,
    )
    years.close(organisation=organisation, on=last_day, by=by, at=at)
    _state("closed", year_end, last_day, by, at, result_minor, changes=[change("result", 0, result_minor)])
    return year_end


@act
def allocate(*, year_end: YearEnd, on: date, by: Who, at: datetime) -> YearEnd:
    """Share a closed year's surplus by the policies of its last day; the federation's book gets the solidarity share
    the same day. Raises AlreadySettled, BeforeTheStepBefore, StillToCome, ClosingTakenBack,
    LossCannotBeShared, NothingToShare and what
    `queries.sharing.plan` raises."""
    year_end = _unsettled(year_end, on, at)
    if year_end.result_minor < 0:
        loss = show_minor(-year_end.result_minor, "USD")
        raise LossCannotBeShared(year=year_end.year, loss=loss)
    if year_end.result_minor == 0:
        raise NothingToShare(year=year_end.year)
    shares = plan(year_end)
    _keep(year_end, shares, on)
    coop, federation, sums = year_end.organisation, house(), year_end
    fact = _state(
        "shared",
        year_end,
        on,
        by,
        at,
        year_end.result_minor,
        about=_keep_allocations(year_end, shares.shares),
        solidarity_minor=sums.solidarity_minor,
        changes=_moved(
            coop,
            on,
            {
                "capital_accounts": ("3100", sums.retained_minor + sums.interest_minor),
                "indivisible_reserve": ("3200", sums.to_reserve_minor),
                "education_fund": ("3210", sums.education_minor),
                "patronage_payable": ("2200", sums.cash_minor),
                "solidarity_payable": ("2210", sums.solidarity_minor),
            },
        ),
    )
    sides = [(coop, _shared_lines(sums, shares.shares))]
    if sums.solidarity_minor:
        receivable = Line("1110", sums.solidarity_minor, party=coop.key)
        sides.append((federation, [receivable, Line("3300", -sums.solidarity_minor)]))
    books.post_mirrored(sides=sides, on=on, kind="federation.surplus_shared", source=fact)
    demand_book_value(coop, on)
    return year_end


@act
def carry_loss(*, year_end: YearEnd, on: date, by: Who, at: datetime) -> YearEnd:
    """Carry a closed year's loss: the reserve by policy, the members' accounts the rest, by their work. Raises
    AlreadySettled, BeforeTheStepBefore, StillToCome, ClosingTakenBack, NoLossToCarry
    and what `queries.sharing.loss_shares` raises."""
    year_end = _unsettled(year_end, on, at)
    if year_end.result_minor >= 0:
        raise NoLossToCarry(year=year_end.year)
    parts, shares = loss_shares(year_end)
    year_end.reserve_minor, year_end.individual_minor = parts["reserve"], parts["individual"]
    year_end.retained_minor, year_end.loss_carried_on = parts["individual"], on
    year_end.save()
    coop = year_end.organisation
    moved = {
        "indivisible_reserve": ("3200", year_end.reserve_minor),
        "capital_accounts": ("3100", year_end.individual_minor),
    }
    fact = _state(
        "loss_carried",
        year_end,
        on,
        by,
        at,
        year_end.result_minor,
        about=_keep_allocations(year_end, shares),
        changes=_moved(coop, on, moved),
    )
    lines = [
        Line("3900", year_end.result_minor),
        Line("3200", -year_end.reserve_minor),
        *(Line("3100", -share.part.retained_minor, party=key) for key, share in shares.items()),
    ]
    books.post(organisation=coop, on=on, kind="federation.loss_carried", lines=lines, source=fact)
    demand_book_value(coop, on)
    return year_end


@act
def pay_solidarity(*, year_end: YearEnd, on: date, by: Who, at: datetime) -> YearEnd:
    """Pay the solidarity share to the federation, in both books. Raises NotYetShared, AlreadyPaidOut, NothingToPay,
    BeforeTheStepBefore, StillToCome, CashTooLow."""
    year_end = _payable(year_end, on, at, "solidarity")
    coop, amount_minor = year_end.organisation, year_end.solidarity_minor
    year_end.solidarity_paid_on = on
    year_end.save(update_fields=["solidarity_paid_on"])
    owed = {"solidarity_payable": ("2210", -amount_minor)}
    fact = _state("solidarity_paid", year_end, on, by, at, amount_minor, changes=_moved(coop, on, owed))
    books.post_mirrored(
        sides=[
            (coop, [Line("2210", amount_minor), Line("1000", -amount_minor)]),
            (house(), [Line("1000", amount_minor), Line("1110", -amount_minor, party=coop.key)]),
        ],
        on=on,
        kind="federation.solidarity_paid",
        source=fact,
    )
    return year_end


@act
def pay_patronage(*, year_end: YearEnd, on: date, by: Who, at: datetime) -> YearEnd:
    """Pay every member the cash part, in one entry. Raises NotYetShared, AlreadyPaidOut, NothingToPay,
    BeforeTheStepBefore, StillToCome, CashTooLow."""
    year_end = _payable(year_end, on, at, "patronage")
    coop, amount_minor = year_end.organisation, year_end.cash_minor
    year_end.patronage_paid_on = on
    year_end.save(update_fields=["patronage_paid_on"])
    rows = year_end.allocations.select_related("person").order_by("person__key")
    paid = [(row.person, row.cash_minor) for row in rows]
    owed = {"patronage_payable": ("2200", -amount_minor)}
    people = [person for person, _ in paid]
    fact = _state(
        "patronage_paid", year_end, on, by, at, amount_minor, about=people, changes=_moved(coop, on, owed)
    )
    lines = [
        *(Line("2200", cash_minor, party=person.key) for person, cash_minor in paid),
        Line("1000", -amount_minor),
    ]
    books.post(organisation=coop, on=on, kind="federation.patronage_paid", lines=lines, source=fact)
    return year_end


def demand_book_value(coop: Organisation, on: date) -> None:
    """Assert: shares + capital accounts (both summed member by member) + reserves + what is not shared yet = assets
    less liabilities, at the end of a day. Source: internal capital accounts, NY Cooperative Corporations Law 93."""
    rows = book_queries.trial_balance(coop, on=on)
    net_minor = sum(row.balance_minor for row in rows if row.kind in {"asset", "liability"})
    by_member = sum(sum(book_queries.parties(coop, code, on=on).values()) for code in ("3000", "3100"))
    collective = sum(
        row.balance_minor
        for row in rows
        if row.kind not in {"asset", "liability"} and row.code not in {"3000", "3100"}
    )
    assert net_minor == -(by_member + collective), f"the accounts of {coop.key} are not its net book value"


def _locked(year_end: YearEnd) -> YearEnd:
    return YearEnd.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=year_end.pk)


def _unsettled(year_end: YearEnd, on: date, at: datetime) -> YearEnd:
    demand_come(on, at)
    year_end = _locked(year_end)
    if year_end.shared_on or year_end.loss_carried_on:
        raise AlreadySettled(year=year_end.year)
    if on < year_end.closed_on:
        raise BeforeTheStepBefore(on=year_end.closed_on.isoformat())
    coop = year_end.organisation
    waiting = YearEnd.objects.filter(organisation=coop, shared_on=None, loss_carried_on=None)
    left_minor = waiting.aggregate(total=Sum("result_minor"))["total"]
    if -book_queries.balance(coop, "3900") != left_minor:
        raise ClosingTakenBack(coop=coop.name)
    return year_end


def _payable(year_end: YearEnd, on: date, at: datetime, what: str) -> YearEnd:
    demand_come(on, at)
    year_end = _locked(year_end)
    coop = year_end.organisation
    amount_minor = year_end.solidarity_minor if what == "solidarity" else year_end.cash_minor
    paid_on = year_end.solidarity_paid_on if what == "solidarity" else year_end.patronage_paid_on
    if year_end.shared_on is None:
        raise NotYetShared(year=year_end.year)
    if paid_on:
        raise AlreadyPaidOut(on=paid_on.isoformat())
    if not amount_minor:
        raise NothingToPay(year=year_end.year)
    if on < year_end.shared_on:
        raise BeforeTheStepBefore(on=year_end.shared_on.isoformat())
    cash_minor = book_queries.balance(coop, "1000")
    if cash_minor < amount_minor:
        shown = {"cash": show_minor(cash_minor, "USD"), "amount": show_minor(amount_minor, "USD")}
        raise CashTooLow(coop=coop.name, **shown)
    return year_end


def _keep(year_end: YearEnd, shares: Plan, on: date) -> None:
    year_end.shared_on, year_end.terms = on, shares.terms.as_data()
    year_end.member_minutes = shares.labour.member_minutes
    year_end.other_minutes = shares.labour.other_minutes
    year_end.uncounted_minutes = shares.labour.uncounted_minutes
    year_end.interest_minor = shares.interest_minor
    year_end.patronage_sourced_minor = shares.patronage_sourced_minor
    year_end.non_patronage_minor = shares.non_patronage_minor
    year_end.individual_minor = shares.parts["individual"]
    year_end.reserve_minor = shares.parts["indivisible_reserve"]
    year_end.education_minor = shares.parts["education"]
    year_end.solidarity_minor = shares.parts["solidarity"]
    year_end.cash_minor, year_end.retained_minor = shares.cash_minor, shares.retained_minor
    year_end.save()


def _keep_allocations(year_end: YearEnd, shares: Mapping[str, Share]) -> list[Person]:
    people = Person.objects.in_bulk(list(shares), field_name="key")
    Allocation.objects.bulk_create(
        Allocation(
            year_end=year_end,
            person=people[key],
            minutes=share.minutes,
            weight=share.weight,
            opening_minor=share.opening_minor,
            interest_minor=share.interest_minor,
            total_minor=share.part.total_minor,
            cash_minor=share.part.cash_minor,
            retained_minor=share.part.retained_minor,
        )
        for key, share in shares.items()
    )
    return list(people.values())


def _shared_lines(sums: YearEnd, shares: Mapping[str, Share]) -> list[Line]:
    kept = {key: share.part.retained_minor + share.interest_minor for key, share in shares.items()}
    return [
        Line("3900", sums.result_minor),
        Line("3200", -sums.to_reserve_minor),
        Line("3210", -sums.education_minor),
        Line("2210", -sums.solidarity_minor),
        *(Line("2200", -share.part.cash_minor, party=key) for key, share in shares.items()),
        *(Line("3100", -minor, party=key) for key, minor in kept.items()),
    ]


def _moved(coop: Organisation, on: date, moved: Mapping[str, tuple[str, int]]) -> list[dict[str, object]]:
    """Receipt lines {what: (account, change)}; the accounts are credit ones, so their sign is turned."""
    before = {row.code: -row.balance_minor for row in book_queries.trial_balance(coop, on=on)}
    return [change(what, before.get(account, 0), minor) for what, (account, minor) in moved.items()]


def _state(
    verb: str,
    year_end: YearEnd,
    on: date,
    by: Who,
    at: datetime,
    amount_minor: int,
    *,
    changes: list[dict[str, object]],
    about: list[Person] | None = None,
    **figures: int,
) -> Fact:
    data = {"year": year_end.year, "on": on.isoformat(), "amount_minor": amount_minor, "unit": "USD"}
    return state(
        f"federation.year_end.{verb}",
        subject=year_end,
        by=by,
        at=at,
        organisation=year_end.organisation,
        about=[year_end.organisation, *(about or [])],
        data=data | figures | {"changes": changes},
    )
