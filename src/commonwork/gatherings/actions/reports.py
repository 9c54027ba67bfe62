"""Reports, questions and hosts: what people add to a gathering beside its times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commonwork.gatherings.models import Answer, Gathering, Hosting, Question, Report
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence


class NotHeldYet(Refusal):
    sentence = sentence("{title} has not begun, so there is nothing to report yet.")
    status = 409


class NothingWritten(Refusal):
    sentence = sentence("Write at least one sentence.")
    field = "text"


class AnsweredAlready(Refusal):
    sentence = sentence("People have answered these questions, so they cannot be changed any more.")
    status = 409
    field = "questions"


@dataclass(frozen=True)
class Asking:
    """A question to be asked. choices: answers to choose from; none for a free answer."""

    words: str
    choices: tuple[str, ...] = ()
    is_required: bool = False


@act
def write(*, gathering: Gathering, text: str, by: Who, at: datetime) -> Gathering:
    """Tell what came of a gathering; telling it again replaces the text. Raises NotHeldYet, NothingWritten."""
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if at < gathering.starts_at:
        raise NotHeldYet(title=gathering.title)
    if not text.strip():
        raise NothingWritten()
    Report.objects.update_or_create(gathering=gathering, defaults={"text": text.strip(), "written_at": at})
    _state("gatherings.report.written", gathering, by, at)
    return gathering


@act
def ask(*, gathering: Gathering, questions: Sequence[Asking], by: Who, at: datetime) -> Gathering:
    """Set the questions that whoever registers is asked, in place of earlier ones. Raises AnsweredAlready."""
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if Answer.objects.filter(question__gathering=gathering).exists():
        raise AnsweredAlready()
    gathering.questions.all().delete()
    Question.objects.bulk_create(
        Question(
            gathering=gathering,
            number=number,
            words=asking.words[:200],
            choices=list(asking.choices),
            is_required=asking.is_required,
        )
        for number, asking in enumerate(questions, start=1)
    )
    _state("gatherings.questions.set", gathering, by, at, count=len(questions))
    return gathering


@act
def welcome(*, gathering: Gathering, people: Sequence[Person], by: Who, at: datetime) -> Gathering:
    """Say who welcomes people at a gathering, in place of those said before."""
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    gathering.hostings.all().delete()
    hosts = list({person.pk: person for person in people}.values())
    Hosting.objects.bulk_create(Hosting(gathering=gathering, person=person) for person in hosts)
    state(
        "gatherings.hosts.named",
        subject=gathering,
        by=by,
        at=at,
        organisation=gathering.host or "",
        about=hosts,
        data={"count": len(hosts)},
    )
    return gathering


def _state(kind: str, gathering: Gathering, by: Who, at: datetime, **data: object) -> None:
    state(kind, subject=gathering, by=by, at=at, organisation=gathering.host or "", data=data)
