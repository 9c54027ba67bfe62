"""Consent rounds: who answered what, which objections stand, what an objection can be tied to."""

from collections import Counter
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from commonwork.assembly.models import ConsentAnswer, ConsentRound, Motion
from commonwork.charter.queries import principles

PURPOSE = "purpose"


def of_motion(motion: Motion) -> QuerySet[ConsentRound]:
    """The rounds of a motion, the first one first."""
    rows = motion.rounds.select_related("version", "electorate__body", "decision", "motion__body")
    return rows.order_by("number")


def answers(row: ConsentRound) -> QuerySet[ConsentAnswer]:
    """The answers of a round, objections first, then by roll number."""
    rows = row.answers.select_related(
        "elector__person", "elector__organisation", "elector__electorate", "met_by"
    )
    return rows.order_by("elector__roll_number")


def objections(row: ConsentRound) -> QuerySet[ConsentAnswer]:
    """All objections of a round, also those met or taken back."""
    return answers(row).filter(answer=ConsentAnswer.Answer.OBJECT)


def standing_objections(row: ConsentRound) -> QuerySet[ConsentAnswer]:
    """Objections that nothing has met and that were not taken back."""
    return objections(row).filter(met_by=None, taken_back_at=None)


def counts(row: ConsentRound) -> dict[str, int]:
    """{agree, abstain, aside, object: how many answers}; an objection taken back counts as standing aside."""
    found = Counter(
        "aside" if taken_back else said
        for said, taken_back in row.answers.values_list("answer", "taken_back_at")
    )
    return {code: found.get(code, 0) for code in ConsentAnswer.Answer.values}


def taking_part(row: ConsentRound) -> tuple[int, int]:
    """(lines that took part, lines on the roll): those who answered, and those whose vote somebody who answered carries."""
    lines = row.electorate.electors
    answered = Q(consent_answers__round=row) | Q(delegated_to__consent_answers__round=row)
    return lines.filter(answered).distinct().count(), lines.count()


def aims(motion: Motion, *, on: date) -> list[tuple[str, str]]:
    """What an objection can be tied to: the purpose of the motion, or a principle of the charter in force."""
    said = [(PURPOSE, _("what the motion is for: %(purpose)s") % {"purpose": motion.purpose})]
    held = principles(on=on)
    return said + [
        (
            f"principle-{row.number}",
            _("principle %(number)d: %(name)s") % {"number": row.number, "name": row.name},
        )
        for row in held
    ]


def aim_in_words(answer: ConsentAnswer, motion: Motion, *, on: date) -> str:
    """The aim of an objection in words."""
    return dict(aims(motion, on=on)).get(answer.aim, answer.aim)
