"""Who came: one line a person, one fact a roll, and corrections."""

from datetime import timedelta

import pytest

from commonwork.gatherings import queries
from commonwork.gatherings.actions import gatherings, registrations, rolls
from commonwork.gatherings.models import RollEntry
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from tests.rooms.gatherings import make

pytestmark = pytest.mark.django_db


def test_a_roll_is_one_fact_that_names_its_members_by_key() -> None:
    gathering = make.report_back()
    ada, ben, cleo = (make.person(name) for name in ("Ada", "Ben", "Cleo"))

    marked = rolls.mark(
        gathering=gathering, present=[ben, ada], absent=[cleo], by=make.SEASON, at=gathering.ends_at
    )

    assert marked.roll_taken_at == gathering.ends_at
    fact = trail(gathering).get(kind="gatherings.roll.taken")
    assert fact.data["present"] == ["invented_ada", "invented_ben"]
    assert fact.data["absent"] == ["invented_cleo"]
    assert (fact.data["came_count"], fact.data["missed_count"], fact.data["how"]) == (2, 1, "paper")
    assert tell([fact])[0].sentence == "The roll of Report back from Barcelona was taken: 2 came, 1 did not."
    assert fact in trail(cleo)
    assert queries.came_counts([gathering]) == {gathering.pk: 2}
    assert list(queries.attended(ada)) == [gathering]
    assert list(queries.attended(cleo)) == []


def test_the_same_roll_marked_twice_is_one() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    asked = {"gathering": gathering, "present": [ada], "by": make.SEASON, "at": gathering.ends_at}
    rolls.mark(**asked, once="paper-roll")
    rolls.mark(**asked, once="paper-roll")

    with pytest.raises(rolls.RollStandsAlready):
        rolls.mark(**asked)

    assert RollEntry.objects.count() == 1
    assert Fact.objects.filter(kind="gatherings.roll.taken").count() == 1


def test_a_person_named_twice_in_one_roll_is_counted_once() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    rolls.mark(gathering=gathering, present=[ada, ada], by=make.SEASON, at=gathering.ends_at)

    assert queries.came_counts([gathering]) == {gathering.pk: 1}
    assert trail(ada).get().data["present"] == ["invented_ada"]


def test_a_later_mark_corrects_and_leaves_the_others_as_they_were() -> None:
    gathering, ada, ben = make.report_back(), make.person("Ada"), make.person("Ben")
    rolls.mark(gathering=gathering, present=[ada, ben], by=make.SEASON, at=gathering.ends_at)

    rolls.mark(
        gathering=gathering,
        present=[],
        absent=[ben],
        how="phone",
        by=make.SEASON,
        at=gathering.ends_at + timedelta(hours=1),
    )

    marks = {entry.person: (entry.came, entry.how) for entry in gathering.roll.select_related("person")}
    assert marks == {ada: (True, "paper"), ben: (False, "phone")}
    assert trail(ben).first().data["changed_count"] == 1
    assert trail(ada).count() == 1


def test_guests_stand_on_the_roll_too() -> None:
    gathering = make.report_back()
    wren = registrations.register(gathering=gathering, name="Wren", by="system/visitor", at=make.EARLIER)
    lark = registrations.register(gathering=gathering, name="Lark", by="system/visitor", at=make.EARLIER)

    rolls.mark(
        gathering=gathering,
        present=[],
        guests=[wren],
        absent_guests=[lark],
        how="door",
        by=make.SEASON,
        at=gathering.starts_at,
    )

    assert [(line.name, line.came) for line in queries.roster(gathering)] == [("Lark", False), ("Wren", True)]
    assert queries.came_counts([gathering]) == {gathering.pk: 1}
    assert trail(gathering).first().data["guests"] == [wren.key]


