"""The training gate: a co-op asks for a loan when its people hold the competences the policy names."""

from datetime import date

from commonwork.bank.queries.applying import training
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class TrainingMissing(Refusal):
    sentence = sentence(
        "Before {borrower} can ask for a loan, more of its people need this training: {missing}."
    )
    status = 409


def demand_trained(borrower: Organisation, *, on: date, lender: Organisation) -> None:
    """Refuse while a competence is held by too few. Raises TrainingMissing, which names each and how many lack."""
    lacking = [one for one in training(borrower, on=on, lender=lender) if not one.is_met]
    if lacking:
        named = ", ".join(f"{one.name} ({len(one.holders)}/{one.needed})" for one in lacking)
        raise TrainingMissing(borrower=borrower.name, missing=named)
