"""Announcing, changing and calling off."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from commonwork.gatherings import queries
from commonwork.gatherings.actions import gatherings, registrations
from commonwork.gatherings.models import Gathering
from commonwork.record import acts
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import at_time
from tests.rooms.gatherings import make

pytestmark = pytest.mark.django_db


def test_announcing_keeps_what_was_said_and_states_it() -> None:
    gathering = make.report_back()

    assert gathering.key == "report_back_from_barcelona_2017_01_12"
    assert gathering.time_zone == "America/Chicago"
    # 18:00 in Chicago in January is UTC-6: midnight UTC.
    assert gathering.starts_at.astimezone(ZoneInfo("UTC")).isoformat() == "2017-01-13T00:00:00+00:00"
    assert gathering.days_text == "Thursday 12 January 2017"
    assert gathering.hours_text == "6:00 pm to 8:00 pm CST"
    assert gathering.duration_minutes == 120
    told = tell(trail(gathering))
    assert [line.sentence for line in told] == ["Report back from Barcelona was announced."]
    assert told[0].fact.organisation == "school"
    assert told[0].fact.data == {"starts_on": "2017-01-12"}


def test_an_all_day_conference_ends_on_the_day_before_its_half_open_end() -> None:
    # network.toml: from 2014-05-02 until 2014-05-05, half-open: 2, 3 and 4 May.
    conference = make.report_back(
        title="Jackson Rising",
        kind="conference",
        starts_at=at_time(date(2014, 5, 2), time(0)),
        ends_at=at_time(date(2014, 5, 5), time(0)),
        is_all_day=True,
    )

    assert (conference.starts_on, conference.last_on) == (date(2014, 5, 2), date(2014, 5, 4))
    assert conference.days_text == "2 May 2014 to 4 May 2014"
    assert conference.hours_text == "all day"


def test_the_clock_of_the_place_counts_and_not_the_reader_s() -> None:
    barcelona = ZoneInfo("Europe/Madrid")
    talk = make.report_back(
        starts_at=datetime(2016, 12, 12, 0, 30, tzinfo=barcelona),
        ends_at=datetime(2016, 12, 12, 2, 0, tzinfo=barcelona),
        time_zone="Europe/Madrid",
    )

    assert talk.starts_on == date(2016, 12, 12)  # in Jackson it is still 17:30 on the 11th
    assert talk.hours_text == "12:30 am to 2:00 am CET"


@pytest.mark.parametrize(
    ("fields", "refusal", "words"),
    [
        (
            {"ends_at": at_time(make.EVENING, time(18))},
            gatherings.EndsBeforeItStarts,
            "must end after it starts",
        ),
        ({"kind": "party"}, gatherings.NotOneOfThese, "“party” is not one of"),
        ({"needs_offered": ["wine"]}, gatherings.NotOneOfThese, "“wine” is not one of"),
        ({"time_zone": "Mars/Olympus"}, gatherings.NoSuchTimeZone, "Mars/Olympus"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    fields: dict[str, object], refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        make.report_back(**fields)

    assert not Gathering.objects.exists()
    assert not Fact.objects.exists()


def test_a_key_is_used_once_and_a_made_one_gets_a_number() -> None:
    make.report_back(key="report_back")
    with pytest.raises(gatherings.KeyIsTaken):
        make.report_back(key="report_back")

    assert make.report_back().key == "report_back_from_barcelona_2017_01_12"
    assert make.report_back().key == "report_back_from_barcelona_2017_01_12_2"


def test_the_database_itself_refuses_an_end_before_the_start() -> None:
    gathering = make.report_back()
    with pytest.raises(IntegrityError), transaction.atomic():
        Gathering.objects.filter(pk=gathering.pk).update(ends_at=gathering.starts_at)


def test_a_change_names_its_fields_and_nothing_else_moves() -> None:
    gathering = make.report_back()
    later = at_time(make.EVENING, time(21))

    changed = gatherings.change(
        gathering=gathering,
        changes={"ends_at": later, "title": gathering.title},
        by=make.SEASON,
        at=make.EARLIER + timedelta(days=1),
    )

    assert changed.ends_at == later
    assert changed.changes_count == 1
    fact = trail(gathering).get(kind="gatherings.gathering.changed")
    assert fact.data == {"fields": ["ends_at"], "starts_on": "2017-01-12"}


def test_a_change_that_changes_nothing_is_refused() -> None:
    gathering = make.report_back()
    with pytest.raises(gatherings.NothingToChange):
        gatherings.change(
            gathering=gathering, changes={"title": gathering.title}, by=make.SEASON, at=make.EARLIER
        )


def test_a_room_cannot_become_smaller_than_the_people_registered() -> None:
    gathering = make.report_back()
    for name in ("Ada", "Ben"):
        registrations.register(gathering=gathering, person=make.person(name), by=make.SEASON, at=make.EARLIER)

    with pytest.raises(gatherings.MoreAreRegistered, match="2 people are registered"):
        gatherings.change(gathering=gathering, changes={"capacity": 1}, by=make.SEASON, at=make.EARLIER)

    gathering.refresh_from_db()
    assert gathering.capacity is None


def test_calling_off_is_stated_once_and_stops_what_comes_after() -> None:
    gathering = make.report_back()
    gatherings.call_off(gathering=gathering, by=make.SEASON, at=make.EARLIER)

    with pytest.raises(gatherings.WasCalledOff, match="Report back from Barcelona was called off"):
        gatherings.call_off(gathering=gathering, by=make.SEASON, at=make.EARLIER)
    with pytest.raises(gatherings.WasCalledOff):
        registrations.register(
            gathering=gathering, person=make.person("Ada"), by=make.SEASON, at=make.EARLIER
        )
    assert trail(gathering).filter(kind="gatherings.gathering.called_off").count() == 1


def test_an_announcement_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object, **_fields: object) -> None:
        raise RuntimeError("the pen broke")

    monkeypatch.setattr(gatherings, "state", break_down)
    with pytest.raises(RuntimeError):
        make.report_back()

    assert not Gathering.objects.exists()


def test_the_same_form_sent_twice_announces_once() -> None:
    first = make.report_back(once="token-1")
    again = make.report_back(once="token-1")

    assert first == again
    assert Gathering.objects.count() == 1
    with pytest.raises(acts.TokenUsedBefore):
        make.report_back(once="token-1", title="Something else")


def test_what_comes_and_what_was_part_at_the_beginning_of_the_day() -> None:
    conference = make.report_back(
        title="Long ago",
        starts_at=at_time(date(2014, 5, 2), time(0)),
        ends_at=at_time(date(2014, 5, 5), time(0)),
    )
    evening = make.report_back()

    assert list(queries.coming(date(2017, 1, 12))) == [evening]
    assert list(queries.past(date(2017, 1, 12))) == [conference]
    assert list(queries.past(date(2017, 1, 13))) == [evening, conference]
    # On its last day the conference still runs; when the 5th begins it is over.
    assert conference in queries.coming(date(2014, 5, 4))
    assert conference in queries.past(date(2014, 5, 5))


def test_what_is_not_public_is_listed_only_among_rows_one_asks_for() -> None:
    meeting = make.report_back(is_public=False)

    assert list(queries.coming(make.EVENING)) == []
    assert list(queries.coming(make.EVENING, among=Gathering.objects.all())) == [meeting]
    assert list(queries.past(date(2017, 1, 13))) == []
