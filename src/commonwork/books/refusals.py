"""What posting refuses, as sentences a member would hear. `books.actions` raises them."""

from commonwork.rules.refusal import Refusal, sentence


class NoBook(Refusal):
    sentence = sentence("{organisation} has not opened its books yet.")


class NoSuchAccount(Refusal):
    sentence = sentence("The books of {book} have no account {account}.")


class AccountIsClosed(Refusal):
    sentence = sentence("Account {account} of {book} is closed.")
    status = 409


class DoesNotBalance(Refusal):
    sentence = sentence("Debits and credits differ by {difference}.")


class TooFewLines(Refusal):
    sentence = sentence("An entry needs at least two lines that move something.")


class NoParty(Refusal):
    sentence = sentence("Each line on account {account} must say which {by} it is about.")


class NotAnAmountOfCents(Refusal):
    sentence = sentence("An amount must be a whole number of cents.")


class PeriodIsClosed(Refusal):
    sentence = sentence("The books of {book} are closed for all days before {closed_until}.")
    status = 409
    field = "on"


class FloorCrossed(Refusal):
    sentence = sentence("Account {account} may not go below {floor}; this would bring it to {balance}.")


class CeilingCrossed(Refusal):
    sentence = sentence("Account {account} may not go above {ceiling}; this would bring it to {balance}.")


class SidesDisagree(Refusal):
    sentence = sentence("The two books do not agree about this movement: {what} differ by {difference}.")


class NotMoreThanZero(Refusal):
    sentence = sentence("The amount must be more than 0.")
    field = "amount"


class OneBookOnly(Refusal):
    sentence = sentence("A movement between books needs two different books.")


class AlreadyReversed(Refusal):
    sentence = sentence("This entry has been taken back already.")
    status = 409
