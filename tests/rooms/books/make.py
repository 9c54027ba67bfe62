"""Builders for the tests of the books."""

from datetime import date

from commonwork.books import actions as books
from commonwork.books.models import Book, Entry
from commonwork.record.models import Fact
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation

BY = "system/tests"
FIRST = date(2016, 1, 1)
AT = at_time(FIRST)
KINDS = {
    "federation": "institution",
    "bank": "institution",
    "school": "institution",
    "incubator": "institution",
    "freedom_farm": "co-op",
    "nubias": "co-op",
    "green_team": "co-op",
}


def organisation(key: str = "nubias", *, is_open: bool = False) -> Organisation:
    """An organisation of the network, without books."""
    return Organisation.objects.create(
        key=key,
        name=key.replace("_", " ").title(),
        kind=KINDS.get(key, "co-op"),
        has_open_books=is_open,
    )


def book(key: str = "nubias", *, on: date = FIRST, is_open: bool = False) -> Book:
    """An organisation's open book."""
    return books.open_book(organisation=organisation(key, is_open=is_open), on=on, by=BY, at=at_time(on))


def fact() -> Fact:
    """Any fact, to post from."""
    found = Fact.objects.order_by("pk").last()
    assert found is not None
    return found


def cash(
    of: Book, amount_minor: int, *, on: date = FIRST, against: str = "4000", kind: str = "sale"
) -> Entry:
    """A plain entry: cash in (or out), against an account without parties."""
    return books.post(
        organisation=of.organisation,
        on=on,
        kind=kind,
        lines=[books.Line("1000", amount_minor), books.Line(against, -amount_minor)],
        source=fact(),
    )
