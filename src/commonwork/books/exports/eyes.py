"""What a reader of an export may see: parties by key, by name, or not at all; memos; codes of facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from commonwork.books.reader import Reader

Parties = Callable[[Iterable[str]], dict[str, str]]


def _as_they_are(keys: Iterable[str]) -> dict[str, str]:
    return {key: key for key in keys if key}


@dataclass(frozen=True)
class Eyes:
    """parties: {key: what is written for it}. By default all that holds no name and no free text."""

    parties: Parties = _as_they_are
    sees_memos: bool = False
    sees_facts: bool = True


def of_reader(reader: Reader) -> Eyes:
    """What this reader sees: all when they see inside the book, else what open books show."""
    if reader.sees_inside:
        return Eyes(sees_memos=True)

    def parties(keys: Iterable[str]) -> dict[str, str]:
        return {key: party.key or party.name for key, party in reader.parties(keys).items()}

    return Eyes(parties=parties, sees_facts=False)
