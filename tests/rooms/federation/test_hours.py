"""Hours: entering, taking back, reading in a list."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from commonwork.federation.actions import hours, wages, year_ends
from commonwork.federation.models import Hours, HoursImport, Wage, YearEnd
from commonwork.federation.queries import hours_list
from commonwork.federation.queries.hours import (
    AlreadyEntered,
    NoHoursGiven,
    NotOfThisCoop,
    NotYetWorked,
    TooManyHours,
    Worked,
    YearIsShared,
    labour,
)
from commonwork.federation.queries.sharing import HoursWait
from commonwork.record.acts import TokenUsedBefore
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.rules.refusal import Complaints
from tests.rooms.federation.make import BY, YEAR_END, Town, noon, post, season_town, town
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
MAY = date(2016, 5, 12)
HEAD = "coop,person,month,hours,kind\n"


def _farm() -> Town:
    made = town()
    coop = made.coop("freedom_farm", "Freedom Farms")
    made.worker(coop, "invented_ada")
    made.worker(coop, "invented_ben")
    return made


farm = kept_world(_farm)


def record(made: Town, **given: object) -> None:
    said = {
        "organisation": made.coops["freedom_farm"],
        "person": made.people["invented_ada"],
        "starts_on": MAY,
        "minutes": 450,
        "by": BY,
        "at": noon(MAY),
    }
    hours.record(**said | given)


def test_a_day_of_hours_is_kept_in_minutes_and_told_as_a_fact(farm: Town) -> None:
    record(farm)
    row = Hours.objects.get()
    assert (row.starts_on, row.ends_on, row.minutes, row.kind) == (MAY, date(2016, 5, 13), 450, "paid")
    assert row.hours == Decimal("7.5")
    fact = Fact.objects.get(kind="federation.hours.recorded")
    assert fact.data["hours"] == "7.5"
    assert fact.abouts.filter(ref=ref(farm.people["invented_ada"])).exists()


def test_a_month_of_hours_covers_the_whole_month(farm: Town) -> None:
    record(farm, is_month=True, minutes=110 * 60)
    row = Hours.objects.get()
    assert (row.starts_on, row.ends_on, row.is_month) == (date(2016, 5, 1), date(2016, 6, 1), True)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"minutes": 0}, NoHoursGiven),
        ({"minutes": -60}, NoHoursGiven),
        ({"minutes": 24 * 60 + 1}, TooManyHours),
        ({"is_month": True, "minutes": 31 * 24 * 60 + 1}, TooManyHours),
        ({"at": noon(date(2016, 5, 11))}, NotYetWorked),
        ({"starts_on": date(2014, 12, 31)}, NotOfThisCoop),
    ],
)
def test_hours_that_cannot_be_are_refused(farm: Town, given: dict[str, object], refusal: type) -> None:
    with pytest.raises(refusal):
        record(farm, **given)
    assert not Hours.objects.exists()
    assert not Fact.objects.filter(kind="federation.hours.recorded").exists()


def test_a_day_holds_24_hours_in_all_co_ops_and_kinds_together(farm: Town) -> None:
    other = farm.coop("nubias", "Nubia's Place")
    from commonwork.registry.actions import memberships

    ada = farm.people["invented_ada"]
    memberships.begin(
        person=ada, organisation=other, class_code="worker", on=date(2016, 1, 1), by=BY, at=noon(MAY)
    )
    record(farm, minutes=14 * 60)
    record(farm, minutes=6 * 60, kind="duty")
    with pytest.raises(TooManyHours) as told:
        record(farm, organisation=other, minutes=4 * 60 + 1)
    assert "24:01 hours in a time that has only 24" in str(told.value)
    record(farm, organisation=other, minutes=4 * 60)
    assert sum(Hours.objects.values_list("minutes", flat=True)) == 1440


def test_the_same_time_cannot_be_entered_twice_not_even_as_month_and_day(farm: Town) -> None:
    record(farm)
    for given in ({}, {"is_month": True}):
        with pytest.raises(AlreadyEntered):
            record(farm, **given)
    record(farm, kind="duty", minutes=30)
    assert Hours.objects.count() == 2


def test_pressing_twice_enters_hours_once(farm: Town) -> None:
    record(farm, once="press")
    record(farm, once="press")
    assert Hours.objects.count() == 1
    assert Fact.objects.filter(kind="federation.hours.recorded").count() == 1
    with pytest.raises(TokenUsedBefore):
        record(farm, once="press", minutes=60)


def test_hours_of_a_shared_year_stand_as_they_are(farm: Town) -> None:
    record(farm)
    coop = farm.coops["freedom_farm"]
    YearEnd.objects.create(
        key="freedom_farm_2016",
        organisation=coop,
        year=2016,
        starts_on=date(2016, 1, 1),
        ends_on=date(2017, 1, 1),
        result_minor=-1,
        closed_on=date(2016, 12, 31),
        loss_carried_on=date(2016, 12, 31),
    )
    with pytest.raises(YearIsShared):
        record(farm, starts_on=date(2016, 5, 11))
    with pytest.raises(YearIsShared):
        hours.take_back(hours=Hours.objects.get(), by=BY, at=noon(MAY))
    assert Hours.objects.count() == 1


def test_a_wrong_row_is_taken_back_and_said_so(farm: Town) -> None:
    record(farm)
    hours.take_back(hours=Hours.objects.get(), by=BY, at=noon(MAY))
    assert not Hours.objects.exists()
    assert Fact.objects.get(kind="federation.hours.taken_back").data["minutes"] == 450
    record(farm, minutes=420)
    assert Hours.objects.get().minutes == 420


def test_many_rows_are_entered_with_one_fact_that_names_their_people(farm: Town) -> None:
    ada, ben = farm.people["invented_ada"], farm.people["invented_ben"]
    rows = [
        Worked.in_month(ada, MAY, 6600),
        Worked.in_month(ben, MAY, 7200),
        Worked.in_month(ben, MAY, 60, "duty"),
    ]
    hours.record_many(organisation=farm.coops["freedom_farm"], rows=rows, by=BY, at=noon(MAY))
    fact = Fact.objects.get(kind="federation.hours.recorded")
    assert (fact.data["rows"], fact.data["people"], fact.data["hours"]) == (3, 2, "231")
    assert {ref(ada), ref(ben)} <= set(fact.abouts.values_list("ref", flat=True))


def test_one_wrong_row_keeps_all_the_others_out(farm: Town) -> None:
    ada = farm.people["invented_ada"]
    rows = [
        Worked.on_day(ada, MAY, 60),
        Worked.on_day(ada, MAY, 60),
        Worked.on_day(ada, date(2016, 5, 11), -1),
    ]
    with pytest.raises(Complaints) as told:
        hours.record_many(organisation=farm.coops["freedom_farm"], rows=rows, by=BY, at=noon(MAY))
    assert [complaint.line for complaint in told.value.complaints] == [2, 3]
    assert not Hours.objects.exists()


def test_a_failure_after_the_rows_leaves_nothing(farm: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonwork.federation.actions.hours.state", _breaks)
    with pytest.raises(RuntimeError):
        record(farm)
    assert not Hours.objects.exists()


def _breaks(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("the power fails")


def test_the_published_list_is_read_in_whole(published: Path) -> None:
    made, season = season_town(published / "")
    text = (published / "jackson" / "hours.csv").read_text(encoding="utf-8")
    hours.import_csv(text=text, by=BY, at=noon(date(2017, 3, 31)))
    assert Hours.objects.count() == 159 == HoursImport.objects.get().rows_count
    answers = season.answers["year_end"]["coops"]
    for key, coop in made.coops.items():
        work = labour(coop, starts_on=date(2016, 1, 1), ends_on=date(2017, 1, 1), basis="hours")
        assert work.member_minutes == Decimal(answers[key]["member_hours"]) * 60
        assert work.other_minutes == Decimal(answers[key]["other_hours"]) * 60
        assert work.uncounted_minutes == Decimal(answers[key]["duty_hours_not_counted"]) * 60
    told = Fact.objects.filter(kind="federation.hours.recorded")
    assert sorted(told.values_list("organisation", flat=True)) == ["freedom_farm", "green_team", "nubias"]


def test_trying_a_list_changes_nothing(farm: Town) -> None:
    reading = hours_list.read(HEAD + "freedom_farm,invented_ada,2016-05,110,paid\n", on=MAY)
    assert (len(reading.rows), reading.hours, reading.people, reading.complaints) == (1, "110", 1, ())
    assert not Hours.objects.exists()


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("nowhere,invented_ada,2016-05,8,paid", "coop", "no co-op with the key “nowhere”"),
        ("freedom_farm,nobody,2016-05,8,paid", "person", "no person with the key “nobody”"),
        ("freedom_farm,invented_ada,2016-13,8,paid", "month", "“2016-13” is not a month"),
        ("freedom_farm,invented_ada,2016-05,-8,paid", "hours", "more than zero"),
        ("freedom_farm,invented_ada,2016-05,eight,paid", "hours", "eight"),
        ("freedom_farm,invented_ada,2016-05-12,24.5,paid", "hours", "24.5 hours in a time that has only 24"),
        ("freedom_farm,invented_ada,2016-05,745,paid", "hours", "745 hours in a time that has only 744"),
        ("freedom_farm,invented_ada,2016-05,8,lunch", "kind", "“lunch” is not a kind"),
        ("freedom_farm,invented_ben,2016-04,8,paid", "on", "already entered"),
    ],
)
def test_a_list_is_refused_with_the_line_and_what_is_wrong(
    farm: Town, line: str, field: str, words: str
) -> None:
    text = HEAD + "freedom_farm,invented_ben,2016-04,80,paid\n" + line + "\n"
    with pytest.raises(Complaints) as told:
        hours.import_csv(text=text, by=BY, at=noon(MAY))
    (complaint,) = told.value.complaints
    assert (complaint.line, complaint.field) == (3, field)
    assert words in complaint.sentence
    assert not Hours.objects.exists()
    assert not HoursImport.objects.exists()


def test_a_list_without_its_columns_or_rows_is_refused(farm: Town) -> None:
    for text, words in (
        ("coop,person\n", "month, hours, kind"),
        (HEAD, "between 1 and"),
        ("", "needs the columns"),
    ):
        with pytest.raises(Complaints) as told:
            hours.import_csv(text=text, by=BY, at=noon(MAY))
        assert words in str(told.value)


def test_a_list_for_one_co_op_may_not_hold_rows_of_another(farm: Town) -> None:
    other = farm.coop("nubias", "Nubia's Place")
    reading = hours_list.read(
        HEAD + "freedom_farm,invented_ada,2016-05,110,paid\n", on=MAY, organisation=other
    )
    assert "rows of Nubia's Place only" in reading.complaints[0].sentence


def test_wages_weigh_each_row_by_the_wage_of_its_first_day(farm: Town) -> None:
    coop, ada = farm.coops["freedom_farm"], farm.people["invented_ada"]
    wages.set_one(
        organisation=coop, person=ada, hourly_wage_minor=1500, on=date(2016, 1, 1), by=BY, at=noon(MAY)
    )
    wages.set_one(
        organisation=coop, person=ada, hourly_wage_minor=1600, on=date(2016, 4, 1), by=BY, at=noon(MAY)
    )
    rows = [Worked.in_month(ada, date(2016, 3, 1), 600), Worked.in_month(ada, date(2016, 4, 1), 60)]
    hours.record_many(organisation=coop, rows=rows, by=BY, at=noon(MAY))
    work = labour(coop, starts_on=date(2016, 1, 1), ends_on=date(2017, 1, 1), basis="hours_x_wage")
    assert work.weights == {"invented_ada": 600 * 1500 + 60 * 1600}
    assert work.unpriced == ()


def test_a_wage_must_be_positive_and_belong_to_a_worker(farm: Town) -> None:
    coop, ada = farm.coops["freedom_farm"], farm.people["invented_ada"]
    with pytest.raises(wages.NoWage):
        wages.set_one(organisation=coop, person=ada, hourly_wage_minor=0, on=MAY, by=BY, at=noon(MAY))
    other = farm.coop("nubias", "Nubia's Place")
    with pytest.raises(wages.NotAWorker):
        wages.set_one(organisation=other, person=ada, hourly_wage_minor=1500, on=MAY, by=BY, at=noon(MAY))
    assert not Wage.objects.exists()


def test_hours_that_wait_count_once_somebody_else_approved_them() -> None:
    made = town()
    farm = made.coop("farm", "Freedom Farms")
    ada, ben = made.worker(farm, "invented_ada"), made.worker(farm, "invented_ben")
    day = date(2016, 5, 9)
    rows = [Worked.on_day(ada, day + timedelta(days=place), 480) for place in range(5)]
    rows.append(Worked.on_day(ada, day, 60, "time-bank"))
    hours.record_many(organisation=farm, rows=rows, is_approved=False, by=ada, at=noon(date(2016, 5, 14)))
    year = {"starts_on": date(2016, 1, 1), "ends_on": date(2017, 1, 1), "basis": "hours"}
    work = labour(farm, **year)
    assert (work.member_minutes, work.waiting_minutes, work.uncounted_minutes) == (0, 2400, 60)
    waiting = list(Hours.objects.all())
    with pytest.raises(hours.OwnHours):
        hours.approve(organisation=farm, rows=waiting, by=ada, at=noon(day))
    hours.approve(organisation=farm, rows=waiting, by=ben, at=noon(day))
    work = labour(farm, **year)
    assert (work.member_minutes, work.waiting_minutes) == (2400, 0)
    assert Fact.objects.get(kind="federation.hours.approved").data["hours"] == "41"
    with pytest.raises(hours.NothingWaits):
        hours.approve(organisation=farm, rows=waiting, by=ben, at=noon(day))


def test_a_year_is_not_shared_while_paid_hours_wait() -> None:
    made = town()
    farm = made.coop("farm", "Freedom Farms")
    ada = made.worker(farm, "invented_ada")
    rows = [Worked.on_day(ada, date(2016, 5, 9), 480)]
    hours.record_many(organisation=farm, rows=rows, is_approved=False, by=ada, at=noon(YEAR_END))
    post(farm, YEAR_END, ("1000", 10000), ("4000", -10000))
    row = year_ends.close(organisation=farm, year=2016, by=BY, at=noon(YEAR_END))
    with pytest.raises(HoursWait) as told:
        year_ends.allocate(year_end=row, on=YEAR_END, by=BY, at=noon(YEAR_END))
    assert "8 hours" in str(told.value)
