"""What mentors can help with and teams need, as data: topics, languages, times; and who fits whom best.

Which topics a stage usually needs stands in `stages.toml`. Languages carry the name their speakers use.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TOPICS: dict[str, Any] = {
    "co_op": _("How a co-op is owned and run"),
    "market": _("Customers and prices"),
    "sums": _("Sums and plans"),
    "trade": _("The work itself: tools and skills"),
    "law": _("Law and contracts"),
    "money": _("Loans, shares and grants"),
    "books": _("Bookkeeping"),
    "people": _("Meetings and conflicts"),
}
LANGUAGES: dict[str, Any] = {
    "en": pgettext_lazy("language", "English"),
    "es": pgettext_lazy("language", "Spanish"),
    "fr": _("French"),
    "ht": _("Haitian Creole"),
    "ar": _("Arabic"),
    "vi": _("Vietnamese"),
    "ase": _("American Sign Language"),
}
TIMES: dict[str, Any] = {
    "mornings": _("Mornings"),
    "afternoons": _("Afternoons"),
    "evenings": _("Evenings"),
    "weekends": _("Weekends"),
}


@dataclass(frozen=True)
class Wanted:
    """The help a team needs. Empty languages or times: any will do."""

    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


@dataclass(frozen=True)
class Helper:
    """What a mentor offers, and how much of it is taken: free_minutes of this month, teams walked with now."""

    key: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    times: tuple[str, ...]
    free_minutes: int
    team_count: int
    person: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class Match:
    """How a mentor fits what is wanted. is_able: speaks a language, has a time and an hour left that the team needs."""

    helper: Helper
    topics: tuple[str, ...]
    missing: tuple[str, ...]
    languages: tuple[str, ...]
    times: tuple[str, ...]
    is_able: bool


def matched(wanted: Wanted, helper: Helper) -> Match:
    """What one mentor has of what is wanted.

    >>> ada = Helper("ada", ("sums", "law"), ("en",), ("evenings",), 240, 1)
    >>> found = matched(Wanted(("sums", "market"), ("en", "es"), ("weekends",)), ada)
    >>> found.topics, found.missing, found.is_able
    (('sums',), ('market',), False)
    """
    topics = _both(wanted.topics, helper.topics)
    languages = _both(wanted.languages, helper.languages) if wanted.languages else helper.languages
    times = _both(wanted.times, helper.times) if wanted.times else helper.times
    missing = tuple(code for code in wanted.topics if code not in topics)
    return Match(
        helper, topics, missing, languages, times, bool(languages and times) and helper.free_minutes > 0
    )


def ranked(wanted: Wanted, helpers: Iterable[Helper]) -> list[Match]:
    """Mentors, the best first: those who are able, then by topics shared, hours left this month, fewest teams, key.

    >>> busy = Helper("ada", ("sums", "law"), ("en",), ("evenings",), 0, 2)
    >>> free = Helper("bo", ("sums",), ("en",), ("evenings",), 60, 0)
    >>> [one.helper.key for one in ranked(Wanted(("sums", "law")), [busy, free])]
    ['bo', 'ada']
    """
    found = [matched(wanted, helper) for helper in helpers]
    return sorted(
        found,
        key=lambda one: (
            not one.is_able,
            -len(one.topics),
            -one.helper.free_minutes,
            one.helper.team_count,
            one.helper.key,
        ),
    )


def names(of: dict[str, Any], codes: Iterable[str]) -> str:
    """Codes in words, with commas; what is not known any more is left out."""
    return ", ".join(str(of[code]) for code in codes if code in of)


def _both(wanted: Sequence[str], offered: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in wanted if code in offered)
