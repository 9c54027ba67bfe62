"""Kinds of legal bodies and the tax modes each goes with, read from data/legal_forms.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

NAMES = (  # once more, where the collector of translations finds them
    gettext_noop("Worker co-operative corporation"),
    gettext_noop("Co-operative of another state, registered here"),
    gettext_noop("LLC with co-op rules in its operating agreement"),
    gettext_noop("Partnership"),
    gettext_noop("Project of a nonprofit"),
    gettext_noop("Co-operative of another country"),
)


@dataclass(frozen=True)
class LegalForm:
    """One kind of legal body."""

    code: str
    name: str
    tax_modes: tuple[str, ...]
    source: str

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return _(self.name)


@cache
def legal_forms() -> dict[str, LegalForm]:
    """{code: kind of legal body}, in the order of the file."""
    text = files("commonwork.federation").joinpath("data", "legal_forms.toml").read_text(encoding="utf-8")
    return {
        row["code"]: LegalForm(row["code"], row["name"], tuple(row["tax_modes"]), row["source"])
        for row in tomllib.loads(text)["form"]
    }
