"""What the tasks of the year-end show from the cash part on: notices, payment, forms, old shares, solidarity."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.books import queries as book_queries
from commonwork.federation.models import Notice
from commonwork.federation.queries import year_end_papers as papers
from commonwork.federation.queries.tax_paths import Path, in_law, path_of, said
from commonwork.federation.views.wizard_panels import Grid, Ground, Panel, losses, who_of, worked
from commonwork.registry.models import Organisation
from commonwork.rules.patronage_deadlines import deadlines
from commonwork.ui.dates import day
from commonwork.ui.money import amount, money, percent
from commonwork.ui.parts import Sum


def cash(ground: Ground) -> Panel:
    """The part in cash and the part kept; under Subchapter T the 20 % test and consents."""
    shown, row = ground.shown, ground.row
    assert shown is not None
    assert row is not None
    coop, path = ground.coop, path_of(ground.coop, row)
    kinds = papers.expected(
        coop,
        last_day=row.last_day,
        kept=[(one.person.key, one.cash_minor, one.retained_minor) for one in shown.members],
    )
    names: dict[str, Any] = dict(Notice.Kind.choices)
    heads = [_("Member"), _("Share"), _("In cash"), _("Kept"), *([_("Notice")] if path.has_notices else [])]
    rows = [
        [who_of(one), amount(one.total_minor), amount(one.cash_minor), amount(one.retained_minor)]
        + ([names[kinds[one.person.key].kind]] if path.has_notices else [])
        for one in shown.members
    ]
    foot = [
        _("Together"),
        amount(shown.individual_minor),
        amount(shown.cash_minor),
        amount(shown.retained_minor),
    ]
    held = book_queries.balance(coop, "1000", on=row.last_day)
    notes = [
        (
            "green",
            _("The cash part is rounded up to the cent for everyone, so that the least part holds for each."),
        )
    ]
    if held < shown.cash_minor and not row.shared_on:
        notes.append(("gold", _("On the last day the co-op held %(cash)s in cash.") % {"cash": money(held)}))
    links = []
    if path.has_notices:
        notes += _tests(ground, kinds)
        links = [(_("Consents on file"), reverse("federation_consents", args=[coop.key]))]
    return Panel(
        says=_cash_words(ground, path),
        grids=[
            Grid(
                _("Cash and kept"),
                heads,
                rows,
                [*foot, *([""] if path.has_notices else [])],
            )
        ],
        notes=notes,
        links=links,
        source=_("IRC 1388(c): at least 20 % in money, tested for each member, and the member's consent.")
        if path.has_notices
        else "",
        **worked(ground),
    )


def _cash_words(ground: Ground, path: Path) -> list[Any]:
    says = [_("A part of each share is paid in cash; the rest is kept in the member's capital account.")]
    if path.has_notices:
        says.append(
            _(
                "A qualified notice counts as the member's income now, cash and "
                "kept together. A nonqualified one counts when "
                "it is paid out."
            )
        )
    if path.has_k1:
        says.append(
            _(
                "In a partnership members are taxed on their whole part, paid or "
                "not. See that the cash part covers what they "
                "will owe."
            )
        )
    return says


def _tests(ground: Ground, kinds: dict[str, papers.Expected]) -> list[tuple[str, Any]]:
    assert ground.row is not None
    least = in_law("qualified_cash_bp", on=ground.row.last_day, organisation=ground.coop)
    lacking = {
        lack: sum(one.lacks == lack for one in kinds.values()) for lack in ("consent", "cash", "choice")
    }
    found: list[tuple[str, Any]] = []
    if lacking["consent"]:
        words = _("Members without a consent on file: %(count)s. Their notices will be nonqualified.")
        found.append(("gold", words % {"count": lacking["consent"]}))
    if lacking["cash"]:
        words = _(
            "Members who get less than %(least)s in cash: %(count)s. Their notices will be nonqualified."
        )
        found.append(("gold", words % {"count": lacking["cash"], "least": percent(least)}))
    if lacking["choice"]:
        found.append(("gold", _("Your co-op chose nonqualified notices.")))
    if not any(lacking.values()) and kinds:
        words = _(
            "Every member gets at least %(least)s in cash and has consented: all notices are qualified."
        )
        found.append(("green", words % {"least": percent(least)}))
    return found


def share(ground: Ground) -> Panel:
    """Check your answers: what sharing will write."""
    shown = ground.shown
    assert shown is not None
    rows = [
        (_("Capital accounts, kept of shares and interest"), shown.retained_minor + shown.interest_minor),
        (_("Patronage to be paid in cash"), shown.cash_minor),
        (_("Indivisible reserve"), shown.to_reserve_minor),
        (_("Education fund"), shown.education_minor),
        (_("Solidarity share, owed to the federation"), shown.solidarity_minor),
    ]
    total = sum(minor for _name, minor in rows)
    return Panel(
        says=[
            _(
                "Everything you checked becomes one entry in your book, and the "
                "solidarity share one in the federation's, the same day."
            ),
            _(
                "If something is wrong later, the whole step is taken back by opposite entries and done again."
            ),
        ],
        grids=[
            Grid(
                _("What will be written"),
                [_("Where it goes"), _("Dollars")],
                [[name, amount(minor)] for name, minor in rows if minor],
                [_("The surplus"), amount(total)],
            )
        ],
        notes=[
            (
                "green",
                _(
                    "Checked each time: capital accounts and collective account "
                    "together are what the co-op is worth in its books."
                ),
            )
        ],
        **worked(ground),
    )


def carry(ground: Ground) -> Panel:
    """What carrying the loss will write."""
    return losses(ground)


def notices(ground: Ground) -> Panel:
    """The notices, each as a paper."""
    row = ground.row
    assert row is not None
    names: dict[str, Any] = dict(Notice.Kind.choices)
    lacks: dict[str, Any] = dict(Notice.Lack.choices) | {"": ""}
    issued = list(papers.notices(row))
    grids = []
    if issued:
        rows = [
            [
                one.allocation.person.name,
                amount(one.allocation.total_minor),
                names[one.kind],
                lacks[one.lacks],
            ]
            for one in issued
        ]
        grids = [Grid(_("Notices"), [_("Member"), _("Share"), _("Kind"), _("Because")], rows)]
    says = [
        _(
            "Each member gets a paper with the share, what is paid, what is kept, "
            "and how the account moved, in the member's language."
        ),
        _("Issue them once; then print or send each one. Members find their own under “My stake”."),
    ]
    links = [
        (
            _("Papers of all members, to print"),
            reverse("federation_notices", args=[ground.coop.key, row.year]),
        )
    ]
    path = path_of(ground.coop, row)
    return Panel(
        says=says,
        grids=grids,
        links=links if issued else [],
        notes=[] if row.shared_on else [("gold", _("Share the surplus first."))],
        source=_(
            "IRC 1388(b)-(d): a written notice that states the amount in dollars. This is no tax advice."
        )
        if path.has_notices
        else "",
    )


def payment(ground: Ground) -> Panel:
    """The payment run."""
    row, shown = ground.row, ground.shown
    assert row is not None
    assert shown is not None
    coop = ground.coop
    listed = [[who_of(one), amount(one.cash_minor)] for one in shown.members if one.cash_minor]
    notes = []
    if path_of(coop, row).has_notices:
        last = deadlines(year_end=row.last_day)
        words = _(
            "Pay by %(day)s, the 15th day of the 9th month after the year; checks must be cashed by %(cashed)s."
        )
        notes.append(("gold", words % {"day": day(last.pay_by), "cashed": day(last.cash_checks_by)}))
    held = book_queries.balance(coop, "1000")
    return Panel(
        says=[_("Pay every member the cash part. Your book gets one entry with a line for each of them.")],
        sums=[Sum(_("to be paid"), money(shown.cash_minor)), Sum(_("the co-op holds in cash"), money(held))],
        grids=[
            Grid(
                _("Payments"), [_("Member"), _("Dollars")], listed, [_("Together"), amount(shown.cash_minor)]
            )
        ],
        notes=notes,
        links=[(_("The list as a file for your bank"), _payments(coop, row.year))],
        source=_("26 CFR 1.1382-4") if notes else "",
    )


def _payments(coop: Organisation, year: int) -> str:
    return reverse("federation_notices", args=[coop.key, year]) + "?format=csv"


def forms(ground: Ground) -> Panel:
    """Form 1099-PATR, or figures for Schedule K-1."""
    row, coop = ground.row, ground.coop
    assert row is not None
    if path_of(coop, row).has_k1:
        return Panel(
            says=[
                _(
                    "A partnership gives each member a Schedule K-1. All income of the "
                    "year is the members', also what goes to reserves."
                ),
                _("Here are the figures for your accountant, member by member."),
            ],
            links=[(_("Figures for Schedule K-1"), reverse("federation_k1", args=[coop.key, row.year]))],
            source=_("Subchapter K. This is no tax advice."),
        )
    years = sorted({on.year for on in (row.patronage_paid_on, row.notices_issued_on) if on})
    links = [
        (_("Form 1099-PATR for %(year)s") % {"year": year}, reverse("federation_patr", args=[coop.key, year]))
        for year in years
    ]
    floor = in_law("patr_floor", on=row.last_day, organisation=coop)
    return Panel(
        says=[
            _(
                "Everybody paid $%(floor)s or more in a calendar year gets Form 1099-PATR: "
                "box 1 dividends, box 4 tax withheld, box 5 redeemed notices."
            )
            % {"floor": floor},
            _("The form's year is the year of payment, not the year the surplus was earned."),
        ],
        links=links,
        notes=[] if links else [("gold", _("Issue the notices and pay the cash part first."))],
        source=_("Instructions for Form 1099-PATR (Rev. April 2025). This is no tax advice."),
    )


def redemption(ground: Ground) -> Panel:
    """What is still kept of old shares."""
    coop = ground.coop
    old = papers.old_shares(coop)
    years = said("redemption_years", on=ground.last_day, organisation=coop)
    when = (
        _("By your policy what was kept is paid out after %(count)s years.") % {"count": years.value}
        if years
        else _("Your members have not adopted after how many years it is paid out; nothing must be paid now.")
    )
    return Panel(
        says=[
            _(
                "What was kept of earlier shares belongs to the members and "
                "is paid out in time, the oldest year first."
            ),
            when,
        ],
        grids=[
            Grid(
                _("Still kept"),
                [_("Year"), _("Kept"), _("Still open")],
                [[str(one.year), amount(one.kept_minor), amount(one.open_minor)] for one in old],
                [
                    _("Together"),
                    amount(sum(one.kept_minor for one in old)),
                    amount(sum(one.open_minor for one in old)),
                ],
            )
        ]
        if old
        else [],
        links=[(_("Pay out old shares"), reverse("federation_redemptions", args=[coop.key]))],
        source=years.source if years else "",
    )


def solidarity(ground: Ground) -> Panel:
    """The solidarity share, in both books."""
    row = ground.row
    assert row is not None
    fund = reverse("federation_solidarity")
    return Panel(
        says=[
            _(
                "What the year gives to the common fund is owed to the federation "
                "since the day of sharing. Pay it in both books at once."
            ),
            _("The assembly decides what the fund does."),
        ],
        sums=[
            Sum(_("solidarity share"), money(row.solidarity_minor), "", "gold"),
            Sum(_("the co-op holds in cash"), money(book_queries.balance(ground.coop, "1000"))),
        ],
        links=[(_("The solidarity fund"), fund)],
    )
