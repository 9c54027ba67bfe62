"""Conditions the committee set: what waits for them, and when one is met."""

from datetime import date, datetime

from commonwork.bank.actions.lock import demand_come
from commonwork.bank.models import Loan, LoanCondition
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.rules.refusal import Refusal, sentence


class ConditionOpen(Refusal):
    sentence = sentence("The committee asks for this first: {conditions}.")
    status = 409


class ConditionMet(Refusal):
    sentence = sentence("This condition was met before.")
    status = 409


def demand_met(loan: Loan, *, before: str) -> None:
    """Refuse while a condition set before this step is open. Raises ConditionOpen."""
    steps = [LoanCondition.Before.AGREEMENT]
    if before == LoanCondition.Before.DRAW:
        steps.append(LoanCondition.Before.DRAW)
    found = LoanCondition.objects.filter(loan=loan, before__in=steps, met_on=None).order_by("pk")
    if texts := list(found.values_list("text", flat=True)):
        raise ConditionOpen(conditions="; ".join(text.rstrip(".") for text in texts))


@act
def meet(*, condition: LoanCondition, on: date, by: Who, at: datetime) -> LoanCondition:
    """Somebody of the bank found a condition met. Raises ConditionMet, StillToCome."""
    demand_come(on, at)
    condition = LoanCondition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    if condition.met_on is not None:
        raise ConditionMet()
    condition.met_on, condition.met_by = on, ref(by)
    condition.save(update_fields=["met_on", "met_by"])
    loan = condition.loan
    data = {
        "on": on.isoformat(),
        "loan": ref(loan),
        "borrower": ref(loan.borrower),
        "before": condition.before,
    }
    state(
        "bank.condition.met",
        subject=condition,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan],
        data=data,
    )
    return condition
