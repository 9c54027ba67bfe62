"""The stages of a team as data: which there are, in what order, and what the gate of each asks.

The order and the codes stand in `stages.toml`; names and sentences stand here, so that they can be translated.
A gate belongs to its stage: passing the gate "feasibility" means that the stage is done.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.rules.refusal import Refusal, sentence

PRESET = Path(__file__).with_name("stages.toml")

SHORT: dict[str, Any] = {
    "idea": _("Idea"),
    "team_formed": _("Team"),
    "study_circle_done": _("Circle"),
    "feasibility": _("Sums"),
    "business_plan": _("Plan"),
    "review_by_assembly_and_federation": _("Review"),
    "financing": _("Money"),
    "incorporated": _("In law"),
    "launched": _("Open"),
}

WORDS: dict[str, tuple[Any, Any]] = {
    "idea": (_("Idea"), _("Someone has written down what the co-op would do, and for whom.")),
    "team_formed": (_("Team formed"), _("At least two people have agreed how they will work together.")),
    "study_circle_done": (
        _("Study circle done"),
        _("The team has learned together how a worker co-op is owned, run and paid."),
    ),
    "feasibility": (
        _("Feasibility"),
        _("The team has checked that enough people will buy, at a price that pays."),
    ),
    "business_plan": (_("Business plan"), _("The plan and the budget of the first year are written.")),
    "review_by_assembly_and_federation": (
        _("Review by assembly and federation"),
        _("Residents and sister co-ops have read the plan and said what they think."),
    ),
    "financing": (_("Financing"), _("The money to start has been found: shares, loan and grants.")),
    "incorporated": (_("Incorporated"), _("The co-op exists in law, with its own rules.")),
    "launched": (_("Launched"), _("The co-op is open and its members are at work.")),
}

DOCUMENTS: dict[str, Any] = {
    "idea_in_a_page": _("The idea on one page"),
    "working_agreement": _("Working agreement of the team"),
    "circle_notes": _("Notes of the study circle"),
    "feasibility_study": _("Feasibility study"),
    "business_plan": _("Business plan"),
    "first_year_budget": _("Budget of the first year"),
    "review_notes": _("Notes of both reviews"),
    "sources_and_uses": _("Where the money comes from and goes to"),
    "articles": _("Articles filed with the state"),
    "operating_agreement": _("Operating agreement with the co-op's rules"),
    "opening_day_checklist": _("Checklist of the opening day"),
}


class NoSuchStage(Refusal):
    sentence = sentence("There is no stage called “{stage}”.")
    field = "stage"


@dataclass(frozen=True)
class Stage:
    """One stage. `position` counts from 1; `documents` are codes of DOCUMENTS."""

    key: str
    position: int
    documents: tuple[str, ...]
    asks_competence: bool = False
    is_ready: bool = False

    @property
    def name(self) -> str:
        return str(WORDS[self.key][0])

    @property
    def short(self) -> str:
        """One word for narrow places."""
        return str(SHORT[self.key])

    @property
    def sentence(self) -> str:
        return str(WORDS[self.key][1])

    @property
    def document_names(self) -> list[str]:
        return [document_name(code) for code in self.documents]

    def __str__(self) -> str:
        return self.name


@cache
def stages() -> tuple[Stage, ...]:
    """All stages of the preset, in their order."""
    rows = tomllib.loads(PRESET.read_text(encoding="utf-8"))["stage"]
    return tuple(
        Stage(
            key=row["key"],
            position=position,
            documents=tuple(row["documents"]),
            asks_competence=row.get("asks_competence", False),
            is_ready=row.get("is_ready", False),
        )
        for position, row in enumerate(rows, start=1)
    )


def stage(key: str) -> Stage:
    """The stage with this key. Raises NoSuchStage."""
    found = next((item for item in stages() if item.key == key), None)
    if found is None:
        raise NoSuchStage(stage=key)
    return found


def stage_at(position: int) -> Stage | None:
    """The stage at a position counted from 1, or None after the last."""
    return stages()[position - 1] if 1 <= position <= len(stages()) else None


def ready_keys() -> tuple[str, ...]:
    """The stages whose gate makes a team ready to open."""
    return tuple(item.key for item in stages() if item.is_ready)


def document_name(code: str) -> str:
    """A document's name; an unknown code is shown as it is."""
    return str(DOCUMENTS.get(code, code))
