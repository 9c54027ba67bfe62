"""Pages of bodies: who may see them, what they say, and that every act can be done there."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from commonwork.assembly.actions import consent, deliberation
from commonwork.assembly.models import Amendment, Comment, Elector, Meeting, Motion, Stance
from commonwork.assembly.queries import meetings as queries
from commonwork.gatherings.actions import rolls
from commonwork.registry.clock import now, today
from commonwork.registry.models import Body, Person
from tests.rooms.assembly.make import account, adopt
from tests.rooms.assembly.roll_make import affirmed, body, coop, farm, open_motion, sits
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db]
NOW: dict[str, Any] = {"by": "system/test"}


def client(name: str, role: str = "", where: str = "") -> Client:
    one = Client()
    one.force_login(account(name, role, where))
    return one


def page(one: Client, address: str, status: int = 200) -> str:
    answer = one.get(address)
    assert answer.status_code == status, address
    return html.unescape(answer.content.decode())


def send(one: Client, address: str, **said: Any) -> str:
    answer = one.post(address, said, follow=True)
    assert answer.status_code == 200, (address, answer.content.decode()[:200])
    return html.unescape(answer.content.decode())


def council() -> tuple[Body, list[Person]]:
    """A body of the network, open to anyone, of four."""
    _, people = farm()
    where = body("care_council", "council")
    for who in people:
        sits(who, where)
    adopt("assembly.quorum_bp", 5000), adopt("assembly.consent_days", 7)
    return where, people


@begins_in(farm)
def test_what_a_co_ops_own_body_does_is_for_its_people_only() -> None:
    meeting, (ada, *_) = farm()
    motion = open_motion(meeting, ada)
    visitor, member, other = Client(), client("Ada"), client("Zoe", "worker-owner", "school")
    addresses = [
        f"/assembly/bodies/{meeting.key}/",
        f"/assembly/motions/{motion.key}/",
        f"/assembly/motions/{motion.key}/talk/",
        f"/assembly/bodies/{meeting.key}/rolls/",
        f"/assembly/bodies/{meeting.key}/decisions/",
    ]
    for address in addresses:
        page(visitor, address, 404), page(other, address, 404)
        assert meeting.name in page(member, address) or motion.title in page(member, address)
    assert meeting.name not in page(visitor, "/assembly/bodies/") and meeting.name in page(
        member, "/assembly/bodies/"
    )


def test_anyone_sees_how_many_stand_on_a_roll_of_the_network_and_only_its_people_see_who() -> None:
    where, _ = council()
    roll = affirmed(where)
    assert "4 lines" in page(Client(), f"/assembly/rolls/{roll.key}/")
    assert "Ada" not in page(Client(), f"/assembly/rolls/{roll.key}/")
    assert "Ada (invented)" in page(client("Ben"), f"/assembly/rolls/{roll.key}/")
    exported = Client().get(f"/assembly/rolls/{roll.key}/?format=csv").content.decode()
    assert "Ada" not in exported
    assert b"Ada" in client("Cleo").get(f"/assembly/rolls/{roll.key}/?format=csv").getvalue()


def test_who_does_not_run_a_body_cannot_take_its_roll_or_call_its_meetings() -> None:
    where, _ = council()
    member = client("Ada")
    for name in ("rolls/take", "meetings/call", "describe"):
        assert member.get(f"/assembly/bodies/{where.key}/{name}/").status_code == 403
        assert Client().get(f"/assembly/bodies/{where.key}/{name}/").status_code == 302
    runs = client("Fay", "assembly-facilitator")
    said = {
        "population": 153_701,
        "population_source": "US census",
        "population_year": 2020,
        "mark_percent": 20,
    }
    shown = send(runs, f"/assembly/bodies/{where.key}/describe/", **said)
    assert (
        "153,701" in shown and "US census, 2020" in shown and "30,741 people" in shown
    )  # 20 % of 153,701 is 30,740.2
    refused = runs.post(f"/assembly/bodies/{where.key}/describe/", said | {"population_year": ""})
    assert refused.status_code == 422 and "of which year" in refused.content.decode()


def test_a_body_is_founded_by_who_runs_its_organisation() -> None:
    owner = coop()
    runs = client("Ada", "treasurer", owner.key)
    said = {"name": "Board", "kind": "board", "organisation": owner.pk}
    assert "Board" in send(runs, "/assembly/bodies/found/", **said)
    assert Body.objects.get(key="board").organisation == owner
    assert runs.post("/assembly/bodies/found/", said).status_code == 422, "the name is taken"
    assert client("Ben").get("/assembly/bodies/found/").status_code == 403


def test_a_member_passes_on_a_vote_and_takes_it_back_on_the_page() -> None:
    where, (ada, ben, *_) = council()
    adopt("assembly.delegation_cap", 2)
    roll, member = affirmed(where), client("Ada")
    assert "Somebody else carries your vote" in send(
        member, f"/assembly/rolls/{roll.key}/pass-on/", to=ben.pk
    )
    assert Elector.objects.get(electorate=roll, person=ada).delegated_to is not None
    assert "cast 1 vote" in send(member, f"/assembly/rolls/{roll.key}/take-back/")


def test_an_amendment_is_offered_shown_word_by_word_and_taken() -> None:
    where, (ada, *_) = council()
    motion = open_motion(where, ada, text="The fund pays fifty dollars a day.")
    said = {"text": "The fund pays forty dollars a day.", "why": "It lasts longer."}
    shown = send(client("Ben"), f"/assembly/motions/{motion.key}/amend/", **said)
    assert "<del>" in shown and "fifty" in shown and "put in:" in shown
    row = Amendment.objects.get()
    assert client("Cleo").post(f"/assembly/amendments/{row.key}/take/").status_code == 403, (
        "the author decides"
    )
    send(client("Ada"), f"/assembly/amendments/{row.key}/take/")
    assert "forty" in page(Client(), f"/assembly/motions/{motion.key}/versions/2/")
    page(Client(), f"/assembly/motions/{motion.key}/versions/9/", 404)


def test_a_hidden_comment_says_why_and_its_author_can_appeal_to_somebody_else() -> None:
    where, (ada, *_) = council()
    motion = open_motion(where, ada)
    talk = f"/assembly/motions/{motion.key}/talk/"
    author, runs, other = (
        client("Ben"),
        client("Fay", "assembly-facilitator"),
        client("Gus", "assembly-facilitator"),
    )
    assert "Buy pills" in send(author, talk, text="Buy pills here.")
    key = Comment.objects.get().key
    send(runs, f"/assembly/comments/{key}/hide/", reason="advert", words="It sells something.")
    shown = page(Client(), talk)
    assert "Buy pills" not in shown and "It sells something." in shown
    assert client("Cleo").get(f"/assembly/comments/{key}/appeal/").status_code == 403
    send(author, f"/assembly/comments/{key}/appeal/", words="It was a joke.")
    own = {"restore": "yes", "words": "A joke."}
    assert runs.post(f"/assembly/comments/{key}/appeal/answer/", own).status_code == 422
    send(other, f"/assembly/comments/{key}/appeal/answer/", **own)
    assert "Buy pills" in page(Client(), talk)
    assert Client().post(talk, {"text": "Hello"}).status_code == 403


def test_stances_make_groups_that_name_nobody() -> None:
    where, people = council()
    motion = open_motion(where, people[0])
    statement = deliberation.state_one(motion=motion, text="Rest is a right.", at=now(), **NOW)
    address = f"/assembly/motions/{motion.key}/opinions/"
    assert "Rest is a right." in page(client("Ada"), address)
    send(client("Ben"), f"/assembly/statements/{statement.key}/agree/")
    assert Stance.objects.get().value == 1
    shown = page(Client(), address)
    assert "1 agree" in shown and "Ben" not in shown and "Groups are shown once five" in shown
    for number in range(6):
        who = Person.objects.create(key=f"p{number}", name=f"P{number} (invented)")
        deliberation.take_stance(statement=statement, person=who, value=1, at=now(), **NOW)
    shown = page(Client(), address)
    assert "Group A" in shown and "7 of 7 agree" in shown and "P3 (invented)" not in shown


def test_a_meeting_is_held_on_its_pages_with_a_live_quorum_a_screen_and_minutes() -> None:
    where, people = council()
    motion = open_motion(where, people[0])
    runs, member = client("Fay", "assembly-facilitator"), client("Ben")
    roll = affirmed(where)
    when = {"on": today().isoformat(), "hour": "00:30", "duration_minutes": 90}
    send(runs, f"/assembly/bodies/{where.key}/meetings/call/", **when)
    meeting = Meeting.objects.get()
    here = f"/assembly/meetings/{meeting.key}/"
    send(runs, f"{here}agenda/add/", title="", motion=motion.pk, duration_minutes=20)
    assert "There is no quorum" in send(runs, f"{here}open/", electorate=roll.pk)
    gathering = queries.gathering_of(meeting)
    assert gathering is not None
    rolls.mark(gathering=gathering, present=people[:3], at=now(), **NOW)
    assert "3 of 4 votes are present" in page(Client(), here)
    send(runs, f"{here}points/1/begin/")
    send(member, f"{here}points/1/speak/")
    send(runs, f"{here}points/1/next/")
    screen = member.get(f"{here}screen/", headers={"HX-Request": "true"}).content.decode()
    assert "Ben (invented)" in screen and "<html" not in screen
    assert "Ben" not in page(Client(), f"{here}screen/"), "a visitor sees no names"
    said = {
        "question": "Shall it be so?",
        "yes": 3,
        "no": 0,
        "abstain": 0,
        "majority": "simple",
        "base": "cast",
    }
    assert runs.post(f"{here}points/1/hands/", said | {"yes": 4}).status_code == 422, "three are present"
    send(runs, f"{here}points/1/hands/", decides="on", **said)
    send(runs, f"{here}points/1/end/", notes="All agreed.")
    assert "1 decision was taken" in send(runs, f"{here}close/")
    send(runs, f"{here}minutes/write/", text="We met.")
    shown = send(runs, f"{here}minutes/affirm/")
    assert "3 for it, 0 against it, 0 abstained; 3 of 4 present. Carried." in shown and "All agreed." in shown
    paper = Client().get(f"{here}minutes/?format=pdf")
    assert paper.content.startswith(b"%PDF") and "pdf" in paper["Content-Type"]
    assert Motion.objects.get().state == "decided"
    assert member.get(f"{here}points/1/end/").status_code == 403


def test_a_member_is_told_of_a_round_until_it_is_answered() -> None:
    from commonwork.assembly.queries.asked import asked

    where, people = council()
    row = consent.open_round(
        motion=open_motion(where, people[0]), electorate=affirmed(where), on=today(), at=now(), **NOW
    )
    assert [need.href for need in asked(people[1], on=today())] == [row.get_absolute_url()]
    consent.answer(consent_round=row, person=people[1], answer="agree", at=now(), **NOW)
    assert asked(people[1], on=today()) == []
    assert asked(people[2], on=row.closes_on + timedelta(days=1)) == []


def test_lists_can_be_taken_away_as_files() -> None:
    where, people = council()
    motion = open_motion(where, people[0])
    affirmed(where)
    for name in (
        "bodies/",
        *(f"bodies/{where.key}/{part}/" for part in ("motions", "rolls", "meetings", "decisions")),
    ):
        answer = Client().get(f"/assembly/{name}?format=csv")
        assert answer.status_code == 200 and "csv" in answer["Content-Type"]
    assert motion.title in page(Client(), f"/assembly/bodies/{where.key}/motions/")


def test_a_long_talk_stays_quick(django_assert_max_num_queries: Any) -> None:
    where, people = council()
    motion = open_motion(where, people[0])
    Comment.objects.bulk_create(
        Comment(key=f"c{number}", motion=motion, author=people[number % 4], text="Yes.", written_at=now())
        for number in range(130)
    )
    member = client("Ada")
    page(member, f"/assembly/motions/{motion.key}/talk/")
    with django_assert_max_num_queries(40):
        shown = page(member, f"/assembly/motions/{motion.key}/talk/")
    assert shown.count("Yes.") == 100 and "1 to 100 of 130" in shown
