"""Votes of the loan committee, counted."""

from dataclasses import dataclass
from datetime import date

from commonwork.bank.models import CommitteeVote, Loan
from commonwork.charter.queries import value


@dataclass(frozen=True)
class Tally:
    """`needed` of `size` people must say yes."""

    yes: int
    no: int
    abstained: int
    needed: int
    size: int

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstained

    @property
    def is_carried(self) -> bool:
        return self.yes >= self.needed

    @property
    def is_lost(self) -> bool:
        """Even if all who have not voted said yes, it would not be enough."""
        return self.yes + max(0, self.size - self.cast) < self.needed


def tally(loan: Loan, *, on: date) -> Tally:
    """The votes on a loan against the policy in force on a day. Raises PolicyMissing."""
    votes = list(CommitteeVote.objects.filter(loan=loan).values_list("vote", flat=True))
    return Tally(
        yes=votes.count(CommitteeVote.Choice.YES),
        no=votes.count(CommitteeVote.Choice.NO),
        abstained=votes.count(CommitteeVote.Choice.ABSTAIN),
        needed=value("bank.committee_quorum", on=on, organisation=loan.lender),
        size=value("bank.committee_size", on=on, organisation=loan.lender),
    )
