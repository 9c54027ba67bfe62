"""What resolutions set in motion: the kinds of effect there are, and how far each one is.

The assembly declares tasks, budget lines and policies; effects in other rooms are declared by `journeys`, which may
know both sides. A kind says how it is begun and how its progress is read; acts and pages know no kind by name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.forms import Field

from commonwork.access.permissions import Permission
from commonwork.assembly.models import Effect
from commonwork.record.acts import Who
from commonwork.ui.money import percent

WHOLE = 10_000


@dataclass(frozen=True)
class Progress:
    """How far an effect is, in basis points, in words, with a link and (label, text) figures."""

    done_bp: int
    words: str
    href: str = ""
    link_text: str = ""
    figures: Sequence[tuple[str, str]] = ()

    @property
    def is_done(self) -> bool:
        return self.done_bp >= WHOLE

    @property
    def percent(self) -> str:
        """How far it is in whole percent, rounded down."""
        return percent(self.done_bp // 100 * 100)


Begin = Callable[[Effect, date, Who, datetime], str]
Read = Callable[[Effect, date], Progress]
Fields = Callable[[], dict[str, Field]]
Check = Callable[[dict[str, Any]], dict[str, Any]]


def no_fields() -> dict[str, Field]:
    """For kinds that ask for nothing of their own."""
    return {}


def as_typed(data: dict[str, Any]) -> dict[str, Any]:
    """For kinds whose data is what was typed."""
    return data


@dataclass(frozen=True)
class EffectKind:
    """begin: does it, and returns the reference of what it made. read: how far it is; None where the owner reports.

    permission: who may begin it, in the organisation named in its data (or of its body). fields: what its form asks for;
    check: turns what was typed into data (plain JSON values), and raises a Refusal where it does not fit.
    """

    code: str
    name: object
    sentence: object
    permission: Permission
    has_owner: bool = False
    fields: Fields = no_fields
    check: Check = as_typed
    begin: Begin | None = None
    read: Read | None = None


KINDS: dict[str, EffectKind] = {}


def declare(*kinds: EffectKind) -> None:
    """Add kinds; a second declaration of the same code is an error in the code."""
    for kind in kinds:
        assert kind.code not in KINDS or KINDS[kind.code] == kind, f"{kind.code} is declared twice"
        KINDS[kind.code] = kind


def progress_of(effect: Effect, *, on: date) -> Progress:
    """How far an effect is on a day: as its kind reads it, else as its owner told."""
    kind = KINDS.get(effect.kind)
    if effect.state not in (Effect.State.WAITING, Effect.State.DROPPED) and kind is not None and kind.read:
        return kind.read(effect, on)
    return Progress(effect.done_bp, str(effect.get_state_display()))
