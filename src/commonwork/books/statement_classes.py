"""How statements set accounts, read from statements.toml: class of cash flow, kind of fund, costs without cash."""

import tomllib
from functools import cache
from importlib.resources import files

FLOWS = ("operating", "investing", "financing")
FUNDS = ("restricted", "free", "members")


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    text = files("commonwork.books").joinpath("statements.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def flow_of(code: str) -> str:
    """The class of cash flow of an account: operating, investing or financing.

    >>> flow_of("4000"), flow_of("1500"), flow_of("2100")
    ('operating', 'investing', 'financing')
    """
    return next((flow for flow, codes in _data()["flow"].items() if code in codes), "operating")


def fund_of(code: str) -> str:
    """Whose money an account of equity, income or expense holds: members, restricted or free.

    >>> fund_of("3000"), fund_of("3300"), fund_of("3500"), fund_of("4000")
    ('members', 'restricted', 'free', 'free')
    """
    return next((fund for fund, codes in _data()["fund"].items() if code in codes), "free")


def restricted_codes() -> frozenset[str]:
    """Accounts that are funds tied to a purpose."""
    return frozenset(_data()["fund"]["restricted"])


def member_codes() -> frozenset[str]:
    """Accounts that hold what members own themselves: shares and capital accounts."""
    return frozenset(_data()["fund"]["members"])


def codes_not_paid() -> frozenset[str]:
    """Accounts of costs that take no cash."""
    return frozenset(_data()["kind"]["not_paid"])


def opening_kinds() -> frozenset[str]:
    """Kinds of entry that bring in what was there before the books."""
    return frozenset(_data()["kind"]["opening_entries"])
