"""Which way a co-op's year-end goes: it depends on how the co-op is taxed. And what law or policy says on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from commonwork.charter.queries import in_force
from commonwork.federation import standards
from commonwork.federation.models import YearEnd
from commonwork.registry.models import Organisation

Mode = Organisation.TaxMode


@dataclass(frozen=True)
class Path:
    """mode: the tax mode. has_notices: written notices under Subchapter T, and Form 1099-PATR after them.
    has_k1: figures for each partner's Schedule K-1. pays_people: may anything go to persons?"""

    mode: str
    has_notices: bool = False
    has_k1: bool = False
    pays_people: bool = True


PATHS = {
    Mode.SUBCHAPTER_T: Path(Mode.SUBCHAPTER_T, has_notices=True),
    Mode.PARTNERSHIP: Path(Mode.PARTNERSHIP, has_k1=True),
    Mode.NONPROFIT_PROJECT: Path(Mode.NONPROFIT_PROJECT, pays_people=False),
    Mode.OTHER_COUNTRY: Path(Mode.OTHER_COUNTRY),
    Mode.NONE: Path(Mode.NONE),
}


def path_of(organisation: Organisation, year_end: YearEnd | None = None) -> Path:
    """The path of a co-op; for a year that is shared, the one it was shared by."""
    kept = year_end.terms.get("tax_mode", "") if year_end else ""
    return PATHS[Mode(kept or organisation.tax_mode)]


@dataclass(frozen=True)
class Said:
    """A value, where it comes from, and whether a body adopted it (or else the law says it)."""

    value: Any
    source: str
    is_adopted: bool


def said(code: str, *, on: date, organisation: Organisation) -> Said | None:
    """What holds on a day: a policy of the co-op, of the network, or else what the law says; None where nobody does."""
    policy = in_force(f"federation.{code}", on=on, organisation=organisation)
    if policy is not None:
        return Said(policy.value, policy.source, True)
    law = standards.standard(f"federation.{code}", on=on)
    return Said(law.value, law.source, False) if law else None


def in_law(code: str, *, on: date, organisation: Organisation) -> Any:
    """The value of something that always has one. See `said`."""
    found = said(code, on=on, organisation=organisation)
    assert found is not None, f"{code} has a value in standards.toml"
    return found.value
