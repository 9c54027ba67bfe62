"""Registers that rooms keep beside an account of the books, such as the bank's list of loans. `verify` compares them.

A room declares in its `subledgers.py` (imported when the program starts) what its own rows add up to:

    declare(Subledger("bank.loans", "1200", loans_outstanding))  # {(book key, party): debit-positive minor units}
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Subledger:
    """`sums` returns {(book key, party): amount, debit positive} for all parties that are not at zero."""

    name: str
    account: str
    sums: Callable[[], Mapping[tuple[str, str], int]]


SUBLEDGERS: dict[str, Subledger] = {}


def declare(*subledgers: Subledger) -> None:
    """Add registers; a second declaration of the same name is an error in the code."""
    for one in subledgers:
        assert one.name not in SUBLEDGERS, f"{one.name} is declared twice"
        SUBLEDGERS[one.name] = one
