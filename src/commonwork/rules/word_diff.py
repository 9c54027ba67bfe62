"""What changed between two texts, word by word, so that people see it and screen readers can say it."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

_TOKEN = re.compile(r"\s+|[^\s\w]|\w+(?:['’.,]\w+)*")


@dataclass(frozen=True)
class Piece:
    """A run of text: the same in both, gone from the old one, or new."""

    kind: Literal["same", "gone", "new"]
    text: str


def words_changed(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in reading order; what is gone comes before what is new in its place.

    Leaving out the new pieces gives `before` back, leaving out the gone ones gives `after`. A single space or comma
    left standing between two changed words goes with them, so that a changed phrase reads as one.

    >>> [(piece.kind, piece.text) for piece in words_changed("Dues are 10 dollars.", "Dues are 12 dollars.")]
    [('same', 'Dues are '), ('gone', '10'), ('new', '12'), ('same', ' dollars.')]
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    return list(_joined(_bridged(list(_opcodes(old, new)))))


def changed_count(pieces: list[Piece]) -> tuple[int, int]:
    """(words gone, words new).

    >>> changed_count(words_changed("ten dollars", "twelve dollars a month"))
    (1, 3)
    """
    return _words(pieces, "gone"), _words(pieces, "new")


def _words(pieces: list[Piece], kind: str) -> int:
    return sum(len(re.findall(r"\w+(?:['’.,]\w+)*", piece.text)) for piece in pieces if piece.kind == kind)


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    """(what, old text, new text) of each stretch."""
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield what, "".join(old[old_from:old_to]), "".join(new[new_from:new_to])


def _bridged(parts: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """A stretch of blanks alone between two changes becomes part of them."""
    lone = {
        place + 1
        for place, (before, here) in enumerate(pairwise(parts))
        if before[0] != "equal" and here[0] == "equal" and not here[1].strip(" ") and place + 2 < len(parts)
    }
    merged: list[tuple[str, str, str]] = []
    for place, (what, old, new) in enumerate(parts):
        joins = place in lone or (place - 1 in lone and what != "equal")
        if joins and merged:
            _, old_before, new_before = merged.pop()
            merged.append(("replace", old_before + old, new_before + new))
        else:
            merged.append((what, old, new))
    return merged


def _joined(parts: list[tuple[str, str, str]]) -> Iterator[Piece]:
    for what, old, new in parts:
        if what == "equal":
            yield Piece("same", old)
            continue
        if old:
            yield Piece("gone", old)
        if new:
            yield Piece("new", new)
