"""Payouts: what an act has posted and waits to be sent, and the order a run makes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from commonwork.bank.account_numbers import opened
from commonwork.bank.models import Draw, HoldingMovement, PayAccount, Payout, PayoutRun
from commonwork.bank.payment_files.orders import Account, Instruction, Order, PaymentFile
from commonwork.bank.payment_files.providers import PROVIDERS
from commonwork.bank.queries.capital import holder_of
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation

MOST_WAITING = 500


@dataclass(frozen=True)
class ToPay:
    """One posted payment that no run has taken yet. `account`: where it goes, or None while none is on file."""

    source: Fact
    what: str
    to: Any
    on: date
    amount_minor: int
    account: PayAccount | None

    @property
    def key(self) -> str:
        return str(self.source.code)


def to_pay(organisation: Organisation, *, way: str, to_people: bool | None = None) -> list[ToPay]:
    """Draws, and money paid out of accounts with the bank, posted and in no run that goes or went, the oldest first."""
    taken = Payout.objects.exclude(run__stage=PayoutRun.Stage.CANCELLED).values("source")
    draws = Draw.objects.filter(loan__lender=organisation).exclude(fact__in=taken)
    out = HoldingMovement.objects.filter(holding__house=organisation, kind=HoldingMovement.Kind.PAID_OUT)
    found: list[tuple[Fact, str, Any, date, int]] = [
        (row.fact, "draw", row.loan.borrower, row.on, row.amount_minor)
        for row in draws.select_related("fact", "loan__borrower").order_by("on", "pk")[:MOST_WAITING]
    ]
    found += [
        (row.fact, "account", holder_of(row.holding), row.on, -row.amount_minor)
        for row in out.exclude(fact__in=taken)
        .select_related("fact", "holding__person", "holding__organisation")
        .order_by("on", "pk")[:MOST_WAITING]
    ]
    accounts = accounts_of([to for _f, _w, to, _d, _a in found], way=way)
    rows = [ToPay(fact, what, to, on, amount, accounts.get(ref(to))) for fact, what, to, on, amount in found]
    if to_people is not None:
        rows = [row for row in rows if row.account is None or row.account.is_person is to_people]
    return sorted(rows, key=lambda row: (row.on, row.source.pk))


def accounts_of(owners: list[Any], *, way: str) -> dict[str, PayAccount]:
    """{reference: the account in use}."""
    rows = PayAccount.objects.filter(owner__in={ref(owner) for owner in owners}, way=way, is_dropped=False)
    return {row.owner: row for row in rows}


def payer(organisation: Organisation, *, way: str) -> PayAccount | None:
    """The account the organisation pays from."""
    return accounts_of([organisation], way=way).get(ref(organisation))


def runs(organisation: Organisation) -> QuerySet[PayoutRun]:
    """All runs, the latest first."""
    rows = PayoutRun.objects.filter(organisation=organisation).select_related("made_by", "payer")
    return rows.order_by("-made_at", "-pk")


def file_of(run: PayoutRun) -> PaymentFile:
    """The file of a run: the same bytes every time. Here, and only here, account numbers are read."""
    return PROVIDERS[run.format].file_of(order_of(run))


def order_of(run: PayoutRun) -> Order:
    """A run as an order, account numbers in the clear."""
    provider = PROVIDERS[run.format]
    payouts = run.payouts.select_related("account").order_by("number")
    same_day = PayoutRun.objects.filter(
        organisation=run.organisation, made_at__date=run.made_at.date(), pk__lt=run.pk
    )
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    return Order(
        key=run.key,
        payer=_account(run.payer),
        payer_id=run.payer.payer_id or run.payer.routing,
        bank_name=run.payer.bank_name,
        pays_on=run.pays_on,
        made_at=run.made_at,
        modifier=letters[same_day.count() % len(letters)],
        currency=provider.currency,
        instructions=[
            Instruction(_account(payout.account), payout.amount_minor, payout.key) for payout in payouts
        ],
    )


def _account(row: PayAccount) -> Account:
    return Account(
        name=row.name,
        number=opened(bytes(row.sealed_number), of=row.key),
        routing=row.routing,
        is_savings=row.kind == PayAccount.Kind.SAVINGS,
    )
