"""What a receipt shows of a money act: accounts before and after. Read under the lock of the book."""

from commonwork.books.actions.entries import NotMoreThanZero
from commonwork.books.queries import balance
from commonwork.registry.models import Organisation

ACCOUNTS = {"cash": "1000", "equipment": "1500", "general_fund": "3500", "result": "3900"}
CREDIT_POSITIVE = frozenset({"general_fund", "result"})


def changes(organisation: Organisation, **moved: int) -> list[dict[str, int | str]]:
    """The table "What it changed" of a receipt: for each named account its balance before and after, as people
    read it (money people own or hold counts positive)."""
    rows: list[dict[str, int | str]] = []
    for what, change in moved.items():
        sign = -1 if what in CREDIT_POSITIVE else 1
        before = sign * balance(organisation, ACCOUNTS[what])
        rows.append(
            {"what": what, "before_minor": before, "change_minor": change, "after_minor": before + change}
        )
    return rows


def demand_more_than_zero(amount_minor: int) -> None:
    """Raise NotMoreThanZero for amounts that are not."""
    if amount_minor <= 0:
        raise NotMoreThanZero()
