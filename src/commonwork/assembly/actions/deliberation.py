"""What people say about a motion: comments, their moderation and appeals, statements and stances."""

import hashlib
from datetime import datetime

from commonwork.assembly.models import Comment, Moderation, Motion, Stance, Statement
from commonwork.assembly.motion_steps import locked, tell
from commonwork.record.acts import Who, act
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence

DEEPEST = 4  # answers to answers: deeper ones stand beside their parent
MOST_TEXT = 4000


class NothingSaid(Refusal):
    sentence = sentence("Nothing was written.")
    field = "text"


class TooLong(Refusal):
    sentence = sentence("That is {count} characters; at most {most} can be kept. Please make it shorter.")
    field = "text"


class NotInThisTalk(Refusal):
    sentence = sentence("The comment you answer stands in another talk, or is hidden.")
    field = "parent"


class MailCameBefore(Refusal):
    sentence = sentence("This mail was taken in before.")
    status = 409


class HiddenAlready(Refusal):
    sentence = sentence("This comment is hidden already.")
    status = 409


class ReasonMissing(Refusal):
    sentence = sentence("Say in a sentence why, so that the author can understand it.")
    field = "words"


class NothingToAppeal(Refusal):
    sentence = sentence("This comment is not hidden, or an appeal was made already.")
    status = 409


class AnotherMustAnswer(Refusal):
    sentence = sentence("Somebody else than the person who hid the comment answers the appeal.")


class StatementThere(Refusal):
    sentence = sentence("This statement is there already.")
    field = "text"
    status = 409


@act
def say(
    *,
    motion: Motion,
    author: Person,
    text: str,
    by: Who,
    at: datetime,
    parent: Comment | None = None,
    message_id: str = "",
) -> Comment:
    """Comment on a motion, or answer a comment; `message_id` where it came by mail, so that one mail is one comment.

    Raises NotInThatStage, NothingSaid, TooLong, NotInThisTalk, MailCameBefore.
    """
    motion = locked(motion, Motion.State.SEEKING, Motion.State.OPEN)
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise NothingSaid()
    if len(text) > MOST_TEXT:
        raise TooLong(count=len(text), most=MOST_TEXT)
    if parent is not None and (parent.motion_id != motion.pk or parent.is_hidden):
        raise NotInThisTalk()
    digest = hashlib.sha256(message_id.encode()).hexdigest() if message_id else ""
    if digest and Comment.objects.filter(message_hash=digest).exists():
        raise MailCameBefore()
    comment = Comment.objects.create(
        key=new_key("comment"),
        motion=motion,
        parent=parent,
        author=author,
        text=text,
        came_by=Comment.CameBy.MAIL if message_id else Comment.CameBy.PAGE,
        message_hash=digest,
        written_at=at,
    )
    tell("assembly.comment.written", motion, by=by, at=at, data={"comment": ref(comment)})
    return comment


@act
def erase(*, comment: Comment, by: Who, at: datetime) -> Comment:
    """Erase the words of a comment, and of an appeal about it, for good; answers to it stay. Raises NothingSaid."""
    comment = _locked(comment)
    if not comment.text:
        raise NothingSaid()
    comment.text = ""
    comment.save(update_fields=["text"])
    comment.moderations.update(appeal="")
    tell("assembly.comment.erased", comment.motion, by=by, at=at, data={"comment": ref(comment)})
    return comment


@act
def hide(*, comment: Comment, reason: str, words: str, by: Who, at: datetime) -> Comment:
    """Hide a comment, for a reason everybody can read. Raises HiddenAlready, ReasonMissing."""
    comment = _locked(comment)
    words = " ".join(words.split())
    if comment.is_hidden:
        raise HiddenAlready()
    if not words:
        raise ReasonMissing()
    why = Moderation.Reason(reason)
    Moderation.objects.create(comment=comment, reason=why, words=words, hidden_by=ref(by), hidden_at=at)
    comment.is_hidden = True
    comment.save(update_fields=["is_hidden"])
    data = {"comment": ref(comment), "reason": why.value}
    tell("assembly.comment.hidden", comment.motion, by=by, at=at, data=data)
    return comment


@act
def appeal(*, comment: Comment, words: str, by: Who, at: datetime) -> Comment:
    """The author asks somebody else to look at it again. Raises NothingToAppeal, NothingSaid."""
    comment = _locked(comment)
    row = comment.moderations.filter(appealed_at=None, answer="").order_by("-pk").first()
    if row is None or not comment.is_hidden:
        raise NothingToAppeal()
    words = " ".join(words.split())
    if not words:
        raise NothingSaid()
    row.appeal, row.appealed_at = words, at
    row.save(update_fields=["appeal", "appealed_at"])
    tell("assembly.comment.appealed", comment.motion, by=by, at=at, data={"comment": ref(comment)})
    return comment


@act
def answer_appeal(*, comment: Comment, restore: bool, words: str, by: Who, at: datetime) -> Comment:
    """Another person than the one who hid it decides, and says why.

    Raises NothingToAppeal, AnotherMustAnswer, ReasonMissing.
    """
    comment = _locked(comment)
    row = comment.moderations.filter(appealed_at__isnull=False, answer="").order_by("-pk").first()
    if row is None:
        raise NothingToAppeal()
    if row.hidden_by == ref(by):
        raise AnotherMustAnswer()
    words = " ".join(words.split())
    if not words:
        raise ReasonMissing()
    row.answer = Moderation.Answer.RESTORED if restore else Moderation.Answer.STANDS
    row.answer_words, row.answered_by, row.answered_at = words, ref(by), at
    row.save(update_fields=["answer", "answer_words", "answered_by", "answered_at"])
    if restore:
        comment.is_hidden = False
        comment.save(update_fields=["is_hidden"])
    data = {"comment": ref(comment), "answer": row.answer}
    tell("assembly.comment.appeal_answered", comment.motion, by=by, at=at, data=data)
    return comment


@act
def state_one(*, motion: Motion, text: str, by: Who, at: datetime, author: Person | None = None) -> Statement:
    """Put a short statement to everyone. Raises NotInThatStage, NothingSaid, TooLong, StatementThere."""
    motion = locked(motion, Motion.State.SEEKING, Motion.State.OPEN)
    text = " ".join(text.split())
    if not text:
        raise NothingSaid()
    if len(text) > 200:
        raise TooLong(count=len(text), most=200)
    if motion.statements.filter(text__iexact=text).exists():
        raise StatementThere()
    statement = Statement.objects.create(
        key=new_key("statement"), motion=motion, text=text, author=author, made_at=at
    )
    tell("assembly.statement.made", motion, by=by, at=at, data={"statement": ref(statement)})
    return statement


@act
def take_stance(*, statement: Statement, person: Person, value: int, by: Who, at: datetime) -> Statement:
    """Agree (1), disagree (-1) or pass (0); a later answer replaces the earlier. The fact does not say which.

    Raises NotInThatStage.
    """
    motion = locked(statement.motion, Motion.State.SEEKING, Motion.State.OPEN)
    Stance.objects.update_or_create(
        statement=statement, person=person, defaults={"value": Stance.Value(value)}
    )
    tell("assembly.statement.answered", motion, by=by, at=at, data={"statement": ref(statement)})
    return statement


def _locked(comment: Comment) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",)).select_related("motion__body", "author")
    return rows.get(pk=comment.pk)
