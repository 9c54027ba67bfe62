"""Reminders and one's own calendar: what the program sends people without being asked each time."""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from commonwork.gatherings import letter_texts
from commonwork.gatherings.actions import letters, waiting
from commonwork.gatherings.models import CalendarToken, Gathering, Registration
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence


class NobodyToRemind(Refusal):
    sentence = sentence("Everyone who can be reached has been reminded already.")
    status = 409


@act
def remind(*, gathering: Gathering, by: Who, at: datetime) -> Gathering:
    """Write to everyone who has a place and can be reached, once. A gathering of a series or conference with one
    registration reminds those of its lead. Raises NobodyToRemind."""
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    lead = Gathering.objects.get(pk=gathering.registers_at_id or gathering.pk)
    rows = Registration.objects.filter(gathering=lead, cancelled_at=None, waiting_since=None)
    if gathering.registers_at_id is None:
        rows = rows.filter(reminded_at=None)
    found = [row for row in rows.select_related("person", "guest").order_by("pk") if waiting.reach(row)]
    if not found or gathering.called_off_at:
        raise NobodyToRemind()
    for row in found:
        said = letter_texts.reminder(row, gathering, waiting.language_of(row))
        letters.write(
            address=waiting.reach(row),
            subject=said.subject,
            text=said.text,
            about=gathering,
            at=at,
            person=row.person,
        )
    Registration.objects.filter(pk__in=[row.pk for row in found]).update(reminded_at=at)
    state(
        "gatherings.reminder.sent",
        subject=gathering,
        by=by,
        at=at,
        organisation=gathering.host or "",
        data={"count": len(found)},
    )
    return gathering


def due(on: date) -> list[Gathering]:
    """The gatherings whose people are to be reminded on a day: those that begin `remind_days` later."""
    rows = Gathering.objects.filter(
        called_off_at=None,
        remind_days__gt=0,
        starts_at__date__gt=on,
        starts_at__date__lte=on + timedelta(days=31),
    )
    return [
        row
        for row in rows.order_by("starts_at", "pk")
        if row.starts_on - timedelta(days=row.remind_days) == on
    ]


@act
def follow(*, person: Person, token: str, by: Who, at: datetime) -> Person:
    """Give a person an address for their own calendar; an earlier one stops working."""
    digest = sha256(token.encode()).hexdigest()
    CalendarToken.objects.update_or_create(person=person, defaults={"token_hash": digest, "made_at": at})
    state("gatherings.calendar.made", subject=person, by=by, at=at)
    return person


def new_token() -> str:
    """A fresh secret for an address."""
    return secrets.token_urlsafe(24)
