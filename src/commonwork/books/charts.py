"""Charts of accounts, read from charts.toml: which accounts a kind of organisation has, and what is struck out
when the books of the network are added up."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CHART_OF_KIND = {"institution": "institution", "land-trust": "institution", "co-op": "co-op"}


@dataclass(frozen=True)
class ChartAccount:
    """One account of a chart, as charts.toml has it."""

    code: str
    name: str
    kind: str
    by: str
    charts: frozenset[str]
    is_cash: bool
    is_result: bool
    group: str


@dataclass(frozen=True)
class Elimination:
    """Two accounts that hold the same movement from its two sides."""

    what: str
    first: str
    second: str


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("commonwork.books").joinpath("charts.toml").read_text(encoding="utf-8"))


@cache
def accounts() -> tuple[ChartAccount, ...]:
    """All accounts there are, by code."""
    return tuple(
        ChartAccount(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            by=row.get("by", ""),
            charts=frozenset(row["for"]),
            is_cash=row.get("cash", False),
            is_result=row.get("result", False),
            group=row.get("group", ""),
        )
        for row in _data()["account"]
    )


def accounts_of(chart: str) -> list[ChartAccount]:
    """The accounts of one chart ("institution" or "co-op"), by code."""
    return [account for account in accounts() if chart in account.charts]


@cache
def eliminations() -> tuple[Elimination, ...]:
    """The pairs struck out in consolidation, income pairs first."""
    return tuple(Elimination(row["what"], *row["accounts"]) for row in _data()["elimination"])


@cache
def result_codes() -> frozenset[str]:
    """Codes of the accounts that take a year's result."""
    return frozenset(account.code for account in accounts() if account.is_result)


@cache
def cash_codes() -> frozenset[str]:
    """Codes of the accounts that hold money."""
    return frozenset(account.code for account in accounts() if account.is_cash)
