"""What the tasks of the year-end show up to the sharing: the co-op's own figures, and one member worked out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.books import queries as book_queries
from commonwork.federation import queries
from commonwork.federation.models import YearEnd
from commonwork.federation.queries.hours import as_hours
from commonwork.federation.queries.sharing import loss_shares
from commonwork.federation.queries.tax_paths import said
from commonwork.federation.views import year_end_parts as parts
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import round_half_even
from commonwork.ui.money import amount, money, percent
from commonwork.ui.parts import Sum


@dataclass(frozen=True)
class Grid:
    """A table: heads (the first is of names), rows of texts ready to be shown, and a foot of the same width."""

    title: Any
    heads: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    foot: Sequence[Any] = ()

    @property
    def body(self) -> list[list[tuple[Any, Any]]]:
        """Rows of (heading, text)."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]

    @property
    def sums(self) -> list[tuple[Any, Any]]:
        """The foot in the same way; empty when there is none."""
        return list(zip(self.heads, self.foot, strict=True)) if self.foot else []


@dataclass(frozen=True)
class Panel:
    """What a task shows. notes: (tone, text). links: (text, address). source: where the rule comes from."""

    says: Sequence[Any] = ()
    sums: Sequence[Sum] = ()
    grids: Sequence[Grid] = ()
    example_title: Any = ""
    example: Sequence[Sum] = ()
    example_says: Any = ""
    notes: Sequence[tuple[str, Any]] = ()
    links: Sequence[tuple[Any, str]] = ()
    source: Any = ""


@dataclass(frozen=True)
class Ground:
    """What panels are drawn from. shown: the sharing, planned or kept (None before closing or in a loss)."""

    coop: Organisation
    year: int
    row: YearEnd | None
    shown: parts.Shown | None = None
    member: parts.Member | None = None
    person: Person | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)


def taxes(ground: Ground) -> Panel:
    """Why it is asked."""
    return Panel(
        says=[
            _(
                "How a co-op is taxed decides which papers its members get. Ask your accountant if you are not sure."
            ),
        ],
        source=_("IRC 1381-1388 (cooperatives), subchapter K (partnerships). This is no tax advice."),
    )


def close(ground: Ground) -> Panel:
    """What closing will write."""
    return Panel(
        says=[
            _(
                "Income and expenses of the year go to one account, the "
                "result. After this nothing of that year changes."
            ),
            _("Look first whether hours, bills and bank statements of the year are all in."),
        ],
        sums=_result(ground),
        links=[(_("All accounts on the last day"), _books(ground))],
        source=_("Closing is one entry in your book, dated the last day of the year."),
    )


def surplus(ground: Ground) -> Panel:
    """Income less expenses."""
    rows = book_queries.movements(
        ground.coop, starts_on=date(ground.year, 1, 1), ends_on=date(ground.year + 1, 1, 1)
    )
    listed = [row for row in rows if row.kind in {"income", "expense"}]
    result = -sum(row.balance_minor for row in listed)
    return Panel(
        says=[
            _("The surplus is what came in less what was spent, wages among it. Check the lines one by one.")
        ],
        sums=_result(ground),
        grids=[
            Grid(
                _("Income and expenses"),
                [_("Account"), _("Dollars")],
                [[f"{row.code} {_(row.name)}", amount(-row.balance_minor)] for row in listed],
                [_("What is left"), amount(result)],
            )
        ],
        links=[(_("All accounts on the last day"), _books(ground))],
    )


def sources(ground: Ground) -> Panel:
    """Members' work and others' work."""
    shown = ground.shown
    assert shown is not None
    whole = shown.member_minutes + shown.other_minutes
    left = shown.result_minor - shown.interest_minor
    figures = {"part": as_hours(shown.member_minutes), "whole": as_hours(whole)}
    sums = [
        Sum(_("surplus to share"), money(left)),
        Sum(
            _("%(part)s of %(whole)s paid hours are members'") % figures,
            _part(shown.member_minutes, whole),
            "×",
        ),
        Sum(_("earned by members' work"), money(shown.patronage_sourced_minor), "=", "green"),
        Sum(_("earned by others, to the reserve"), money(shown.non_patronage_minor), "+", "indigo"),
    ]
    notes = [] if whole else [("gold", _("No paid hours are entered for this year."))]
    return Panel(
        says=[
            _(
                "Only what members' own work earned can be shared by work. "
                "What people without a share earned goes to the "
                "reserve that nobody can divide."
            )
        ],
        sums=sums,
        notes=notes,
        links=[(_("The hours, row by row"), reverse("federation_hours", args=[ground.coop.key]))],
        source=_(
            "26 CFR 1.1388-1(a): patronage is shared from earnings of business with members. Measured by hours here."
        ),
        **worked(ground, with_sums=False),
    )


