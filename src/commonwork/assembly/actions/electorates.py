"""Rolls: take one at a record date, affirm it, pass on a vote and take it back, ask to be counted in."""

from collections.abc import Sequence
from datetime import date, datetime

from commonwork.assembly.actions.days import happened
from commonwork.assembly.models import Affirmation, Elector, Electorate
from commonwork.assembly.policies_rolls import DELEGATION_CAP, decided
from commonwork.assembly.queries.electorates import (
    Line,
    carried,
    fingerprint,
    is_counted_in,
    live,
    live_coops,
)
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Body, Person
from commonwork.rules.refusal import Refusal, sentence

AT_ONCE = 2000


class NobodyOnTheRoll(Refusal):
    sentence = sentence("Nobody can vote in {body} on that day: it has no seats and no members.")
    field = "record_on"


class CapNeeded(Refusal):
    sentence = sentence("Say how many votes a co-op can have at most.")
    field = "cap"


class AlreadyAffirmed(Refusal):
    sentence = sentence("The {roll} has been affirmed. A later change needs a new roll.")
    status = 409


class NotOnTheRoll(Refusal):
    sentence = sentence("This person does not stand on the {roll}.")
    field = "to"


class DelegationIsOff(Refusal):
    sentence = sentence("Nobody can pass on a vote on the {roll}.")


class OneLevelOnly(Refusal):
    sentence = sentence("A vote can be passed on once only, and not by someone who carries votes for others.")
    field = "to"
    status = 409


class CarriesEnough(Refusal):
    sentence = sentence("This person already carries as many votes as one may: {cap}.")
    field = "to"
    status = 409


class NothingPassedOn(Refusal):
    sentence = sentence("This vote has not been passed on.")
    status = 409


class CountedInAlready(Refusal):
    sentence = sentence("You are counted in the votes of {body} already.")
    status = 409


@act
def take(
    *,
    body: Body,
    record_on: date,
    by: Who,
    at: datetime,
    weighing: str = "person",
    cap: int | None = None,
    source: str = "",
    key: str = "",
) -> Electorate:
    """Take the roll of a body as it stands at the end of a day, from live seats and memberships.

    weighing: person, organisation or capped (then `cap`). Delegation follows the policy assembly.delegation_cap.
    Raises StillToCome, NobodyOnTheRoll, CapNeeded, PolicyMissing.
    """
    happened(record_on, at)
    weights = Electorate.Weighing(weighing)
    if weights == Electorate.Weighing.CAPPED and not cap:
        raise CapNeeded()
    cap = cap if weights == Electorate.Weighing.CAPPED else None
    by_person = weights == Electorate.Weighing.PERSON
    lines = live(body, on=record_on) if by_person else live_coops(body, on=record_on, cap=cap)
    if not lines:
        raise NobodyOnTheRoll(body=body.name)
    electorate = Electorate.objects.create(
        key=key or new_key("roll"),
        body=body,
        record_on=record_on,
        taken_at=at,
        taken_by=ref(by),
        weighing=weights,
        cap=cap,
        delegation_cap=decided(DELEGATION_CAP, on=record_on, body=body),
        source=source.strip(),
    )
    _write(electorate, lines)
    data = {
        "count": len(lines),
        "votes": sum(line.weight for line in lines),
        "record_on": record_on.isoformat(),
        "weighing": weights.value,
        "cap": cap or 0,
        "roll_sha256": fingerprint(electorate),
    }
    electorate.fact = state(
        "assembly.roll.taken",
        subject=electorate,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[body],
        data=data,
    )
    electorate.save(update_fields=["fact"])
    return electorate


