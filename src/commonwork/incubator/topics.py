"""The assumptions of a plan as people meet them: one topic a screen, each with its questions.

A topic is either one set of answers or rows of them (`rows`: the list in the plan's JSON). Shapes and limits are those of
the rule `feasibility`; how a field is typed stands in `forms.plans`.
"""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

FieldKind = Literal["text", "money", "count", "percent", "day", "hours", "sister"]
MOST_ROWS = 20


@dataclass(frozen=True)
class Question:
    """One assumption. `standard`: what stands when nothing is typed; `key`: its name in the plan's JSON."""

    key: str
    label: Any
    kind: FieldKind
    help: Any = ""
    standard: Any = None
    place: int | None = None  # which of a list, for units and seasons

    @property
    def name(self) -> str:
        """How the question is called in forms and workbooks."""
        return self.key if self.place is None else f"{self.key}_{self.place + 1}"


@dataclass(frozen=True)
class Topic:
    """A screen of questions. rows: the list whose rows it asks about; fixed: rows come from elsewhere and stay."""

    key: str
    name: Any
    sentence: Any
    questions: tuple[Question, ...]
    rows: str = ""
    row_name: Any = ""
    is_fixed: bool = False


UNITS = tuple(
    Question(
        "units",
        label,
        "count",
        place=at,
        standard=0,
        help=_("Whole units, in an ordinary month.") if not at else "",
    )
    for at, label in enumerate((_("Units a month, year 1"), _("Year 2"), _("Year 3")))
)
CASE_QUESTIONS = (
    Question("volume_bp", _("Volumes, % of the base case"), "percent", standard=10_000),
    Question("price_bp", _("Prices, %"), "percent", standard=10_000),
    Question("unit_cost_bp", _("Unit costs, %"), "percent", standard=10_000),
    Question("fixed_bp", _("Running costs, %"), "percent", standard=10_000),
    Question("start_bp", _("Start-up costs, %"), "percent", standard=10_000),
    Question("wage_bp", _("Wages, %"), "percent", standard=10_000),
    Question("more_days", _("Customers pay so many days later"), "count", standard=0),
)
TOPICS = (
    Topic(
        "sales",
        _("What you sell"),
        _("Each thing you sell: its price, what a unit costs you, and how many you sell."),
        (
            Question("name", _("What is it?"), "text"),
            Question("price", _("Price of a unit"), "money"),
            Question("unit_cost", _("What a unit costs you, without work"), "money"),
            *UNITS,
            Question("minutes_per_unit", _("Minutes of work for a unit"), "count", standard=0),
            Question(
                "ramp_months",
                _("Months until it sells in full"),
                "count",
                _("0 if it sells from the first month."),
                standard=0,
            ),
        ),
        rows="products",
        row_name=_("Something else you sell"),
    ),
    Topic(
        "seasons",
        _("Seasons"),
        _("How each month compares with an ordinary one: 100 is ordinary, 150 half as much again."),
        tuple(
            Question("season_bp", MONTHS[at + 1], "percent", place=at, standard=10_000) for at in range(12)
        ),
        rows="products",
        is_fixed=True,
    ),
    Topic(
        "sisters",
        _("Sister co-ops"),
        _("What you would sell to sister co-ops, and buy from them."),
        (
            Question("sells_to", _("Sold to"), "sister"),
            Question("sells_bp", _("Share of the sales, %"), "percent", standard=0),
            Question("buys_from", _("Bought from"), "sister"),
            Question("buys_bp", _("Share of what a unit costs, %"), "percent", standard=0),
        ),
        rows="products",
        is_fixed=True,
    ),
    Topic(
        "start",
        _("What it takes to start"),
        _("Everything paid before the first day: tools, rooms, licences."),
        (
            Question("name", _("What is it?"), "text"),
            Question("amount", _("What does it cost?"), "money"),
            Question(
                "life_months",
                _("How many months does it last?"),
                "count",
                _("0 if it is used up at once, such as a licence."),
                standard=0,
            ),
        ),
        rows="start_costs",
        row_name=_("One more thing to start with"),
    ),
    Topic(
        "running",
        _("What it costs to run"),
        _("What you pay each month, whatever you sell. Wages come on a page of their own."),
        (
            Question("name", _("What is it?"), "text"),
            Question("amount", _("A month"), "money"),
            Question("from_month", _("From which month of the plan on?"), "count", standard=1),
            Question("buys_from", _("Bought from a sister co-op"), "sister"),
        ),
        rows="fixed_costs",
        row_name=_("One more running cost"),
    ),
    Topic(
        "work",
        _("Work and wages"),
        _("What an hour is paid, and how many hours are worked beside those on each unit."),
        (
            Question("wage", _("Wage by the hour"), "money"),
            Question("living_wage", _("Living wage by the hour"), "money"),
            Question("payroll_tax_bp", _("Employer's taxes on wages, %"), "percent", standard=0),
            Question(
                "base_hours",
                _("Hours a month whatever you sell"),
                "hours",
                _("Meetings, bookkeeping, opening hours: of all members together."),
                standard="0",
            ),
            Question("full_time_hours", _("Hours a month that make one full job"), "hours", standard="160"),
        ),
    ),
    Topic(
        "timing",
        _("When money moves"),
        _("When you open, how fast customers pay you, how fast you pay, and taxes on surplus."),
        (
            Question("starts_on", _("First day of the first month"), "day"),
            Question(
                "receivable_days",
                _("Days until customers pay"),
                "count",
                _("0 if they pay at once."),
                standard=0,
            ),
            Question("payable_days", _("Days until you pay your suppliers"), "count", standard=0),
            Question("tax_bp", _("Taxes on a year's surplus, %"), "percent", standard=0),
        ),
    ),
    Topic(
        "money",
        _("Where the money comes from"),
        _("Members' shares and loans, a grant, and a loan of the fund that is paid from surplus only."),
        (
            Question("members", _("How many members?"), "count", standard=1),
            Question("equity_per_member", _("Share of each member"), "money"),
            Question("member_loans", _("Loans of members, together"), "money"),
            Question("member_loan_bp", _("Their interest a year, %"), "percent", standard=0),
            Question("member_loan_grace_months", _("Months before repaying starts"), "count", standard=0),
            Question("member_loan_months", _("Months to repay them"), "count", standard=0),
            Question("grant", _("Grant"), "money"),
            Question("fund_loan", _("Loan of the fund"), "money"),
            Question("fund_loan_bp", _("Its interest a year, %"), "percent", standard=0),
            Question(
                "fund_loan_share_bp", _("Share of the surplus that serves it, %"), "percent", standard=5_000
            ),
        ),
    ),
    Topic(
        "cases",
        _("Best and worst case"),
        _("How much better or worse it could go. 100 % changes nothing."),
        CASE_QUESTIONS,
        rows="cases",
        is_fixed=True,
    ),
)


def topic(key: str) -> Topic | None:
    """The topic of this key, or None."""
    return next((one for one in TOPICS if one.key == key), None)