_PARTS = ("individual", "indivisible_reserve", "education", "solidarity")


def split(ground: Ground) -> Panel:
    """The four parts."""
    shown, row = ground.shown, ground.row
    assert shown is not None
    assert row is not None
    terms = row.terms or queries.terms(ground.coop, on=row.last_day).as_data()
    names = (_("To the members"), _("To the reserve"), _("To education"), _("To the solidarity fund"))
    sums = (shown.individual_minor, shown.reserve_minor, shown.education_minor, shown.solidarity_minor)
    found = [said(f"split_{part}_bp", on=row.last_day, organisation=ground.coop) for part in _PARTS]
    rows = [
        [name, percent(terms[f"{part}_bp"]), amount(minor), one.source if one else ""]
        for name, part, minor, one in zip(names, _PARTS, sums, found, strict=True)
    ]
    links = [(_("Choose another split"), reverse("federation_split", args=[ground.coop.key]))]
    return Panel(
        says=[
            _(
                "What members' work earned is divided into four parts, as "
                "your members adopted it before the year began."
            )
        ],
        grids=[
            Grid(
                _("The four parts"),
                [_("Part"), _("Share"), _("Dollars"), _("Where it stands")],
                rows,
                [_("Together"), percent(10_000), amount(sum(sums)), ""],
            )
        ],
        links=[] if row.shared_on else links,
        source=_(
            "IRC 1388(a)(2): under an obligation that stood in writing before "
            "the year. A later change counts for later years."
        ),
    )


def allocation(ground: Ground) -> Panel:
    """Each member's share."""
    shown = ground.shown
    assert shown is not None
    hours = shown.basis == "hours"
    measure = _("paid hours") if hours else _("paid hours times the hourly wage")
    return Panel(
        says=[
            _("Each member's share goes by %(measure)s of the year. Duty and volunteer hours do not count.")
            % {"measure": measure}
        ],
        grids=[
            Grid(
                _("Shares"),
                [_("Member"), _("Hours"), _("Part"), _("Share")],
                [
                    [who_of(one), one.hours, percent(one.part_bp), amount(one.total_minor)]
                    for one in shown.members
                ],
                [_("Together"), shown.member_hours, "", amount(shown.individual_minor)],
            )
        ],
        notes=[
            (
                "green",
                _(
                    "Shares are rounded to the cent so that all of them add up; "
                    "spare cents go to the largest remainders."
                ),
            )
        ],
        source=_("26 CFR 1.1388-1(a)(1); the measure is a policy your members adopted."),
        **worked(ground),
    )


def losses(ground: Ground) -> Panel:
    """How a loss is carried; in a good year, that there is none."""
    row = ground.row
    assert row is not None
    reserve = said("loss_reserve_bp", on=ground.last_day, organisation=ground.coop)
    share = percent(reserve.value) if reserve else "?"
    rule = _(
        "By your policy the reserve carries %(share)s of a loss, and the members' accounts the rest, by their work."
    )
    says = [
        _("A loss is not paid back by anybody: it makes reserve and accounts smaller."),
        rule % {"share": share},
    ]
    if row.result_minor >= 0:
        before = book_queries.balance(ground.coop, "3200", on=row.closed_on)
        notes = [
            ("green", _("%(year)s ended with a surplus, so there is no loss to carry.") % {"year": row.year})
        ]
        if before > 0:
            notes.append(
                (
                    "gold",
                    _("The reserve stands below zero from earlier losses: %(sum)s.")
                    % {"sum": money(-before)},
                )
            )
        return Panel(says=says, notes=notes, source=reserve.source if reserve else "")
    parts_of, shares = _loss(row)
    people = Person.objects.in_bulk(list(shares), field_name="key")
    rows = [
        [people[key].name, amount(minor)]
        for key, minor in sorted(shares.items(), key=lambda one: (one[1], one[0]))
    ]
    return Panel(
        says=says,
        sums=[
            Sum(_("the loss"), money(row.result_minor)),
            Sum(_("from the reserve"), money(parts_of["reserve"]), "→", "indigo"),
            Sum(_("from members' accounts"), money(parts_of["individual"]), "+", "clay"),
        ],
        grids=[
            Grid(
                _("By member"),
                [_("Member"), _("Dollars")],
                rows,
                [_("Together"), amount(sum(shares.values()))],
            )
        ],
        source=reserve.source if reserve else "",
    )


