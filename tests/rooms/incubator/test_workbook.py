"""The workbook of a plan: its formulas come to the model's cents, and what is typed over comes back."""

from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from commonwork.incubator.planning import differences
from commonwork.incubator.workbook import layout
from commonwork.incubator.workbook.formulas import CaseSheet, Sizes
from commonwork.incubator.workbook.reading import NotAPlan, plan_from
from commonwork.incubator.workbook.writing import workbook
from commonwork.rules.feasibility.assumptions import CASES, MONTHS
from commonwork.rules.feasibility.projection import Projection, project
from commonwork.rules.reckon.feasibility import plan_of
from commonwork.rules.refusal import Complaints
from tests.rooms.incubator.spreadsheet import Spreadsheet
from tests.rules.plans import BAKERY, PLANS

FULL: dict[str, Any] = {
    **BAKERY,
    "payroll_tax_bp": 765,
    "base_hours": "12.5",
    "tax_bp": 2100,
    "member_loans": "1000.01",
    "member_loan_bp": 333,
    "member_loan_months": 7,
    "member_loan_grace_months": 2,
    "cases": {"worst": {"volume_bp": 8350, "more_days": 20}, "best": {"price_bp": 10_333}},
}
SAME = {  # line of the workbook: line of the rule
    "income": {
        name: name
        for name in (
            "sales",
            "wages",
            "payroll_tax",
            "fixed_costs",
            "depreciation",
            "fund_interest",
            "tax",
            "surplus",
        )
    },
    "cash": {
        "from_customers": "from_customers",
        "to_suppliers": "to_suppliers",
        "interest": "interest",
        "closing": "closing",
    },
    "balance": {
        "receivables": "receivables",
        "payables": "payables",
        "fund_loan": "fund_loan",
        "tax_owed": "tax_owed",
    },
}


@cache
def full() -> bytes:
    """The workbook of the whole plan, written once."""
    return workbook(FULL)


def agrees(given_plan: dict[str, Any]) -> None:
    plan, sheet = plan_of(given_plan), Spreadsheet(full() if given_plan is FULL else workbook(given_plan))
    spare = layout.SPARE_ROWS
    sizes = Sizes(len(plan.products) + spare, len(plan.start_costs) + spare, len(plan.fixed_costs) + spare)
    for case in CASES:
        of = project(plan, case)
        _agrees(of, CaseSheet(case, sizes), sheet, layout.CASE_SHEETS[case])


def _agrees(of: Projection, made: CaseSheet, sheet: Spreadsheet, name: str) -> None:
    for at in range(MONTHS):
        column = get_column_letter(2 + at)
        for statement, lines in SAME.items():
            for line, of_rule in lines.items():
                found = sheet[name, f"{column}{made.row_of[line]}"] * 100
                assert found == getattr(of, statement)[of_rule][at], (name, line, at + 1)
        assert sheet[name, f"{column}{made.row_of['difference']}"] == 0


def test_the_formulas_of_the_workbook_come_to_the_cents_of_the_model() -> None:
    agrees(FULL)


@pytest.mark.soak
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLANS)
def test_the_formulas_of_any_plan_come_to_the_cents_of_the_model(given_plan: dict[str, Any]) -> None:
    agrees(given_plan)


def test_a_formula_follows_the_cell_it_names() -> None:
    book = load_workbook(BytesIO(workbook(BAKERY)))
    price = layout.column_of("products", "price")
    book[layout.PRODUCTS].cell(layout.FIRST_ROW, price).value = 11
    made = CaseSheet("base", Sizes(6, 7, 6))
    changed = Spreadsheet(_saved(book))
    assert changed["Base", f"B{made.row_of['sales']}"] == 1100  # 100 loaves at 11


def test_what_was_typed_over_comes_back_and_nothing_else_differs() -> None:
    book = load_workbook(BytesIO(full()))
    assert differences(FULL, plan_from(full(), FULL)) == []
    book[layout.PRODUCTS].cell(layout.FIRST_ROW, layout.column_of("products", "price")).value = 10.1
    book[layout.ASSUMPTIONS].cell(layout.scalar_row("tax_bp"), 3).value = 7.65
    book[layout.RUNNING].cell(layout.FIRST_ROW + 1, layout.column_of("fixed_costs", "name")).value = "Phone"
    book[layout.RUNNING].cell(layout.FIRST_ROW + 1, layout.column_of("fixed_costs", "amount")).value = 30
    came = plan_from(_saved(book), FULL)
    assert came["products"][0]["price"] == "10.10" and came["tax_bp"] == 765
    assert came["fixed_costs"][1] == {
        "key": "phone", "name": "Phone", "amount": "30.00", "from_month": 1, "buys_from": "",
    }  # fmt: skip
    found = {(row.row, row.question.key): (row.before, row.after) for row in differences(FULL, came)}
    assert found["Bread", "price"] == ("10.00", "10.10")
    assert found["", "tax_bp"] == (2100, 765)
    assert {row for row, _key in found} == {"Bread", "", "Phone"}


def test_cells_that_hold_something_else_are_named_all_at_once() -> None:
    book = load_workbook(BytesIO(full()))
    book[layout.PRODUCTS].cell(layout.FIRST_ROW, layout.column_of("products", "price")).value = "ten"
    book[layout.ASSUMPTIONS].cell(layout.scalar_row("members"), 3).value = 2.5
    with pytest.raises(Complaints) as caught:
        plan_from(_saved(book), FULL)
    assert sorted(complaint.field for complaint in caught.value.complaints) == ["members", "price"]


def test_a_name_that_a_spreadsheet_could_run_stays_a_name() -> None:
    named = {**BAKERY, "products": [{**BAKERY["products"][0], "name": "=1+1"}]}
    written = workbook(named)
    book = load_workbook(BytesIO(written))
    shown = book[layout.PRODUCTS].cell(layout.FIRST_ROW, layout.column_of("products", "name"))
    assert (shown.value, shown.data_type) == ("'=1+1", "s")
    assert plan_from(written, named)["products"][0]["name"] == "=1+1"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"not a workbook"])
def test_a_file_that_is_no_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotAPlan):
        plan_from(content, BAKERY)


def test_a_workbook_of_something_else_is_refused_in_words() -> None:
    with pytest.raises(NotAPlan, match="not a workbook of a plan"):
        plan_from(_saved(Workbook()), BAKERY)


def _saved(book: Any) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
