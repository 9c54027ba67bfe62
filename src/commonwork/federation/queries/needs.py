"""What in the federation needs somebody: applications to answer, invoices to pay, years to close, share and pay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may, where
from commonwork.books import queries as book_queries
from commonwork.federation import permits
from commonwork.federation.models import (
    Affiliation,
    Contest,
    DelegateTerm,
    DelegateVote,
    Hours,
    Question,
    SisterInvoice,
    YearEnd,
)
from commonwork.federation.queries.shares import parts_due
from commonwork.registry.models import Organisation
from commonwork.rules.patronage_deadlines import deadlines
from commonwork.ui.money import money

DAYS_TO_PAY = 10  # how long after an invoice the list names it; a matter of display, not a term of payment


@dataclass(frozen=True)
class Need:
    """A verb and a thing, why, by when (None: whenever), where to do it, and what the button says."""

    title: str
    reason: str
    due_on: date | None
    href: str
    button: str


def needs(account: Asker, on: date) -> list[Need]:
    """What the federation asks of this account on a day, earliest first, undated last."""
    found = [
        *_applications(account),
        *_invoices(account),
        *_years(account, on),
        *_member_work(account, on),
        *_votes(account, on),
        *_reports(account, on),
    ]
    return sorted(found, key=lambda need: (need.due_on is None, need.due_on or on, need.title))


def _applications(account: Asker) -> Iterator[Need]:
    if not may(account, Permission.AFFILIATION_DECIDE):
        return
    for row in Affiliation.objects.filter(admitted_on=None, declined_on=None).select_related("organisation"):
        if permits.may_decide(account, row):
            yield Need(
                _("Answer the application of %(coop)s") % {"coop": row.organisation.name},
                _("It asks to belong to the federation."),
                None,
                row.get_absolute_url(),
                _("Answer"),
            )


def _invoices(account: Asker) -> Iterator[Need]:
    buyers = where(account, Permission.BOOKS_KEEP).filter(kind=Organisation.Kind.COOP)
    rows = SisterInvoice.objects.filter(paid_on=None, taken_back_on=None, buyer__in=buyers).select_related(
        "seller"
    )
    for row in rows.order_by("invoiced_on", "pk"):
        figures = {"amount": money(row.amount_minor), "seller": row.seller.name}
        yield Need(
            _("Pay %(amount)s to %(seller)s") % figures,
            _("An invoice from a sister co-op waits: %(what)s.") % {"what": row.what},
            row.invoiced_on + timedelta(days=DAYS_TO_PAY),
            row.get_absolute_url(),
            _("Pay"),
        )


def _years(account: Asker, on: date) -> Iterator[Need]:
    coops = list(where(account, Permission.YEAR_END_RUN).filter(kind=Organisation.Kind.COOP))
    over = on.year if (on.month, on.day) == (12, 31) else on.year - 1
    latest = {
        row.organisation_id: row for row in YearEnd.objects.filter(organisation__in=coops).order_by("year")
    }
    for coop in coops:
        row, book = latest.get(coop.pk), book_queries.book_of(coop)
        if book is None:
            continue
        if row is not None and (step := _open_step(row)):
            yield _need(coop, row.year, *step)
        year = row.year + 1 if row else book.opened_on.year
        if year <= over:
            step = (
                _("Close %(year)s for %(coop)s"),
                _("The year is over; its books are open still."),
                _("Close"),
            )
            yield _need(coop, year, *step)


def _member_work(account: Asker, on: date) -> Iterator[Need]:
    """Hours to approve, questions about stakes to answer, parts of notes to pay."""
    own = permits.person_of(account)
    for coop in where(account, Permission.HOURS_APPROVE).filter(kind=Organisation.Kind.COOP):
        waiting = Hours.objects.filter(organisation=coop, approved_on=None).exclude(person=own)
        if count := waiting.count():
            yield Need(
                ngettext(
                    "Approve one row of hours in %(coop)s",
                    "Approve %(count)s rows of hours in %(coop)s",
                    count,
                )
                % {"count": count, "coop": coop.name},
                _("People entered them themselves; they count once you approve them."),
                None,
                reverse("federation_hours_approve", args=[coop.key]),
                _("Approve"),
            )
    for coop in where(account, Permission.BOOKS_KEEP).filter(kind=Organisation.Kind.COOP):
        for contest in Contest.objects.filter(organisation=coop, answered_on=None).exclude(person=own)[:5]:
            yield Need(
                _("Answer a question about a stake in %(coop)s") % {"coop": coop.name},
                str(contest.get_what_display()),
                None,
                contest.get_absolute_url(),
                _("Answer"),
            )
        for part in parts_due(coop, until=on + timedelta(days=DAYS_TO_PAY))[:5]:
            yield Need(
                _("Pay %(amount)s to %(person)s")
                % {"amount": money(part.amount_minor), "person": part.note.person.name},
                _("A part of the note to a member who left is due."),
                part.due_on,
                part.note.get_absolute_url(),
                _("Pay"),
            )


def _votes(account: Asker, on: date) -> Iterator[Need]:
    """Questions on which a delegate has not voted."""
    person = permits.person_of(account)
    if person is None:
        return
    for term in DelegateTerm.objects.filter(person=person, ended_on=None, starts_on__lte=on, ends_on__gt=on):
        answered = DelegateVote.objects.filter(term=term).values("question")
        open_ones = Question.objects.filter(body=term.body, closed_on=None).exclude(pk__in=answered)
        for question in open_ones.exclude(affiliation__organisation=term.organisation)[:5]:
            yield Need(
                _("Vote: %(question)s") % {"question": question.text},
                _("The delegates are asked."),
                None,
                question.get_absolute_url(),
                _("Vote"),
            )


def _reports(account: Asker, on: date) -> Iterator[Need]:
    """Votes of the delegates that are over and that a delegate has not told the co-op about: the latest of a term."""
    person = permits.person_of(account)
    if person is None:
        return
    for term in DelegateTerm.objects.filter(person=person, ended_on=None, starts_on__lte=on, ends_on__gt=on):
        closed = Question.objects.filter(body=term.body, closed_on__gte=term.starts_on).order_by("-closed_on")
        last = closed.exclude(reportback__term=term).filter(votes__term=term).first()
        if last is not None and not term.reports.filter(told_on__gte=last.closed_on).exists():
            yield Need(
                _("Report back to your co-op: %(question)s") % {"question": last.text},
                _("The delegates have voted; your members want to hear of it."),
                None,
                reverse("federation_delegate_report", args=[term.key]),
                _("Report back"),
            )


def _open_step(row: YearEnd) -> tuple[str, str, str] | None:
    """(title, reason, button) of the step a closed year waits for."""
    if row.result_minor and not (row.shared_on or row.loss_carried_on):
        reason = _("The year is closed; its result is not shared yet.")
        return _("Share the result of %(year)s in %(coop)s"), reason, _("Share")
    owed = (row.solidarity_minor and not row.solidarity_paid_on) or (
        row.cash_minor and not row.patronage_paid_on
    )
    if row.shared_on and owed:
        return _("Pay out %(year)s in %(coop)s"), _("Part of what was shared waits to be paid."), _("Pay")
    return None


def _need(coop: Organisation, year: int, title: str, reason: str, button: str) -> Need:
    return Need(
        title % {"year": year, "coop": coop.name},
        reason,
        deadlines(year_end=date(year, 12, 31)).pay_by,
        reverse("federation_year_end", args=[coop.key, year]),
        button,
    )
