"""What the year-end page shows: steps, the flow of the surplus, a worked example, terms, members, book value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.books import queries as book_queries
from commonwork.federation.models import YearEnd
from commonwork.federation.policies import BASES
from commonwork.federation.queries import Plan
from commonwork.federation.queries.hours import as_hours
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import round_half_even
from commonwork.rules.patronage_deadlines import deadlines
from commonwork.ui import money
from commonwork.ui.charts import Ribbon, Stop
from commonwork.ui.dates import day
from commonwork.ui.parts import Step, Sum


@dataclass(frozen=True)
class Member:
    """One member's line. `part_bp`: of all weights, to a tenth of a percent, for reading only."""

    person: Person
    minutes: int
    part_bp: int
    total_minor: int
    cash_minor: int
    retained_minor: int
    interest_minor: int
    opening_minor: int

    @property
    def closing_minor(self) -> int:
        """The capital account after the year-end."""
        return self.opening_minor + self.interest_minor + self.retained_minor

    @property
    def hours(self) -> str:
        """Paid hours as people read them."""
        return as_hours(self.minutes)


@dataclass(frozen=True)
class Shown:
    """A shared surplus, stored or planned: all that the page draws, in cents."""

    year: int
    basis: str
    result_minor: int
    interest_minor: int
    patronage_sourced_minor: int
    non_patronage_minor: int
    individual_minor: int
    reserve_minor: int
    education_minor: int
    solidarity_minor: int
    cash_minor: int
    retained_minor: int
    member_minutes: int
    other_minutes: int
    members: tuple[Member, ...]

    @property
    def to_reserve_minor(self) -> int:
        """The reserve's part and what others' work earned."""
        return self.reserve_minor + self.non_patronage_minor

    @property
    def member_hours(self) -> str:
        """Paid hours of all members as people read them."""
        return as_hours(self.member_minutes)


def stored(row: YearEnd, *, with_members: bool) -> Shown:
    """The sharing as it was kept."""
    rows = list(row.allocations.select_related("person").order_by("-total_minor", "person__key"))
    whole = sum(one.weight for one in rows)
    members = tuple(
        Member(
            one.person,
            one.minutes,
            _part(one.weight, whole),
            one.total_minor,
            one.cash_minor,
            one.retained_minor,
            one.interest_minor,
            one.opening_minor,
        )
        for one in rows
    )
    return Shown(
        year=row.year,
        basis=row.terms.get("basis", "hours"),
        result_minor=row.result_minor,
        interest_minor=row.interest_minor,
        patronage_sourced_minor=row.patronage_sourced_minor,
        non_patronage_minor=row.non_patronage_minor,
        individual_minor=row.individual_minor,
        reserve_minor=row.reserve_minor,
        education_minor=row.education_minor,
        solidarity_minor=row.solidarity_minor,
        cash_minor=row.cash_minor,
        retained_minor=row.retained_minor,
        member_minutes=row.member_minutes,
        other_minutes=row.other_minutes,
        members=members if with_members else (),
    )


def planned(row: YearEnd, plan: Plan) -> Shown:
    """The sharing as it would be."""
    people = Person.objects.in_bulk(list(plan.shares), field_name="key")
    whole = sum(share.weight for share in plan.shares.values())
    members = [
        Member(
            people[key],
            share.minutes,
            _part(share.weight, whole),
            share.part.total_minor,
            share.part.cash_minor,
            share.part.retained_minor,
            share.interest_minor,
            share.opening_minor,
        )
        for key, share in plan.shares.items()
    ]
    return Shown(
        year=row.year,
        basis=plan.terms.basis,
        result_minor=row.result_minor,
        interest_minor=plan.interest_minor,
        patronage_sourced_minor=plan.patronage_sourced_minor,
        non_patronage_minor=plan.non_patronage_minor,
        individual_minor=plan.parts["individual"],
        reserve_minor=plan.parts["indivisible_reserve"],
        education_minor=plan.parts["education"],
        solidarity_minor=plan.parts["solidarity"],
        cash_minor=plan.cash_minor,
        retained_minor=plan.retained_minor,
        member_minutes=plan.labour.member_minutes,
        other_minutes=plan.labour.other_minutes,
        members=tuple(sorted(members, key=lambda one: (-one.total_minor, one.person.key))),
    )


def _part(weight: int, whole: int) -> int:
    return round_half_even(Fraction(1000 * weight, whole)) * 10 if whole else 0


