"""Payees in a plain form, so that "SEED HOUSE #112 09/04" and "Seed House 113" are the same."""

import re

_NOT_LETTERS = re.compile(r"[\W\d_]+")
MOST = 120


def plain_payee(payee: str, memo: str = "") -> str:
    """The letters of a payee in small words; of the memo when the payee has none.

    >>> plain_payee("SEED HOUSE #112 09/04"), plain_payee("123", "Water  Works"), plain_payee("", "")
    ('seed house', 'water works', '')
    """
    for text in (payee, memo):
        words = [word for word in _NOT_LETTERS.split(text.casefold()) if word]
        if words:
            return " ".join(words)[:MOST].rstrip()
    return ""


def alike(first: str, second: str) -> bool:
    """Do two texts share a word of four letters or more?

    >>> alike("Seed House", "january seeds, seed house"), alike("Seed House", "rent")
    (True, False)
    """
    words = [set(filter(lambda w: len(w) > 3, plain_payee(text).split())) for text in (first, second)]
    return bool(words[0] & words[1])
