"""Practice sign-ins of a demo network: making them, and what keeps them from going live."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from commonwork.access.actions import accounts, roles
from commonwork.access.models import Account, PracticeSignIn
from commonwork.registry.actions import people
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation, Person

LOOPBACK = {"127.0.0.1", "::1"}
FILE = Path(__file__).parent / "season" / "data" / "practice.toml"
BY = "system/practice"


@transaction.atomic
def make(*, on: date) -> int:
    """Make the practice sign-ins that are not there yet; returns how many were made. Roles count from `on`."""
    made = 0
    for place, row in enumerate(tomllib.loads(FILE.read_text(encoding="utf-8"))["sign_in"]):
        if not PracticeSignIn.objects.filter(key=row["key"]).exists():
            _make(place, row, on)
            made += 1
    return made


def _make(place: int, row: dict[str, Any], on: date) -> None:
    moment = {"by": BY, "at": at_time(on)}
    person = Person.objects.filter(key=row["person"]).first()
    if person is None:
        person = people.record(key=row["person"], name=row["name"], is_invented=True, **moment)
    organisation = Organisation.objects.get(key=row["organisation"]) if "organisation" in row else None
    roles.give(
        person=person,
        role=row["role"],
        organisation=organisation,
        on=on,
        as_of_on=row.get("as_of"),
        **moment,
    )
    accounts.open_for(person=person, email=f"{row['key']}@practice.invalid", **moment)
    PracticeSignIn.objects.create(
        key=row["key"], account=Account.objects.get(person=person), role=row["role"], position=place
    )
