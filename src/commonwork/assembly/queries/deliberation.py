"""What people say about a motion: threads, what is hidden and why, statements and the groups of opinion."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from commonwork.assembly.models import Comment, Moderation, Motion, Stance, Statement
from commonwork.registry.models import Person
from commonwork.rules.opinion_groups import Answers, Opinions, opinion_groups

DEEPEST = 3  # deeper answers stand beside their parent: a phone has no room for more


@dataclass(frozen=True)
class Said:
    """One comment in its place: how deep it stands, and how it was moderated, if it was."""

    comment: Comment
    depth: int
    moderation: Moderation | None


@dataclass(frozen=True)
class Placed:
    """A statement with the answers of all and of each group."""

    statement: Statement
    together: Answers
    groups: Sequence[Answers]

    @property
    def unites(self) -> bool:
        """In every group more agree with it than not."""
        return all(group.agree * 2 > group.seen for group in self.groups)


def thread(motion: Motion) -> list[Said]:
    """All comments in reading order: each answer under what it answers, the oldest first."""
    rows = motion.comments.select_related("author", "motion").order_by("written_at", "pk")
    moderated = {row.comment_id: row for row in _moderations(motion)}
    below: dict[int | None, list[Comment]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def walk() -> Iterator[Said]:
        waiting = [(row, 0) for row in reversed(below[None])]
        while waiting:
            row, depth = waiting.pop()
            yield Said(row, min(depth, DEEPEST), moderated.get(row.pk))
            waiting.extend((answer, depth + 1) for answer in reversed(below[row.pk]))

    return list(walk())


def comments_of(person: Person) -> QuerySet[Comment]:
    """What a person said about motions, as far as the words are kept."""
    return Comment.objects.filter(author=person).exclude(text="").order_by("pk")


def moderation_of(comment: Comment) -> Moderation | None:
    """The latest moderation of a comment."""
    return comment.moderations.order_by("-pk").first()


def appeals(motion: Motion) -> QuerySet[Moderation]:
    """Appeals about a motion that wait for an answer."""
    rows = Moderation.objects.filter(comment__motion=motion, appealed_at__isnull=False, answer="")
    return rows.select_related("comment__author").order_by("appealed_at", "pk")


def opinions(motion: Motion) -> Opinions:
    """The groups of opinion among those who answered the statements about a motion. People are named by row numbers."""
    stances: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Stance.objects.filter(statement__motion=motion)
    for person, statement, value in rows.values_list("person", "statement__key", "value"):
        stances[f"{person:012d}"][statement] = value
    return opinion_groups(stances, list(motion.statements.values_list("key", flat=True)))


def placed(motion: Motion, found: Opinions) -> list[Placed]:
    """The statements by how much they unite all groups, the most first."""
    rows = {row.key: row for row in motion.statements.select_related("author")}
    empty = (Answers(0, 0, 0),)
    return [
        Placed(rows[key], _sum(found.answers.get(key, empty)), found.answers.get(key, empty))
        for key in found.uniting
    ]


def next_statement(motion: Motion, person: Person) -> Statement | None:
    """A statement the person has not answered: the one with the fewest answers, then the oldest."""
    rows = motion.statements.exclude(stances__person=person)
    counted = [(row.stances.count(), row.made_at, row.pk, row) for row in rows]
    return min(counted, key=lambda one: one[:3])[3] if counted else None


def stances_of(motion: Motion, person: Person) -> dict[int, int]:
    """{statement: stance} of a person."""
    rows = Stance.objects.filter(statement__motion=motion, person=person)
    return dict(rows.values_list("statement", "value"))


def _moderations(motion: Motion) -> QuerySet[Moderation]:
    return Moderation.objects.filter(comment__motion=motion).order_by("pk")


def _sum(groups: Sequence[Answers]) -> Answers:
    return Answers(
        sum(one.agree for one in groups),
        sum(one.disagree for one in groups),
        sum(one.passed for one in groups),
    )
