"""A business plan in words: write the answers of a chapter, erase what was written."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from commonwork.incubator.chapters import CHAPTERS, MOST_SIGNS, chapter
from commonwork.incubator.models import PlanAnswer, Team
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.rules.refusal import Refusal, sentence


class NoSuchChapter(Refusal):
    sentence = sentence("The business plan has no chapter “{chapter}”.")


class AnswersUnchanged(Refusal):
    sentence = sentence("Nothing has changed on this page.")
    status = 409


class AnswerTooLong(Refusal):
    sentence = sentence("An answer has at most {most} letters.")


class NothingWritten(Refusal):
    sentence = sentence("{team} has written nothing that could be erased.")
    status = 409


@act
def write(*, team: Team, part: str, texts: Mapping[str, str], on: date, by: Who, at: datetime) -> Team:
    """Keep the answers of a chapter. texts: {code of the question: text}; questions left out stay as they are. The fact
    names codes only. Raises NoSuchChapter, AnswerTooLong, AnswersUnchanged."""
    asked = chapter(part)
    if asked is None or not set(texts) <= {question.code for question in asked.questions}:
        raise NoSuchChapter(chapter=part)
    wanted = {f"{part}.{code}": text.replace("\r\n", "\n").strip() for code, text in texts.items()}
    if any(len(text) > MOST_SIGNS for text in wanted.values()):
        raise AnswerTooLong(most=MOST_SIGNS)
    team = Team.objects.select_for_update().get(pk=team.pk)
    kept = dict(team.plan_answers.filter(code__in=wanted).values_list("code", "text"))
    changed = {code: text for code, text in wanted.items() if text != kept.get(code, "")}
    if not changed:
        raise AnswersUnchanged()
    for code, text in changed.items():
        PlanAnswer.objects.update_or_create(
            team=team, code=code, defaults={"text": text, "changed_at": at, "changed_by": ref(by)}
        )
    data = {"chapter": part, "questions": sorted(changed), "on": on.isoformat()}
    state("incubator.answers.written", subject=team, by=by, at=at, data=data)
    return team


@act
def erase(*, team: Team, on: date, by: Who, at: datetime, parts: Collection[str] = ()) -> Team:
    """Erase the words of a business plan, of some chapters or of all; figures and facts stay. Raises NothingWritten."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    parts = parts or [one.key for one in CHAPTERS]
    rows = [row.pk for row in team.plan_answers.exclude(text="") if row.code.partition(".")[0] in parts]
    if not rows:
        raise NothingWritten(team=team.name)
    PlanAnswer.objects.filter(pk__in=rows).update(text="", changed_at=at, changed_by=ref(by))
    data = {"chapters": sorted(parts), "answers": len(rows), "on": on.isoformat()}
    state("incubator.answers.erased", subject=team, by=by, at=at, data=data)
    return team
