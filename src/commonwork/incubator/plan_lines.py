"""What the lines, levers and gauges of a plan are called, for pages and workbooks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

INCOME_NAMES: dict[str, Any] = {
    "sales": _("Sales"),
    "unit_costs": _("What the units cost"),
    "wages": _("Wages"),
    "payroll_tax": _("Employer's taxes"),
    "fixed_costs": _("Running costs"),
    "start_expenses": _("Start-up costs used up at once"),
    "depreciation": _("Depreciation"),
    "member_interest": _("Interest to members"),
    "fund_interest": _("Interest to the fund"),
    "tax": _("Taxes on surplus"),
    "surplus": _("Surplus"),
}
CASH_NAMES: dict[str, Any] = {
    "from_customers": _("From customers"),
    "to_suppliers": _("To suppliers"),
    "to_workers": _("Wages and employer's taxes"),
    "start_expenses": _("Start-up costs used up at once"),
    "interest": _("Interest"),
    "tax": _("Taxes on surplus"),
    "equipment": _("Equipment"),
    "equity": _("Members' shares"),
    "member_loans": _("Loans of members"),
    "grant": _("Grant"),
    "fund_loan": _("Loan of the fund"),
    "member_loans_repaid": _("Repaid to members"),
    "fund_loan_repaid": _("Repaid to the fund"),
    "change": _("Change of cash"),
    "closing": _("Cash at the end of the month"),
}
BALANCE_NAMES: dict[str, Any] = {
    "cash": _("Cash"),
    "receivables": _("Owed by customers"),
    "equipment": _("Equipment"),
    "payables": _("Owed to suppliers"),
    "tax_owed": _("Taxes owed"),
    "interest_owed": _("Interest owed"),
    "member_loans": _("Loans of members"),
    "fund_loan": _("Loan of the fund"),
    "equity": _("Members' shares"),
    "grant": _("Grant"),
    "kept_surplus": _("Surplus kept"),
}
SOURCE_NAMES: dict[str, Any] = {
    "equity": _("Members' shares"),
    "member_loans": _("Loans of members"),
    "grant": _("Grant"),
    "fund_loan": _("Loan of the fund"),
    "missing": _("Still missing"),
}
USE_NAMES: dict[str, Any] = {
    "equipment": _("Equipment"),
    "start_expenses": _("Start-up costs used up at once"),
    "working_capital": _("Working capital"),
}
LEVER_NAMES: dict[str, Any] = {
    "price_bp": _("Prices"),
    "volume_bp": _("Volumes"),
    "unit_cost_bp": _("Unit costs"),
    "wage_bp": _("Wages"),
    "fixed_bp": _("Running costs"),
    "start_bp": _("Start-up costs"),
    "more_days": _("Days until customers pay"),
}
CASE_TITLES: dict[str, Any] = {"best": _("Best case"), "base": _("Base case"), "worst": _("Worst case")}
