"""Leaving with a note: what a former member is owed becomes a debt of the co-op, paid in parts."""

from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.charter.queries import value
from commonwork.federation.actions.changes import change
from commonwork.federation.actions.days import demand_come
from commonwork.federation.actions.undoing import AlreadyTakenBack, TakenBackTooEarly, fact_of, undo
from commonwork.federation.models import ExitInstalment, ExitNote, MemberExit
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.rules.capital_account import exit_note
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence

NOTES = "2220"


class StillOnTheRoll(Refusal):
    sentence = sentence("{person} still belongs to {coop}; a note is written after leaving.")
    field = "person"


class NeverLeft(Refusal):
    sentence = sentence("{person} has not left {coop}.")
    field = "person"


class NothingOwed(Refusal):
    sentence = sentence(
        "Share and capital account of {person} add up to {total}; there is nothing to pay out."
    )
    field = "person"


class InstalmentPaid(Refusal):
    sentence = sentence("This part was paid on {on}.")
    status = 409


class CashTooLow(Refusal):
    sentence = sentence("There is {cash} in cash; {amount} cannot be paid.")
    status = 409


class PartsArePaid(Refusal):
    sentence = sentence("Parts of this note are paid; take those back first.")
    status = 409


class PaidTooEarly(Refusal):
    sentence = sentence("The note was written on {on}; it is paid from then on.")
    field = "on"


@act
def write_note(*, organisation: Organisation, person: Person, on: date, by: Who, at: datetime) -> ExitNote:
    """Turn the share and capital account of somebody who left into a note, in the adopted number of parts: 3000 and
    3100 by member / 2220 by member. A capital account below zero is taken off the share. Raises StillOnTheRoll,
    NeverLeft, NothingOwed, StillToCome, PolicyMissing."""
    demand_come(on, at)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if memberships(on=on, organisation=organisation).filter(person=person).exists():
        raise StillOnTheRoll(person=person.name, coop=organisation.name)
    if not MemberExit.objects.filter(organisation=organisation, person=person, left_on__lte=on).exists():
        raise NeverLeft(person=person.name, coop=organisation.name)
    share, account = (
        -book_queries.balance(organisation, code, party=person.key) for code in ("3000", "3100")
    )
    if share + account <= 0:
        raise NothingOwed(person=person.name, total=show_minor(share + account, "USD"))
    note = ExitNote.objects.create(
        key=new_key("note"),
        organisation=organisation,
        person=person,
        written_on=on,
        share_minor=share,
        account_minor=account,
        total_minor=share + account,
    )
    _instalments(note)
    fact = _state(
        "written",
        note,
        by,
        at,
        on=on.isoformat(),
        changes=[
            change("share", share, -share),
            change("capital_account", account, -account),
            change("exit_note", 0, note.total_minor),
        ],
    )
    lines = [
        books.Line("3000", share, party=person.key),
        books.Line("3100", account, party=person.key),
        books.Line(NOTES, -note.total_minor, party=person.key),
    ]
    books.post(organisation=organisation, on=on, kind="federation.exit_note", lines=lines, source=fact)
    return note


@act
def pay(*, instalment: ExitInstalment, on: date, by: Who, at: datetime) -> ExitNote:
    """Pay one part of a note: 2220 by member / 1000. Raises InstalmentPaid, PaidTooEarly, CashTooLow, StillToCome."""
    demand_come(on, at)
    row = (
        ExitInstalment.objects.select_for_update(of=("self",))
        .select_related("note__organisation", "note__person")
        .get(pk=instalment.pk)
    )
    note = row.note
    if row.paid_on is not None:
        raise InstalmentPaid(on=row.paid_on.isoformat())
    if note.taken_back_on is not None:
        raise AlreadyTakenBack(on=note.taken_back_on.isoformat())
    if on < note.written_on:
        raise PaidTooEarly(on=note.written_on.isoformat())
    cash = book_queries.balance(note.organisation, "1000")
    if cash < row.amount_minor:
        raise CashTooLow(cash=show_minor(cash, "USD"), amount=show_minor(row.amount_minor, "USD"))
    row.paid_on = on
    row.save(update_fields=["paid_on"])
    owed = -book_queries.balance(note.organisation, NOTES, party=note.person.key)
    fact = _state(
        "paid",
        note,
        by,
        at,
        on=on.isoformat(),
        amount_minor=row.amount_minor,
        part=row.number,
        changes=[change("exit_note", owed, -row.amount_minor)],
    )
    lines = [
        books.Line(NOTES, row.amount_minor, party=note.person.key),
        books.Line("1000", -row.amount_minor),
    ]
    books.post(organisation=note.organisation, on=on, kind="federation.exit_part", lines=lines, source=fact)
    return note


@act
def take_back(*, note: ExitNote, on: date, by: Who, at: datetime) -> ExitNote:
    """Take a note back of which nothing is paid: share and account stand as before. Raises AlreadyTakenBack,
    PartsArePaid, TakenBackTooEarly, StillToCome."""
    demand_come(on, at)
    note = (
        ExitNote.objects.select_for_update(of=("self",))
        .select_related("organisation", "person")
        .get(pk=note.pk)
    )
    if note.taken_back_on is not None:
        raise AlreadyTakenBack(on=note.taken_back_on.isoformat())
    if note.instalments.exclude(paid_on=None).exists():
        raise PartsArePaid()
    if on < note.written_on:
        raise TakenBackTooEarly(on=note.written_on.isoformat())
    note.taken_back_on = on
    note.save(update_fields=["taken_back_on"])
    fact = _state("taken_back", note, by, at, on=on.isoformat())
    undo(fact_of(note, "federation.exit_note.written"), on=on, source=fact)
    return note


def _instalments(note: ExitNote) -> None:
    """The parts of a note, by the policies of its day: the first is due one span after it was written."""
    coop, on = note.organisation, note.written_on
    count = value("federation.exit_instalments", on=on, organisation=coop)
    months = value("federation.exit_months_between", on=on, organisation=coop)
    parts = exit_note(balance_minor=note.total_minor, instalments=count)
    ExitInstalment.objects.bulk_create(
        ExitInstalment(
            key=f"{note.key}_{number}",
            note=note,
            number=number,
            due_on=_months_later(on, months * number),
            amount_minor=amount_minor,
        )
        for number, amount_minor in enumerate(parts, start=1)
        if amount_minor
    )


def _months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> _months_later(date(2017, 1, 31), 1)
    datetime.date(2017, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _state(verb: str, note: ExitNote, by: Who, at: datetime, **data: object) -> Fact:
    return state(
        f"federation.exit_note.{verb}",
        subject=note,
        by=by,
        at=at,
        organisation=note.organisation,
        about=[note.person, note.organisation],
        data={"person": ref(note.person), "amount_minor": note.total_minor, "unit": "USD", **data},
    )
