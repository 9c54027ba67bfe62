"""What the bank asks rooms beside it, through the joins above: who a team's people are, and what its plan says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from commonwork.registry.models import Organisation, Person


@dataclass(frozen=True)
class Prefill:
    """What is known of a co-op that begins an application. texts: {code of a question: text}; references of the team
    and of the version of its plan; where: the words that say where it comes from."""

    team: str = ""
    plan: str = ""
    name: str = ""
    principal_minor: int | None = None
    jobs_made_count: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    where: Any = ""


People: TypeAlias = Callable[[Organisation, date], Sequence[Person]]
Known: TypeAlias = Callable[[Organisation, date], Prefill | None]
_people: list[People] = []
_known: list[Known] = []


def answer(*, people: People, known: Known) -> None:
    """Say who knows the people and the plan of a co-op that is not open yet."""
    _people[:], _known[:] = [people], [known]


def people_of(organisation: Organisation, on: date) -> list[Person]:
    """People of a co-op that are in no roll yet; none where nobody knows."""
    return list(_people[0](organisation, on)) if _people else []


def known_of(organisation: Organisation, on: date) -> Prefill:
    """What is known of a co-op already."""
    return (_known[0](organisation, on) if _known else None) or Prefill()
