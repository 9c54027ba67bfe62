"""Draws against receipts: the co-op asks with its invoices, the bank looks, pays, and sees the receipts."""

from collections.abc import Sequence
from datetime import date, datetime

from commonwork.bank.actions import draws
from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import demand_come, locked
from commonwork.bank.models import Draw, DrawRequest, Loan
from commonwork.record import documents
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money


class InvoiceMissing(Refusal):
    sentence = sentence("Add at least one invoice or quote: a photo or a PDF.")
    field = "paper"


class ReceiptMissing(Refusal):
    sentence = sentence("Add at least one receipt: a photo or a PDF.")
    field = "paper"


class WhatMissing(Refusal):
    sentence = sentence("Say in a few words what the money is for.")
    field = "what"


class WordsMissing(Refusal):
    sentence = sentence("Say what is missing, so that the co-op can mend it.")
    field = "words"


class OwnRequest(Refusal):
    sentence = sentence("Somebody else than who asked must look at it.")
    status = 409


class NotInThisState(Refusal):
    sentence = sentence("This request is at another point now: {state}. Open its page again.")
    status = 409


@act
def ask(
    *, loan: Loan, amount_minor: int, what: str, files: Sequence[bytes], on: date, by: Who, at: datetime
) -> DrawRequest:
    """The borrower asks for a part of an agreed loan. Open requests count against what is left.

    Raises NotAtThisStage, AmountNotPositive, draws.AboveTheAgreement, WhatMissing, InvoiceMissing, StillToCome and what
    documents.put raises.
    """
    loan = locked(loan, *Loan.RUNNING)
    demand_come(on, at)
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    if not what.strip():
        raise WhatMissing()
    if not files:
        raise InvoiceMissing()
    left = draws.free_to_ask(loan)
    if amount_minor > left:
        raise draws.AboveTheAgreement(left=money(left), asked=money(amount_minor))
    request = DrawRequest.objects.create(
        key=new_key("request"),
        loan=loan,
        amount_minor=amount_minor,
        what=what.strip(),
        asked_on=on,
        asked_by=ref(by),
    )
    _put(request, files, by=by, at=at)
    _told("bank.draw_request.asked", request, on=on, by=by, at=at)
    return request


@act
def approve(*, request: DrawRequest, on: date, by: Who, at: datetime) -> DrawRequest:
    """The bank has looked at the invoices. Raises NotInThisState, OwnRequest, StillToCome."""
    request = _in_state(request, DrawRequest.State.ASKED)
    _looked(request, DrawRequest.State.APPROVED, "", on=on, by=by, at=at)
    _told("bank.draw_request.approved", request, on=on, by=by, at=at)
    return request


@act
def decline(*, request: DrawRequest, words: str, on: date, by: Who, at: datetime) -> DrawRequest:
    """The bank sends a request back and says what is missing. Raises NotInThisState, OwnRequest, WordsMissing,
    StillToCome."""
    request = _in_state(request, *DrawRequest.OPEN)
    if not words.strip():
        raise WordsMissing()
    _looked(request, DrawRequest.State.DECLINED, words.strip(), on=on, by=by, at=at)
    _told("bank.draw_request.declined", request, on=on, by=by, at=at)
    return request


@act
def pay(*, request: DrawRequest, on: date, by: Who, at: datetime) -> Loan:
    """Pay an approved request out. Raises NotInThisState and what `draws.pay_out` raises."""
    locked(request.loan, with_fund=True)
    request = _in_state(request, DrawRequest.State.APPROVED)
    loan = draws.pay_out(
        loan=request.loan, amount_minor=request.amount_minor, on=on, by=by, at=at, against=request
    )
    request.draw = Draw.objects.filter(loan=loan).latest("pk")
    request.state = DrawRequest.State.PAID
    request.save(update_fields=["draw", "state"])
    _told("bank.draw_request.paid", request, on=on, by=by, at=at)
    return loan


@act
def show_receipts(
    *, request: DrawRequest, files: Sequence[bytes], on: date, by: Who, at: datetime
) -> DrawRequest:
    """The borrower shows what was bought. Raises NotInThisState, ReceiptMissing, StillToCome and what documents.put
    raises."""
    demand_come(on, at)
    request = _in_state(request, DrawRequest.State.PAID)
    if not files:
        raise ReceiptMissing()
    _put(request, files, by=by, at=at)
    request.receipts_on = request.receipts_on or on
    request.save(update_fields=["receipts_on"])
    _told("bank.draw_request.receipts_shown", request, on=on, by=by, at=at)
    return request


def _in_state(request: DrawRequest, *states: str) -> DrawRequest:
    fresh = DrawRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if fresh.state not in states:
        raise NotInThisState(state=fresh.get_state_display())
    return fresh


def _looked(
    request: DrawRequest, new_state: DrawRequest.State, words: str, *, on: date, by: Who, at: datetime
) -> None:
    demand_come(on, at)
    if ref(by) == request.asked_by:
        raise OwnRequest()
    request.state, request.words, request.decided_on, request.decided_by = new_state, words, on, ref(by)
    request.save(update_fields=["state", "words", "decided_on", "decided_by"])


def _put(request: DrawRequest, files: Sequence[bytes], *, by: Who, at: datetime) -> None:
    for data in files:
        documents.put(data=data, to=request, organisation=request.loan.borrower, by=by, at=at)


def _told(kind: str, request: DrawRequest, *, on: date, by: Who, at: datetime) -> None:
    loan = request.loan
    state(
        kind,
        subject=request,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan, loan.borrower],
        data={
            "amount_minor": request.amount_minor,
            "unit": loan.unit,
            "on": on.isoformat(),
            "loan": ref(loan),
            "borrower": ref(loan.borrower),
        },
    )
