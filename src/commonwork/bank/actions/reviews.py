"""Reviews: adopt criteria, score an application, write the memo for the committee."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from commonwork.bank.actions.lock import demand_come, locked
from commonwork.bank.models import CommitteeVote, Criteria, Loan, LoanMemo, LoanReview
from commonwork.bank.queries.reviewing import HIGHEST, LOWEST, criteria, criteria_version
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal, sentence

MOST_WEIGHT = 9


class CriteriaIncomplete(Refusal):
    sentence = sentence("Give at least one criterion; each needs a question and a weight from 1 to {most}.")


class ScoresIncomplete(Refusal):
    sentence = sentence("Give a score from 1 to 5 for each criterion.")


class ReviewsOwnCoop(Refusal):
    sentence = sentence(
        "You belong to {borrower}; declare the conflict of interest, and your review is heard but not counted."
    )
    field = "has_conflict"


class NothingWritten(Refusal):
    sentence = sentence("Write at least one of the four parts.")
    field = "asks"


@act
def adopt(
    *, lender: Organisation, rows: Sequence[Mapping[str, Any]], on: date, by: Who, at: datetime
) -> Criteria:
    """A new version of what reviewers look at. rows: {"question": {language: text}, "weight": 1 to 9}; codes are given
    here. Raises CriteriaIncomplete, StillToCome."""
    demand_come(on, at)
    Organisation.objects.select_for_update(no_key=True).get(pk=lender.pk)
    asked = [row for row in rows if any(text.strip() for text in row["question"].values())]
    if not asked or not all(1 <= row["weight"] <= MOST_WEIGHT for row in asked):
        raise CriteriaIncomplete(most=MOST_WEIGHT)
    newest = criteria_version(lender)
    kept = [
        {
            "code": f"c{place}",
            "weight": row["weight"],
            "question": {name: text.strip() for name, text in row["question"].items() if text.strip()},
        }
        for place, row in enumerate(asked, start=1)
    ]
    version = Criteria.objects.create(
        key=new_key("criteria"),
        lender=lender,
        number=newest.number + 1 if newest else 1,
        adopted_on=on,
        rows=kept,
    )
    data = {"on": on.isoformat(), "count": len(kept), "number": version.number}
    state("bank.criteria.adopted", subject=version, by=by, at=at, organisation=lender, data=data)
    return version


@act
def give(
    *,
    loan: Loan,
    reviewer: Person,
    scores: Mapping[str, int],
    has_conflict: bool,
    words: str,
    on: date,
    by: Who,
    at: datetime,
) -> LoanReview:
    """A reviewer scores an application by the criteria in force; a second review replaces the first.

    Raises NotAtThisStage, ScoresIncomplete, ReviewsOwnCoop, StillToCome.
    """
    loan = locked(loan, Loan.Stage.APPLIED)
    demand_come(on, at)
    version = criteria_version(loan.lender, on=on)
    if set(scores) != {one.code for one in criteria(version)} or not all(
        LOWEST <= score <= HIGHEST for score in scores.values()
    ):
        raise ScoresIncomplete()
    if not has_conflict and memberships(on=on, organisation=loan.borrower).filter(person=reviewer).exists():
        raise ReviewsOwnCoop(borrower=loan.borrower.name)
    review = LoanReview.objects.filter(loan=loan, reviewer=reviewer).first() or LoanReview(
        key=new_key("review"), loan=loan, reviewer=reviewer
    )
    review.criteria, review.scores, review.has_conflict = version, dict(scores), has_conflict
    review.words, review.given_on = words.strip(), on
    review.save()
    _told("bank.review.given", review, on=on, by=by, at=at, has_conflict=has_conflict)
    return review


@act
def write_memo(
    *,
    loan: Loan,
    author: Person,
    asks: str,
    speaks_for: str,
    worries: str,
    proposes: str,
    on: date,
    by: Who,
    at: datetime,
) -> LoanMemo:
    """The officer's memo in plain words, anew as often as needed until the committee decided.

    Raises NotAtThisStage, NothingWritten, StillToCome.
    """
    loan = locked(loan, Loan.Stage.APPLIED)
    demand_come(on, at)
    texts = {"asks": asks, "speaks_for": speaks_for, "worries": worries, "proposes": proposes}
    texts = {name: text.strip() for name, text in texts.items()}
    if not any(texts.values()):
        raise NothingWritten()
    memo = LoanMemo.objects.filter(loan=loan).first() or LoanMemo(key=new_key("memo"), loan=loan)
    for name, text in texts.items():
        setattr(memo, name, text)
    memo.author, memo.written_on = author, on
    memo.save()
    _told("bank.memo.written", memo, on=on, by=by, at=at)
    return memo


def declared(loan: Loan, person: Person) -> bool:
    """Has this person declared a conflict of interest on this loan, in a review or a vote?"""
    in_review = LoanReview.objects.filter(loan=loan, reviewer=person, has_conflict=True).exists()
    return in_review or CommitteeVote.objects.filter(loan=loan, person=person, has_conflict=True).exists()


def _told(kind: str, row: LoanReview | LoanMemo, *, on: date, by: Who, at: datetime, **more: object) -> None:
    loan = row.loan
    data = {"on": on.isoformat(), "borrower": ref(loan.borrower), "loan": ref(loan), **more}
    state(kind, subject=row, by=by, at=at, organisation=loan.lender, data=data)
