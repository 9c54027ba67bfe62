"""Where the journeys of the incubator start and what others do meanwhile, by the program's own acts."""

from datetime import date
from typing import Any

from commonwork.bank.actions import loans, votes
from commonwork.bank.models import Loan
from commonwork.books.actions import months
from commonwork.incubator import planning
from commonwork.incubator.actions import gates, mentoring, mentors, plans, tasks, teams
from commonwork.incubator.models import Team
from commonwork.incubator.stages import stage
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation, Person
from tests.record.test_documents import PDF

TEAM = "southside_bakery"
NOON = at_time(date(2017, 4, 1))
WHO: dict[str, Any] = {"by": "system/test", "at": NOON}
GATES = (
    ("idea", date(2016, 11, 3)),
    ("team_formed", date(2016, 11, 7)),
    ("study_circle_done", date(2016, 11, 14)),
    ("feasibility", date(2016, 11, 28)),
    ("business_plan", date(2016, 12, 5)),
    ("review_by_assembly_and_federation", date(2016, 12, 12)),
)
# Month 3: 400 loaves at 5.00 are 2,000.00; flour 800.00; 26.67 hours at 12.00 are 320.00; rent 480.00 and oven 100.00:
# 300.00 stay
PLAN: dict[str, Any] = {
    "starts_on": "2017-01-01",
    "products": [
        {
            "key": "bread",
            "name": "Bread",
            "price": "5.00",
            "unit_cost": "2.00",
            "units": [400, 450, 500],
            "minutes_per_unit": 4,
        }
    ],
    "start_costs": [{"key": "oven", "name": "Oven", "amount": "3600.00", "life_months": 36}],
    "fixed_costs": [{"key": "rent", "name": "Rent", "amount": "480.00"}],
    "wage": "12.00",
    "members": 3,
    "equity_per_member": "300.00",
    "member_loans": "1000.00",
    "member_loan_months": 24,
    "fund_loan": "2500.00",
}


# Golden N of DOMAIN.md: 6,500 / (45 - 18) makes 241 visits; the 18 are 6 of material and an hour at 12
VISITS: dict[str, Any] = {
    "products": [
        {
            "key": "visit",
            "name": "Garden visit",
            "price": "45.00",
            "unit_cost": "6.00",
            "units": [250, 300, 350],
            "minutes_per_unit": 60,
            "ramp_months": 3,
        }
    ],
    "fixed_costs": [{"key": "rent", "name": "Rent and van", "amount": "6500.00"}],
    "wage": "12.00",
    "living_wage": "12.00",
    "payroll_tax_bp": 0,
    "base_hours": "0",
}


def garden_plan() -> None:
    """The Green Team's draft with the garden visits of golden N."""
    team, on = Team.objects.get(key="green_team"), date(2017, 4, 1)
    plan = planning.beginning(team, on=on) | VISITS
    plans.draft(team=team, assumptions=plan, topic="sales", on=on, **WHO)


def one_more_and_two_gates(key: str) -> None:
    """Somebody who has not learned what a co-op is joins; two gates are passed; a mentor is matched."""
    team, walt = Team.objects.get(key=key), Person.objects.get(name="Walt (invented)")
    on = team.formed_on
    teams.join(team=team, person=walt, on=on, **WHO)
    for gate in ("idea", "team_formed"):
        for code in stage(gate).documents:
            tasks.finish(team=team, code=code, evidence="In our folder, page 1.", on=on, **WHO)
        gates.pass_gate(team=team, stage=gate, on=on, evidence=list(stage(gate).documents), **WHO)


def walt_is_their_mentor(key: str) -> None:
    """Walt has left the team and walks with it as a mentor."""
    team, walt = Team.objects.get(key=key), Person.objects.get(name="Walt (invented)")
    mentors.offer(
        person=walt, topics=["market"], languages=["en"], times=["evenings"], hours_a_month=8, on=team.formed_on, **WHO
    )  # fmt: skip
    mentoring.match(team=team, mentor=walt, on=team.formed_on, **WHO)


def team_with_a_plan(*names: str) -> None:
    """A team that stands before its financing, with a kept plan and evidence in words and as a file."""
    people = [Person.objects.get(name=name) for name in names]
    team = teams.form(name="Southside Bakery", members=people, on=date(2016, 11, 1), **WHO)
    for key, on in GATES:
        for code in stage(key).documents:
            files = [PDF] if key == "business_plan" else []
            tasks.finish(team=team, code=code, evidence="In our folder.", files=files, on=on, **WHO)
        gates.pass_gate(team=team, stage=key, on=on, evidence=list(stage(key).documents), **WHO)
    plans.draft(team=team, assumptions=PLAN, topic="sales", on=date(2016, 12, 1), **WHO)
    plans.keep(team=team, note="for the bank", on=date(2016, 12, 2), **WHO)


def loan_agreed() -> None:
    """The committee says yes to the loan, and its terms are agreed."""
    on, loan = date(2017, 4, 1), Loan.objects.get(borrower__key=TEAM)
    for member in Person.objects.filter(key__in=["invented_xena", "invented_yuri", "invented_zora"]).order_by(
        "key"
    ):
        loan = votes.cast(loan=loan, person=member, vote="yes", on=on, **WHO)
    loan = loans.decide(loan=loan, is_approved=True, reason="plan_holds", on=on, **WHO)
    loans.agree(loan=loan, ends_on=date(2020, 4, 1), surplus_definition="As in the books.", on=on, **WHO)


def through_the_last_gates() -> None:
    """The team passes what is left before opening day, 2 January."""
    team = Team.objects.get(key=TEAM)
    for key in ("financing", "incorporated", "launched"):
        gates.pass_gate(team=team, stage=key, on=date(2017, 1, 2), evidence=list(stage(key).documents), **WHO)


def three_months_of_books() -> None:
    """January to March as recorded: March sold 2,100.00, with 850.00 of flour, 330.00 of wages and 500.00 of rent."""
    coop = Organisation.objects.get(key=TEAM)
    for month, sales_minor in ((1, 150_000), (2, 190_000), (3, 210_000)):
        months.record(
            organisation=coop, month=date(2017, month, 1), sales_minor=sales_minor, materials_minor=85_000,
            member_wages_minor=33_000, other_wages_minor=0, other_costs_minor=50_000, **WHO,
        )  # fmt: skip
