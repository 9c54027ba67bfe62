"""Ideas of people without an account: on paper or by word of mouth through a coordinator, or by the open form."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from commonwork.access.models import RoleHolding
from commonwork.charter.actions import policies
from commonwork.incubator import jobs, queries
from commonwork.incubator.actions import ideas, suggestions
from commonwork.incubator.models import Idea, Suggestion
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from tests.rooms.incubator import make
from tests.rooms.incubator.season import WHO, kinds

pytestmark = pytest.mark.django_db
ON = date(2017, 3, 31)
WORDS = {"title": "Bike repair", "text": "A workshop on wheels for people without a car."}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def open_form(a_day: int = 20, kept_days: int = 30) -> None:
    make.network()
    for code, value in (("suggestions_a_day", a_day), ("suggestion_kept_days", kept_days)):
        policies.adopt(
            code=f"incubator.{code}", value=value, starts_on=date(2016, 1, 1), adopted_by="system/test",
            source="test", **WHO,
        )  # fmt: skip


def suggest(**changes: Any) -> Suggestion:
    return suggestions.suggest(**{**WORDS, "on": ON, **WHO, **changes})


def propose(**changes: Any) -> Idea:
    return ideas.propose(title="Bikes", text="Repair", who_for="All", on=ON, **WHO, **changes)


def coordinator(client: Client) -> Client:
    make.incubator()
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    return client


# on paper and by word of mouth


def test_an_idea_from_paper_says_how_it_came_and_has_one_person_behind_it() -> None:
    idea = propose(channel="paper")
    assert (idea.channel, idea.support_total(), idea.proposed_by) == ("paper", 1, None)
    fact = Fact.objects.get(kind="incubator.idea.proposed")
    assert fact.data == {"on": "2017-03-31", "channel": "paper"}


def test_a_list_on_paper_counts_as_many_as_signed_it() -> None:
    idea = propose(proposer=make.person("Hope"))
    ideas.lift(idea=idea, resolution="assembly.resolution/r1", on=ON, **WHO)
    ideas.lift(idea=idea, resolution="assembly.resolution/r2", on=ON, **WHO)
    ideas.count_in(idea=idea, people_count=14, channel="paper", on=ON, **WHO)
    ideas.count_in(idea=idea, people_count=14, channel="spoken", on=ON, **WHO)
    assert queries.ideas().get().support_count == 29  # 1 + 14 + 14
    assert Fact.objects.filter(kind="incubator.idea.counted_in").count() == 2


def test_what_cannot_be_counted_is_refused() -> None:
    idea = propose()
    with pytest.raises(ideas.NobodyCounted):
        ideas.count_in(idea=idea, people_count=0, channel="paper", on=ON, **WHO)
    with pytest.raises(ideas.HowItCame):
        ideas.count_in(idea=idea, people_count=2, channel="account", on=ON, **WHO)
    ideas.decline(idea=idea, reason="No room.", on=ON, **WHO)
    with pytest.raises(ideas.IdeaDeclined):
        ideas.count_in(idea=idea, people_count=2, channel="paper", on=ON, **WHO)
    assert idea.support_total() == 0


def test_one_person_of_the_register_never_counts_as_two() -> None:
    idea = propose(proposer=make.person("Hope"))
    with pytest.raises(IntegrityError), transaction.atomic():
        idea.supports.update(people_count=2)


def test_a_wrong_count_is_taken_back_once_and_a_person_is_not() -> None:
    idea = propose(proposer=make.person("Hope"))
    ideas.count_in(idea=idea, people_count=41, channel="paper", on=ON, **WHO)
    entry = idea.supports.get(person=None)
    ideas.count_out(support=entry, on=ON, **WHO)
    assert (idea.support_total(), kinds()[-1]) == (1, "incubator.idea.counted_out")
    for gone in (entry, idea.supports.get()):
        with pytest.raises(ideas.NotCounted):
            ideas.count_out(support=gone, on=ON, **WHO)


def test_a_merged_idea_takes_those_on_paper_along() -> None:
    first, second = propose(channel="spoken"), propose(channel="paper")
    ideas.count_in(idea=first, people_count=5, channel="paper", on=ON, **WHO)
    ideas.merge(idea=first, into=second, on=ON, **WHO)
    assert second.support_total() == 7  # 1 + 1 + 5


@pytest.mark.one_engine
def test_a_coordinator_enters_an_idea_and_those_behind_it(client: Client) -> None:
    client, hope = coordinator(client), make.person("Hope")
    typed = {**WORDS, "who_for": "People without a car", "channel": "spoken", "once": "a"}
    page = client.post(reverse("incubator_idea_from_paper"), typed, follow=True).content.decode()
    idea = Idea.objects.get()
    assert "It came by word of mouth." in page and "1 person stands behind it." in page
    url = reverse("incubator_idea_count_in", args=[idea.key])
    two = {"channel": "paper", "person": hope.key, "people_count": "2"}
    assert client.post(url, two).status_code == 422
    assert client.post(url, two | {"people_count": "1"}).status_code == 302
    page = client.post(url, {"channel": "paper", "people_count": "14"}, follow=True).content.decode()
    assert "16 people stand behind it." in page
    entry = idea.supports.get(people_count=14)
    assert "14 people, on paper" in client.get(url).content.decode()
    out = reverse("incubator_idea_count_out", args=[idea.key])
    assert client.post(out, {"support": entry.pk}).status_code == 302
    assert client.post(out, {"support": entry.pk}).status_code == 404
    assert idea.support_total() == 2


# the open form


def test_a_suggestion_waits_and_its_fact_holds_none_of_its_words_nor_its_code() -> None:
    open_form()
    suggestion = suggest(email="Hope@Example.org")
    assert (suggestion.state, suggestion.email, len(suggestion.code)) == ("waiting", "hope@example.org", 12)
    assert not Idea.objects.exists()
    assert Fact.objects.get(kind="incubator.suggestion.made").data == {"on": "2017-03-31"}


def test_the_form_takes_no_more_than_the_day_allows_and_opens_again_the_next_day() -> None:
    open_form(a_day=2)
    for title in ("One", "Two"):
        suggest(title=title)
    with pytest.raises(suggestions.EnoughForToday, match="2 ideas came in today"):
        suggest(title="Three")
    suggest(title="Three", on=ON + timedelta(days=1))
    assert Suggestion.objects.count() == 3


def test_the_same_words_wait_once() -> None:
    open_form()
    first = suggest()
    with pytest.raises(suggestions.SuggestedAlready):
        suggest(title="BIKE repair")
    suggestions.decline(suggestion=first, reason="No room.", on=ON, **WHO)
    suggest()


def test_without_words_nothing_waits() -> None:
    open_form()
    with pytest.raises(suggestions.SuggestionNeedsWords):
        suggest(text="  ")
    assert not Suggestion.objects.exists()


def test_an_accepted_suggestion_is_an_idea_and_keeps_no_words_of_its_own(
    django_capture_on_commit_callbacks: Any,
) -> None:
    open_form()
    suggestion = suggest(email="hope@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        suggestion = suggestions.accept(suggestion=suggestion, who_for="All", on=ON, **WHO)
    idea = Idea.objects.get()
    assert (idea.title, idea.channel, idea.support_total()) == ("Bike repair", "form", 1)
    assert (suggestion.idea, suggestion.title, suggestion.text, suggestion.email) == (idea, "", "", "")
    assert [letter.to for letter in mail.outbox] == [["hope@example.org"]]
    assert idea.get_absolute_url() in mail.outbox[0].body
    with pytest.raises(suggestions.LookedAtBefore):
        suggestions.decline(suggestion=suggestion, reason="No", on=ON, **WHO)


def test_an_idea_that_cannot_be_made_leaves_the_suggestion_waiting() -> None:
    open_form()
    suggestion = suggest()
    with pytest.raises(ideas.IdeaNeedsWords):
        suggestions.accept(suggestion=suggestion, who_for=" ", on=ON, **WHO)
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.title, Idea.objects.count()) == ("waiting", "Bike repair", 0)


def test_a_fact_that_cannot_be_written_takes_the_new_idea_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    open_form()
    suggestion = suggest()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the record is full")

    monkeypatch.setattr(suggestions, "state", broken)
    with pytest.raises(RuntimeError):
        suggestions.accept(suggestion=suggestion, who_for="All", on=ON, **WHO)
    suggestion.refresh_from_db()
    assert (suggestion.state, Idea.objects.count()) == ("waiting", 0)


def test_declined_words_are_erased_after_the_days_of_the_policy_and_not_before() -> None:
    open_form(kept_days=30)
    suggestion = suggest(email="hope@example.org")
    with pytest.raises(suggestions.WhyNot):
        suggestions.decline(suggestion=suggestion, reason=" ", on=ON, **WHO)
    suggestions.decline(suggestion=suggestion, reason="No room for it yet.", on=ON, **WHO)
    waiting = suggest(title="Another")
    jobs.erase_suggestions(ON + timedelta(days=29))
    suggestion.refresh_from_db()
    assert (suggestion.title, suggestion.email) == ("Bike repair", "")
    for _again in range(2):
        jobs.erase_suggestions(ON + timedelta(days=30))
    suggestion.refresh_from_db()
    assert (suggestion.title, suggestion.text, suggestion.reason) == ("", "", "")
    waiting.refresh_from_db()
    assert waiting.title == "Another" and kinds().count("incubator.suggestion.erased") == 1


def test_whoever_takes_it_back_leaves_no_words() -> None:
    open_form()
    suggestion = suggestions.withdraw(suggestion=suggest(email="hope@example.org"), on=ON, **WHO)
    assert (suggestion.state, suggestion.title, suggestion.text, suggestion.email) == (
        "withdrawn",
        "",
        "",
        "",
    )
    with pytest.raises(suggestions.LookedAtBefore):
        suggestions.accept(suggestion=suggestion, who_for="All", on=ON, **WHO)
    with pytest.raises(suggestions.NothingToErase):
        suggestions.erase(suggestion=suggestion, on=ON, **WHO)


@pytest.mark.one_engine
def test_the_whole_way_of_an_idea_without_an_account(client: Client) -> None:
    open_form()
    assert reverse("incubator_suggest") in client.get(reverse("incubator_ideas")).content.decode()
    typed = {**WORDS, "once": "press"}
    for _press in range(2):
        answer = client.post(reverse("incubator_suggest"), typed)
    suggestion = Suggestion.objects.get()
    assert answer["Location"] == reverse("incubator_suggested", args=[suggestion.code])
    receipt = client.get(answer["Location"])
    page = receipt.content.decode()
    assert suggestion.code in page and "is to be looked at" in page and "noindex" in page
    assert "no-store" in receipt["Cache-Control"]
    for public in (reverse("incubator_ideas"), reverse("incubator"), "/api/v1/incubator/ideas"):
        assert "Bike repair" not in client.get(public).content.decode(), public
    found = client.get(reverse("incubator_suggested_find"), {"code": suggestion.code.lower()})
    assert found["Location"] == answer["Location"]
    assert client.get(reverse("incubator_suggested_find"), {"code": "NOTHING"}).status_code == 422
    assert client.get(reverse("incubator_suggested", args=["WRONG"])).status_code == 404

    desk = coordinator(Client())
    assert "Bike repair" in desk.get(reverse("incubator_suggestions")).content.decode()
    assert "A workshop on wheels" in desk.get(suggestion.get_absolute_url()).content.decode()
    accept = reverse("incubator_suggestion_accept", args=[suggestion.key])
    assert desk.post(accept, {"who_for": ""}).status_code == 422
    assert desk.post(accept, {"who_for": "Riders"}).status_code == 302
    assert desk.post(accept, {"who_for": "Riders"}).status_code == 422
    assert "Bike repair" in client.get(reverse("incubator_ideas")).content.decode()
    assert "Your idea is in the bank" in client.get(answer["Location"]).content.decode()


@pytest.mark.one_engine
def test_a_declined_suggestion_tells_its_reason_to_its_code_only(client: Client) -> None:
    open_form()
    suggestion, desk = suggest(), coordinator(Client())
    url = reverse("incubator_suggestion_decline", args=[suggestion.key])
    assert desk.post(url, {"reason": ""}).status_code == 422
    assert desk.post(url, {"reason": "No room for a workshop yet."}).status_code == 302
    page = client.get(reverse("incubator_suggested", args=[suggestion.code])).content.decode()
    assert "No room for a workshop yet." in page
    assert "No room" not in client.get(reverse("incubator_ideas")).content.decode()


@pytest.mark.one_engine
def test_the_form_without_an_account_takes_its_idea_back(client: Client) -> None:
    open_form()
    suggestion = suggest()
    url = reverse("incubator_suggested_withdraw", args=[suggestion.code])
    assert client.get(url).status_code == 302 and Suggestion.objects.get().state == "waiting"
    page = client.post(url, follow=True).content.decode()
    assert "You took your idea back" in page and "Bike repair" not in page
    assert client.post(url).status_code == 422


@pytest.mark.one_engine
def test_where_nothing_is_decided_the_form_is_closed_and_says_what_to_do(client: Client) -> None:
    make.network()
    assert "Bring your idea to the incubator" in client.get(reverse("incubator_ideas")).content.decode()
    assert "The open form is closed" in client.get(reverse("incubator_suggest")).content.decode()
    assert client.post(reverse("incubator_suggest"), WORDS).status_code == 422
    assert not Suggestion.objects.exists()


@pytest.mark.one_engine
def test_only_coordinators_look_at_suggestions_and_enter_for_others(client: Client) -> None:
    open_form()
    suggestion, idea = suggest(), propose()
    urls = [reverse(name) for name in ("incubator_suggestions", "incubator_idea_from_paper")]
    urls += [suggestion.get_absolute_url(), reverse("incubator_idea_count_in", args=[idea.key])]
    posts = [reverse(f"incubator_suggestion_{verb}", args=[suggestion.key]) for verb in ("accept", "decline")]
    posts += [reverse("incubator_idea_count_out", args=[idea.key])]
    for url in [*urls, *posts]:
        assert client.post(url).status_code == 302, f"{url} leads visitors to the sign-in"
    elsewhere = make.account("Pia")
    other = Organisation.objects.create(key="sister", name="Sister incubator", kind="institution")
    RoleHolding.objects.create(
        person=elsewhere.person, role="incubator-coordinator", organisation=other, starts_on=date(2016, 1, 1)
    )
    for account in (make.account("Omar"), elsewhere):
        client.force_login(account, backend=BACKEND)
        for url in urls:
            assert client.get(url).status_code == 403, url
        for url in posts:
            assert client.post(url).status_code == 403, url


@time_machine.travel(make.NOON, tick=False)
def test_what_waits_stands_among_a_coordinators_needs() -> None:
    open_form()
    rosa, omar = make.account("Rosa", "incubator-coordinator"), make.account("Omar")
    make.incubator()
    assert queries.needs(rosa, ON) == []
    suggest()
    suggest(title="Another", on=ON - timedelta(days=3))
    (need,) = queries.needs(rosa, ON)
    assert (need.title, need.due_on) == ("Look at 2 suggested ideas", ON - timedelta(days=3))
    assert queries.needs(omar, ON) == []
