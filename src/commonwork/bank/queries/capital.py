"""Capital of supporters: what is owed on notes, what has run on them in interest, what shares members hold."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, Q, Sum

from commonwork.bank.models import Note, NotePayment, ShareMovement, Supporter
from commonwork.rules.loans import interest as rule

YEAR_DAYS = 365


def note_owed(note: Note, *, on: date | None = None) -> int:
    """Principal still owed on a note at the end of a day, in minor units."""
    return notes_owed([note], on=on)[note.pk]


def notes_owed(notes: Iterable[Note], *, on: date | None = None) -> dict[int, int]:
    """{note pk: principal still owed}; one query however many notes."""
    wanted = list(notes)
    rows = NotePayment.objects.filter(note__in=wanted)
    rows = rows.filter(on__lte=on) if on else rows
    paid = dict(rows.values("note").annotate(sum=Sum("principal_minor")).values_list("note", "sum"))
    return {
        note.pk: 0 if on is not None and note.on > on else note.amount_minor - paid.get(note.pk, 0)
        for note in wanted
    }


def interest_owed(note: Note, *, on: date) -> int:
    """Simple interest that has run on a note since it was last paid, up to (not with) a day: principal at the end of
    each day x rate / 365, half-even once."""
    since = note.payments.aggregate(last=Max("interest_until"))["last"] or note.on
    if on <= since:
        return 0
    back = [rule.Movement(row.on, -row.principal_minor) for row in note.payments.all() if row.principal_minor]
    over = rule.stretches(
        movements=[rule.Movement(note.on, note.amount_minor), *back], starts_on=since, ends_before=on
    )
    return rule.for_period(over=over, annual_rate_bp=note.annual_rate_bp, year_days=YEAR_DAYS)


def shares_held(supporter: Supporter, *, on: date | None = None) -> int:
    """What a member paid in for the shares held at the end of a day, in minor units."""
    rows = ShareMovement.objects.filter(supporter=supporter)
    rows = rows.filter(on__lte=on) if on else rows
    return int(rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def notes_together(*, on: date) -> int:
    """All that is owed on notes at the end of a day, in minor units."""
    lent = Note.objects.filter(on__lte=on).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    paid = NotePayment.objects.filter(on__lte=on).aggregate(sum=Sum("principal_minor"))["sum"] or 0
    return int(lent - paid)


def notes_ending(*, after: date, until: date) -> list[Note]:
    """Notes that end in (after, until], the first to end first."""
    rows = Note.objects.filter(ends_on__gt=after, ends_on__lte=until, on__lte=after)
    return list(rows.select_related("supporter").order_by("ends_on", "pk"))


def holders(*, on: date) -> Iterable[Supporter]:
    """Supporters with a note or a share movement up to a day, by key."""
    return (
        Supporter.objects.filter(Q(notes__on__lte=on) | Q(share_movements__on__lte=on))
        .select_related("person", "organisation")
        .distinct()
        .order_by("key")
    )
