"""Affiliations: apply, admit, decline."""

from datetime import date, datetime

from commonwork.charter.queries import in_force
from commonwork.federation.actions.days import demand_come
from commonwork.federation.checklist import ITEMS, missing
from commonwork.federation.models import Affiliation, PeerVisit, Question
from commonwork.record.acts import Who, act, state
from commonwork.registry.actions import organisations
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class OnlyCoops(Refusal):
    sentence = sentence("{organisation} is not a co-op; only co-ops belong to the federation.")
    field = "organisation"


class AlreadyApplied(Refusal):
    sentence = sentence("{organisation} has an application that waits for an answer.")
    status = 409


class AlreadyInThatClass(Refusal):
    sentence = sentence("{organisation} already belongs to the federation in this class.")
    status = 409
    field = "class_code"


class AlreadyAnswered(Refusal):
    sentence = sentence("This application was answered on {on}.")
    status = 409


class NotYetReady(Refusal):
    sentence = sentence("The checklist is not met yet: {missing}")


class DelegatesSaidNo(Refusal):
    sentence = sentence(
        "{no} delegates were against it and {yes} for it; more must be for it than against it."
    )
    field = "votes_yes"


class VoteStillOpen(Refusal):
    sentence = sentence("The delegates' vote on this application is not closed yet.")
    status = 409


class NotYetVisited(Refusal):
    sentence = sentence("Peers visit a co-op before the delegates admit it; no visit is on record.")


class AnsweredBeforeAsked(Refusal):
    sentence = sentence("The answer cannot be dated before the application of {on}.")
    field = "on"


@act
def apply(
    *,
    organisation: Organisation,
    class_code: str,
    checklist: dict[str, bool],
    on: date,
    by: Who,
    at: datetime,
) -> Affiliation:
    """A co-op asks to belong, in a class ("start-up" or "member"); checklist: {item code: answer}, unknown codes fall
    away. Raises OnlyCoops, AlreadyApplied, AlreadyInThatClass, StillToCome."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    demand_come(on, at)
    if organisation.kind != Organisation.Kind.COOP:
        raise OnlyCoops(organisation=organisation.name)
    earlier = Affiliation.objects.filter(organisation=organisation)
    if earlier.filter(admitted_on=None, declined_on=None).exists():
        raise AlreadyApplied(organisation=organisation.name)
    last = earlier.exclude(admitted_on=None).order_by("-admitted_on").first()
    if last and last.class_code == class_code and organisation.stage == class_code:
        raise AlreadyInThatClass(organisation=organisation.name)
    affiliation = Affiliation.objects.create(
        key=new_key("affiliation"),
        organisation=organisation,
        class_code=Affiliation.Class(class_code),
        applied_on=on,
        checklist={item.code: bool(checklist.get(item.code)) for item in ITEMS},
    )
    _state("applied", affiliation, on, by, at)
    return affiliation


@act
def admit(
    *,
    affiliation: Affiliation,
    on: date,
    by: Who,
    at: datetime,
    votes_yes: int | None = None,
    votes_no: int | None = None,
) -> Affiliation:
    """The delegates admit a co-op from a day on; its stage in the register becomes its class. Votes are counted where
    the delegates voted; where they voted here, that count holds. Raises AlreadyAnswered, AnsweredBeforeAsked,
    StillToCome, NotYetReady, NotYetVisited, VoteStillOpen, DelegatesSaidNo."""
    affiliation = _open(affiliation, on, at)
    votes_yes, votes_no = _votes(affiliation, votes_yes, votes_no)
    _demand_visit(affiliation, on)
    if absent := missing(affiliation.class_code, affiliation.checklist):
        raise NotYetReady(missing=" ".join(str(item.sentence) for item in absent))
    if (votes_no is not None or votes_yes is not None) and (votes_yes or 0) <= (votes_no or 0):
        raise DelegatesSaidNo(yes=votes_yes or 0, no=votes_no or 0)
    affiliation.admitted_on = on
    affiliation.votes_yes, affiliation.votes_no = votes_yes, votes_no
    affiliation.save(update_fields=["admitted_on", "votes_yes", "votes_no"])
    organisations.set_stage(
        organisation=affiliation.organisation, stage=affiliation.class_code, on=on, by=by, at=at
    )
    _state("admitted", affiliation, on, by, at)
    return affiliation


@act
def decline(
    *,
    affiliation: Affiliation,
    on: date,
    by: Who,
    at: datetime,
    votes_yes: int | None = None,
    votes_no: int | None = None,
) -> Affiliation:
    """The delegates say no for now; the co-op may apply again. Raises AlreadyAnswered, AnsweredBeforeAsked,
    VoteStillOpen, StillToCome."""
    affiliation = _open(affiliation, on, at)
    votes_yes, votes_no = _votes(affiliation, votes_yes, votes_no)
    affiliation.declined_on = on
    affiliation.votes_yes, affiliation.votes_no = votes_yes, votes_no
    affiliation.save(update_fields=["declined_on", "votes_yes", "votes_no"])
    _state("declined", affiliation, on, by, at)
    return affiliation


def _votes(
    affiliation: Affiliation, votes_yes: int | None, votes_no: int | None
) -> tuple[int | None, int | None]:
    """The delegates' own vote on the application, where there is one, else what was entered."""
    question = Question.objects.filter(affiliation=affiliation).first()
    if question is None:
        return votes_yes, votes_no
    if question.closed_on is None:
        raise VoteStillOpen()
    return question.yes_count, question.no_count


def _demand_visit(affiliation: Affiliation, on: date) -> None:
    needed = in_force("federation.visit_needed", on=on)
    visits = PeerVisit.objects.filter(affiliation=affiliation, visited_on__lte=on)
    if needed and needed.value == "yes" and not visits.exists():
        raise NotYetVisited()


def _open(affiliation: Affiliation, on: date, at: datetime) -> Affiliation:
    demand_come(on, at)
    affiliation = (
        Affiliation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=affiliation.pk)
    )
    if affiliation.decided_on:
        raise AlreadyAnswered(on=affiliation.decided_on.isoformat())
    if on < affiliation.applied_on:
        raise AnsweredBeforeAsked(on=affiliation.applied_on.isoformat())
    return affiliation


def _state(verb: str, affiliation: Affiliation, on: date, by: Who, at: datetime) -> None:
    votes = {"votes_yes": affiliation.votes_yes, "votes_no": affiliation.votes_no}
    state(
        f"federation.affiliation.{verb}",
        subject=affiliation,
        by=by,
        at=at,
        organisation=affiliation.organisation,
        about=[affiliation.organisation],
        data={
            "class": affiliation.class_code,
            "class_name": str(affiliation.get_class_code_display()),
            "on": on.isoformat(),
            **{name: count for name, count in votes.items() if count is not None},
        },
    )
