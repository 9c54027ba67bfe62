"""The door to every rule reads exactly what INTERFACES.md promises, and refuses the rest in one sentence."""

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.reckon import RULES, NoSuchRule, rule_named
from commonwork.rules.refusal import Refusal
from commonwork.site.reckon_command import parsed
from tests.rules.plans import BAKERY

PARTS = [
    {"key": "individual", "share_bp": 6500},
    {"key": "indivisible_reserve", "share_bp": 2000},
    {"key": "education", "share_bp": 1000},
    {"key": "solidarity", "share_bp": 500},
]
SOUND: dict[str, dict[str, Any]] = {
    "surplus-split": {
        "surplus": "100000.00", "unit": "USD", "member_labour": "9000", "other_labour": "1000", "parts": PARTS,
    },
    "patronage": {
        "pool": "58500.00", "unit": "USD", "basis": "hours_x_wage", "cash_bp": 4000,
        "members": [{"key": "A", "hours": "2000", "wage": "20.00"}, {"key": "B", "hours": 1000, "wage": 18}],
    },
    "patronage-deadlines": {"year_end": "2025-12-31"},
    "apportion": {"seats": 15, "method": "webster", "floor": 1, "cap": 9, "weights": {"farm": 4, "care": "140"}},
    "surplus-share-loan": {
        "principal": "40000", "annual_rate_bp": 800, "share_bp": 5000, "periods_per_year": 4, "mode": "accrue",
        "surpluses": ["-3000", 0, 4000],
    },
    "loan-schedule": {
        "principal": "1000.00", "annual_rate_percent": "8", "kind": "level", "day_count": "actual/365",
        "periods": [["2024-01-01", "2024-02-01"], ["2024-02-01", "2024-03-01"]],
    },
    "loan-from-surplus": {
        "annual_rate_bp": 800, "share_bp": 5000, "mode": "accrue", "draws": [{"on": "2016-05-05", "amount": "8000"}],
        "statements": [{"starts_on": "2016-04-01", "ends_on": "2016-07-01", "surplus": "500"}],
        "payments": [{"on": "2016-07-01", "amount": "250"}],
    },
    "scheduled-loan": {
        "terms": [{"starts_on": "2024-01-01", "annual_rate_bp": 600, "day_count": "30/360", "schedule": "balloon",
                   "every": "month", "count": 3, "balloon": "500.00"}],
        "draws": [{"on": "2024-01-01", "amount": "1000"}], "until": "2025-01-01", "paid_after": "2024-01-01",
    },
    "apr": {
        "advance": 1000, "unit": "day", "every": 255, "per_year": "365/255", "t": 1, "f": [0, 255],
        "payments": [[1080, 1]],
    },
    "loss-reserve": {"balance": 500000, "annual_charge_off_rate": "0.012", "remaining_years": "2.5"},
    "break-even": {"fixed": 6500, "price": 45, "unit_cost": 18},
    "dscr": {"net_income": 18000, "interest": 3200, "depreciation": 4000, "principal": 13200},
    "exit-note": {"balance": "8333.33", "instalments": 5},
    "capital-account": {
        "opening": "5000", "movements": [{"on": "2026-12-31", "kind": "INTEREST", "amount": "200.00"}],
    },
    "feasibility": BAKERY,
    "readiness": {"members": 3, "holders": 2, "holders_needed": 0},
}  # fmt: skip


def reckon(name: str, given: object) -> dict[str, Any]:
    """As the command line reads it: through JSON text."""
    return rule_named(name).reckon(parsed(json.dumps(given).encode()))


def test_every_rule_of_the_table_answers() -> None:
    assert set(SOUND) <= set(RULES)
    for name, question in SOUND.items():
        assert reckon(name, question)


def test_the_surplus_of_the_worked_example_is_split() -> None:
    assert reckon("surplus-split", SOUND["surplus-split"]) == {
        "patronage_sourced": "90000.00",
        "non_patronage": "10000.00",
        "parts": {
            "individual": "58500.00",
            "indivisible_reserve": "18000.00",
            "education": "9000.00",
            "solidarity": "4500.00",
        },
    }


def test_the_patronage_of_the_worked_example_is_allocated(published: Path) -> None:
    golden = parsed((published / "golden" / "domain.json").read_bytes())
    hours, wages = (2000, 2000, 1800, 1600, 1000, 600), (20, 18, 18, 16, 16, 15)
    members = [
        {"key": key, "hours": worked, "wage": wage}
        for key, worked, wage in zip("ABCDEF", hours, wages, strict=True)
    ]
    terms = {"pool": "58500.00", "unit": "USD", "cash_bp": 4000, "members": members}
    by_hours = reckon("patronage", {**terms, "basis": "hours"})
    for key, share in by_hours["allocations"].items():
        assert Decimal(share["total"]) == Decimal(golden["A_patronage"]["alloc"][key])
        assert share["cash"] == golden["A_patronage"]["cash"][key]
        assert share["retained"] == golden["A_patronage"]["retained"][key]
    assert (by_hours["cash_total"], by_hours["retained_total"]) == ("23400.00", "35100.00")
    by_wage = reckon("patronage", {**terms, "basis": "hours_x_wage"})["allocations"]
    assert {key: share["total"] for key, share in by_wage.items()} == golden["A_hours_x_wage"]


