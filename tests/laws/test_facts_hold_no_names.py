"""Law: facts and entries hold keys, amounts, codes and dates, never names, addresses or free text about a person."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from commonwork.books.models import Entry, Posting
from commonwork.record.models import Fact
from commonwork.registry.models import Contact, Person

pytestmark = [pytest.mark.django_db, pytest.mark.season]
CODE = re.compile(r"[\w.:/+-]{0,160}", re.ASCII)  # keys, references, codes, dates, decimal amounts
AGREED = {  # texts that are about no person
    "charter.policy.adopted": "the text of a policy is what a body adopted",
    "bank.quarter.closed": "the name of a quarter, such as Q1 2017",
    "bank.quarter.paused": "the name of a quarter",
    "incubator.gate.passed": "the name of a gate, from stages.toml",
}


def texts(value: Any) -> Iterator[str]:
    """All strings in a fact's data, and the names of its places."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def free_text(data: Any) -> list[str]:
    """What in a fact's data is no key, amount, code or date."""
    return [text for text in texts(data) if not CODE.fullmatch(text)]


def test_facts_hold_keys_amounts_codes_and_dates() -> None:
    facts = Fact.objects.exclude(kind__in=AGREED)
    assert facts.count() > 100, "a whole season"
    found = {fact.kind: free_text(fact.data) for fact in facts.iterator() if free_text(fact.data)}
    assert found == {}
    strange = [
        fact.pk
        for fact in Fact.objects.iterator()
        for text in (fact.kind, fact.subject, fact.actor, fact.organisation, fact.mandate)
        if not CODE.fullmatch(text)
    ]
    assert strange == []


def test_entries_name_parties_by_key() -> None:
    said = set(Posting.objects.values_list("party", flat=True)) | set(
        Posting.objects.values_list("fund", flat=True)
    )
    said |= set(Entry.objects.values_list("kind", flat=True)) | set(
        Entry.objects.values_list("source", flat=True)
    )
    assert len(said) > 10
    assert sorted(text for text in said if not CODE.fullmatch(text)) == []


def test_no_name_and_no_contact_of_anyone_stands_in_a_fact() -> None:
    people = [name for name in Person.objects.values_list("name", flat=True) if name not in {"", "—"}]
    told = " ".join(f"{fact.subject} {fact.data}" for fact in Fact.objects.iterator())
    assert (
        people
        and [name for name in [*people, *Contact.objects.values_list("value", flat=True)] if name in told]
        == []
    )


def test_this_law_can_fail() -> None:
    assert (
        free_text({"person": "registry.person/ada", "on": "2016-01-01", "minor": 5, "rows": [{"what": "x"}]})
        == []
    )
    assert free_text({"note": "Ada was late", "rows": [{"who": "Ñandú"}]}) == ["Ada was late", "Ñandú"]
