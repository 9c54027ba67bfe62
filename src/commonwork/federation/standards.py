"""What a law or custom says where nobody adopted a policy: values with their source, and ways to split a surplus."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext_lazy as _

WHOLE_BP = 10_000
PRESET_NAMES = {
    "mondragon": _("Mondragon, the statutory least"),
    "mondragon-observed": _("Mondragon, as observed"),
    "italy": _("Italy"),
    "vawc": _("Valley Alliance, Massachusetts"),
    "us-simple": _("A simple split, as in many US co-ops"),
}


@dataclass(frozen=True)
class Standard:
    """A value valid from a day on, with its source."""

    code: str
    value: Any
    starts_on: date
    source: str


@dataclass(frozen=True)
class Preset:
    """A way to split what members' work earned, in basis points. reserve_bp, cash_bp: None = as the co-op has it."""

    code: str
    reserve_bp: int | None
    education_bp: int
    solidarity_bp: int
    cash_bp: int | None
    source: str

    @property
    def name(self) -> Any:
        """How people call it."""
        return PRESET_NAMES[self.code]

    def parts_bp(self, *, own_reserve_bp: int = 0) -> dict[str, int]:
        """The four parts, together 10,000; the members get what the others leave."""
        reserve = own_reserve_bp if self.reserve_bp is None else self.reserve_bp
        reserve = min(reserve, WHOLE_BP - self.education_bp - self.solidarity_bp)
        return {
            "individual": WHOLE_BP - reserve - self.education_bp - self.solidarity_bp,
            "indivisible_reserve": reserve,
            "education": self.education_bp,
            "solidarity": self.solidarity_bp,
        }


def standard(code: str, *, on: date) -> Standard | None:
    """The value a law gives on a day, or None."""
    rows = [row for row in _data()["value"] if row["code"] == code and row["from"] <= on]
    latest = max(rows, key=lambda row: row["from"], default=None)
    return Standard(code, latest["value"], latest["from"], latest["source"]) if latest else None


def presets() -> list[Preset]:
    """All ways to split that ship, in their order."""
    return [
        Preset(
            row["code"],
            row.get("reserve_bp"),
            row["education_bp"],
            row["solidarity_bp"],
            row.get("cash_bp"),
            row["source"],
        )
        for row in _data()["preset"]
    ]


def preset(code: str) -> Preset | None:
    """The preset of this code, or None."""
    return next((one for one in presets() if one.code == code), None)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(
        files("commonwork.federation").joinpath("standards.toml").read_text(encoding="utf-8")
    )
