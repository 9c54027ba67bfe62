"""Claims: ask, send back, approve, pay, withdraw, take back.

At approval the cost is booked against what is owed (2300, by claim); at payment what is owed goes out of cash. Nobody
decides on a claim of their own.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commonwork.books.actions.effects import changes
from commonwork.books.actions.entries import Line, NotMoreThanZero, lock, post
from commonwork.books.actions.entries import reverse as post_reversal
from commonwork.books.budget_sums import Place
from commonwork.books.hashing import memo_hash
from commonwork.books.models import Account, Claim
from commonwork.books.queries import budgets
from commonwork.record import documents
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Document, Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence

OWED, CASH = "2300", "1000"
CLAIMABLE = (Account.Kind.EXPENSE, Account.Kind.EQUITY)
MINE = (Claim.State.DRAFT, Claim.State.RETURNED)


class NotNow(Refusal):
    sentence = sentence("This cannot be done with the claim any more: it is now “{state}”.")
    status = 409


class OwnClaim(Refusal):
    sentence = sentence("Nobody decides on a claim of their own. Ask another person who may.")


class NotYourClaim(Refusal):
    sentence = sentence("Only the person who asks can change or send this claim.")


class NotWhole(Refusal):
    sentence = sentence("Say how much, on which day, for what, and which budget or account it belongs to.")


class NotClaimable(Refusal):
    sentence = sentence("Account {account} does not take claims.")
    field = "place"


class OverBudget(Refusal):
    sentence = sentence("The budget line has {left} left; this claim is {amount}. The budget allows no more.")
    status = 409


class NoReason(Refusal):
    sentence = sentence("Write why the claim is sent back, so that it can be mended.")
    field = "reason"


class PaidBeforeApproved(Refusal):
    sentence = sentence("The claim was approved for {approved}; it cannot be paid before that.")
    field = "on"


class InTheFuture(Refusal):
    sentence = sentence("This day has not come yet.")
    field = "on"


@dataclass(frozen=True)
class Asked:
    """What a claim says so far; a draft may leave out anything."""

    kind: str = Claim.Kind.REFUND
    amount_minor: int | None = None
    spent_on: date | None = None
    place: Place | None = None
    what: str = ""
    papers: Sequence[bytes] = ()


@act
def draft(*, organisation: Organisation, claimant: Person, asked: Asked, by: Who, at: datetime) -> Claim:
    """Begin a claim; what is missing can follow. Papers sent twice are kept once. Raises NoBook, NotClaimable,
    NotMoreThanZero and what documents.put raises."""
    book = lock(organisation)[organisation.key]
    claim = Claim(key=new_key("claim"), book=book, claimant=claimant, salt=secrets.token_hex(16))
    _demand_own(claim, by)
    return _keep(claim, asked, by, at)


@act
def change(*, claim: Claim, asked: Asked, by: Who, at: datetime) -> Claim:
    """Write a draft, or a claim that was sent back, anew. Raises NotYourClaim, NotNow and what `draft` raises."""
    claim = _locked(claim, *MINE)
    _demand_own(claim, by)
    return _keep(claim, asked, by, at)


@act
def submit(*, claim: Claim, on: date, by: Who, at: datetime) -> Claim:
    """Send a claim to be decided on. Raises NotYourClaim, NotNow, NotWhole, InTheFuture."""
    claim = _locked(claim, *MINE)
    _demand_own(claim, by)
    if not (claim.amount_minor and claim.spent_on and claim.account and claim.what):
        raise NotWhole()
    if claim.spent_on > on:
        raise InTheFuture(field="spent_on")
    claim.state, claim.submitted_on, claim.reason = Claim.State.SUBMITTED, on, ""
    claim.save(update_fields=["state", "submitted_on", "reason"])
    papers = [paper.sha256 for paper in documents.papers(claim) if not paper.is_erased]
    what_hash = memo_hash(salt=claim.salt, text=claim.what)
    _state("books.claim.submitted", claim, by, at, what_hash=what_hash, papers=papers)
    return claim


@act
def withdraw(*, claim: Claim, by: Who, at: datetime) -> Claim:
    """Take one's own claim away before it is approved. Raises NotYourClaim, NotNow."""
    claim = _locked(claim, *MINE, Claim.State.SUBMITTED)
    _demand_own(claim, by)
    claim.state = Claim.State.WITHDRAWN
    claim.save(update_fields=["state"])
    _state("books.claim.withdrawn", claim, by, at)
    return claim