@act
def affirm(*, electorate: Electorate, by: Who, at: datetime) -> Electorate:
    """Someone with the duty says that the roll is right; from then on it stands. Raises AlreadyAffirmed."""
    electorate = _locked(electorate)
    if electorate.is_affirmed:
        raise AlreadyAffirmed(roll=str(electorate))
    electorate.affirmed_at, electorate.affirmed_by = at, ref(by)
    electorate.save(update_fields=["affirmed_at", "affirmed_by"])
    _state("assembly.roll.affirmed", electorate, by=by, at=at, data={"roll_sha256": fingerprint(electorate)})
    return electorate


@act
def delegate(*, electorate: Electorate, person: Person, to: Person, by: Who, at: datetime) -> Electorate:
    """Pass on a vote to another elector of the same roll: one level, as many as the roll's cap allows.

    Raises DelegationIsOff, NotOnTheRoll, OneLevelOnly, CarriesEnough.
    """
    electorate = _locked(electorate)
    if not electorate.delegation_cap:
        raise DelegationIsOff(roll=str(electorate))
    giver, taker = _line(electorate, person), _line(electorate, to)
    is_chain = giver.delegated_to_id or taker.delegated_to_id or giver.carries.exists()
    if giver.pk == taker.pk or is_chain:
        raise OneLevelOnly()
    if len(carried(taker)) >= electorate.delegation_cap:
        raise CarriesEnough(cap=electorate.delegation_cap)
    giver.delegated_to = taker
    giver.save(update_fields=["delegated_to"])
    _state("assembly.roll.delegated", electorate, by=by, at=at, data={"cap": electorate.delegation_cap})
    return electorate


@act
def take_back(*, electorate: Electorate, person: Person, by: Who, at: datetime) -> Electorate:
    """Take back a vote that was passed on. Raises NotOnTheRoll, NothingPassedOn."""
    electorate = _locked(electorate)
    line = _line(electorate, person)
    if line.delegated_to_id is None:
        raise NothingPassedOn()
    line.delegated_to = None
    line.save(update_fields=["delegated_to"])
    _state("assembly.roll.taken_back", electorate, by=by, at=at, data={})
    return electorate


@act
def count_in(*, body: Body, person: Person, on: date, by: Who, at: datetime) -> Body:
    """A person asks to be counted in a body's votes for a year from a day on. Raises CountedInAlready."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if is_counted_in(body, person, on=on):
        raise CountedInAlready(body=body.name)
    ends_on = _a_year_later(on)
    Affirmation.objects.create(body=body, person=person, starts_on=on, ends_on=ends_on)
    state(
        "assembly.roll.counted_in",
        subject=body,
        by=by,
        at=at,
        organisation=body.organisation or "",
        data={"on": on.isoformat(), "ends_on": ends_on.isoformat()},
    )
    return body


def _write(electorate: Electorate, lines: Sequence[Line]) -> None:
    width = max(3, len(str(len(lines))))
    Elector.objects.bulk_create(
        [
            Elector(
                electorate=electorate,
                roll_number=f"R-{number:0{width}d}",
                person=line.person,
                organisation=line.organisation,
                class_key=line.class_key,
                weight=line.weight,
            )
            for number, line in enumerate(lines, start=1)
        ],
        batch_size=AT_ONCE,
    )


def _line(electorate: Electorate, person: Person) -> Elector:
    row = Elector.objects.filter(electorate=electorate, person=person).first()
    if row is None:
        raise NotOnTheRoll(roll=str(electorate))
    return row


def _locked(electorate: Electorate) -> Electorate:
    rows = Electorate.objects.select_for_update(of=("self",)).select_related("body__organisation")
    return rows.get(pk=electorate.pk)


def _state(kind: str, electorate: Electorate, *, by: Who, at: datetime, data: dict[str, object]) -> None:
    body = electorate.body
    state(
        kind, subject=electorate, by=by, at=at, organisation=body.organisation or "", about=[body], data=data
    )


def _a_year_later(on: date) -> date:
    """The same day of the next year; 29 February becomes 1 March."""
    try:
        return on.replace(year=on.year + 1)
    except ValueError:
        return date(on.year + 1, 3, 1)
