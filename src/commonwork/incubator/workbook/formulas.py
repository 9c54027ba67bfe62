"""The formulas of one case: the model of `rules.feasibility.projection`, line by line, as a spreadsheet reckons it.

Columns B to AK are the months 1 to 36. Every amount is rounded to the cent where the rule rounds it. The loan's interest
is rounded half to even, like the books; all else halves up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from openpyxl.utils import get_column_letter as letter

from commonwork.incubator.workbook.layout import (
    ASSUMPTIONS,
    CASES_SHEET,
    FIRST_ROW,
    PRODUCTS,
    RUNNING,
    START,
    column_of,
    scalar_row,
)
from commonwork.rules.feasibility.assumptions import CASES, MONTHS

FIRST_COLUMN = 2
Formula = Callable[[int], str]


@dataclass(frozen=True)
class Sizes:
    """How many rows the lists of the workbook have, spare ones included."""

    products: int
    start: int
    running: int


def single(key: str) -> str:
    """The cell of a single assumption."""
    return f"{ASSUMPTIONS}!$C${scalar_row(key)}"


def cell(rows: str, sheet: str, name: str, at: int) -> str:
    """The cell of an assumption in a list."""
    return f"{sheet}!${letter(column_of(rows, name))}${FIRST_ROW + at}"


class CaseSheet:
    """The rows of a case's sheet, in order; `formulas[name]` gives the formula of a month counted from 1."""

    def __init__(self, case: str, sizes: Sizes) -> None:
        self.row_of: dict[str, int] = {}
        self.formulas: dict[str, Formula] = {}
        self._case, self._sizes = case, sizes
        self._add("month", lambda month: str(month))
        self._add("calendar", lambda month: f"=MOD(MONTH({single('starts_on')})+{month - 2},12)+1")
        self._trade()
        self._work()
        self._costs()
        self._debts_to_members()
        self._results()
        self._cash()
        self._balance()

    def at(self, name: str, month: int) -> str:
        """The cell of a line in a month; "0" before the first."""
        return f"{letter(FIRST_COLUMN + month - 1)}{self.row_of[name]}" if month >= 1 else "0"

    def _factor(self, name: str) -> str:
        return cell("cases", CASES_SHEET, name, CASES.index(self._case))

    def _priced(self, amount: str, factor: str) -> str:
        return f"ROUND({amount}*{self._factor(factor)}/100,2)"

    def _add(self, name: str, formula: Formula) -> None:
        self.row_of[name] = FIRST_ROW + len(self.row_of)
        self.formulas[name] = formula

    def _sum(self, name: str, parts: Iterable[str]) -> None:
        listed = list(parts)
        self._add(name, lambda month: "=" + ("+".join(self.at(one, month) for one in listed) or "0"))

    def _trade(self) -> None:
        for at in range(self._sizes.products):
            self._add(f"units_{at}", lambda month, at=at: self._units(at, month))  # type: ignore[misc]
        for line, question, factor in (
            ("sales", "price", "price_bp"),
            ("unit_costs", "unit_cost", "unit_cost_bp"),
        ):
            for at in range(self._sizes.products):
                amount = self._priced(cell("products", PRODUCTS, question, at), factor)
                self._add(
                    f"{line}_{at}",
                    lambda month, at=at, amount=amount: f"={self.at(f'units_{at}', month)}*{amount}",  # type: ignore[misc]
                )
            self._sum(line, (f"{line}_{at}" for at in range(self._sizes.products)))

    def _units(self, at: int, month: int) -> str:
        year = cell("products", PRODUCTS, f"units_{(month - 1) // 12 + 1}", at)
        first, last = (cell("products", PRODUCTS, f"season_bp_{number}", at) for number in (1, 12))
        season = f"INDEX({first}:{last.partition('!')[2]},{self.at('calendar', month)})"
        steps = f"({cell('products', PRODUCTS, 'ramp_months', at)}+1)"
        share = f"ROUND({season}*100,0)*ROUND({self._factor('volume_bp')}*100,0)"
        return f"=ROUND({year}*{share}*MIN({month},{steps})/(100000000*{steps}),0)"

    def _work(self) -> None:
        worked = [
            (f"units_{at}", cell("products", PRODUCTS, "minutes_per_unit", at))
            for at in range(self._sizes.products)
        ]
        self._add(
            "minutes",
            lambda month: (
                f"=ROUND({single('base_hours')}*60,0)"
                + "".join(f"+{self.at(name, month)}*{minutes}" for name, minutes in worked)
            ),
        )
        wage = self._priced(single("wage"), "wage_bp")
        self._add("wages", lambda month: f"=ROUND({self.at('minutes', month)}*{wage}/60,2)")
        share = single("payroll_tax_bp")
        self._add("payroll_tax", lambda month: f"=ROUND({self.at('wages', month)}*{share}/100,2)")

    def _costs(self) -> None:
        running = [
            (
                cell("fixed_costs", RUNNING, "from_month", at),
                self._priced(cell("fixed_costs", RUNNING, "amount", at), "fixed_bp"),
            )
            for at in range(self._sizes.running)
        ]
        self._add(
            "fixed_costs",
            lambda month: "=0" + "".join(f"+IF({month}>={since},{amount},0)" for since, amount in running),
        )
        start = [
            (
                cell("start_costs", START, "life_months", at),
                self._priced(cell("start_costs", START, "amount", at), "start_bp"),
            )
            for at in range(self._sizes.start)
        ]
        at_once = "=0" + "".join(f"+IF({life}>0,0,{amount})" for life, amount in start)
        lasting = "=0" + "".join(f"+IF({life}>0,{amount},0)" for life, amount in start)
        self._add("start_expenses", lambda month: at_once if month == 1 else "=0")
        self._add("bought", lambda month: lasting if month == 1 else "=0")
        self._add(
            "worn",
            lambda month: (
                "=0"
                + "".join(
                    f"+IF({life}>0,ROUND({amount}*MIN({month},{life})/MAX(1,{life}),2),0)"
                    for life, amount in start
                )
            ),
        )
        self._add("depreciation", lambda month: f"={self.at('worn', month)}-{self.at('worn', month - 1)}")

    def _debts_to_members(self) -> None:
        lent, term = single("member_loans"), f"MAX(1,{single('member_loan_months')})"
        grace, rate = single("member_loan_grace_months"), single("member_loan_bp")
        self._add(
            "member_loans",
            lambda month: f"={lent}-ROUND({lent}*MIN({term},MAX(0,{month}-{grace}))/{term},2)",
        )
        self._add(
            "member_interest",
            lambda month: (
                f"=ROUND({self.at('member_loans', month - 1) if month > 1 else lent}*{rate}/1200,2)"
            ),
        )

    def _results(self) -> None:
        costs = (
            "unit_costs", "wages", "payroll_tax", "fixed_costs", "start_expenses", "depreciation",
            "member_interest",
        )  # fmt: skip
        self._add(
            "before_fund",
            lambda month: f"={self.at('sales', month)}-" + "-".join(self.at(one, month) for one in costs),
        )
        for name in (
            "fund_interest",
            "fund_share",
            "fund_interest_paid",
            "fund_repaid",
            "fund_owed",
            "fund_loan",
        ):
            self.row_of[name] = FIRST_ROW + len(self.row_of)
        self.formulas |= {
            "fund_interest": self._quarterly(self._accrued),
            "fund_share": self._quarterly(self._shared),
            "fund_interest_paid": self._quarterly(
                lambda month: (
                    f"=MIN({self.at('fund_share', month)},"
                    f"{self.at('fund_owed', month - 1)}+{self.at('fund_interest', month)})"
                )
            ),
            "fund_repaid": self._quarterly(
                lambda month: (
                    f"=MIN({self.at('fund_share', month)}-{self.at('fund_interest_paid', month)},"
                    f"{self._debt(month - 1)})"
                )
            ),
            "fund_owed": lambda month: (
                f"={self.at('fund_owed', month - 1)}+{self.at('fund_interest', month)}"
                f"-{self.at('fund_interest_paid', month)}"
            ),
            "fund_loan": lambda month: f"={self._debt(month - 1)}-{self.at('fund_repaid', month)}",
        }
        self._add(
            "taxed", lambda month: f"={self.at('before_fund', month)}-{self.at('fund_interest', month)}"
        )
        self._add("tax", self._taxes)
        self._add("surplus", lambda month: f"={self.at('taxed', month)}-{self.at('tax', month)}")

    def _quarterly(self, formula: Formula) -> Formula:
        return lambda month: "=0" if month % 3 else formula(month)

    def _debt(self, month: int) -> str:
        return self.at("fund_loan", month) if month else single("fund_loan")

    def _accrued(self, month: int) -> str:
        cents = f"{self._debt(month - 1)}*{single('fund_loan_bp')}/4"
        return f"=IF(MOD({cents},1)=0.5,2*ROUND({cents}/2,0),ROUND({cents},0))/100"

    def _shared(self, month: int) -> str:
        quarter = f"SUM({self.at('before_fund', month - 2)}:{self.at('before_fund', month)})"
        share = f"ROUND(MAX(0,{quarter})*{single('fund_loan_share_bp')}/100,6)"
        return f"=ROUNDDOWN({share},2)"

    def _taxes(self, month: int) -> str:
        if month % 12:
            return "=0"
        year = f"SUM({self.at('taxed', month - 11)}:{self.at('taxed', month)})"
        return f"=ROUND(MAX(0,{year})*{single('tax_bp')}/100,2)"

    def _unpaid(self, lines: tuple[str, ...], days: str) -> Formula:
        def formula(month: int) -> str:
            parts = [
                f"({'+'.join(self.at(one, month - back) for one in lines)})*MIN(30,MAX(0,{days}-{30 * back}))"
                for back in range(4)
                if month > back
            ]
            return f"=ROUND(({'+'.join(parts)})/30,2)"

        return formula

    def _cash(self) -> None:
        self._add(
            "receivables",
            self._unpaid(("sales",), f"({single('receivable_days')}+{self._factor('more_days')})"),
        )
        self._add("payables", self._unpaid(("unit_costs", "fixed_costs"), single("payable_days")))
        at = self.at
        once = {
            "equity": f"={single('members')}*{single('equity_per_member')}",
            "member_loans_in": f"={single('member_loans')}",
            "grant": f"={single('grant')}",
            "fund_loan_in": f"={single('fund_loan')}",
        }
        lines: dict[str, Formula] = {
            "from_customers": lambda m: (
                f"={at('sales', m)}-{at('receivables', m)}+{at('receivables', m - 1)}"
            ),
            "to_suppliers": lambda m: (
                f"={at('payables', m)}-{at('payables', m - 1)}-{at('unit_costs', m)}-{at('fixed_costs', m)}"
            ),
            "to_workers": lambda m: f"=0-{at('wages', m)}-{at('payroll_tax', m)}",
            "start_paid": lambda m: f"=0-{at('start_expenses', m)}",
            "interest": lambda m: f"=0-{at('member_interest', m)}-{at('fund_interest_paid', m)}",
            "tax_paid": lambda m: f"=0-{at('tax', m - 3)}",
            "equipment_bought": lambda m: f"=0-{at('bought', m)}",
            **{name: lambda m, text=text: text if m == 1 else "=0" for name, text in once.items()},  # type: ignore[misc]
            "member_loans_repaid": lambda m: (
                f"={at('member_loans', m)}-{at('member_loans', m - 1) if m > 1 else single('member_loans')}"
            ),
            "fund_loan_repaid": lambda m: f"=0-{at('fund_repaid', m)}",
        }
        for name, formula in lines.items():
            self._add(name, formula)
        first, *_between, last = lines
        self._add("change", lambda m: f"=SUM({at(first, m)}:{at(last, m)})")
        self._add("closing", lambda m: f"={at('closing', m - 1)}+{at('change', m)}")

    def _balance(self) -> None:
        at = self.at
        self._add("equipment", lambda m: f"=SUM({at('bought', 1)}:{at('bought', m)})-{at('worn', m)}")
        self._add(
            "tax_owed",
            lambda m: f"=SUM({at('tax', 1)}:{at('tax', m)})+SUM({at('tax_paid', 1)}:{at('tax_paid', m)})",
        )
        self._add("own_money", lambda m: f"={at('equity', 1)}+{at('grant', 1)}")
        self._add("kept_surplus", lambda m: f"=SUM({at('surplus', 1)}:{at('surplus', m)})")
        owed = ("payables", "tax_owed", "fund_owed", "member_loans", "fund_loan", "own_money", "kept_surplus")
        self._add(
            "difference",
            lambda m: (
                f"=ROUND({at('closing', m)}+{at('receivables', m)}+{at('equipment', m)}-"
                + "-".join(at(one, m) for one in owed)
                + ",2)"
            ),
        )


def months() -> range:
    """The months of the sheet, counted from 1."""
    return range(1, MONTHS + 1)
