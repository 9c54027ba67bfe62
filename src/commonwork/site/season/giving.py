"""What the demo adds to the bank's side of a season: the fund that goes round, as a fund people can give to."""

from collections.abc import Iterator
from datetime import date

from commonwork.bank.actions import funds
from commonwork.site.season.cast import Cast, Event


def events(cast: Cast) -> Iterator[Event]:
    """The fund is opened with the first restricted grant to the bank. Nothing is posted."""
    days = [row["on"] for row in cast.said["grant"] if row["to"] == "bank" and row["restricted"]]
    for on in days[:1]:
        yield Event(on, 45, lambda on=on: _open(cast, on))  # type: ignore[misc]


def _open(cast: Cast, on: date) -> None:
    funds.open_fund(
        organisation=cast.org("bank"),
        name="Revolving loan fund",
        use="lend",
        key="revolving",
        purpose="Lent to worker co-ops, paid back from surplus only, and lent again.",
        on=on,
        **cast.when(on, 20),
    )
