"""Reading effects: those of a resolution, all of them, how far a resolution is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet

from commonwork.assembly.effects import KINDS, WHOLE, Progress, progress_of
from commonwork.assembly.models import Effect
from commonwork.record.refs import ref, resolve_many


@dataclass(frozen=True)
class Followed:
    """An effect with how far it is, and the resolution it comes from."""

    effect: Effect
    progress: Progress
    decided: Model | None

    @property
    def kind_name(self) -> object:
        return KINDS[self.effect.kind].name if self.effect.kind in KINDS else self.effect.kind

    @property
    def sentence(self) -> str:
        """How far it is, as a sentence."""
        words = self.progress.words.rstrip(".")
        return f"{words[:1].upper()}{words[1:]}."

    @property
    def is_told(self) -> bool:
        """Does its owner tell how far it is; else it is read from elsewhere."""
        kind = KINDS.get(self.effect.kind)
        return kind is not None and kind.read is None

    @property
    def resolution_href(self) -> str:
        return self.decided.get_absolute_url() if self.decided is not None else ""  # type: ignore[attr-defined]


def all_effects() -> QuerySet[Effect]:
    """All effects, the latest first."""
    return Effect.objects.select_related("body__organisation", "owner").order_by("-pk")


def effects_of(decided_in: Model | str, *, on: date) -> list[Followed]:
    """What a resolution sets in motion, in the order it was planned."""
    return followed(all_effects().filter(decided_in=ref(decided_in)).order_by("number"), on=on)


def followed(effects: QuerySet[Effect] | Sequence[Effect], *, on: date) -> list[Followed]:
    """Effects with their progress and resolutions."""
    rows = list(effects)
    decided = resolve_many({row.decided_in for row in rows})
    return [Followed(row, progress_of(row, on=on), decided.get(row.decided_in)) for row in rows]


def whole_bp(rows: Sequence[Followed]) -> int:
    """How far all of them are together: the mean of those not dropped, rounded down; 0 when there is none."""
    counted = [row.progress.done_bp for row in rows if row.effect.state != Effect.State.DROPPED]
    return min(WHOLE, sum(counted) // len(counted)) if counted else 0
