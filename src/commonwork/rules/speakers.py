"""Whose turn it is to speak: in the order of asking, and where the body wants it so, first voices first."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Speaker = TypeVar("Speaker", bound=Hashable)


def order(
    asked: Sequence[Speaker], spoken: Mapping[Speaker, int], *, first_voices_first: bool = True
) -> list[Speaker]:
    """Who speaks next and after: those who spoke less often come first, else in the order they asked.

    asked: in the order of asking, each once. spoken: how often each has spoken on this point.

    >>> order(["ada", "ben", "cleo"], {"ada": 1, "ben": 0})
    ['ben', 'cleo', 'ada']
    >>> order(["ada", "ben"], {"ada": 1}, first_voices_first=False)
    ['ada', 'ben']
    """
    if not first_voices_first:
        return list(asked)
    return sorted(asked, key=lambda one: spoken.get(one, 0))
