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
from django.utils.translation import pgettext_lazy

from commonwork.rules.refusal import Refusal, sentence

FILE = Path(__file__).with_name("stages.toml")
START_UP, CONVERSION = "start_up", "conversion"
PRESETS: dict[str, Any] = {
    START_UP: _("A co-op that starts anew"),
    CONVERSION: _("A business that its workers take over"),
}
OPENING = "launched"  # the gate after which a team's co-op is open

SHORT: dict[str, Any] = {
    "idea": _("Idea"),
    "team_formed": _("Team"),
    "study_circle_done": _("Circle"),
    "feasibility": _("Sums"),
    "business_plan": _("Plan"),
    "review_by_assembly_and_federation": pgettext_lazy("one short word", "Review"),
    "financing": _("Money"),
    "incorporated": _("In law"),
    "launched": _("Open"),
    "first_year_accompanied": _("Year 1"),
    "federation_member": pgettext_lazy("one short word", "Member"),
    "owner_is_willing": _("Owner"),
    "valued": _("Value"),
    "terms_agreed": _("Terms"),
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
    "first_year_accompanied": (
        _("First year accompanied"),
        _("The mentor has gone through the first year with the members, month by month."),
    ),
    "federation_member": (
        _("Federation member"),
        _("The federation has taken the co-op in, with all rights and duties."),
    ),
    "owner_is_willing": (
        _("The owner is willing"),
        _("The owner has said that the people who work there may buy the business."),
    ),
    "valued": (
        _("Valued"),
        _("Someone independent has said what the business is worth, and the workers have seen its accounts."),
    ),
    "terms_agreed": (
        _("Terms agreed"),
        _("Owner and workers agree on the price, how it is paid, and who does what on the way."),
    ),
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
    "year_in_figures": _("The first year in figures, against the plan"),
    "affiliation_decision": _("The federation's decision"),
    "letter_of_intent": _("The owner's letter of intent"),
    "valuation": _("Valuation by someone independent"),
    "three_years_of_accounts": _("Accounts of the last three years"),
    "terms_of_sale": _("Terms of the sale"),
    "transition_plan": _("Plan of the transition"),
    "bill_of_sale": _("Bill of sale"),
}


class NoSuchStage(Refusal):
    sentence = sentence("There is no stage called “{stage}”.")
    field = "stage"


@dataclass(frozen=True)
class Stage:
    """One stage. `position` counts from 1; `documents` are codes of DOCUMENTS; `topics`: help it usually needs, codes of
    `helping.TOPICS`."""

    key: str
    position: int
    documents: tuple[str, ...]
    asks_competence: bool = False
    is_ready: bool = False
    asks_review: bool = False
    topics: tuple[str, ...] = ()

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
def stages(preset: str = START_UP) -> tuple[Stage, ...]:
    """All stages of a preset, in their order."""
    return tuple(
        Stage(
            key=row["key"],
            position=position,
            documents=tuple(row["documents"]),
            asks_competence=row.get("asks_competence", False),
            is_ready=row.get("is_ready", False),
            asks_review=row.get("asks_review", False),
            topics=tuple(row.get("topics", ())),
        )
        for position, row in enumerate(_rows()[preset], start=1)
    )


@cache
def _rows() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def all_stages() -> tuple[Stage, ...]:
    """The stages of all presets, each key once."""
    found = {item.key: item for preset in reversed(PRESETS) for item in stages(preset)}
    return tuple(dict.fromkeys(found[item.key] for preset in PRESETS for item in stages(preset)))


def stage(key: str, preset: str = "") -> Stage:
    """The stage with this key, of one preset or of any. Raises NoSuchStage."""
    rows = stages(preset) if preset else all_stages()
    found = next((item for item in rows if item.key == key), None)
    if found is None:
        raise NoSuchStage(stage=key)
    return found


def stage_at(position: int, preset: str = START_UP) -> Stage | None:
    """The stage at a position counted from 1, or None after the last."""
    rows = stages(preset)
    return rows[position - 1] if 1 <= position <= len(rows) else None


def after(key: str, preset: str = START_UP) -> Stage | None:
    """The stage that follows the one with this key ("" = none yet), or None after the last."""
    return stage_at(stage(key, preset).position + 1, preset) if key else stages(preset)[0]


@cache
def ready_keys() -> tuple[str, ...]:
    """The stages whose gate makes a team ready to open."""
    return tuple(item.key for item in all_stages() if item.is_ready)


@cache
def open_keys() -> tuple[str, ...]:
    """The last gates of teams that are open: the opening and all that comes after it, in any preset."""
    return tuple(
        dict.fromkeys(
            item.key
            for preset in PRESETS
            for item in stages(preset)
            if item.position >= stage(OPENING, preset).position
        )
    )


def document_name(code: str) -> str:
    """A document's name; an unknown code is shown as it is."""
    return str(DOCUMENTS.get(code, code))
