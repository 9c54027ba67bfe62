"""Where journey 3 of the incubator starts and what others do meanwhile, told to the program itself (`shell -c`)."""

from datetime import date
from typing import Any

from commonwork.bank.actions import loans, votes
from commonwork.bank.models import Loan
from commonwork.books.actions import months
from commonwork.incubator.actions import gates, plans, tasks, teams
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
