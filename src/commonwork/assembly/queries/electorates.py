"""Rolls: who would stand on one today, who stands on one that was taken, and what each elector carries."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from commonwork.assembly.models import Affirmation, Elector, Electorate
from commonwork.assembly.policies_rolls import AFFIRMED_ONLY, VOTING_CLASSES, decided
from commonwork.registry.models import Body, BodySeat, Membership, Organisation, Person
from commonwork.registry.queries import coops, running

# Who sits in a body for which co-op, told by the rooms that know: {pk of the person: co-op}. A journey fills it.
SITS_FOR: list[Callable[[Body, date], Mapping[int, Organisation]]] = []


@dataclass(frozen=True)
class Line:
    """One line of a roll before it is taken."""

    person: Person | None
    organisation: Organisation | None
    class_key: str
    weight: int = 1

    @property
    def name(self) -> str:
        return self.person.name if self.person else str(self.organisation)


def seated(body: Body, *, on: date) -> QuerySet[BodySeat]:
    """The seats of a body that run on a day, with their people."""
    return BodySeat.objects.filter(running(on), body=body).select_related("person")


def live(body: Body, *, on: date) -> list[Line]:
    """The people who may vote in a body on a day, by name: who sits in it, else the voting members of its organisation.

    Where the policy assembly.roll_affirmed_only says so, only those who asked to be counted in.
    """
    seats = {seat.person_id: seat.person for seat in seated(body, on=on)}
    lines = _of_seats(body, seats, on=on) if seats else _of_members(body, on=on)
    if asks_to_be_counted(body, on=on):
        asked = set(Affirmation.objects.filter(running(on), body=body).values_list("person", flat=True))
        lines = [line for line in lines if line.person and line.person.pk in asked]
    return sorted(lines, key=_by_name)


def live_count(body: Body, *, on: date) -> int:
    """How many people `live` would give, without reading them where that can be told by counting."""
    if asks_to_be_counted(body, on=on):
        return len(live(body, on=on))
    seats = seated(body, on=on).values("person").distinct().count()
    if seats or body.organisation is None:
        return seats
    return _members(body, on=on).values("person").distinct().count()


def live_coops(body: Body, *, on: date, cap: int | None = None) -> list[Line]:
    """The co-ops that vote in a body on a day, by name: those its people sit for, else every member co-op.

    With a cap a co-op has as many votes as members, at most the cap and at least one.
    """
    sitting: dict[int, Line] = {}
    for line in live(body, on=on):
        if line.organisation and line.organisation.kind == Organisation.Kind.COOP:
            sitting.setdefault(line.organisation.pk, line)
    found = list(sitting.values()) or [Line(None, coop, "") for coop in coops(stages=("member",))]
    heads = _heads([line.organisation.pk for line in found if line.organisation], on=on) if cap else {}
    weighed = [
        Line(line.person, line.organisation, "", max(1, min(cap or 1, heads.get(line.organisation.pk, 0))))
        for line in found
        if line.organisation
    ]
    return sorted(weighed, key=lambda line: (str(line.organisation).casefold(), line.organisation.key))  # type: ignore[union-attr]


def electorates(body: Body) -> QuerySet[Electorate]:
    """The rolls of a body with their numbers of lines and votes, the latest record date first."""
    rows = Electorate.objects.filter(body=body).select_related("body__organisation")
    rows = rows.annotate(lines_count=Count("electors"), votes_sum=Sum("electors__weight"))
    return rows.order_by("-record_on", "-pk")


def latest(body: Body, *, on: date | None = None) -> Electorate | None:
    """The roll of a body taken last, or the one for the latest record date up to a day; None where there is none."""
    rows = Electorate.objects.filter(body=body).select_related("body__organisation")
    rows = rows.filter(record_on__lte=on) if on else rows
    return rows.order_by("-record_on", "-pk").first()


def electors(electorate: Electorate) -> QuerySet[Elector]:
    """The lines of a roll by number, with people, co-ops and who carries the vote."""
    rows = Elector.objects.filter(electorate=electorate)
    return rows.select_related("electorate", "person", "organisation", "delegated_to__person").order_by(
        "roll_number"
    )


def elector_of(electorate: Electorate, person: Person | None) -> Elector | None:
    """The line on which a person votes, for herself or for a co-op; None where there is none."""
    if person is None:
        return None
    return electors(electorate).filter(person=person).first()


def size(electorate: Electorate) -> tuple[int, int]:
    """(lines, votes) of a roll."""
    sums = Elector.objects.filter(electorate=electorate).aggregate(lines=Count("pk"), votes=Sum("weight"))
    return sums["lines"], sums["votes"] or 0


def carried(elector: Elector) -> list[Elector]:
    """The lines whose votes an elector carries, by number; her own is not among them."""
    return list(elector.carries.select_related("person", "organisation").order_by("roll_number"))


def votes_of(elector: Elector) -> int:
    """The votes an elector casts: none where she passed hers on, else her own and those she carries."""
    if elector.delegated_to_id is not None:
        return 0
    return elector.weight + sum(line.weight for line in carried(elector))


def fingerprint(electorate: Electorate) -> str:
    """A digest of a roll's lines (numbers, keys, weights) and its key: shows later that no line was changed."""
    rows = Elector.objects.filter(electorate=electorate).order_by("roll_number")
    digest = hashlib.sha256(electorate.key.encode())
    for row in rows.values_list("roll_number", "person__key", "organisation__key", "class_key", "weight"):
        digest.update("\t".join(str(part or "") for part in row).encode() + b"\n")
    return digest.hexdigest()


