"""Suggestions: an idea left without an account is made, accepted into the bank or declined, taken back, erased."""

import secrets
from datetime import date, datetime

from django.utils.translation import get_language

from commonwork.charter.queries import value
from commonwork.gatherings.actions import letters
from commonwork.incubator import policies, suggestion_letters
from commonwork.incubator.actions import ideas
from commonwork.incubator.models import Channel, Suggestion
from commonwork.record.acts import ALPHABET, Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Refusal, sentence

WORDS = ("title", "text", "email", "reason")


class SuggestionNeedsWords(Refusal):
    sentence = sentence("Give your idea a title and a few sentences.")
    field = "text"


class SuggestedAlready(Refusal):
    sentence = sentence("The same words wait to be looked at already.")
    status = 409


class EnoughForToday(Refusal):
    sentence = sentence(
        "{count} ideas came in today, which is as many as we can read. Come back tomorrow, or bring yours on paper."
    )
    status = 409


class LookedAtBefore(Refusal):
    sentence = sentence("Somebody has looked at this suggestion already, or it was taken back.")
    status = 409


class WhyNot(Refusal):
    sentence = sentence("Say why: whoever suggested it reads this.")
    field = "reason"


class NothingToErase(Refusal):
    sentence = sentence("The words of this suggestion are still needed, or they are gone already.")
    status = 409


@act
def suggest(
    *, title: str, text: str, on: date, by: Who, at: datetime, email: str = "", language: str = ""
) -> Suggestion:
    """Someone without an account leaves an idea; only coordinators read it until they have looked. Raises
    SuggestionNeedsWords, SuggestedAlready, EnoughForToday, PolicyMissing."""
    title, text = title.strip(), text.strip()
    if not title or not text:
        raise SuggestionNeedsWords()
    most = int(value(policies.SUGGESTIONS_A_DAY, on=on))
    if Suggestion.objects.filter(made_on=on).count() >= most:
        raise EnoughForToday(count=most)
    if Suggestion.objects.filter(state=Suggestion.State.WAITING, title__iexact=title, text=text).exists():
        raise SuggestedAlready()
    suggestion = Suggestion.objects.create(
        key=new_key("suggestion"),
        code="".join(secrets.choice(ALPHABET) for _ in range(12)),
        title=title,
        text=text,
        email=email.lower(),
        language=(language or get_language() or "en").split("-")[0],
        made_on=on,
    )
    _state("made", suggestion, on=on, by=by, at=at)
    return suggestion


@act
def accept(*, suggestion: Suggestion, who_for: str, on: date, by: Who, at: datetime) -> Suggestion:
    """Put a suggestion in the bank of ideas, with whoever suggested it behind it; write to them if they left an
    address. Raises LookedAtBefore, and what `ideas.propose` refuses."""
    suggestion = _waiting(suggestion)
    idea = ideas.propose(
        title=suggestion.title,
        text=suggestion.text,
        who_for=who_for,
        channel=Channel.FORM,
        on=on,
        by=by,
        at=at,
    )
    suggestion.idea, suggestion.state, suggestion.looked_on = idea, Suggestion.State.ACCEPTED, on
    _answer(suggestion, at=at)
    _erase(suggestion, on=on)
    _state("accepted", suggestion, on=on, by=by, at=at, idea=ref(idea))
    return suggestion


@act
def decline(*, suggestion: Suggestion, reason: str, on: date, by: Who, at: datetime) -> Suggestion:
    """Say no to a suggestion, with the reason; write to whoever left an address. Raises LookedAtBefore, WhyNot."""
    suggestion = _waiting(suggestion)
    if not reason.strip():
        raise WhyNot()
    suggestion.state, suggestion.looked_on, suggestion.reason = Suggestion.State.DECLINED, on, reason.strip()
    _answer(suggestion, at=at)
    suggestion.email = ""
    suggestion.save()
    _state("declined", suggestion, on=on, by=by, at=at)
    return suggestion


@act
def withdraw(*, suggestion: Suggestion, on: date, by: Who, at: datetime) -> Suggestion:
    """Whoever has the code takes the suggestion back before anyone has looked; its words go. Raises LookedAtBefore."""
    suggestion = _waiting(suggestion)
    suggestion.state = Suggestion.State.WITHDRAWN
    _erase(suggestion, on=on)
    _state("withdrawn", suggestion, on=on, by=by, at=at)
    return suggestion


@act
def erase(*, suggestion: Suggestion, on: date, by: Who, at: datetime) -> Suggestion:
    """Erase the words of a suggestion that was declined, and why. Raises NothingToErase."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.state != Suggestion.State.DECLINED or suggestion.erased_on:
        raise NothingToErase()
    _erase(suggestion, on=on)
    _state("erased", suggestion, on=on, by=by, at=at)
    return suggestion


def _waiting(suggestion: Suggestion) -> Suggestion:
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.state != Suggestion.State.WAITING:
        raise LookedAtBefore()
    return suggestion


def _erase(suggestion: Suggestion, *, on: date) -> None:
    for name in WORDS:
        setattr(suggestion, name, "")
    suggestion.erased_on = on
    suggestion.save()


def _answer(suggestion: Suggestion, *, at: datetime) -> None:
    said = suggestion_letters.answer(suggestion)
    letters.write(address=suggestion.email, subject=said[0], text=said[1], about=suggestion, at=at)


def _state(verb: str, suggestion: Suggestion, *, on: date, by: Who, at: datetime, **data: str) -> None:
    told = {"on": on.isoformat(), **data}
    state(f"incubator.suggestion.{verb}", subject=suggestion, by=by, at=at, data=told)
