"""The doors of whole loans give what the golden season and hand calculations have."""

import json
from pathlib import Path
from typing import Any

from commonwork.rules.reckon import rule_named

SEASON: dict[str, Any] = {
    "annual_rate_bp": 800, "share_bp": 5000, "mode": "accrue",
    "draws": [{"on": "2016-05-05", "amount": "8000.00"}, {"on": "2016-06-15", "amount": "4000.00"}],
    "payments": [{"on": "2016-10-01", "amount": "317.44"}, {"on": "2017-01-01", "amount": "1557.75"}],
}  # fmt: skip
LEVEL: dict[str, Any] = {
    "starts_on": "2024-01-01", "annual_rate_bp": 1200, "day_count": "30/360", "schedule": "level", "every": "month",
    "count": 3,
}  # fmt: skip


def test_the_golden_loan_is_recomputed_from_its_statements_alone(published: Path) -> None:
    answers = json.loads((published / "jackson" / "season-expected.json").read_text())["loan"]["rows"]
    statements = [
        {"starts_on": row["starts_on"], "ends_on": row["ends_before"], "surplus": row["surplus"]}
        for row in answers
    ]
    found = rule_named("loan-from-surplus").reckon({**SEASON, "statements": statements})
    for row, answer in zip(found["rows"], answers, strict=True):
        assert [row["interest"], row["share"], row["due"], row["due_on"]] == [
            answer[name] for name in ("interest_accrued", "share_of_surplus", "due", "due_on")
        ]
    assert (found["principal_owed"], found["due"]) == ("10722.72", "1102.50")


def test_a_late_statement_asks_on_the_day_it_is_made() -> None:
    statement = {"starts_on": "2016-04-01", "ends_on": "2016-07-01", "surplus": "100", "due_on": "2016-09-05"}
    found = rule_named("loan-from-surplus").reckon({**SEASON, "payments": [], "statements": [statement]})
    assert (found["rows"][0]["due_on"], found["due"]) == ("2016-09-05", "50.00")


def test_a_late_payment_costs_interest_on_the_loan_only() -> None:
    """100.00 at 1 % a month over three months: payments of 34.00. The first comes a month late, so the second month's
    interest is 1.00 on 100.00 instead of 0.67 on 67.00; 34.00 of the second month is due either way."""
    given = {"terms": [LEVEL], "draws": [{"on": "2024-01-01", "amount": "100"}], "until": "2024-03-01"}
    late = rule_named("scheduled-loan").reckon(given | {"payments": [{"on": "2024-03-01", "amount": "34"}]})
    on_time = rule_named("scheduled-loan").reckon(
        given | {"payments": [{"on": "2024-02-01", "amount": "34"}]}
    )
    assert [row["interest"] for row in on_time["rows"]] == ["1.00", "0.67"]
    assert [row["interest"] for row in late["rows"]] == ["1.00", "1.00"]
    assert (on_time["due"], late["due"]) == ("34.00", "34.00")