def test_a_roll_is_refused_before_the_day_for_nobody_and_for_both() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    with pytest.raises(rolls.NotYetHeld, match="starts on 2017-01-12"):
        rolls.mark(
            gathering=gathering, present=[ada], by=make.SEASON, at=gathering.starts_at - timedelta(days=1)
        )
    with pytest.raises(rolls.NobodyNamed):
        rolls.mark(gathering=gathering, present=[], by=make.SEASON, at=gathering.ends_at)
    with pytest.raises(rolls.CameAndMissed, match="Ada"):
        rolls.mark(gathering=gathering, present=[ada], absent=[ada], by=make.SEASON, at=gathering.ends_at)
    assert not RollEntry.objects.exists()
    # On the day itself, before it starts, people arrive.
    rolls.mark(
        gathering=gathering, present=[ada], by=make.SEASON, at=gathering.starts_at - timedelta(hours=1)
    )


def test_guests_of_another_gathering_and_members_are_no_guests_here() -> None:
    here, there, ada = make.report_back(), make.report_back(), make.person("Ada")
    elsewhere = registrations.register(gathering=there, name="Wren", by="system/visitor", at=make.EARLIER)
    member = registrations.register(gathering=here, person=ada, by=ada, at=make.EARLIER)
    for registration in (elsewhere, member):
        with pytest.raises(rolls.NotAGuestHere):
            rolls.mark(gathering=here, present=[], guests=[registration], by=make.SEASON, at=here.ends_at)


def test_a_gathering_that_was_called_off_has_no_roll() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    gatherings.call_off(gathering=gathering, by=make.SEASON, at=make.EARLIER)
    with pytest.raises(gatherings.WasCalledOff):
        rolls.mark(gathering=gathering, present=[ada], by=make.SEASON, at=gathering.ends_at)


def test_a_roll_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    gathering, ada = make.report_back(), make.person("Ada")

    def break_down(*_args: object, **_fields: object) -> None:
        raise RuntimeError("the pen broke")

    monkeypatch.setattr(rolls, "state", break_down)
    with pytest.raises(RuntimeError):
        rolls.mark(gathering=gathering, present=[ada], by=make.SEASON, at=gathering.ends_at)

    gathering.refresh_from_db()
    assert gathering.roll_taken_at is None
    assert not RollEntry.objects.exists()


def test_a_roll_of_three_hundred_takes_a_handful_of_queries(django_assert_max_num_queries) -> None:
    gathering = make.report_back()
    people = [make.person(f"Resident {number}") for number in range(300)]
    with django_assert_max_num_queries(12):
        rolls.mark(gathering=gathering, present=people, by=make.SEASON, at=gathering.ends_at)
    assert queries.came_counts([gathering]) == {gathering.pk: 300}


def test_the_needs_of_a_facilitator_and_of_someone_registered() -> None:
    gathering, school = make.report_back(), make.organisation()
    fay, ada = make.person("Fay"), make.person("Ada")
    facilitator, member = make.account(fay, "trainer", school), make.account(ada)
    registrations.register(gathering=gathering, person=ada, by=ada, at=make.EARLIER)

    before = queries.needs(member, make.EVENING - timedelta(days=3))
    assert [(need.title, need.due_on) for need in before] == [
        ("Come to Report back from Barcelona", make.EVENING)
    ]
    assert queries.needs(facilitator, make.EVENING - timedelta(days=3)) == []
    after = queries.needs(facilitator, make.EVENING + timedelta(days=1))
    assert [need.title for need in after] == ["Take the roll of Report back from Barcelona"]
    rolls.mark(gathering=gathering, present=[ada], by=fay, at=gathering.ends_at)
    assert queries.needs(facilitator, make.EVENING + timedelta(days=1)) == []
    rolls.admit(gathering=gathering, name="Wren", by=fay, at=gathering.ends_at)
    kept = queries.needs(facilitator, make.EVENING + timedelta(days=1))
    assert [need.title for need in kept] == ["Erase the names of guests of Report back from Barcelona"]
    registrations.forget_guests(gathering=gathering, by=fay, at=gathering.ends_at)
    assert queries.needs(facilitator, make.EVENING + timedelta(days=1)) == []
