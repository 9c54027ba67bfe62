"""Trade between sisters: invoice, pay. Each is one act with an entry in both books."""

from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.books.actions import Line
from commonwork.federation.actions.changes import change
from commonwork.federation.actions.days import demand_come
from commonwork.federation.actions.undoing import AlreadyTakenBack, TakenBackTooEarly, fact_of, undo
from commonwork.federation.models import SisterInvoice
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class SameCoop(Refusal):
    sentence = sentence("A co-op cannot sell to itself.")
    field = "buyer"


class NotSisters(Refusal):
    sentence = sentence("{organisation} is not a co-op; sisters are co-ops of the network.")
    field = "buyer"


class NothingSold(Refusal):
    sentence = sentence("The amount must be more than zero.")
    field = "amount"


class AlreadyPaid(Refusal):
    sentence = sentence("This invoice was paid on {on}.")
    status = 409


class PaidBeforeInvoiced(Refusal):
    sentence = sentence("The invoice is of {on}; it cannot be paid before.")
    field = "on"


@act
def invoice(
    *,
    seller: Organisation,
    buyer: Organisation,
    what: str,
    amount_minor: int,
    on: date,
    by: Who,
    at: datetime,
    key: str = "",
) -> SisterInvoice:
    """One co-op sells to another: 1100 / 4010 by buyer, 5010 / 2000 by seller. Raises SameCoop, NotSisters,
    NothingSold, StillToCome."""
    demand_come(on, at)
    if seller == buyer:
        raise SameCoop()
    for side in (seller, buyer):
        if side.kind != Organisation.Kind.COOP:
            raise NotSisters(organisation=side.name)
    if amount_minor <= 0:
        raise NothingSold()
    row = SisterInvoice.objects.create(
        key=key or new_key("invoice"),
        seller=seller,
        buyer=buyer,
        what=what,
        amount_minor=amount_minor,
        invoiced_on=on,
    )
    owed_minor = -book_queries.balance(buyer, "2000", party=seller.key)
    fact = state(
        "federation.trade.invoiced",
        subject=row,
        by=by,
        at=at,
        organisation=seller,
        about=[seller, buyer],
        data=_data(row, on, [change("owed_to_sister", owed_minor, amount_minor)]),
    )
    books.post_mirrored(
        sides=[
            (
                seller,
                [Line("1100", amount_minor, party=buyer.key), Line("4010", -amount_minor, party=buyer.key)],
            ),
            (
                buyer,
                [Line("5010", amount_minor, party=seller.key), Line("2000", -amount_minor, party=seller.key)],
            ),
        ],
        on=on,
        kind="federation.sister_invoice",
        source=fact,
    )
    return row


@act
def pay(*, invoice: SisterInvoice, on: date, by: Who, at: datetime) -> SisterInvoice:
    """The buyer pays an invoice in full: seller 1000 / 1100, buyer 2000 / 1000. Raises AlreadyPaid,
    PaidBeforeInvoiced, AlreadyTakenBack, StillToCome."""
    demand_come(on, at)
    row = _locked(invoice)
    if row.paid_on:
        raise AlreadyPaid(on=row.paid_on.isoformat())
    if on < row.invoiced_on:
        raise PaidBeforeInvoiced(on=row.invoiced_on.isoformat())
    row.paid_on = on
    row.save(update_fields=["paid_on"])
    owed_minor = -book_queries.balance(row.buyer, "2000", party=row.seller.key)
    fact = state(
        "federation.trade.paid",
        subject=row,
        by=by,
        at=at,
        organisation=row.buyer,
        about=[row.seller, row.buyer],
        data=_data(row, on, [change("owed_to_sister", owed_minor, -row.amount_minor)]),
    )
    amount_minor, seller, buyer = row.amount_minor, row.seller, row.buyer
    books.post_mirrored(
        sides=[
            (seller, [Line("1000", amount_minor), Line("1100", -amount_minor, party=buyer.key)]),
            (buyer, [Line("2000", amount_minor, party=seller.key), Line("1000", -amount_minor)]),
        ],
        on=on,
        kind="federation.sister_payment",
        source=fact,
    )
    return row


@act
def take_back(*, invoice: SisterInvoice, on: date, by: Who, at: datetime) -> SisterInvoice:
    """Take the last step of an invoice back, in both books: its payment if it is paid, else the invoice itself, which
    then counts nowhere. Raises AlreadyTakenBack, TakenBackTooEarly, StillToCome."""
    demand_come(on, at)
    row = _locked(invoice)
    if on < (row.paid_on or row.invoiced_on):
        raise TakenBackTooEarly(on=(row.paid_on or row.invoiced_on).isoformat())
    was_paid = row.paid_on is not None
    row.paid_on, row.taken_back_on = None, None if was_paid else on
    row.save(update_fields=["paid_on", "taken_back_on"])
    owed_minor = -book_queries.balance(row.buyer, "2000", party=row.seller.key)
    moved_minor = row.amount_minor if was_paid else -row.amount_minor
    fact = state(
        "federation.trade.payment_taken_back" if was_paid else "federation.trade.taken_back",
        subject=row,
        by=by,
        at=at,
        organisation=row.buyer if was_paid else row.seller,
        about=[row.seller, row.buyer],
        data=_data(row, on, [change("owed_to_sister", owed_minor, moved_minor)]),
    )
    undo(
        fact_of(row, "federation.trade.paid" if was_paid else "federation.trade.invoiced"), on=on, source=fact
    )
    return row


def _locked(invoice: SisterInvoice) -> SisterInvoice:
    rows = SisterInvoice.objects.select_for_update(of=("self",)).select_related("seller", "buyer")
    row = rows.get(pk=invoice.pk)
    if row.taken_back_on:
        raise AlreadyTakenBack(on=row.taken_back_on.isoformat())
    return row


def _data(row: SisterInvoice, on: date, changes: list[dict[str, object]]) -> dict[str, object]:
    return {
        "seller": ref(row.seller),
        "buyer": ref(row.buyer),
        "amount_minor": row.amount_minor,
        "unit": "USD",
        "on": on.isoformat(),
        "changes": changes,
    }
