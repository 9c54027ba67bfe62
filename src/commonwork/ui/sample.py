"""Invented sample data for the living style page. Nobody here exists; no figure is anybody's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from commonwork.ui import charts, dates, fields, money, parts, quilt
from commonwork.ui.sample_series import series


@dataclass(frozen=True)
class Somebody:
    """A person or a co-op of the samples."""

    key: str
    name: str
    detail: Any = ""


@dataclass(frozen=True)
class Told:
    """A line of a sample timeline."""

    when: str
    sentence: Any
    href: str = ""
    link_text: Any = ""
    is_quiet: bool = False


class SampleForm(forms.Form):
    """One of every field."""

    amount = fields.MoneyField(label=_("How much"), help_text=_("Half of the surplus, $12,000.00, is due."))
    on = fields.DayField(label=_("Day of the payment"))
    means = fields.Choice(
        label=_("How was it paid"),
        choices=[("transfer", _("Bank transfer")), ("cash", _("Cash")), ("check", _("Check"))],
    )
    needs = fields.Choices(
        label=_("What would help"),
        required=False,
        choices=[("childcare", _("Childcare")), ("ride", _("A ride")), ("spanish", _("Spanish"))],
    )
    note = forms.CharField(label=_("A note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    paper = fields.File(
        label=_("The surplus statement"), required=False, help_text=_("PDF or picture, up to 10 MB.")
    )
    agrees = forms.BooleanField(label=_("I checked the amount against the statement"))


class FilterForm(forms.Form):
    """The questions of a sample list."""

    q = forms.CharField(label=_("Name"), required=False)
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("all")), ("member", _("member")), ("start-up", _("start-up"))],
    )


def everything() -> dict[str, Any]:
    """All samples, by the name of their section."""
    return {
        "loop": loop(),
        "loan": loan(),
        "home": home(),
        "receipt": receipt(),
        "organisation": organisation(),
        "surplus": surplus(),
        "count": count(),
        "series": series(),
        "people": people(),
        "form": SampleForm(initial={"amount": 1_200_000, "on": date(2026, 5, 12)}),
        "wrong_form": SampleForm(
            {"wrong-amount": "12,00", "wrong-means": "cash", "wrong-on": "2026-05-12"}, prefix="wrong"
        ),
        "filter_form": FilterForm(),
        "page": Paginator(range(63), 25).page(2),
        "day": date(2026, 5, 12),
        "words": words(),
        "tabs": [
            parts.Tab(_("Year 2025"), "#lists", is_current=True),
            parts.Tab(_("By quarter"), "#lists"),
            parts.Tab(_("Against the plan"), "#lists"),
        ],
        "institutions": quilt.INSTITUTIONS,
        "blocks": list(quilt.BLOCKS),
        "marks": [f"sample-co-op-{number}" for number in range(1, 13)],
    }


def words() -> list[tuple[str, Any]]:
    """The filters and what they write."""
    day, at = date(2026, 5, 12), datetime(2026, 5, 12, 19, 41, tzinfo=UTC)
    return [
        ("money", money.money(110_250)),
        ("amount", money.amount(-300_000)),
        ("dollars", money.dollars(420_000)),
        ("change", money.change(7_650_000)),
        ("percent", money.percent(1_750)),
        ("count", money.count(298_800)),
        ("hours", money.hours(270)),
        ("day", dates.day(day)),
        ('day:"week"', dates.day(day, "week")),
        ("moment", dates.moment(at)),
        ("distance", dates.distance(date(2026, 5, 15), day)),
    ]


def people() -> dict[str, Any]:
    """Three people and three co-ops."""
    return {
        "denise": Somebody("denise-okafor", "Denise Okafor (invented)"),
        "andre": Somebody("andre-gaines", "Andre Gaines (invented)"),
        "hector": Somebody("hector-ruiz", "Héctor Ruiz (invented)"),
        "coops": [
            Somebody("sweet-potato-works", "Sweet Potato Works", _("grows")),
            Somebody("pearl-street-kitchen", "Pearl Street Kitchen", _("cooks")),
            Somebody("second-life-compost", "Second Life Compost", _("composts")),
        ],
        "answers": [
            parts.Answer(_("How much"), "$12,000.00", "#forms"),
            parts.Answer(_("Day of the payment"), "12 May 2026", "#forms"),
        ],
    }


def loop() -> dict[str, Any]:
    """The loop with the figures of the drawn front page."""
    flow = charts.Flow
    return {
        "flows": [
            flow(
                "assembly",
                "school",
                "decisions",
                _("3 projects chosen"),
                _("310 people voted on $10,800"),
                "#loop",
            ),
            flow("school", "incubator", "people", _("14 people trained"), _("3 teams formed"), "#loop"),
            flow("incubator", "bank", "people", _("2 teams ready"), _("all five gates passed"), "#loop"),
            flow("bank", "federation", "money", _("2 loans, $31,000"), _("1 co-op opened, 9 jobs"), "#loop"),
            flow(
                "federation",
                "federation",
                "money",
                "$18,640",
                _("bought by co-ops from their sister co-ops"),
                "#loop",
            ),
            flow("federation", "assembly", "money", "$4,200", _("to the solidarity fund"), "#loop"),
        ],
        "jobs": charts.Jobs(
            jobs=41,
            share="0.014 %",
            share_ppm=137,
            year_ago=32,
            area=_("Jackson MS metropolitan area, 298,800 jobs, March 2026 (preliminary)"),
            source=_("US Bureau of Labor Statistics"),
        ),
        "places": dict.fromkeys(("assembly", "school", "incubator", "bank", "federation"), "#loop"),
    }


def loan() -> dict[str, Any]:
    """A kitchen loan repaid from half of the surplus (the worked example of the pause mode)."""
    bar, step = charts.LoanBar, parts.Step
    paused = _("paused")
    rows = [
        bar("Q3 2024", -300_000, note=paused),
        bar("Q4 2024", 0, note=paused),
        bar("Q1 2025", 400_000, 200_000),
        bar("Q2 2025", 1_000_000, 500_000),
        bar("Q3 2025", 1_600_000, 800_000),
        bar("Q4 2025", 2_200_000, 1_100_000),
        bar("Q1 2026", 2_400_000, due_minor=1_200_000, is_here=True),
    ]
    return {
        "steps": [
            step(_("Agreed"), "12 June 2024", "done"),
            step(_("Lent"), "1 July 2024", "done"),
            step(_("Being repaid"), _("you are here"), "here"),
            step(_("Repaid"), _("may be July 2026")),
        ],
        "bars": rows,
        "proof": parts.Proof(
            figures=(
                ("$4,502.48", _("interest paid since the start")),
                ("$26,000.00", _("half of the $52,000.00 made in good quarters")),
                ("$21,497.52", _("room left before interest must stop")),
            ),
            used_bp=1732,
            sentence=_(
                "Interest is 17 % of its limit. If it ever reached the limit, the rest would be forgiven."
            ),
            reckon_url="#charts",
        ),
        "schedule": [
            ("Q3 2024", -300_000, "", 0, 0, 4_000_000, False),
            ("Q1 2025", 400_000, 200_000, 200_000, 0, 4_000_000, False),
            ("Q4 2025", 2_200_000, 1_100_000, 57_848, 1_042_152, 1_850_248, False),
            ("Q1 2026", 2_400_000, 1_200_000, 37_005, 1_162_995, 687_253, True),
        ],
        "terms": [
            (_("Interest"), _("8 % simple")),
            (_("Due"), _("half of surplus")),
            (_("Security"), _("the oven and cold room only")),
            (_("Guarantees"), _("none by any person")),
        ],
        "told": [
            Told(
                "30 Apr 2026",
                _("Surplus statement Q1 2026 sent by the treasurer, checked by the loan officer."),
            ),
            Told("13 Feb 2026", _("$11,000.00 paid."), "#receipt", _("Receipt R-2026-0031")),
            Told("14 Nov 2024", _("Paused: no surplus in Q3 2024. Nothing was due."), is_quiet=True),
            Told("1 July 2024", _("$40,000.00 lent."), "#receipt", _("Receipt R-2024-0112")),
        ],
    }


def home() -> dict[str, Any]:
    """What needs somebody, what changed, and a capital account."""
    need, change, level = parts.Need, parts.Change, charts.Level
    return {
        "needs": [
            need(
                _("Enter your hours for last week"),
                _("Week of 4 May. Nothing entered yet."),
                _("Today"),
                "Tue 12 May",
                "#",
                _("Enter"),
            ),
            need(
                _("Vote on how the co-op shares its 2025 surplus"),
                _("6 members decide. 4 have answered."),
                "Fri 15 May",
                _("in 3 days"),
                "#",
                _("Vote"),
            ),
            need(
                _("Sign the minutes you chaired"),
                _("Crew meeting, 28 April. 2 pages."),
                "Mon 18 May",
                _("in 6 days"),
                "#",
                _("Read"),
            ),
        ],
        "changes": [
            change("10:05", _("The compost run was entered, 6 bins."), "#", _("Trade")),
            change(_("Yesterday"), _("Your invoice was paid: $640.00."), "#", _("Trade")),
            change(
                "Sun 10 May",
                _("The assembly’s spring agenda is out. 7 items, 2 to decide."),
                "#",
                _("Assembly"),
            ),
        ],
        "levels": [
            level("1 Jan 2025", 290_000),
            level(_("interest 4 %"), 11_600, "change"),
            level(_("surplus 2024"), 198_400, "change"),
            level(_("today"), 500_000, is_here=True),
            level(
                _("if agreed"),
                1_300_000,
                "expected",
                notes=(("+ $7,800", _("surplus")), ("+ $200", _("interest"))),
            ),
        ],
        "tasks": [
            parts.Task(_("Close the books"), "#", "done"),
            parts.Task(_("Check the hours"), "#", "done"),
            parts.Task(_("Share the surplus"), "", "here", _("step 3 of 5")),
            parts.Task(_("Members decide")),
            parts.Task(_("Pay and post")),
        ],
    }


def receipt() -> parts.Receipt:
    """A payment's receipt."""
    return parts.Receipt(
        number="R-2026-0098",
        moment="Tuesday 12 May 2026, 2:41 pm",
        amount="$12,000.00",
        sentence=_(
            "from Pearl Street Kitchen to the Cooperative Bank, for the kitchen loan L-0007, first quarter of 2026."
        ),
        changes=(
            parts.Moved(_("Interest owed"), 37_005, -37_005, 0),
            parts.Moved(_("Loan owed"), 1_850_248, -1_162_995, 687_253),
        ),
        change_title=_("Paid"),
        who_and_how=(
            (_("Paid by"), _("Denise Okafor (invented), treasurer of Pearl Street Kitchen")),
            (_("Means"), _("Bank transfer, ending 4471")),
            (_("Entry"), _("J-2026-0611 in the bank’s books"), "#receipt"),
        ),
        undo=_("Ask for a counter-entry by Tuesday 26 May. Nothing is erased."),
        code="7KQM4T9X22WD",
        verify_url="http://localhost:8000/verify/7KQM4T9X22WD",
    )


