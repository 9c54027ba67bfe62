"""An election as a ballot file holds it: who stands, for how many seats, and the ballots."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from commonwork.rules.counting import stv
from commonwork.rules.counting.ballots import Ballots
from commonwork.rules.counting.result import Count
from commonwork.rules.refusal import Complaint, Complaints, sentence


@dataclass(frozen=True, eq=False)
class Election:
    """Everything a count needs; candidates by number from 1. `order` settles lots when no seed is given."""

    title: str
    candidates: tuple[str, ...]
    seats: int
    ballots: Ballots
    withdrawn: frozenset[int] = field(default_factory=frozenset)
    order: Sequence[int] | None = None
    equal_at: int | None = None  # line of the first ballot with equal rankings

    def count(
        self, rule: stv.Rule = "scottish", *, seats: int | None = None, seed: str | None = None
    ) -> Count:
        """Return the count; rules that elect one person ignore the seats of the file, not `seats`."""
        wanted = seats if seats is not None else 1 if rule in stv.ONE_SEAT else self.seats
        if self.equal_at is not None and rule not in stv.TAKES_EQUAL:
            said = sentence("This ballot ranks candidates equally, which the rule {rule} cannot count.")
            raise Complaints([Complaint.of(self.equal_at, said, rule=rule)])
        return stv.count(
            self.ballots,
            self.candidates,
            wanted,
            rule=rule,
            seed=seed,
            withdrawn=self.withdrawn,
            order=self.order,
        )
