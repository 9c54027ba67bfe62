"""The public story of a loan: agree to show a field, take it back, erase what a forgotten person had written."""

from datetime import date, datetime

from commonwork.bank.actions.lock import demand_come, locked
from commonwork.bank.models import Loan, LoanReview, StoryField
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal, sentence


class NotOfThisCoop(Refusal):
    sentence = sentence("Only somebody of {borrower} can agree to this.")
    status = 409


class WordsNeeded(Refusal):
    sentence = sentence("Write the words that anyone may read.")
    field = "text"


class NotYourWords(Refusal):
    sentence = sentence("Only whoever said the words can agree to be named with them.")
    status = 409


class NotShown(Refusal):
    sentence = sentence("This is not shown now.")
    status = 409


class NotYetLent(Refusal):
    sentence = sentence("A loan has a story to tell once it is agreed.")
    status = 409


@act
def show(*, loan: Loan, code: str, text: str, person: Person, on: date, by: Who, at: datetime) -> StoryField:
    """Agree to show one field; showing it again replaces the words and the consent before.

    Raises NotYetLent, NotOfThisCoop, WordsNeeded, NotYourWords, StillToCome.
    """
    loan = locked(loan)
    demand_come(on, at)
    if not loan.has_terms:
        raise NotYetLent()
    if not memberships(on=on, organisation=loan.borrower).filter(person=person).exists():
        raise NotOfThisCoop(borrower=loan.borrower.name)
    code = StoryField.Code(code)
    words = text.strip() if code in StoryField.IN_WORDS else ""
    if code in StoryField.IN_WORDS and not words:
        raise WordsNeeded()
    said = StoryField.objects.filter(loan=loan, code=StoryField.Code.QUOTE, taken_back_on=None)
    if code == StoryField.Code.SPEAKER and not said.filter(consented_by=person).exists():
        raise NotYourWords()
    _end(loan, code, on)
    field = StoryField.objects.create(
        key=new_key("story"), loan=loan, code=code, text=words, consented_by=person, consented_on=on
    )
    _told("bank.story.shown", field, on=on, by=by, at=at)
    return field


@act
def take_back(*, field: StoryField, on: date, by: Who, at: datetime) -> StoryField:
    """Take a consent back: the field is gone from the story at once, its words are erased. Raises NotShown."""
    loan = locked(field.loan)
    field = StoryField.objects.get(pk=field.pk)
    if field.taken_back_on is not None:
        raise NotShown()
    _end(loan, field.code, on)
    field = StoryField.objects.get(pk=field.pk)
    _told("bank.story.taken_back", field, on=on, by=by, at=at)
    return field


@act
def forget(*, person: Person, on: date, by: Who, at: datetime) -> Person:
    """Erase what a forgotten person wrote: words of reviews, and what they agreed to show of themselves."""
    LoanReview.objects.filter(reviewer=person).update(words="")
    fields = StoryField.objects.filter(
        consented_by=person, code__in=StoryField.OF_ONE_PERSON, taken_back_on=None
    )
    fields.update(text="", taken_back_on=on)
    state("bank.story.erased", subject=person, by=by, at=at, data={"on": on.isoformat()})
    return person


def _end(loan: Loan, code: str, on: date) -> None:
    """End the consent that stands; words of a person do not stand without their name's, nor the name without words."""
    codes = StoryField.OF_ONE_PERSON if code == StoryField.Code.QUOTE else (code,)
    rows = StoryField.objects.filter(loan=loan, code__in=codes, taken_back_on=None)
    rows.update(text="", taken_back_on=on)


def _told(kind: str, field: StoryField, *, on: date, by: Who, at: datetime) -> None:
    loan = field.loan
    data = {"on": on.isoformat(), "loan": ref(loan), "borrower": ref(loan.borrower), "field": field.code}
    state(kind, subject=field, by=by, at=at, organisation=loan.borrower, about=[loan], data=data)