def organisation() -> dict[str, Any]:
    """What goes round between three co-ops, and where a dollar went."""
    spokes = [charts.Spoke(coop.key, coop.name, coop.detail) for coop in people()["coops"]]
    farm, kitchen, compost = (spoke.key for spoke in spokes)
    return {
        "spokes": spokes,
        "ties": [
            charts.Tie(farm, kitchen, 2140, "2,140 lb", _("vegetables"), "green"),
            charts.Tie(kitchen, compost, 3900, "3,900 lb", _("kitchen waste"), "clay"),
            charts.Tie(compost, farm, 2600, "2,600 lb", _("compost"), "gold"),
        ],
        "dollar": [
            charts.Segment(_("wages and payroll"), 46),
            charts.Segment(_("food and packaging"), 32),
            charts.Segment(_("running the place"), 11),
            charts.Segment(_("interest"), 1),
            charts.Segment(_("surplus"), 10),
        ],
    }


def surplus() -> dict[str, Any]:
    """A surplus of $100,000 shared 65, 20, 10 and 5."""
    stop, ribbon, one = charts.Stop, charts.Ribbon, parts.Sum
    return {
        "stops": [
            stop("all", 0, "$100,000", _("surplus of 2025"), "ink"),
            stop("members", 1, "$58,500", _("members, by hours")),
            stop("reserve", 1, "$28,000", _("reserve, never divided"), "indigo"),
            stop("education", 1, "$9,000", _("education"), "gold"),
            stop("solidarity", 1, "$4,500", _("solidarity fund"), "clay"),
            stop("kept", 2, "$35,100", _("kept in their accounts")),
            stop("cash", 2, "$23,400", _("paid now in cash")),
        ],
        "ribbons": [
            ribbon("all", "members", 58_500),
            ribbon("all", "reserve", 28_000),
            ribbon("all", "education", 9_000),
            ribbon("all", "solidarity", 4_500),
            ribbon("members", "kept", 35_100),
            ribbon("members", "cash", 23_400),
        ],
        "sums": [
            one(_("2,000 of 9,000 hours"), "22.2 %"),
            one(_("members’ part"), "$58,500.00", "×"),
            one(_("her share"), "$13,000.00", "=", "green"),
            one(_("in cash now"), "$5,200.00", "→"),
            one(_("kept in her account"), "$7,800.00", "+"),
        ],
    }


def count() -> dict[str, Any]:
    """A stage of a count, and a budget shared."""
    standing, segment = charts.Standing, charts.Segment
    return {
        "stage": [
            standing("Ruth Ann Sims", 3200, 0, "32.00", "in"),
            standing("Elijah Moton", 3300, 300, "33.00", "in", is_new=True),
            standing("Joaquín Medina", 2089, 189, "20.89"),
            standing("Marcus Bell", 1711, 111, "17.11"),
            standing("Lorraine Pickett", 1200, 0, "12.00"),
            standing("Sade Whitlock", 0, 0, "", "out"),
        ],
        "quota": 3200,
        "budget": [
            segment(_("Cold store"), 5200, "green", "$5,200"),
            segment(_("Shade and benches"), 2200, "green", "$2,200"),
            segment(_("Childcare"), 3400, "indigo", "$3,400"),
        ],
    }