@act
def send_back(*, claim: Claim, reason: str, by: Person, at: datetime) -> Claim:
    """Send a claim back with a reason; it can be mended and sent again. Raises NoReason, OwnClaim, NotNow."""
    claim = _locked(claim, Claim.State.SUBMITTED)
    _demand_another(claim, by)
    if not reason.strip():
        raise NoReason()
    claim.state, claim.reason = Claim.State.RETURNED, reason.strip()
    claim.save(update_fields=["state", "reason"])
    _state("books.claim.returned", claim, by, at, reason_hash=memo_hash(salt=claim.salt, text=claim.reason))
    return claim


@act
def approve(*, claim: Claim, on: date, by: Person, at: datetime) -> Claim:
    """Approve a claim for a day: from then on the organisation owes it.

    Posts account / 2300 by claim. Raises OwnClaim, NotNow, OverBudget (only where the budget is firm), PeriodIsClosed.
    """
    claim = _locked(claim, Claim.State.SUBMITTED)
    _demand_another(claim, by)
    line = _within_budget(claim, on)
    assert claim.account is not None and claim.amount_minor is not None
    data = {"on": on.isoformat(), "account": claim.account.code}
    if line:
        data["line"] = line
    fact = _state("books.claim.approved", claim, by, at, **data)
    claim.approval = post(
        organisation=claim.book.organisation,
        on=on,
        kind="claim",
        source=fact,
        lines=[
            Line(claim.account.code, claim.amount_minor, claim.party, claim.fund),
            Line(OWED, -claim.amount_minor, claim.key),
        ],
    )
    claim.state, claim.decided_by = Claim.State.APPROVED, by
    claim.save(update_fields=["state", "decided_by", "approval"])
    return claim


@act
def pay(*, claim: Claim, on: date, by: Who, at: datetime) -> Claim:
    """Pay an approved claim in full, once. Posts 2300 by claim / 1000. Raises NotNow, PaidBeforeApproved,
    PeriodIsClosed."""
    claim = _locked(claim, Claim.State.APPROVED)
    assert claim.approval is not None and claim.amount_minor is not None
    if on < claim.approval.effective_on:
        raise PaidBeforeApproved(approved=claim.approval.effective_on.isoformat())
    moved = changes(claim.book.organisation, cash=-claim.amount_minor)
    fact = _state("books.claim.paid", claim, by, at, on=on.isoformat(), changes=moved)
    claim.payment = post(
        organisation=claim.book.organisation,
        on=on,
        kind="claim-payment",
        source=fact,
        lines=[Line(OWED, claim.amount_minor, claim.key), Line(CASH, -claim.amount_minor)],
    )
    claim.state, claim.paid_on = Claim.State.PAID, on
    claim.save(update_fields=["state", "paid_on", "payment"])
    return claim


@act
def take_back(*, claim: Claim, on: date, by: Who, at: datetime) -> Claim:
    """Take back the last step by a counter-entry: a payment (it waits to be paid again), or an approval (it is with
    the person who asked again). Raises NotNow, PeriodIsClosed."""
    claim = _locked(claim, Claim.State.APPROVED, Claim.State.PAID)
    is_payment = claim.state == Claim.State.PAID
    entry = claim.payment if is_payment else claim.approval
    assert entry is not None
    step = "payment" if is_payment else "approval"
    fact = _state("books.claim.taken_back", claim, by, at, on=on.isoformat(), step=step, number=entry.seq)
    post_reversal(entry=entry, on=on, source=fact)
    if is_payment:
        claim.state, claim.payment, claim.paid_on = Claim.State.APPROVED, None, None
    else:
        claim.state, claim.approval, claim.decided_by = Claim.State.RETURNED, None, None
    claim.save(update_fields=["state", "payment", "paid_on", "approval", "decided_by"])
    return claim


