"""Acts: one transaction with its fact, and a token that makes a second press harmless."""

from datetime import UTC, date, datetime

import pytest

from commonwork.record import queries, receipts
from commonwork.record.acts import TokenUsedBefore, act, state
from commonwork.record.kinds import Kind, declare
from commonwork.record.models import Fact
from commonwork.record.refs import ref, resolve_many
from commonwork.registry.actions import memberships, organisations, people
from commonwork.registry.clock import at_time
from commonwork.registry.models import Membership, Organisation, Person

pytestmark = pytest.mark.django_db
NOON = datetime(2016, 1, 1, 12, tzinfo=UTC)
BY = "system/test"


def farm() -> Organisation:
    return organisations.record(name="Freedom Farms", kind="co-op", by=BY, at=NOON)


def ada() -> Person:
    return people.record(name="Ada (invented)", key="invented_ada", by=BY, at=NOON)


@act
def open_with(*, organisation: Organisation, first: list[Person], is_broken: bool = False) -> Organisation:
    """An act made of acts, as journeys have them. States nothing of its own."""
    for person in first:
        memberships.begin(
            person=person, organisation=organisation, class_code="member", on=date(2016, 1, 1), by=BY, at=NOON
        )
    assert not is_broken, "something breaks half-way"
    return organisation


def test_the_facts_of_an_inner_act_count_for_the_outer_one() -> None:
    open_with(organisation=farm(), first=[ada()])
    assert Fact.objects.filter(kind="registry.membership.began").count() == 1


def test_an_act_that_breaks_half_way_leaves_neither_rows_nor_facts() -> None:
    with pytest.raises(AssertionError, match="half-way"):
        open_with(organisation=farm(), first=[ada()], is_broken=True)
    assert not Membership.objects.exists()
    assert not Fact.objects.filter(kind="registry.membership.began").exists()


def test_a_token_answers_with_the_noun_its_fact_is_about_also_after_an_inner_act() -> None:
    organisation = farm()
    first = open_with(organisation=organisation, first=[ada()], once="open-1")
    fact = queries.of_token("open-1")
    assert fact is not None and fact.subject == ref(organisation) == ref(first)
    assert receipts.address("open-1") == f"/receipts/{fact.number}/"


def test_a_second_press_is_answered_even_when_the_act_would_now_refuse() -> None:
    organisation, person = farm(), ada()
    arguments = {"organisation": organisation, "first": [person]}
    assert open_with(**arguments, once="open-1") == organisation
    assert open_with(**arguments, once="open-1") == organisation  # without the token: AlreadyMember
    with pytest.raises(memberships.AlreadyMember):
        open_with(**arguments)


def test_a_refused_act_leaves_its_token_unused() -> None:
    organisation, person = farm(), ada()
    open_with(organisation=organisation, first=[person])
    with pytest.raises(memberships.AlreadyMember):
        open_with(organisation=organisation, first=[person], once="open-2")
    ben = people.record(name="Ben (invented)", by=BY, at=NOON)
    assert open_with(organisation=organisation, first=[ben], once="open-2") == organisation


def test_who_asked_and_when_do_not_make_another_payload_but_the_order_of_a_set_does_not_either() -> None:
    @act
    def note(*, organisation: Organisation, words: set[str], by: str, at: datetime) -> Organisation:
        state("registry.organisation.recorded", subject=organisation, by=by, at=at)
        return organisation

    organisation = farm()
    note(organisation=organisation, words={"a", "b", "c"}, by=BY, at=NOON, once="note-1")
    note(
        organisation=organisation,
        words={"c", "b", "a"},
        by="system/other",
        at=at_time(date(2017, 1, 1)),
        once="note-1",
    )
    with pytest.raises(TokenUsedBefore):
        note(organisation=organisation, words={"a", "b"}, by=BY, at=NOON, once="note-1")
    assert (
        Fact.objects.filter(kind="registry.organisation.recorded").count() == 2
    )  # farm() and the first note


def test_an_act_whose_answer_is_gone_does_not_run_again() -> None:
    organisations.record(name="Short Lived", kind="co-op", by=BY, at=NOON, once="short-1")
    Organisation.objects.all().delete()
    with pytest.raises(TokenUsedBefore):
        organisations.record(name="Short Lived", kind="co-op", by=BY, at=NOON, once="short-1")
    assert not Organisation.objects.exists()


def test_a_fact_of_a_kind_nobody_declared_is_not_stated() -> None:
    with pytest.raises(AssertionError, match="not declared"):
        state("test.nothing.happened", subject=farm(), by=BY, at=NOON)


def test_a_kind_declared_twice_with_another_sentence_is_an_error() -> None:
    with pytest.raises(AssertionError, match="declared twice"):
        declare(Kind("registry.person.recorded", "Something else."))


def test_a_receipt_keeps_its_number_on_new_years_eve() -> None:
    # 31 Dec 2016, 8 pm in Jackson is 1 Jan 2017, 2 am in UTC: the year of the network counts, read or just written.
    evening = datetime(2017, 1, 1, 2, tzinfo=UTC)
    people.record(name="Eve (invented)", key="invented_eve", by=BY, at=evening, once="eve-1")
    fact = Fact.objects.get()
    assert fact.number == f"R-2016-{fact.pk:06d}"
    assert queries.by_number(fact.number) == fact
    assert queries.by_number(f"R-2017-{fact.pk:06d}") is None


@pytest.mark.parametrize(
    "number", ["", "R-", "R-2016", "R-²-1", "R-2016-²", "R-2016-" + "9" * 30, "nonsense"]
)
def test_a_number_that_is_none_finds_nothing(number: str) -> None:
    assert queries.by_number(number) is None


def test_text_that_only_looks_like_a_reference_finds_nothing_and_breaks_nothing() -> None:
    person = ada()
    found = resolve_many(
        ["registry.person/invented_ada", "www.example.com/x", "no.such/x", "sessions.session/x", "x"]
    )
    assert found == {"registry.person/invented_ada": person}


def test_codes_in_a_fact_are_told_in_words() -> None:
    organisation = farm()
    open_with(organisation=organisation, first=[ada()])
    told = queries.tell(queries.trail(organisation).filter(kind="registry.membership.began"))[0]
    assert told.sentence == "Ada (invented) joined Freedom Farms as worker-owner."
    assert told.fact.data == {"person": "registry.person/invented_ada", "class": "member", "on": "2016-01-01"}
