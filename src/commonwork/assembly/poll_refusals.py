"""What a poll refuses, in the sentences people read. The acts raise them; rules have their own (rules/counting)."""

from commonwork.rules.refusal import Refusal, sentence


class NotInThatState(Refusal):
    sentence = sentence("This cannot be done now: “{poll}” is in the state “{state}”.")
    status = 409


class NothingToChoose(Refusal):
    sentence = sentence("A vote needs at least {least} options.")


class NobodyOnTheRoll(Refusal):
    sentence = sentence("Nobody stands on the roll of this vote.")


class ClosesBeforeItOpens(Refusal):
    sentence = sentence("Voting must close after it opens.")
    field = "closes_at"


class ClosePassed(Refusal):
    sentence = sentence("The time of the close has passed already. Set a later one.")
    status = 409
    field = "closes_at"


class TooFewForSealed(Refusal):
    sentence = sentence(
        "A roll of {roll} is too small for a sealed vote: few ballots tell on their voters. "
        "Under {least} people vote openly or on paper."
    )
    field = "secrecy"


class WeightsTellVoters(Refusal):
    sentence = sentence(
        "Votes of different weight would show whose sealed ballot is whose. Vote openly, or give one vote each."
    )
    field = "secrecy"


class NoWeights(Refusal):
    sentence = sentence(
        "This roll gives some more votes than others. A budget is decided with one vote each: take another roll."
    )
    field = "electorate"


class KeepersMissing(Refusal):
    sentence = sentence("A sealed vote needs {needed} keepers or more, each with a code; {ready} are ready.")


class BudgetMissing(Refusal):
    sentence = sentence("A budget vote needs a budget, and a cost above zero for each project.")
    field = "budget"


class PointsMissing(Refusal):
    sentence = sentence("Say how many points each voter may give.")
    field = "points"


class OneSeatOnly(Refusal):
    sentence = sentence("This method chooses one; {seats} seats need a ranking for several seats.")
    field = "seats"


class KeyTaken(Refusal):
    sentence = sentence("Two options have the same name.")
    field = "options"


class VotingNotOpen(Refusal):
    sentence = sentence("Voting is not open: no ballot is taken before it opens, at the close or after it.")
    status = 409


class NotOnTheRoll(Refusal):
    sentence = sentence("{voter} does not stand on the roll of this vote.")
    field = "voter"


class AlreadyVoted(Refusal):
    sentence = sentence("A ballot of this voter has come in on another way, and it counts.")
    status = 409


class SecretNeeded(Refusal):
    sentence = sentence(
        "You have voted already. To change a sealed ballot, type the secret code you were shown. "
        "Without it your vote stands as it is."
    )
    status = 409
    field = "own_secret"


class NotSuchACode(Refusal):
    sentence = sentence("This code is not known here. Check it letter by letter, or ask for help at a table.")
    field = "code"


class TooEarlyToClose(Refusal):
    sentence = sentence("Voting goes on until {until}. It is not closed before.")
    status = 409


class PaperNotReconciled(Refusal):
    sentence = sentence(
        "The paper does not add up: {papers} paper ballots are typed, "
        "and {marks} voters are marked as having voted on paper."
    )
    status = 409


class PileOpen(Refusal):
    sentence = sentence(
        "The pile “{pile}” is not settled. Type it a second time, settle it, or throw it away."
    )
    status = 409


class StillSealed(Refusal):
    sentence = sentence(
        "The ballots are still sealed: {needed} keepers must hand in their parts, {done} have."
    )
    status = 409


class NoBallots(Refusal):
    sentence = sentence("There are no ballots to count.")


class WrongKeeperCode(Refusal):
    sentence = sentence("This code does not open your part of the key.")
    field = "code"


class TooFewKeepers(Refusal):
    sentence = sentence("Name at least {needed} keepers: that many must come together to open the ballots.")
    field = "keepers"


class SecondReaderNeeded(Refusal):
    sentence = sentence("Somebody else must type the pile the second time.")
    status = 409


class PileNotReconciled(Refusal):
    sentence = sentence("The pile holds {papers} papers, this list has {lines}.")
    field = "paper_count"


class StillDiffers(Refusal):
    sentence = sentence("Look at the paper and settle every line that differs first.")


class PileNameTaken(Refusal):
    sentence = sentence("There is a pile called “{pile}” already.")
    status = 409
    field = "name"