def is_counted_in(body: Body, person: Person, *, on: date) -> bool:
    """Has the person asked to be counted in the votes of this body?"""
    return Affirmation.objects.filter(running(on), body=body, person=person).exists()


def asks_to_be_counted(body: Body, *, on: date) -> bool:
    """Does the body count only those who asked for it?"""
    return bool(decided(AFFIRMED_ONLY, on=on, body=body) == "yes")


def _by_name(line: Line) -> tuple[str, str]:
    return line.name.casefold(), line.person.key if line.person else ""


def _of_members(body: Body, *, on: date) -> list[Line]:
    if body.organisation is None:
        return []
    found: dict[int, Line] = {}
    for row in _members(body, on=on).select_related("person").order_by("starts_on", "pk"):
        found.setdefault(row.person_id, Line(row.person, body.organisation, row.class_code))
    return list(found.values())


def _members(body: Body, *, on: date) -> QuerySet[Membership]:
    classes = decided(VOTING_CLASSES, on=on, body=body)
    return Membership.objects.filter(running(on), organisation=body.organisation, class_code__in=classes)


def _of_seats(body: Body, people: Mapping[int, Person], *, on: date) -> list[Line]:
    told: dict[int, Organisation] = {}
    for ask in SITS_FOR:
        told |= ask(body, on)
    rows = Membership.objects.filter(running(on), person__in=people).select_related("organisation")
    belongs: dict[int, Sequence[Membership]] = {}
    for row in rows.order_by("starts_on", "pk"):
        belongs[row.person_id] = [*belongs.get(row.person_id, ()), row]
    lines = []
    for pk, person in people.items():
        own = belongs.get(pk, ())
        here = [row for row in own if row.organisation_id == body.organisation_id] or list(own)
        coop = told.get(pk) or (here[0].organisation if here else None)
        lines.append(Line(person, coop, here[0].class_code if here else ""))
    return lines


def _heads(pks: Sequence[int], *, on: date) -> dict[int, int]:
    """{pk of a co-op: worker-owners on a day}."""
    rows = Membership.objects.filter(running(on), organisation__in=pks, class_code=Membership.Class.MEMBER)
    return dict(rows.values_list("organisation").annotate(Count("person", distinct=True)))
