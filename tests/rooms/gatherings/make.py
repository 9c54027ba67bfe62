"""Builders for gatherings: people with names, a hall, a school, and a report-back on a January evening."""

from datetime import date, datetime, time, timedelta
from typing import Any

from commonwork.access.actions import roles
from commonwork.access.models import Account
from commonwork.gatherings.actions import gatherings
from commonwork.gatherings.models import Gathering
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation, Person, Place

EVENING = date(2017, 1, 12)
EARLIER = at_time(date(2016, 12, 20))
SEASON = "system/season"


def person(name: str, **fields: Any) -> Person:
    key = f"invented_{name.lower().replace(' ', '_')}"
    return Person.objects.create(key=key, name=f"{name} (invented)", is_invented=True, **fields)


def organisation(
    key: str = "school", name: str = "Cooperative school", kind: str = "institution"
) -> Organisation:
    return Organisation.objects.get_or_create(key=key, defaults={"name": name, "kind": kind})[0]


def hall() -> Place:
    return Place.objects.get_or_create(
        key="lumumba_center", defaults={"name": "Lumumba Center", "address": "939 W. Capitol St."}
    )[0]


def report_back(**fields: Any) -> Gathering:
    """12 January 2017, 6 to 8 in the evening, Chicago time."""
    asked = {
        "title": "Report back from Barcelona",
        "kind": "report-back",
        "starts_at": at_time(EVENING, time(18)),
        "ends_at": at_time(EVENING, time(20)),
        "place": hall(),
        "host": organisation(),
        "needs_offered": ["childcare", "ride"],
        "is_invented": True,
        "by": SEASON,
        "at": EARLIER,
    }
    return gatherings.announce(**{**asked, **fields})


def morning_after(gathering: Gathering) -> datetime:
    return gathering.ends_at + timedelta(hours=12)


def account(someone: Person, role: str = "", organisation: Organisation | None = None) -> Account:
    """An account of a person, with a role from 2010 on when one is named."""
    if role:
        roles.give(
            person=someone, role=role, organisation=organisation, on=date(2010, 1, 1), by=SEASON, at=EARLIER
        )
    return Account.objects.create_user(f"{someone.key}@example.org", person=someone)