def interest(ground: Ground) -> Panel:
    """Interest on capital accounts."""
    shown, row = ground.shown, ground.row
    assert shown is not None
    assert row is not None
    terms = row.terms or queries.terms(ground.coop, on=row.last_day).as_data()
    says = [
        _(
            "Interest on what the accounts stood at on the first day comes out of "
            "the surplus before it is shared. Your rate: %(rate)s."
        )
        % {"rate": percent(terms["interest_bp"])}
    ]
    grids = []
    if shown.interest_minor:
        rows = [[who_of(one), amount(one.opening_minor), amount(one.interest_minor)] for one in shown.members]
        foot = [_("Together"), "", amount(shown.interest_minor)]
        grids = [Grid(_("Interest"), [_("Member"), _("Account before"), _("Interest")], rows, foot)]
    else:
        says.append(_("So there is no interest this year."))
    note = (
        "gold",
        _(
            "Interest is other income than patronage: your accountant says "
            "on which form it goes (1099-INT or 1099-DIV)."
        ),
    )
    return Panel(says=says, grids=grids, notes=[note] if shown.interest_minor else [])


def _loss(row: YearEnd) -> tuple[dict[str, int], dict[str, int]]:
    """({"reserve": , "individual": }, {person key: part}) of a loss, planned or kept."""
    if row.loss_carried_on is None:
        planned, shares = loss_shares(row)
        return planned, {key: share.part.retained_minor for key, share in shares.items()}
    rows = row.allocations.values_list("person__key", "retained_minor")
    return {"reserve": row.reserve_minor, "individual": row.individual_minor}, dict(rows)


def _result(ground: Ground) -> list[Sum]:
    starts_on, ends_on = date(ground.year, 1, 1), date(ground.year + 1, 1, 1)
    rows = book_queries.movements(ground.coop, starts_on=starts_on, ends_on=ends_on)
    income = -sum(row.balance_minor for row in rows if row.kind == "income")
    spent = sum(row.balance_minor for row in rows if row.kind == "expense")
    name = _("surplus") if income >= spent else _("loss")
    return [
        Sum(_("income"), money(income)),
        Sum(_("expenses"), money(spent), "−"),
        Sum(name, money(income - spent), "=", "green" if income >= spent else "clay"),
    ]


def _books(ground: Ground) -> str:
    return f"{reverse('books_trial_balance', args=[ground.coop.key])}?on={ground.last_day.isoformat()}"


def _part(part: int, whole: int) -> str:
    return percent(round_half_even(Fraction(10_000 * part, whole))) if whole else percent(0)


def who_of(one: parts.Member) -> str:
    """A member's name in a table."""
    return one.person.name


def worked(ground: Ground, *, with_sums: bool = True) -> dict[str, Any]:
    """The worked example of one member."""
    if ground.member is None or ground.shown is None:
        return {}
    title = _("For example, %(person)s") % {"person": ground.member.person.name}
    if with_sums:
        return {"example_title": title, "example": parts.example(ground.shown, ground.member)}
    says = _("%(hours)s paid hours of %(person)s count as members' work.")
    figures = {"hours": ground.member.hours, "person": ground.member.person.name}
    return {"example_title": title, "example_says": says % figures}
