"""A member says that something about the own stake is wrong; who keeps the books answers."""

from datetime import date, datetime

from commonwork.federation.actions.days import demand_come
from commonwork.federation.models import Contest
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class NothingSaid(Refusal):
    sentence = sentence("Say in a few words what is wrong.")
    field = "says"


class NoStakeThere(Refusal):
    sentence = sentence("{person} never belonged to {coop}.")


class AlreadyAnswered(Refusal):
    sentence = sentence("This was answered on {on}.")
    status = 409


class NotOneOwn(Refusal):
    sentence = sentence("Somebody else answers what you ask yourself.")
    status = 409


@act
def contest(
    *,
    organisation: Organisation,
    person: Person,
    what: str,
    says: str,
    on: date,
    by: Who,
    at: datetime,
) -> Contest:
    """A member contests something of the own stake in a co-op, also after leaving. The fact holds what it is about,
    never the words. Raises NothingSaid, NoStakeThere, StillToCome."""
    demand_come(on, at)
    if not says.strip():
        raise NothingSaid()
    if not Membership.objects.filter(organisation=organisation, person=person).exists():
        raise NoStakeThere(person=person.name, coop=organisation.name)
    row = Contest.objects.create(
        key=new_key("contest"),
        organisation=organisation,
        person=person,
        what=Contest.What(what),
        says=says.strip(),
        raised_on=on,
    )
    _state("raised", row, by, at, what=str(what), on=on.isoformat())
    return row


@act
def answer(*, contest: Contest, outcome: str, says: str, on: date, by: Who, at: datetime) -> Contest:
    """Who keeps the books answers: it was put right, or it stands and why. Raises AlreadyAnswered, NothingSaid,
    NotOneOwn, StillToCome."""
    demand_come(on, at)
    row = (
        Contest.objects.select_for_update(of=("self",))
        .select_related("organisation", "person")
        .get(pk=contest.pk)
    )
    if row.answered_on is not None:
        raise AlreadyAnswered(on=row.answered_on.isoformat())
    if ref(by) == ref(row.person):
        raise NotOneOwn()
    if not says.strip():
        raise NothingSaid()
    row.outcome, row.answer, row.answered_on = Contest.Outcome(outcome), says.strip(), on
    row.save(update_fields=["outcome", "answer", "answered_on"])
    _state("answered", row, by, at, what=row.what, outcome=str(outcome), on=on.isoformat())
    return row


@act
def erase_words(*, contest: Contest, by: Who, at: datetime) -> Contest:
    """Erase what was written in question and answer; days and outcome stay."""
    row = Contest.objects.select_for_update().get(pk=contest.pk)
    row.says = row.answer = ""
    row.save(update_fields=["says", "answer"])
    _state("words_erased", row, by, at)
    return row


def _state(verb: str, row: Contest, by: Who, at: datetime, **data: object) -> None:
    state(
        f"federation.contest.{verb}",
        subject=row,
        by=by,
        at=at,
        organisation=row.organisation,
        about=[row.person],
        data={"person": ref(row.person), **data},
    )
