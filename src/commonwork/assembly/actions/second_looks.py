"""When a decision is looked at again: the day is set, and set anew or taken away once it was."""

from datetime import date, datetime

from commonwork.assembly.models import Decision
from commonwork.record.acts import Who, act, state
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.dates import day


class BeforeToday(Refusal):
    sentence = sentence("{asked} is over. Choose a day to come, or none.")
    field = "review_on"


class SameDayAgain(Refusal):
    sentence = sentence("It is to be looked at again on that day already.")
    status = 409


@act
def plan(*, decision: Decision, review_on: date | None, on: date, by: Who, at: datetime) -> Decision:
    """Set the day a decision is looked at again; None when it need not be. Whoever looks at it when the day has come
    sets the next one in the same way. Raises BeforeToday, SameDayAgain."""
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("body__organisation")
        .get(pk=decision.pk)
    )
    if review_on is not None and review_on <= on:
        raise BeforeToday(asked=day(review_on))
    if decision.review_on == review_on:
        raise SameDayAgain()
    is_due = decision.review_on is not None and decision.review_on <= on
    kind = "looked_at" if is_due else "review_planned" if review_on else "review_dropped"
    decision.review_on = review_on
    decision.save(update_fields=["review_on"])
    state(
        f"assembly.decision.{kind}",
        subject=decision,
        by=by,
        at=at,
        organisation=decision.body.organisation or "",
        about=[decision.body],
        data={"review_on": review_on.isoformat()} if review_on else {},
    )
    return decision