def test_the_other_worked_figures_are_recomputed(published: Path) -> None:
    golden = parsed((published / "golden" / "domain.json").read_bytes())
    for year_end, (pay_by, cash_by) in golden["I_deadlines"].items():
        found = reckon("patronage-deadlines", {"year_end": year_end})
        assert found == {"pay_by": pay_by, "cash_checks_by": cash_by}
    assert reckon("loss-reserve", SOUND["loss-reserve"])["reserve"] == golden["D_warm"]["acl"]
    judged = {**SOUND["loss-reserve"], "qualitative_rate": "0.001"}
    assert reckon("loss-reserve", judged)["reserve"] == golden["D_warm"]["acl_q"]
    assert reckon("break-even", SOUND["break-even"]) == {
        "units": golden["N"]["breakeven_units"],
        "sales": golden["N"]["breakeven_sales"],
    }
    assert reckon("dscr", SOUND["dscr"])["dscr"] == golden["N"]["dscr"]
    instalments = list(golden["B_ica"]["exit_5_instalments"].values())
    assert reckon("exit-note", SOUND["exit-note"])["rows"] == instalments


def test_the_yearly_rate_of_a_single_payment_takes_a_ratio() -> None:
    assert reckon("apr", SOUND["apr"]) == {"apr": "11.45"}  # 8 % x 365 / 255 = 11.4509...
    assert reckon("apr", {**SOUND["apr"], "per_year": 12, "f": [0, 0]}) == {"apr": "96.00"}


@pytest.mark.parametrize(
    "surplus", ["100000.00", "100000", 100000, 100000.0, "1e5", "100000.0000", "+100000.", "0100000"]
)
def test_a_number_may_be_written_in_any_exact_way(surplus: object) -> None:
    given = {**SOUND["surplus-split"], "surplus": surplus}
    assert reckon("surplus-split", given)["patronage_sourced"] == "90000.00"


def test_json_numbers_are_read_as_decimals_not_as_floats() -> None:
    """0.1 + 0.2 of the whole is 30 cents of a dollar; as floats they would not add up to 0.3."""
    weights = b'{"pool": 1, "unit": "USD", "basis": "hours", "cash_bp": 0, "members": ['
    members = b'{"key": "a", "hours": 0.1}, {"key": "b", "hours": 0.2}, {"key": "c", "hours": 0.7}]}'
    found = rule_named("patronage").reckon(parsed(weights + members))["allocations"]
    assert [share["total"] for share in found.values()] == ["0.10", "0.20", "0.70"]


def test_amounts_far_beyond_the_books_are_still_exact() -> None:
    huge = "9" * 40 + ".99"
    parts = reckon("surplus-split", {**SOUND["surplus-split"], "surplus": huge, "other_labour": 0})["parts"]
    assert sum(int(part.replace(".", "")) for part in parts.values()) == int(huge.replace(".", ""))


def test_hours_are_shared_in_minutes() -> None:
    members = [{"key": "ada", "hours": 1}, {"key": "ben", "hours": 1}]
    given = {"pool": "10:31", "unit": "HOUR", "basis": "hours", "cash_bp": 0, "members": members}
    found = reckon("patronage", given)["allocations"]
    assert [share["total"] for share in found.values()] == ["5:16", "5:15"]


def test_unknown_keys_are_ignored_and_null_stands_for_a_default() -> None:
    given = {**SOUND["apportion"], "colour": {"deep": [1, 2]}, "cap": None, "floor": None}
    assert reckon("apportion", given) == {"seats": {"farm": 0, "care": 15}}
    assert reckon("capital-account", {"opening": "5", "movements": []}) == {"rows": [], "closing": "5.00"}


def test_the_square_root_ignores_seats() -> None:
    given = {"method": "square_root", "weights": {"farm": 4, "care": 140}, "seats": "none"}
    assert reckon("apportion", given) == {"seats": {"farm": 2, "care": 12}}


def test_the_wage_is_not_asked_for_when_hours_alone_count() -> None:
    given = {**SOUND["patronage"], "basis": "hours", "members": [{"key": "ada", "hours": 5}]}
    assert reckon("patronage", given)["allocations"]["ada"]["total"] == "58500.00"


