"""Following by mail: opt-in, one letter a day, in one's language, what one may see, a link that ends it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import override

from commonwork.access.actions import accounts
from commonwork.assembly import follow_letters, jobs
from commonwork.assembly.actions import deliberation, following, motions
from commonwork.assembly.follow_letters import signature
from commonwork.assembly.models import Follower, Motion
from commonwork.record.models import Fact
from commonwork.registry.actions import memberships
from commonwork.registry.models import Person
from tests.rooms.assembly.make import adopt, person
from tests.rooms.assembly.roll_make import DAY, NOON, WHO, body, farm, open_motion

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


def follower(name: str = "Greta", language: str = "en") -> Person:
    """An invented person with an account, who may see what open bodies do."""
    who = person(name)
    Person.objects.filter(pk=who.pk).update(language=language)
    accounts.open_for(person=who, email=f"{name.lower()}@example.org", **WHO)
    return Person.objects.get(pk=who.pk)


def followed(who: Person) -> Motion:
    row = open_motion(body("council"), person("Ada"))
    following.begin(thing=row, person=who, by=who, at=NOON)
    return row


def rewrite(row: Motion, text: str) -> None:
    motions.rewrite(motion=row, person=row.author, title=row.title, text=text, why="", by=row.author, at=NOON)


def send(on=DAY) -> list[str]:
    """What the daily job sends on a day."""
    before = len(mail.outbox)
    jobs.tell_followers(on)
    return [one.body for one in mail.outbox[before:]]


def client_of(who: Person) -> Client:
    client = Client()
    client.force_login(who.account)
    return client


def test_a_letter_tells_what_is_new_since_one_follows_and_nothing_twice(
    django_capture_on_commit_callbacks,
) -> None:
    row = followed(follower())
    with django_capture_on_commit_callbacks(execute=True):
        assert send() == []
        rewrite(row, "The fund pays sixty dollars a day.")
        deliberation.say(motion=row, author=row.author, text="I changed it.", by=row.author, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.tell_followers(DAY)
    (letter,) = mail.outbox
    assert letter.to == ["greta@example.org"] and "Sick days" in letter.subject
    assert "written anew: version 2" in letter.body and "1 new comment" in letter.body
    assert "put forward" not in letter.body and row.get_absolute_url() in letter.body
    assert "I changed it." not in letter.body
    with django_capture_on_commit_callbacks(execute=True):
        jobs.tell_followers(NEXT)
    assert len(mail.outbox) == 1


def test_one_letter_a_day_holds_everything_and_a_policy_makes_them_rarer() -> None:
    who = follower()
    row, other = followed(who), open_motion(body("board"), person("Ben"), title="Longer hours")
    following.begin(thing=other, person=who, by=who, at=NOON)
    rewrite(row, "One."), rewrite(other, "Two.")
    following.tell(person=who, on=DAY, **WHO)
    rewrite(row, "Three.")
    with pytest.raises(following.NothingNew):
        following.tell(person=who, on=DAY, **WHO)
    adopt("assembly.digest_days", 7)
    with pytest.raises(following.NothingNew):
        following.tell(person=who, on=DAY + timedelta(days=6), **WHO)
    following.tell(person=who, on=DAY + timedelta(days=7), **WHO)
    told = Fact.objects.filter(kind="assembly.follow.told").order_by("pk")
    assert [fact.data["count"] for fact in told] == [2, 1]


def test_what_one_did_oneself_is_no_news() -> None:
    row = followed(follower())
    rewrite(row, "Changed by its author.")
    following.begin(thing=row, person=_with_account(row.author), by=row.author, at=NOON)
    rewrite(row, "Changed again by its author.")
    with pytest.raises(following.NothingNew):
        following.tell(person=row.author, on=DAY, **WHO)


def _with_account(who: Person) -> Person:
    accounts.open_for(person=who, email="ada@example.org", **WHO)
    return who


def test_a_letter_is_written_in_the_language_of_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    who, spoken = follower("Sofia", "es"), []

    def heard(language: str):
        spoken.append(language)
        return override(language)

    monkeypatch.setattr(follow_letters, "override", heard)
    rewrite(followed(who), "Otro texto.")
    following.tell(person=who, on=DAY, **WHO)
    assert spoken == ["es"]


def test_who_left_the_co_op_hears_no_more_of_its_motions() -> None:
    meeting, people = farm()
    dina = people[3]
    accounts.open_for(person=dina, email="dina@example.org", **WHO)
    row = open_motion(meeting, people[0])
    following.begin(thing=row, person=dina, by=dina, at=NOON)
    rewrite(row, "Only for members.")
    membership = dina.memberships.get()
    memberships.end(membership=membership, on=DAY, **WHO)
    with pytest.raises(following.NothingNew):
        following.tell(person=Person.objects.get(pk=dina.pk), on=DAY, **WHO)


def test_nobody_follows_twice_or_without_an_address() -> None:
    row = followed(follower())
    who = Person.objects.get(account__email="greta@example.org")
    with pytest.raises(following.FollowsAlready):
        following.begin(thing=row, person=who, by=who, at=NOON)
    with pytest.raises(following.NoAddress):
        following.begin(thing=row, person=person("Nomail"), by="system/test", at=NOON)
    following.end(thing=row, person=who, by=who, at=NOON)
    with pytest.raises(following.NotFollowed):
        following.end(thing=row, person=who, by=who, at=NOON)


def test_the_page_of_a_motion_leads_to_following_it_and_the_list_ends_it() -> None:
    who, row = follower(), open_motion(body("council"), person("Ada"))
    client, here = client_of(who), f"/assembly/following/motion/{row.key}/"
    assert here in client.get(row.get_absolute_url()).content.decode()
    assert client.post(here).status_code == 302 and Follower.objects.get().person == who
    page = client.get("/assembly/following/").content.decode()
    assert row.title in page and f"{here}end/" in page
    assert client.post(f"{here}end/").status_code == 302 and not Follower.objects.exists()


def test_a_visitor_follows_by_feed_only() -> None:
    row = open_motion(body("council"), person("Ada"))
    page = Client().get(row.get_absolute_url()).content.decode()
    (feed,) = re.findall(r'href="([^"]*feed\.atom\?of=[^"]*)"', page)
    assert "/assembly/following/" not in page
    answer = Client().get(feed)
    assert "was put forward" in answer.content.decode() and answer["Content-Type"].startswith(
        "application/atom"
    )


def test_the_feed_of_a_co_ops_own_motion_is_not_given_to_anyone() -> None:
    meeting, people = farm()
    row = open_motion(meeting, people[0])
    assert Client().get(f"/assembly/followed/feed.atom?of=assembly.motion/{row.key}").status_code == 404
    assert Client().get("/assembly/followed/feed.atom?of=registry.person/ada").status_code == 404


@pytest.mark.parametrize("which", ["one", "all"])
def test_the_link_of_a_letter_ends_it_without_signing_in(which: str) -> None:
    who = follower()
    row, other = followed(who), open_motion(body("board"), person("Ben"), title="Longer hours")
    following.begin(thing=other, person=who, by=who, at=NOON)
    rewrite(row, "New.")
    following.tell(person=who, on=DAY, **WHO)
    (link,) = re.findall(r"https?://[^/]+(/assembly/following/stop/\S+)", who.letters.get().text)
    assert Follower.objects.count() == 2
    assert (
        Client().get(link).status_code == 200 and Follower.objects.count() == 2
    )  # a mail scanner opens links
    assert Client().post(link, {"which": which}).status_code == 302
    assert Follower.objects.count() == (1 if which == "one" else 0)
    assert "no more letters" in Client().get(link).content.decode()


def test_a_link_with_another_signature_ends_nothing() -> None:
    followed(follower())
    key = Follower.objects.get().key
    assert (
        Client().post(f"/assembly/following/stop/{key}/{signature('other')}/", {"which": "all"}).status_code
        == 404
    )
    assert Follower.objects.count() == 1
