"""Join: what the assembly decided is paid out of the solidarity fund, in the books of both sides."""

from datetime import date, datetime
from typing import Any

from commonwork.assembly.actions import resolutions
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence

FUND_KEEPER = "federation"
FUND, RESTRICTED, CASH = "3300", "3400", "1000"


class FundTooLow(Refusal):
    sentence = sentence("The solidarity fund holds {fund} USD; this grant is {amount} USD.")
    status = 409


def fund_minor(*, on: date | None = None) -> int:
    """What the solidarity fund holds on a day, in minor units."""
    keeper = Organisation.objects.get(key=FUND_KEEPER)
    return -book_queries.balance(keeper, FUND, on=on)


@act
def pay(*, resolution: Any, on: date, by: Who, at: datetime) -> Any:
    """Pay a funded resolution to its recipient as a restricted grant. resolution: assembly's Resolution.

    Mirrored: federation 3300 by proposal / 1000, recipient 1000 / 3400 by proposal. Raises FundTooLow and what
    `assembly.resolutions.mark_paid` raises (NotFunded, AlreadyPaid, PaidBeforeDecided).
    """
    keeper = Organisation.objects.select_for_update().get(key=FUND_KEEPER)
    proposal = resolution.proposal
    recipient, amount_minor = proposal.recipient, proposal.cost_minor
    held = fund_minor()
    if resolution.is_funded and held < amount_minor:
        raise FundTooLow(fund=show_minor(held, "USD"), amount=show_minor(amount_minor, "USD"))
    fact = state(
        "journeys.grant.paid",
        subject=resolution,
        by=by,
        at=at,
        organisation=keeper,
        about=[recipient, proposal, proposal.assembly],
        data={
            "amount_minor": amount_minor,
            "unit": "USD",
            "recipient": ref(recipient),
            "on": on.isoformat(),
            "changes": [
                {
                    "what": "solidarity_fund",
                    "before_minor": held,
                    "change_minor": -amount_minor,
                    "after_minor": held - amount_minor,
                }
            ],
        },
    )
    resolutions.mark_paid(resolution=resolution, source=fact, on=on, amount_minor=amount_minor, by=by, at=at)
    books.post_mirrored(
        sides=[
            (keeper, [books.Line(FUND, amount_minor, party=proposal.key), books.Line(CASH, -amount_minor)]),
            (
                recipient,
                [books.Line(CASH, amount_minor), books.Line(RESTRICTED, -amount_minor, party=proposal.key)],
            ),
        ],
        on=on,
        kind="journeys.grant",
        source=fact,
    )
    return resolution