@pytest.mark.parametrize(("cash_bp", "cash"), [(0, "0.00"), (10_000, "0.05"), (1, "0.01")])
def test_cash_may_be_nothing_or_everything_and_is_rounded_up(cash_bp: int, cash: str) -> None:
    given = {
        **SOUND["patronage"],
        "pool": "0.05",
        "cash_bp": cash_bp,
        "members": SOUND["patronage"]["members"][:1],
    }
    assert reckon("patronage", given)["allocations"]["A"]["cash"] == cash


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("surplus-split", {"surplus": "-1"}, "A loss cannot be split"),
    ("surplus-split", {"surplus": "1.005"}, '"surplus" is finer than'),
    ("surplus-split", {"surplus": "1,000.00"}, '"surplus" must be an amount, not "1,000.00"'),
    ("surplus-split", {"surplus": True}, '"surplus" must be an amount, not true'),
    ("surplus-split", {"surplus": None}, '"surplus" must be an amount, not null'),
    ("surplus-split", {"surplus": "NaN"}, '"surplus" must be an amount'),
    ("surplus-split", {"surplus": "1e999999"}, '"surplus" must be an amount'),
    ("surplus-split", {"surplus": ""}, '"surplus" must be an amount'),
    ("surplus-split", {"surplus": "1_000"}, '"surplus" must be an amount'),
    ("surplus-split", {"surplus": " 1"}, '"surplus" must be an amount'),
    ("surplus-split", {"unit": "XYZ"}, '"unit" must be one of "USD"'),
    ("surplus-split", {"member_labour": "-1"}, '"member_labour" must be at least 0'),
    ("surplus-split", {"member_labour": 0, "other_labour": 0}, "no hours of work"),
    ("surplus-split", {"parts": []}, '"parts" is empty'),
    ("surplus-split", {"parts": PARTS[:3]}, "they add up to 9500"),
    ("surplus-split", {"parts": [*PARTS, {"key": "education", "share_bp": 0}]}, '"education" stands twice'),
    ("surplus-split", {"parts": [{"key": "", "share_bp": 10000}]}, '"parts[0].key" is empty'),
    ("surplus-split", {"parts": [{"key": 1, "share_bp": 10000}]}, '"parts[0].key" must be a text'),
    ("surplus-split", {"parts": [{"share_bp": 10000}]}, '"parts[0].key" is missing'),
    ("surplus-split", {"parts": {"individual": 10000}}, '"parts" must be a list'),
    ("patronage", {"pool": "-0.01"}, '"pool" must be at least 0'),
    ("patronage", {"cash_bp": 10_001}, '"cash_bp" must be at most 10000'),
    ("patronage", {"basis": "jobs"}, '"basis" must be one of'),
    ("patronage", {"members": [{"key": "A", "hours": 0, "wage": 1}]}, "no member has any"),
    ("patronage", {"members": [{"key": "A", "hours": 5, "wage": 0}]}, "no member has any"),
    ("patronage", {"members": [{"key": "A", "hours": 5}]}, '"members[0].wage" is missing'),
    (
        "patronage",
        {"members": [{"key": "A", "hours": -5, "wage": 1}]},
        '"members[0].hours" must be at least 0',
    ),
    ("patronage", {"members": [{"key": "A", "hours": 5, "wage": 1}] * 2}, '"A" stands twice'),
    ("patronage-deadlines", {"year_end": "2025-02-30"}, "must be a date"),
    ("patronage-deadlines", {"year_end": "20251231"}, "must be a date"),
    ("patronage-deadlines", {"year_end": 20251231}, "must be a date"),
    ("patronage-deadlines", {"year_end": "9999-12-31"}, "calendar ends"),
    ("apportion", {"seats": 1}, "A floor of 1"),
    ("apportion", {"seats": 19}, "would stay empty"),
    ("apportion", {"seats": "7.5"}, '"seats" must be a whole number'),
    ("apportion", {"seats": -1}, '"seats" must be at least 0'),
    ("apportion", {"seats": None}, '"seats" must be a whole number, not null'),
    ("apportion", {"cap": 0}, "The cap of 0 seats lies below the floor of 1"),
    ("apportion", {"method": "lottery"}, '"method" must be one of'),
    ("apportion", {"weights": {}}, '"weights" is empty'),
    ("apportion", {"weights": {"a": 0}}, "no weight is above zero"),
    ("apportion", {"weights": {"a": -1, "b": 2}}, '"weights.a" must be at least 0'),
    ("apportion", {"weights": ["a"]}, '"weights" must be an object'),
    ("surplus-share-loan", {"principal": "-1"}, '"principal" must be at least 0'),
    ("surplus-share-loan", {"mode": "stop"}, '"mode" must be one of'),
    ("surplus-share-loan", {"share_bp": 10_001}, '"share_bp" must be at most'),
    ("surplus-share-loan", {"periods_per_year": 0}, '"periods_per_year" must be at least 1'),
    ("surplus-share-loan", {"carry_losses": "yes"}, '"carry_losses" must be true or false'),
    ("surplus-share-loan", {"surpluses": [1, "x"]}, '"surpluses[1]" must be an amount'),
    ("loan-schedule", {"kind": "balloon"}, '"kind" must be one of'),
    ("loan-schedule", {"day_count": "30E/360"}, '"day_count" must be one of'),
    ("loan-schedule", {"periods": []}, '"periods" is empty'),
    ("loan-schedule", {"periods": [["2024-01-01"]]}, '"periods[0]" must be a list of 2'),
    ("loan-schedule", {"periods": [["2024-02-01", "2024-01-01"]]}, "must end later"),
    ("loan-from-surplus", {"mode": "stop"}, '"mode" must be one of'),
    ("loan-from-surplus", {"draws": []}, '"draws" is empty'),
    (
        "loan-from-surplus",
        {"statements": [{"starts_on": "2016-07-01", "ends_on": "2016-07-01", "surplus": 1}]},
        "must end later",
    ),
    ("scheduled-loan", {"until": "2501-01-01"}, "lies outside"),
    ("scheduled-loan", {"payments": [{"on": "2024-02-01", "amount": -1}]}, '"payments[0].amount" must be at'),
    ("apr", {"advance": 0}, "an advance above zero"),
    ("apr", {"per_year": "365/0"}, '"per_year" must be a number above zero'),
    ("apr", {"per_year": "1/2/3"}, '"per_year" must be a number above zero'),
    ("apr", {"f": [1, 0]}, '"f[1]" must be the days'),
    ("apr", {"payments": [[999, 1]]}, "add up to less"),
    ("loss-reserve", {"annual_charge_off_rate": "1.2"}, '"annual_charge_off_rate" must be at most 1'),
    ("loss-reserve", {"qualitative_rate": "-0.5"}, "at least zero"),
    ("break-even", {"price": 18}, "no number of units"),
    ("break-even", {"fixed": -1}, '"fixed" must be at least 0'),
    ("dscr", {"interest": 0, "principal": 0}, "no debt to cover"),
    ("feasibility", {"starts_on": "soon"}, '"starts_on" must be a date'),
    ("feasibility", {"products": [{"key": "a"}]}, '"products[0].price" is missing'),
    ("readiness", {"holders": 4}, "4 of 3 members"),
    ("exit-note", {"balance": "-5"}, '"balance" must be at least 0'),
    ("exit-note", {"instalments": 0}, '"instalments" must be at least 1'),
    ("exit-note", {"instalments": "2.5"}, '"instalments" must be a whole number'),
    (
        "capital-account",
        {"movements": [{"on": "soon", "kind": "FEE", "amount": 1}]},
        '"movements[0].on" must be',
    ),
]


