"""Mentors: what they offer, how much of it is left, who fits a team, and who may see it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from commonwork.incubator import queries
from commonwork.incubator.actions import mentoring, mentors, resting
from commonwork.incubator.actions.days import StillToCome
from commonwork.incubator.helping import LANGUAGES, TIMES, TOPICS, Helper, Wanted, ranked
from commonwork.incubator.models import HelpWanted, MentorHours, MentorOffer, Team
from commonwork.incubator.stages import all_stages
from commonwork.record.models import Fact
from commonwork.registry.actions import people
from tests.rooms.incubator import make
from tests.rooms.incubator.test_pages import BACKEND

ON = date(2017, 3, 31)
WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}
CODES = st.lists(st.sampled_from(sorted(TOPICS)), unique=True, max_size=4).map(tuple)
WORDS = st.lists(st.sampled_from(sorted(LANGUAGES)), unique=True, max_size=3).map(tuple)
HOURS = st.lists(st.sampled_from(sorted(TIMES)), unique=True, max_size=3).map(tuple)


def offer(name: str, *topics: str, **changed: Any) -> MentorOffer:
    said: dict[str, Any] = {"languages": ["en"], "times": ["evenings"], "hours_a_month": 10, "on": ON}
    return mentors.offer(person=make.person(name), topics=topics, **{**said, **changed}, **WHO)


# who fits


def test_every_stage_asks_for_topics_there_are() -> None:
    for stage in all_stages():
        assert stage.topics and set(stage.topics) <= set(TOPICS), stage.key


@given(
    st.builds(Wanted, CODES, WORDS, HOURS),
    st.lists(
        st.builds(Helper, st.uuids().map(str), CODES, WORDS, HOURS, st.integers(0, 6000), st.integers(0, 5)),
        max_size=6,
    ),
)
def test_nobody_who_cannot_meet_the_team_stands_above_one_who_can(
    wanted: Wanted, helpers: list[Helper]
) -> None:
    found = ranked(wanted, helpers)
    assert sorted(one.helper.key for one in found) == sorted(one.key for one in helpers)
    able = [one.is_able for one in found]
    assert able == sorted(able, reverse=True)
    for one in found:
        assert set(one.topics) | set(one.missing) == set(wanted.topics)
        if one.is_able:
            assert one.helper.free_minutes > 0
            assert not wanted.languages or set(wanted.languages) & set(one.helper.languages)
            assert not wanted.times or set(wanted.times) & set(one.helper.times)


@pytest.mark.django_db
def test_mentors_are_put_in_order_by_topics_language_time_and_hours_left() -> None:
    """Four hours of ten are gone for Walt; Vera speaks no Spanish; Zoe has given all her two hours."""
    team = make.green_team()
    mentors.want(team=team, topics=["sums", "market"], languages=["es"], times=["evenings"], on=ON, **WHO)
    offer("Vera", "sums", "market")
    offer("Walt", "sums", "market", languages=["en", "es"])
    offer("Yara", "sums", languages=["es"])
    offer("Zoe", "sums", "market", languages=["es"], hours_a_month=2)
    offer("Iris", "sums", "market", languages=["es"])  # belongs to the team
    for name, hours in (("Walt", "4"), ("Zoe", "2")):
        mentoring.log(team=team, mentor=make.person(name), on=date(2017, 3, 20), hours=Decimal(hours), **WHO)
    mentoring.log(team=team, mentor=make.person("Walt"), on=date(2017, 3, 1), hours=Decimal(5), **WHO)
    wanted, has_asked = queries.wanted_by(team)
    found = queries.mentors_for(team, wanted, on=ON)
    told = [(one.helper.person.name.split()[0], one.is_able, one.helper.free_minutes) for one in found]
    assert has_asked
    # 30 days up to 31 March begin on 2 March: the five hours of 1 March do not count any more
    assert told == [("Walt", True, 360), ("Yara", True, 600), ("Vera", False, 600), ("Zoe", False, 0)]
    assert found[1].missing == ("market",)


@pytest.mark.django_db
def test_a_team_that_has_not_asked_needs_what_its_next_stage_usually_takes() -> None:
    wanted, has_asked = queries.wanted_by(make.green_team())
    assert (wanted.topics, has_asked) == (("market", "trade"), False)  # before the gate "idea"


# acts


@pytest.mark.django_db
def test_an_offer_is_replaced_and_its_fact_holds_codes_only() -> None:
    make.network()
    first = offer("Vera", "law")
    again = offer("Vera", "books", "law", hours_a_month=4)
    assert (first.key, again.topics, again.hours_a_month) == (again.key, ["law", "books"], 4)
    fact = Fact.objects.filter(kind="incubator.mentor.offered").latest("pk")
    assert fact.data == {"mentor": "registry.person/invented_vera", "hours_a_month": 4, "on": "2017-03-31"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"topics": ()}, mentors.NothingOffered),
        ({"topics": ("magic",)}, mentors.NotOnTheList),
        ({"languages": []}, mentors.NoLanguage),
        ({"times": []}, mentors.NoTime),
        ({"hours_a_month": 0}, mentors.HoursAMonth),
        ({"hours_a_month": 201}, mentors.HoursAMonth),
        ({"on": date(2017, 4, 1)}, StillToCome),
    ],
)
def test_an_offer_that_says_too_little_is_refused(said: dict[str, Any], refusal: type[Exception]) -> None:
    make.network()
    topics = said.pop("topics", ("law",))
    with pytest.raises(refusal):
        offer("Vera", *topics, **said)
    assert not MentorOffer.objects.exists()


@pytest.mark.django_db
def test_who_rests_gets_no_new_team_and_offers_again() -> None:
    team = make.green_team()
    offer("Vera", "market")
    mentors.rest(person=make.person("Vera"), on=ON, **WHO)
    assert queries.mentors_for(team, Wanted(("market",)), on=ON) == []
    with pytest.raises(mentors.NoOffer):
        mentors.rest(person=make.person("Vera"), on=ON, **WHO)
    offer("Vera", "market")
    assert len(queries.mentors_for(team, Wanted(("market",)), on=ON)) == 1


@pytest.mark.django_db
def test_help_is_asked_for_by_an_active_team_only() -> None:
    team = make.green_team()
    with pytest.raises(mentors.NothingWanted):
        mentors.want(team=team, topics=[], languages=[], times=[], on=ON, **WHO)
    resting.pause(team=team, reason="Harvest.", on=ON, **WHO)
    with pytest.raises(resting.TeamNotActive):
        mentors.want(team=team, topics=["law"], languages=[], times=[], on=ON, **WHO)
    assert not HelpWanted.objects.exists()


@pytest.mark.django_db
def test_an_offer_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make.network()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the record cannot be written")

    monkeypatch.setattr(mentors, "state", broken)
    with pytest.raises(RuntimeError):
        offer("Vera", "law")
    assert not MentorOffer.objects.exists()


@pytest.mark.django_db
def test_a_mentor_who_is_forgotten_leaves_hours_and_no_words(
    django_capture_on_commit_callbacks: Any,
) -> None:
    team, vera = make.green_team(), make.person("Vera")
    offer("Vera", "law")
    mentoring.match(team=team, mentor=vera, on=ON, **WHO)
    mentoring.log(team=team, mentor=vera, on=ON, hours=Decimal(2), note="Iris is tired.", **WHO)
    with django_capture_on_commit_callbacks(execute=True):
        people.forget(person=vera, **WHO)
    row = MentorHours.objects.get()
    assert (row.minutes, row.note, Team.objects.get().mentor) == (120, "", None)
    assert not MentorOffer.objects.exists()


# pages


@pytest.fixture
def coordinator(client: Client) -> Client:
    make.incubator()
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    return client


SAID = {"topics": ["sums", "law"], "languages": ["en", "es"], "times": ["weekends"], "hours_a_month": "6"}


@pytest.mark.django_db
def test_anyone_offers_to_be_a_mentor_and_rests(client: Client) -> None:
    make.network()
    client.force_login(make.account("Vera"), backend=BACKEND)
    page = reverse("incubator_mentor_offer")
    assert "Whose offer is it?" not in client.get(page).content.decode()
    assert client.post(page, SAID).status_code == 302
    assert MentorOffer.objects.get().person == make.person("Vera")
    assert "Your offer stands." in client.get(page).content.decode()
    client.post(reverse("incubator_mentor_rest"), {"once": "r1"})
    assert not MentorOffer.objects.get().is_open
    assert client.get(reverse("incubator_mentors")).status_code == 403
    assert client.post(page, SAID | {"topics": []}).status_code == 422


@pytest.mark.django_db
def test_a_coordinator_enters_an_offer_and_matches_with_one_press(coordinator: Client) -> None:
    team = make.green_team()
    coordinator.post(
        reverse("incubator_mentor_offer"), SAID | {"person": make.person("Vera").name, "topics": ["market"]}
    )
    listed = coordinator.get(reverse("incubator_mentors"), {"topic": "market", "language": "es"})
    assert "Vera (invented)" in listed.content.decode()
    none = coordinator.get(reverse("incubator_mentors"), {"language": "ar"}).content.decode()
    assert "No mentor like this yet." in none and "Vera" not in none
    page = reverse("incubator_team_mentor", args=[team.key])
    shown = coordinator.get(page).content.decode()
    assert "Match Vera (invented)" in shown and "6 hours left this month" in shown
    assert coordinator.post(page, {"mentor": "invented_vera"}).status_code == 302
    assert Team.objects.get().mentor == make.person("Vera")
    assert "Walks with this team" in coordinator.get(page).content.decode()


@pytest.mark.django_db
def test_the_team_says_which_help_it_wants(client: Client) -> None:
    team = make.green_team()
    client.force_login(make.account("Iris"), backend=BACKEND)
    page = reverse("incubator_help", args=[team.key])
    assert client.post(page, {"topics": ["law"], "times": ["evenings"]}).status_code == 302
    assert HelpWanted.objects.get().topics == ["law"]
    client.force_login(make.account("Stranger"), backend=BACKEND)
    assert client.get(page).status_code == 403


@pytest.mark.django_db
def test_a_mentor_enters_own_hours_and_nobody_elses(client: Client) -> None:
    team = make.green_team()
    mentoring.match(team=team, mentor=make.person("Vera"), on=ON, **WHO)
    client.force_login(make.account("Vera"), backend=BACKEND)
    page = reverse("incubator_hours_log", args=[team.key])
    client.post(page, {"mentor": "invented_walt", "on": "2017-03-30", "hours": "1.5", "note": "Rest more."})
    row = MentorHours.objects.get()
    assert (row.mentor.key, row.minutes) == ("invented_vera", 90)
    assert "Jonah (invented)" in client.get(team.get_absolute_url()).content.decode(), (
        "knows the team by name"
    )
    assert client.post(reverse("incubator_hours_strike", args=[row.key]), {"once": "s"}).status_code == 302
    client.force_login(make.account("Stranger"), backend=BACKEND)
    assert client.get(page).status_code == 403
    assert client.post(reverse("incubator_hours_strike", args=[row.key]), {}).status_code == 403
