from commonwork.assembly.models.assembly import Assembly
from commonwork.assembly.models.ballot import Ballot, BallotBatch
from commonwork.assembly.models.budget_round import BudgetPot, BudgetProject, BudgetRound
from commonwork.assembly.models.count import CountStep
from commonwork.assembly.models.effect import Effect, EffectReport
from commonwork.assembly.models.office import Election, Nomination, Office, Recall, RecallSignature, Term
from commonwork.assembly.models.proposal import Proposal
from commonwork.assembly.models.resolution import Resolution

__all__ = [
    "Assembly",
    "Ballot",
    "BallotBatch",
    "BudgetPot",
    "BudgetProject",
    "BudgetRound",
    "CountStep",
    "Effect",
    "EffectReport",
    "Election",
    "Nomination",
    "Office",
    "Proposal",
    "Recall",
    "RecallSignature",
    "Resolution",
    "Term",
]