@pytest.mark.parametrize(("name", "changed", "words"), REFUSED, ids=lambda value: str(value)[:60])
def test_wrong_input_is_refused_in_one_sentence(name: str, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal) as caught:
        reckon(name, {**SOUND[name], **changed})
    said = str(caught.value)
    assert words in said
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize("name", SOUND)
def test_a_missing_key_is_named(name: str) -> None:
    for key in RULES[name].schemas()["input"]["required"]:
        with pytest.raises(Refusal, match=rf'"{key}" is missing'):
            reckon(name, {other: value for other, value in SOUND[name].items() if other != key})


def test_an_unknown_rule_is_refused_by_name() -> None:
    with pytest.raises(NoSuchRule, match=r'no rule called "surplus"'):
        rule_named("surplus")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(SOUND)), st.data())
def test_any_value_in_any_field_is_answered_or_refused(name: str, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(SOUND[name])))
    given = {**SOUND[name], key: data.draw(JSON_VALUES)}
    try:
        answer = RULES[name].reckon(given)
    except Refusal as refusal:
        assert str(refusal).endswith(".")
    else:
        json.dumps(answer)


@given(st.randoms(use_true_random=False))
def test_the_order_of_members_and_weights_changes_no_figure(chance: random.Random) -> None:
    members = [{"key": f"m{n}", "hours": hours} for n, hours in enumerate((1, 1, 1, 7, 7, 13, 0))]
    given = {"pool": "100.00", "unit": "USD", "basis": "hours", "cash_bp": 3333, "members": members}
    seats = {
        "method": "hamilton",
        "seats": 9,
        "weights": {member["key"]: member["hours"] for member in members},
    }
    before = reckon("patronage", given), reckon("apportion", seats)
    chance.shuffle(members)
    weights = {member["key"]: member["hours"] for member in members}
    assert (reckon("patronage", given), reckon("apportion", {**seats, "weights": weights})) == before