@act
def erase_text(*, claim: Claim, by: Who, at: datetime) -> Claim:
    """Erase what was written in a claim and its papers; amounts, days and entries stay and still verify."""
    claim = _locked(claim, *Claim.State)
    claim.what = claim.reason = claim.salt = ""
    claim.save(update_fields=["what", "reason", "salt"])
    for paper in documents.papers(claim):
        if not paper.is_erased:
            document = Document.objects.get(key=paper.key)
            documents.erase(document=document, to=claim, organisation=claim.book.organisation, by=by, at=at)
    _state("books.claim.erased", claim, by, at)
    return claim


def _locked(claim: Claim, *states: str) -> Claim:
    """The claim under the lock of its book, in one of the states. Raises NotNow."""
    lock(claim.book.organisation)
    rows = Claim.objects.select_for_update(of=("self",)).select_related(
        "book__organisation", "claimant", "account", "approval", "payment"
    )
    claim = rows.get(pk=claim.pk)
    if claim.state not in states:
        raise NotNow(state=str(claim.get_state_display()))
    return claim


def _demand_own(claim: Claim, by: Who) -> None:
    if ref(by) != ref(claim.claimant):
        raise NotYourClaim()


def _demand_another(claim: Claim, by: Who) -> None:
    if ref(by) == ref(claim.claimant):
        raise OwnClaim()


def _keep(claim: Claim, asked: Asked, by: Who, at: datetime) -> Claim:
    """Write what was asked, and put the papers beside it."""
    if asked.amount_minor is not None and asked.amount_minor <= 0:
        raise NotMoreThanZero()
    claim.kind, claim.what = asked.kind, asked.what.strip()
    claim.amount_minor, claim.spent_on = asked.amount_minor, asked.spent_on
    claim.account, claim.fund, claim.party = _account(claim, asked.place)
    claim.save()
    new = 0
    for data in asked.papers:
        _document, is_new = documents.put(
            data=data, to=claim, organisation=claim.book.organisation, by=by, at=at
        )
        new += is_new
    _state("books.claim.drafted", claim, by, at, new_papers=new)
    return claim


def _account(claim: Claim, place: Place | None) -> tuple[Account | None, str, str]:
    if place is None:
        return (None, "", "")
    rows = Account.objects.filter(book=claim.book, code=place.account, kind__in=CLAIMABLE)
    account = rows.first()
    if account is None or (account.by and not place.party):
        raise NotClaimable(account=place.account)
    return account, place.fund, place.party


def _within_budget(claim: Claim, on: date) -> str:
    """The reference of the budget line a claim falls to, or ""; raises OverBudget where the line is firm and too
    low."""
    assert claim.account is not None and claim.amount_minor is not None
    line = budgets.line_of(claim.book, Place(claim.account.code, claim.fund, claim.party), on)
    if line is None:
        return ""
    left = budgets.standing_of(line).left_minor
    if line.budget.is_firm and claim.amount_minor > left:
        unit = claim.book.unit
        raise OverBudget(left=show_minor(left, unit), amount=show_minor(claim.amount_minor, unit))
    return ref(line)


def _state(kind: str, claim: Claim, by: Who, at: datetime, **data: Any) -> Fact:
    amount = {} if claim.amount_minor is None else {"amount_minor": claim.amount_minor}
    return state(
        kind,
        subject=claim,
        by=by,
        at=at,
        organisation=claim.book.organisation,
        about=[claim.claimant],
        data={"unit": claim.book.unit, **amount, **data},
    )
