"""Plans for the tests of the feasibility model."""

from typing import Any

from hypothesis import strategies as st

# One thing for $10 that costs $4 and half an hour; 100 a month in year 1, 120 in year 2, 150 in year 3.
BAKERY: dict[str, Any] = {
    "starts_on": "2027-01-01",
    "products": [
        {
            "key": "bread",
            "name": "Bread",
            "price": "10.00",
            "unit_cost": "4.00",
            "units": [100, 120, 150],
            "minutes_per_unit": 30,
        }
    ],
    "start_costs": [
        {"key": "oven", "name": "Oven", "amount": "3600.00", "life_months": 36},
        {"key": "licence", "name": "Licence", "amount": "250.00"},
    ],
    "fixed_costs": [{"key": "rent", "name": "Rent", "amount": "150.00"}],
    "wage": "5.00",
    "receivable_days": 30,
    "payable_days": 15,
    "members": 3,
    "equity_per_member": "500.00",
    "grant": "1000.00",
    "fund_loan": "2000.00",
    "fund_loan_bp": 800,
    "fund_loan_share_bp": 5000,
}
SMALL, SHARE = st.integers(0, 400), st.integers(0, 10_000)


def _cents(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, most).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


PRODUCTS = st.fixed_dictionaries(
    {
        "price": _cents(20_000),
        "unit_cost": _cents(15_000),
        "units": st.tuples(st.integers(1, 900), SMALL, SMALL).map(list),
        "minutes_per_unit": st.integers(0, 300),
        "season_bp": st.lists(st.integers(1, 30_000), min_size=12, max_size=12),
        "ramp_months": st.integers(0, 20),
    }
)
CASES = st.fixed_dictionaries(
    {
        "volume_bp": st.integers(0, 20_000),
        "price_bp": st.integers(5_000, 15_000),
        "unit_cost_bp": st.integers(5_000, 15_000),
        "fixed_bp": st.integers(5_000, 15_000),
        "start_bp": st.integers(5_000, 15_000),
        "wage_bp": st.integers(5_000, 15_000),
        "more_days": st.integers(0, 30),
    }
)
PLANS = st.fixed_dictionaries(
    {
        "starts_on": st.dates().map(lambda day: day.replace(day=1).isoformat()),
        "products": st.lists(PRODUCTS, min_size=1, max_size=4).map(
            lambda rows: [{**row, "key": f"p{at}", "name": f"Thing {at}"} for at, row in enumerate(rows)]
        ),
        "start_costs": st.lists(st.tuples(_cents(2_000_000), st.integers(0, 90)), max_size=3).map(
            lambda rows: [
                {"key": f"s{at}", "name": "", "amount": amount, "life_months": life}
                for at, (amount, life) in enumerate(rows)
            ]
        ),
        "fixed_costs": st.lists(st.tuples(_cents(300_000), st.integers(1, 36)), max_size=3).map(
            lambda rows: [
                {"key": f"f{at}", "name": "", "amount": amount, "from_month": month}
                for at, (amount, month) in enumerate(rows)
            ]
        ),
        "wage": _cents(4_000),
        "payroll_tax_bp": SHARE,
        "base_hours": st.integers(0, 300),
        "receivable_days": st.integers(0, 90),
        "payable_days": st.integers(0, 120),
        "tax_bp": SHARE,
        "members": st.integers(1, 30),
        "equity_per_member": _cents(500_000),
        "member_loans": _cents(2_000_000),
        "member_loan_bp": st.integers(0, 1_000),
        "member_loan_grace_months": st.integers(0, 40),
        "member_loan_months": st.integers(1, 60),
        "grant": _cents(2_000_000),
        "fund_loan": _cents(5_000_000),
        "fund_loan_bp": st.integers(0, 1_500),
        "fund_loan_share_bp": SHARE,
        "cases": st.fixed_dictionaries({"best": CASES, "worst": CASES}),
    }
)
