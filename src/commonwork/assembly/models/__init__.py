from commonwork.assembly.models.assembly import Assembly
from commonwork.assembly.models.ballot import Ballot, BallotBatch
from commonwork.assembly.models.budget_round import BudgetPot, BudgetProject, BudgetRound
from commonwork.assembly.models.consent import ConsentAnswer, ConsentRound
from commonwork.assembly.models.count import CountStep
from commonwork.assembly.models.decision import Decision, PolicyChange
from commonwork.assembly.models.deliberation import Comment, Moderation, Stance, Statement
from commonwork.assembly.models.effect import Effect, EffectReport
from commonwork.assembly.models.electorate import Affirmation, Elector, Electorate
from commonwork.assembly.models.follower import Follower
from commonwork.assembly.models.meeting import AgendaItem, HandVote, Meeting, Turn
from commonwork.assembly.models.motion import (
    Amendment,
    MergeOffer,
    Motion,
    MotionSupport,
    MotionTranslation,
    MotionVersion,
    Review,
)
from commonwork.assembly.models.office import Election, Nomination, Office, Recall, RecallSignature, Term
from commonwork.assembly.models.poll import Poll, PollOption, PollVoter
from commonwork.assembly.models.poll_ballot import PaperBatch, PollBallot, PollResult
from commonwork.assembly.models.proposal import Proposal
from commonwork.assembly.models.resolution import Resolution
from commonwork.assembly.models.sealed import BoardEntry, PollKeeper, SealedBallot

__all__ = [
    "Affirmation",
    "AgendaItem",
    "Amendment",
    "Assembly",
    "Ballot",
    "BallotBatch",
    "BoardEntry",
    "BudgetPot",
    "BudgetProject",
    "BudgetRound",
    "Comment",
    "ConsentAnswer",
    "ConsentRound",
    "CountStep",
    "Decision",
    "Effect",
    "EffectReport",
    "Election",
    "Elector",
    "Electorate",
    "Follower",
    "HandVote",
    "Meeting",
    "MergeOffer",
    "Moderation",
    "Motion",
    "MotionSupport",
    "MotionTranslation",
    "MotionVersion",
    "Nomination",
    "Office",
    "PaperBatch",
    "PolicyChange",
    "Poll",
    "PollBallot",
    "PollKeeper",
    "PollOption",
    "PollResult",
    "PollVoter",
    "Proposal",
    "Recall",
    "RecallSignature",
    "Resolution",
    "Review",
    "SealedBallot",
    "Stance",
    "Statement",
    "Term",
    "Turn",
]
