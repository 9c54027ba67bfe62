from commonwork.assembly.models.assembly import Assembly
from commonwork.assembly.models.ballot import Ballot, BallotBatch
from commonwork.assembly.models.count import CountStep
from commonwork.assembly.models.electorate import Affirmation, Elector, Electorate
from commonwork.assembly.models.proposal import Proposal
from commonwork.assembly.models.resolution import Resolution

__all__ = [
    "Affirmation",
    "Assembly",
    "Ballot",
    "BallotBatch",
    "CountStep",
    "Elector",
    "Electorate",
    "Proposal",
    "Resolution",
]