def flow(shown: Shown) -> tuple[list[Stop], list[Ribbon]]:
    """Stops and ribbons of the sankey: the surplus, its parts, and what the members' part becomes."""
    by = _("members, by hours") if shown.basis == "hours" else _("members, by hours and wages")
    first = [
        ("interest", shown.interest_minor, _("interest on accounts"), "green"),
        ("individual", shown.individual_minor, by, "green"),
        ("reserve", shown.to_reserve_minor, _("reserve, never divided"), "indigo"),
        ("education", shown.education_minor, _("education"), "gold"),
        ("solidarity", shown.solidarity_minor, _("solidarity fund"), "clay"),
    ]
    second = [
        ("kept", shown.retained_minor, _("kept in their accounts"), "green"),
        ("cash", shown.cash_minor, _("paid in cash"), "green"),
    ]
    surplus = _("surplus of %(year)s") % {"year": shown.year}
    stops = [Stop("surplus", 0, money.dollars(shown.result_minor), surplus, "ink")]
    ribbons = []
    for column, source, parts in ((1, "surplus", first), (2, "individual", second)):
        for key, minor, words, tone in parts:
            if minor:
                stops.append(Stop(key, column, money.dollars(minor), words, tone))
                ribbons.append(Ribbon(source, key, minor))
    return stops, ribbons


def chosen(members: Sequence[Member], asked: str, own: Person | None) -> Member | None:
    """The member of the worked example: the one asked for, oneself, or the first."""
    wanted = [one for one in members if one.person.key == asked]
    mine = [one for one in members if one.person == own]
    return next(iter([*wanted, *mine, *members]), None)


def example(shown: Shown, member: Member) -> list[Sum]:
    """One member's share, worked out: part x members' part = share -> cash + kept."""
    figures = {"part": as_hours(member.minutes), "whole": as_hours(shown.member_minutes)}
    label = _("%(part)s of %(whole)s hours") % figures
    if shown.basis != "hours":
        label = _("of all hours and wages")
    return [
        Sum(label, money.percent(member.part_bp)),
        Sum(_("members' part"), money.money(shown.individual_minor), "×"),
        Sum(_("the share"), money.money(member.total_minor), "=", "green"),
        Sum(_("in cash"), money.money(member.cash_minor), "→"),
        Sum(_("kept in the account"), money.money(member.retained_minor), "+"),
    ]


def steps(row: YearEnd | None) -> list[Step]:
    """The status strip: closed, shared or carried, solidarity paid, patronage paid."""
    is_loss = row is not None and row.result_minor < 0
    found = [(_("Year closed"), _("Close the year"), row.closed_on if row else None)]
    if is_loss:
        found.append((_("Loss carried"), _("Carry the loss"), row.loss_carried_on if row else None))
    else:
        found.append((_("Surplus shared"), _("Share the surplus"), row.shared_on if row else None))
        if row is None or row.shared_on is None or row.solidarity_minor:
            paid_on = row.solidarity_paid_on if row else None
            found.append((_("Solidarity share paid"), _("Pay the solidarity share"), paid_on))
        if row is None or row.shared_on is None or row.cash_minor:
            found.append((_("Patronage paid"), _("Pay patronage"), row.patronage_paid_on if row else None))
    here = next((place for place, (_done, _todo, on) in enumerate(found) if on is None), len(found))
    return [
        Step(done, day(on, "short"), "done") if on else Step(todo, "", "here" if place == here else "to-come")
        for place, (done, todo, on) in enumerate(found)
    ]


_TERMS = (
    ("individual_bp", gettext_lazy("To the members")),
    ("indivisible_reserve_bp", gettext_lazy("To the reserve")),
    ("education_bp", gettext_lazy("To education")),
    ("solidarity_bp", gettext_lazy("To the solidarity fund")),
    ("cash_bp", gettext_lazy("Of each share, in cash")),
    ("interest_bp", gettext_lazy("Interest on accounts")),
)


def terms(kept: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The terms a surplus was shared by, for the side column."""
    rows = [(name, money.percent(kept[code])) for code, name in _TERMS if code in kept]
    return [*rows, (_("Shared by"), BASES.get(kept["basis"], kept["basis"]))] if rows else []


def book_value(row: YearEnd) -> list[tuple[Any, int]]:
    """What the co-op is worth in its books after the step, owner by owner: the lines add up to the last one."""
    on = row.shared_on or row.loss_carried_on
    assert on is not None, "asked only of years that are shared or carried"
    rows = book_queries.trial_balance(row.organisation, on=on)
    owned = {line.code: -line.balance_minor for line in rows if line.kind not in {"asset", "liability"}}
    names = (
        ("3000", _("Members' shares")),
        ("3100", _("Capital accounts")),
        ("3200", _("Indivisible reserve")),
        ("3210", _("Education fund")),
    )
    lines = [(name, owned.pop(code, 0)) for code, name in names]
    if rest := sum(owned.values()):
        lines.append((_("Not shared yet, and grants for a purpose"), rest))
    net = sum(line.balance_minor for line in rows if line.kind in {"asset", "liability"})
    return [*lines, (_("All that the co-op has, less all it owes"), net)]


def pay_by(coop: Organisation, row: YearEnd | None) -> date | None:
    """The last day of the payment period, for co-ops taxed under Subchapter T."""
    if row is None or coop.tax_mode != Organisation.TaxMode.SUBCHAPTER_T:
        return None
    return deadlines(year_end=row.last_day).pay_by
