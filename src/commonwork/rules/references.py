"""References that people copy by hand onto a transfer or a check: nine letters, the last one checks the others.

31 letters without those that look alike (no I, L, O, 0, 1). As 31 is a prime, one wrong letter or two letters swapped
never give another good reference.
"""

from collections.abc import Iterator, Sequence

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 9


def made(numbers: Sequence[int]) -> str:
    """The reference of eight numbers from 0 to 30, with its letter to check.

    >>> made([0, 1, 2, 3, 4, 5, 6, 7])
    '23456789F'
    """
    assert len(numbers) == LENGTH - 1 and all(0 <= number < len(LETTERS) for number in numbers)
    return "".join(LETTERS[number] for number in (*numbers, _check(numbers)))


def is_one(text: str) -> bool:
    """Whether this is a reference whose last letter fits.

    >>> is_one("23456789F"), is_one("32456789N"), is_one("23456789A")
    (True, False, False)
    """
    if len(text) != LENGTH or not set(text) <= set(LETTERS):
        return False
    numbers = [LETTERS.index(letter) for letter in text]
    return _check(numbers[:-1]) == numbers[-1]


def shown(reference: str) -> str:
    """A reference in threes, as people read and write it.

    >>> shown("23456789F")
    '234-567-89F'
    """
    return "-".join(reference[place : place + 3] for place in range(0, len(reference), 3))


def found_in(text: str) -> Iterator[str]:
    """Every reference a text may hold, whatever stands between its letters.

    >>> list(found_in("Gift, ref. 234 567-89f thank you"))
    ['23456789F']
    """
    bare = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    for place in range(len(bare) - LENGTH + 1):
        if is_one(part := bare[place : place + LENGTH]):
            yield part


def _check(numbers: Sequence[int]) -> int:
    return sum((place + 1) * number for place, number in enumerate(numbers)) % len(LETTERS)
