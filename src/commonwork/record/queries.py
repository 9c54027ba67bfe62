"""Reading facts: trails, receipts, and facts told as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.db.models import Model, QuerySet

from commonwork.record.kinds import KINDS, Kind
from commonwork.record.models import Fact
from commonwork.record.refs import ref, resolve_many
from commonwork.ui.money import money as money


@dataclass(frozen=True)
class Told:
    """A fact with its kind, the sentence that tells it, and the rows it names."""

    fact: Fact
    kind: Kind
    sentence: str
    subject: Model | None
    actor: str = ""


def trail(thing: Model | str) -> QuerySet[Fact]:
    """All facts about a thing, the newest first."""
    return Fact.objects.filter(abouts__ref=ref(thing)).order_by("-at", "-pk")


def of_token(once: str) -> Fact | None:
    """The fact an act with this token stated, if it has run."""
    asked = (
        "SELECT record_fact.* FROM record_once JOIN record_fact ON record_fact.id = record_once.fact_id"
        " WHERE record_once.key = %s"
    )
    return next(iter(Fact.objects.raw(asked, [once])), None)


def by_code(code: str) -> Fact | None:
    """The fact a receipt code belongs to; spaces, hyphens and lower case are forgiven."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return Fact.objects.filter(code=plain).first() if plain else None


def by_number(number: str) -> Fact | None:
    """The fact of a receipt number such as R-2017-000123."""
    year, _, serial = number.removeprefix("R-").partition("-")
    if not (year.isdecimal() and serial.isdecimal() and len(serial) < 18):
        return None
    fact = Fact.objects.filter(pk=int(serial)).first()
    return fact if fact and str(fact.year) == year else None


def tell(facts: Iterable[Fact]) -> list[Told]:
    """Each fact with its sentence in the reader's language; names are looked up in one query per kind of row."""
    facts = list(facts)
    rows = resolve_many({reference for fact in facts for reference in _references(fact)})
    return [_told(fact, rows) for fact in facts]


def _references(fact: Fact) -> set[str]:
    organisation = {f"registry.organisation/{fact.organisation}"} if fact.organisation else set()
    named = {value for value in fact.data.values() if isinstance(value, str) and "/" in value}
    return {fact.subject, fact.actor} | organisation | named


def _told(fact: Fact, rows: dict[str, Model]) -> Told:
    kind = KINDS.get(fact.kind) or Kind(code=fact.kind, sentence=fact.kind)
    template = str(kind.sentence)
    values: dict[str, Any] = {name: _shown(value, rows) for name, value in fact.data.items()}
    for name, value in fact.data.items():
        if name.endswith("_minor") and isinstance(value, int):
            values[name.removesuffix("_minor")] = money(value, str(fact.data.get("unit", "USD")))
    values.update({name: say(fact.data) for name, say in kind.words.items()})
    values["subject"] = _shown(fact.subject, rows)
    values["actor"] = _shown(fact.actor, rows)
    values["organisation"] = _shown(f"registry.organisation/{fact.organisation}", rows)
    wanted = {name for _, name, _, _ in Formatter().parse(template) if name}
    return Told(
        fact,
        kind,
        template.format(**{name: values.get(name, "…") for name in wanted}),
        rows.get(fact.subject),
        str(values["actor"]),
    )


def _shown(value: Any, rows: dict[str, Model]) -> Any:
    if isinstance(value, str) and "/" in value:
        return str(rows[value]) if value in rows else value.partition("/")[2]
    return value
