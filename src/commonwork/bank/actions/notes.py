"""Capital of supporters: notes taken and paid, member shares paid in and paid back."""

from datetime import date, datetime

from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import change, demand_come
from commonwork.bank.models import Note, NotePayment, ShareMovement, Supporter
from commonwork.bank.queries.capital import interest_owed, note_owed, shares_held
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force, value
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.money import parse_minor
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money, percent


class NoLegalBasis(Refusal):
    sentence = sentence("Notes are off until a body names the law under which the bank takes them.")
    status = 409


class RateAboveTheCap(Refusal):
    sentence = sentence("A note may bear {most} a year at most.")
    field = "annual_rate_bp"


class EndsTooEarly(Refusal):
    sentence = sentence("A note must end after the day it begins.")
    field = "ends_on"


class MoreThanIsOwed(Refusal):
    sentence = sentence("Only {owed} of this note is owed.")
    field = "principal_minor"


class CashTooLow(Refusal):
    sentence = sentence("The bank has {cash} in cash; this asks for {asked}.")
    status = 409


class NotWholeShares(Refusal):
    sentence = sentence("A share costs {par}. Pay for whole shares.")
    field = "amount_minor"


class FewerShares(Refusal):
    sentence = sentence("This member holds shares of {held}.")
    field = "amount_minor"
    status = 409


@act
def take(
    *,
    supporter: Supporter,
    lender: Organisation,
    amount_minor: int,
    annual_rate_bp: int,
    on: date,
    ends_on: date,
    by: Who,
    at: datetime,
) -> Note:
    """Take a note: 1000 / 2420 by note. Raises NoLegalBasis, AmountNotPositive, RateAboveTheCap, EndsTooEarly,
    StillToCome, PolicyMissing and what the books refuse."""
    demand_come(on, at)
    books.lock(lender)
    if in_force("bank.note_legal_basis", on=on, organisation=lender) is None:
        raise NoLegalBasis()
    if amount_minor <= 0:
        raise AmountNotPositive()
    most = value("bank.note_rate_most_bp", on=on, organisation=lender)
    if not 0 <= annual_rate_bp <= most:
        raise RateAboveTheCap(most=percent(most))
    if ends_on <= on:
        raise EndsTooEarly()
    note = Note(
        key=new_key("note"),
        supporter=supporter,
        amount_minor=amount_minor,
        annual_rate_bp=annual_rate_bp,
        on=on,
        ends_on=ends_on,
    )
    note.fact = state(
        "bank.note.taken",
        subject=note,
        by=by,
        at=at,
        organisation=lender,
        about=[supporter],
        data={
            "amount_minor": amount_minor,
            "unit": "USD",
            "on": on.isoformat(),
            "ends_on": ends_on.isoformat(),
            "annual_rate_bp": annual_rate_bp,
            "changes": [change("note_owed", 0, amount_minor)],
        },
    )
    note.save()
    lines = [books.Line("1000", amount_minor), books.Line("2420", -amount_minor, party=note.key)]
    books.post(organisation=lender, on=on, kind="bank.note", lines=lines, source=note.fact)
    return note


@act
def pay(
    *, note: Note, lender: Organisation, on: date, by: Who, at: datetime, principal_minor: int = 0
) -> NotePayment:
    """Pay the interest that has run on a note, and a part of the note: 5430 and 2420 by note / 1000.

    Raises MoreThanIsOwed, AmountNotPositive (nothing to pay), CashTooLow, StillToCome and what the books refuse."""
    demand_come(on, at)
    books.lock(lender)
    note = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    owed, interest = note_owed(note), interest_owed(note, on=on)
    if not 0 <= principal_minor <= owed:
        raise MoreThanIsOwed(owed=money(owed))
    amount, cash = principal_minor + interest, book_queries.balance(lender, "1000")
    if amount <= 0:
        raise AmountNotPositive(field="principal_minor")
    if amount > cash:
        raise CashTooLow(cash=money(cash), asked=money(amount))
    key = new_key("notepay")
    fact = state(
        "bank.note.paid",
        subject=note,
        by=by,
        at=at,
        organisation=lender,
        about=[note.supporter],
        data={
            "amount_minor": amount,
            "interest_minor": interest,
            "principal_minor": principal_minor,
            "unit": "USD",
            "on": on.isoformat(),
            "payment": key,
            "changes": [change("note_owed", owed, -principal_minor)],
        },
    )
    payment = NotePayment.objects.create(
        key=key,
        note=note,
        on=on,
        interest_minor=interest,
        principal_minor=principal_minor,
        interest_until=on,
        fact=fact,
    )
    lines = [
        books.Line("5430", interest, party=note.key),
        books.Line("2420", principal_minor, party=note.key),
        books.Line("1000", -amount),
    ]
    books.post(organisation=lender, on=on, kind="bank.note-payment", lines=lines, source=fact)
    return payment


@act
def pay_in_share(
    *, supporter: Supporter, lender: Organisation, amount_minor: int, on: date, by: Who, at: datetime
) -> ShareMovement:
    """A member pays for whole shares: 1000 / 3000 by member. Raises AmountNotPositive, NotWholeShares, StillToCome,
    PolicyMissing and what the books refuse."""
    demand_come(on, at)
    books.lock(lender)
    if amount_minor <= 0:
        raise AmountNotPositive()
    par = parse_minor(str(value("bank.share_par", on=on, organisation=lender)), "USD")
    if amount_minor % par:
        raise NotWholeShares(par=money(par))
    return _shares_moved("bank.share.paid_in", supporter, lender, amount_minor, on=on, by=by, at=at)


@act
def pay_back_share(
    *, supporter: Supporter, lender: Organisation, amount_minor: int, on: date, by: Who, at: datetime
) -> ShareMovement:
    """Pay shares back at what was paid for them: 3000 by member / 1000. Raises AmountNotPositive, FewerShares,
    CashTooLow, StillToCome and what the books refuse."""
    demand_come(on, at)
    books.lock(lender)
    there, cash = shares_held(supporter), book_queries.balance(lender, "1000")
    if amount_minor <= 0:
        raise AmountNotPositive()
    if amount_minor > there:
        raise FewerShares(held=money(there))
    if amount_minor > cash:
        raise CashTooLow(cash=money(cash), asked=money(amount_minor))
    return _shares_moved("bank.share.paid_back", supporter, lender, -amount_minor, on=on, by=by, at=at)


def _shares_moved(
    kind: str, supporter: Supporter, lender: Organisation, minor: int, *, on: date, by: Who, at: datetime
) -> ShareMovement:
    fact = state(
        kind,
        subject=supporter,
        by=by,
        at=at,
        organisation=lender,
        data={
            "amount_minor": abs(minor),
            "unit": "USD",
            "on": on.isoformat(),
            "changes": [change("shares", shares_held(supporter), minor)],
        },
    )
    movement = ShareMovement.objects.create(
        key=new_key("sharemove"), supporter=supporter, on=on, amount_minor=minor, fact=fact
    )
    lines = [books.Line("1000", minor), books.Line("3000", -minor, party=supporter.key)]
    books.post(organisation=lender, on=on, kind="bank.share", lines=lines, source=fact)
    return movement
