"""Make-ups, tasks, materials, prerequisites, and mail to a cohort."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from commonwork.gatherings.actions import letters
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Competence, Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school.models import (
    LEARNING,
    Course,
    Enrolment,
    MakeUp,
    Material,
    Prerequisite,
    Session,
    Task,
    Work,
)

RECORDINGS = {  # first bytes of a recording: its type
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"OggS": "audio/ogg",
    b"RIFF": "audio/wav",
}
MOST_BYTES = 5 * 1024 * 1024


class NotMissed(Refusal):
    sentence = sentence(
        "{name} came to session {number}, or its roll is not taken yet; there is nothing to make up for."
    )
    status = 409


class MadeUpBefore(Refusal):
    sentence = sentence("{name} made up for session {number} before.")
    status = 409


class NotALearnerHere(Refusal):
    sentence = sentence("{name} does not learn in this course.")
    status = 409


class NothingHandedIn(Refusal):
    sentence = sentence("Write something first.")
    field = "text"


class DoneAlready(Refusal):
    sentence = sentence("This task is done already.")
    status = 409


class NobodyToWriteTo(Refusal):
    sentence = sentence("None of these people has an e-mail address here.")
    field = "to"


class WouldGoRound(Refusal):
    sentence = sentence("{competence} is what this course leads to, so it cannot be asked for before.")
    field = "competences"


class NotARecording(Refusal):
    sentence = sentence("A recording must be MP3, Ogg or WAV, and at most 5 MB.")
    field = "recording"


class NotAPaper(Refusal):
    sentence = sentence("A file to print must be a PDF of at most 5 MB.")
    field = "paper"


@act
def make_up(
    *, enrolment: Enrolment, session: Session, minutes: int, on: date, by: Who, at: datetime
) -> Enrolment:
    """A learner made up for a session they missed; it counts like one attended. Raises NotMissed, MadeUpBefore."""
    Course.objects.select_for_update().get(pk=enrolment.course_id)
    gathering, person = session.gathering, enrolment.person
    came = gathering.roll.filter(person=person, came=True).exists()
    if came or gathering.roll_taken_at is None or session.course_id != enrolment.course_id:
        raise NotMissed(name=person.name, number=session.number)
    if MakeUp.objects.filter(enrolment=enrolment, session=session).exists():
        raise MadeUpBefore(name=person.name, number=session.number)
    MakeUp.objects.create(enrolment=enrolment, session=session, minutes=minutes, made_on=on)
    data = {
        "course": ref(enrolment.course),
        "number": session.number,
        "minutes": minutes,
        "on": on.isoformat(),
    }
    _state("school.session.made_up", enrolment, enrolment.course, by, at, data, person)
    return enrolment


@act
def set_task(
    *, course: Course, title: str, words: str, by: Who, at: datetime, is_required: bool = True
) -> Task:
    """Ask the learners of a course for something small."""
    task = Task.objects.create(
        key=new_key("task"), course=course, title=title, words=words, is_required=is_required
    )
    _state("school.task.set", task, course, by, at, {"course": ref(course)})
    return task


@act
def hand_in(*, task: Task, enrolment: Enrolment, text: str, by: Who, at: datetime) -> Work:
    """Hand in the work for a task; again replaces it. Raises NotALearnerHere, NothingHandedIn, DoneAlready."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrolment.pk)
    )
    if enrolment.course_id != task.course_id or enrolment.state not in LEARNING:
        raise NotALearnerHere(name=enrolment.person.name)
    if not text.strip():
        raise NothingHandedIn()
    there = Work.objects.filter(task=task, enrolment=enrolment).first()
    if there is not None and there.outcome == Work.Outcome.DONE:
        raise DoneAlready()
    said = {"text": text.strip(), "outcome": Work.Outcome.OPEN, "handed_at": at}
    work, _is_new = Work.objects.update_or_create(
        task=task, enrolment=enrolment, defaults=said, create_defaults={**said, "key": new_key("work")}
    )
    _state("school.task.handed_in", work, task.course, by, at, {"task": ref(task)}, enrolment.person)
    return work


@act
def grade(*, work: Work, outcome: str, by: Who, at: datetime, remark: str = "") -> Work:
    """Say whether a task is done. Raises DoneAlready."""
    work = (
        Work.objects.select_for_update(of=("self",))
        .select_related("task__course", "enrolment__person")
        .get(pk=work.pk)
    )
    if work.outcome == Work.Outcome.DONE:
        raise DoneAlready()
    work.outcome, work.remark = Work.Outcome(outcome), remark.strip()[:500]
    work.save(update_fields=["outcome", "remark"])
    data = {"task": ref(work.task), "outcome": outcome}
    _state("school.task.graded", work, work.task.course, by, at, data, work.enrolment.person)
    return work


@act
def add_material(
    *,
    course: Course,
    title: str,
    by: Who,
    at: datetime,
    text: str = "",
    link: str = "",
    language: str = "en",
    picture: bytes = b"",
    picture_words: str = "",
    recording: bytes = b"",
    paper: bytes = b"",
) -> Material:
    """Add a page to a course: text, link, picture (PNG or JPEG, drawn anew without hidden data), recording, paper to print
    (PDF). Raises NotARecording, NotAPaper, and what record.pictures raises."""
    kind = next((said for start, said in RECORDINGS.items() if recording.startswith(start)), "")
    if recording and (not kind or len(recording) > MOST_BYTES):
        raise NotARecording()
    if paper and (not paper.startswith(b"%PDF-") or len(paper) > MOST_BYTES):
        raise NotAPaper()
    from commonwork.record import pictures  # loads Pillow; few requests need it

    material = Material.objects.create(
        key=new_key("material"),
        course=course,
        number=course.materials.count() + 1,
        title=title,
        text=text,
        link=link,
        language=language,
        picture=pictures.cleaned(picture)[1] if picture else None,
        picture_words=picture_words,
        recording=recording or None,
        paper=paper or None,
        recording_type=kind,
    )
    _state("school.material.added", material, course, by, at, {"course": ref(course)})
    return material


@act
def build_on(*, course: Course, competences: Sequence[Competence], by: Who, at: datetime) -> Course:
    """Say what a course builds on, in place of what was said before. Raises WouldGoRound."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.competence in competences:
        raise WouldGoRound(competence=course.competence.name)
    course.prerequisites.all().delete()
    Prerequisite.objects.bulk_create(Prerequisite(course=course, competence=one) for one in competences)
    data = {"competences": sorted(one.key for one in competences), "count": len(competences)}
    _state("school.course.built_on", course, course, by, at, data)
    return course


@act
def write_to_cohort(
    *, course: Course, people: Sequence[Person], subject: str, text: str, by: Who, at: datetime
) -> Course:
    """Write to learners of a course, each by a letter of their own. Raises NobodyToWriteTo."""
    written = [
        letters.write(
            address=letters.address_of(person), subject=subject, text=text, about=course, at=at, person=person
        )
        for person in people
    ]
    count = sum(letter is not None for letter in written)
    if not count:
        raise NobodyToWriteTo()
    _state("school.cohort.written_to", course, course, by, at, {"count": count, "asked_count": len(written)})
    return course


def _state(
    kind: str,
    subject: Who,
    course: Course,
    by: Who,
    at: datetime,
    data: Mapping[str, object],
    person: Person | None = None,
) -> None:
    about = [course, *([person] if person else [])]
    state(kind, subject=subject, by=by, at=at, organisation=course.school, about=about, data=dict(data))
