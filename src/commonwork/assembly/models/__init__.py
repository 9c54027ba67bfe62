from commonwork.assembly.models.assembly import Assembly
from commonwork.assembly.models.ballot import Ballot, BallotBatch
from commonwork.assembly.models.count import CountStep
from commonwork.assembly.models.poll import Poll, PollOption, PollVoter
from commonwork.assembly.models.poll_ballot import PaperBatch, PollBallot, PollResult
from commonwork.assembly.models.proposal import Proposal
from commonwork.assembly.models.resolution import Resolution
from commonwork.assembly.models.sealed import BoardEntry, PollKeeper, SealedBallot

__all__ = [
    "Assembly",
    "Ballot",
    "BallotBatch",
    "BoardEntry",
    "CountStep",
    "PaperBatch",
    "Poll",
    "PollBallot",
    "PollKeeper",
    "PollOption",
    "PollResult",
    "PollVoter",
    "Proposal",
    "Resolution",
    "SealedBallot",
]
