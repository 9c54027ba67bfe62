"""Shares of a co-op: plans, pay days, certificates, transfers; notes to members who left."""

from importlib.resources import files
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.acting import act_page, sent
from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.federation import permits
from commonwork.federation.actions import exits, shares
from commonwork.federation.forms import DayForm
from commonwork.federation.member_forms import PersonDayForm, TransferForm
from commonwork.federation.models import ExitInstalment, ExitNote, MemberExit, ShareCertificate
from commonwork.federation.queries import shares as queries
from commonwork.federation.views.acting import asked, demo_note, exported, major, page_of
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships, network
from commonwork.ui import dates, pdf
from commonwork.ui.addresses import address_of
from commonwork.ui.money import money

CERTIFICATE = files("commonwork.federation").joinpath("typst", "certificate.typ")


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """How shares are being paid, what the next pay day keeps, notes to those who left. For the co-op's people."""
    coop = permits.coop_inside(request.user, key)
    rows = queries.plans(coop)
    columns = [
        ("person", _("Name"), lambda row: row.plan.person.name),
        ("fee", _("Price"), lambda row: major(row.plan.fee_minor)),
        ("paid", _("Paid"), lambda row: major(row.paid_minor)),
        ("left", _("Left"), lambda row: major(row.left_minor)),
        ("instalment", _("Next instalment"), lambda row: major(row.next_minor)),
        ("nonrefundable", _("Not paid back"), lambda row: major(row.plan.nonrefundable_minor)),
    ]
    if answer := exported(request, f"share-plans-{coop.key}", columns, rows):
        return answer
    notes = list(queries.notes(coop)[:25])
    context = {
        "coop": coop,
        "page": page_of(request, rows),
        "notes": [(note, queries.note_left(note)) for note in notes],
        "certificates": ShareCertificate.objects.filter(organisation=coop)
        .select_related("person")
        .order_by("-number")[:25],
        "may_keep": may(request.user, Permission.BOOKS_KEEP, coop),
    }
    return render(request, "federation/shares.html", context)


def _owners(coop: Organisation) -> QuerySet[Person]:
    rows = memberships(on=today(), organisation=coop).filter(class_code=Membership.Class.MEMBER)
    return Person.objects.filter(pk__in=rows.values("person")).order_by("name")


@requires(Permission.BOOKS_KEEP)
def agree(request: HttpRequest, key: str) -> HttpResponse:
    """A worker-owner agrees to pay the share by the adopted terms."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    form = PersonDayForm(sent(request), people=_owners(coop), initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("Agree how a share is paid"),
        lede=_(
            "Price, down payment and instalments are those the members adopted. Payments follow this plan."
        ),
        submit=_("Agree the plan"),
        back=address_of("federation_shares", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: shares.agree(
            organisation=coop,
            person=form.cleaned_data["person"],
            on=form.cleaned_data["on"],
            **how,
        ),
        ask,
    )


@requires(Permission.BOOKS_KEEP)
def pay_day(request: HttpRequest, key: str) -> HttpResponse:
    """A pay day: the instalments of all plans are kept at once."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    on = today()
    due = queries.instalments_due(coop, on=on)
    form = DayForm(sent(request), initial={"on": on})
    ask = asked(
        coop=coop,
        title=_("Keep the instalments of a pay day"),
        lede=_due_words(len(due), sum(minor for _plan, minor in due)),
        submit=_("Keep the instalments"),
        back=address_of("federation_shares", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: shares.keep_from_pay(organisation=coop, on=form.cleaned_data["on"], **how),
        ask,
    )


def _due_words(people: int, amount_minor: int) -> str:
    if not people:
        return _("Nobody owes an instalment today: there is no plan, or today's are kept already.")
    return ngettext(
        "Today one person would pay %(amount)s.",
        "Today %(people)s people would pay %(amount)s. Each is a payment of its own in the book.",
        people,
    ) % {"people": people, "amount": money(amount_minor)}


@requires(Permission.BOOKS_KEEP)
def issue(request: HttpRequest, key: str) -> HttpResponse:
    """Issue a certificate."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    form = PersonDayForm(sent(request), people=_owners(coop), initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("Issue a certificate"),
        lede=_("For a share that is paid in full. The member can print it from the own page."),
        submit=_("Issue the certificate"),
        back=address_of("federation_shares", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: shares.issue(
            organisation=coop,
            person=form.cleaned_data["person"],
            on=form.cleaned_data["on"],
            **how,
        ),
        ask,
    )


@requires(Permission.BOOKS_KEEP)
def transfer(request: HttpRequest, key: str) -> HttpResponse:
    """A share passes from one member to another."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    ever = Membership.objects.filter(organisation=coop, class_code=Membership.Class.MEMBER)
    givers = Person.objects.filter(pk__in=ever.values("person")).order_by("name")
    form = TransferForm(sent(request), givers=givers, takers=_owners(coop), initial={"on": today()})

    def act(**how: Any) -> Any:
        given = form.cleaned_data
        return shares.transfer(
            organisation=coop,
            giver=given["giver"],
            taker=given["taker"],
            amount_minor=given["amount"],
            on=given["on"],
            **how,
        )

    ask = asked(
        coop=coop,
        title=_("Pass a share on"),
        lede=_("A share keeps its price. Only worker-owners take one over; the giver's certificate falls."),
        submit=_("Pass the share on"),
        back=address_of("federation_shares", coop.key),
    )
    return act_page(request, form, act, ask)


@signed_in
def certificate(request: HttpRequest, key: str, certificate_key: str) -> HttpResponse:
    """The certificate as a PDF, for its holder and the co-op's people."""
    coop = permits.coop(key)
    rows = ShareCertificate.objects.filter(organisation=coop, key=certificate_key)
    row = rows.select_related("person", "organisation").first()
    own = permits.person_of(request.user)
    if row is None or not (own == row.person or permits.sees_inside(request.user, coop)):
        raise Http404
    here = network()
    data = {
        "coop": coop.name,
        "person": row.person.name,
        "number": _("Certificate %(number)s") % {"number": row.number},
        "holds": _("holds one share of %(amount)s, paid in full.") % {"amount": money(row.amount_minor)},
        "rights": _(
            "One member, one share, one vote. The share keeps its price and passes to other members only."
        ),
        "issued": _("Issued on %(day)s") % {"day": dates.day(row.issued_on)},
        "cancelled": _("Cancelled on %(day)s") % {"day": dates.day(row.cancelled_on)}
        if row.cancelled_on
        else "",
        "signatures": [_("For the co-op"), _("Member")],
    }
    frame = pdf.Frame(
        title=_("Share certificate"),
        network=here.name if here else "",
        mark=demo_note(),
        about=f"{coop.name} · {row.number}",
    )
    return pdf.answer(f"certificate-{coop.key}-{row.number}", pdf.made(CERTIFICATE, data, frame))


@requires(Permission.BOOKS_KEEP)
def write_note(request: HttpRequest, key: str) -> HttpResponse:
    """What a former member is owed becomes a note."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    gone = MemberExit.objects.filter(organisation=coop).exclude(
        person__in=queries.notes(coop).order_by().values("person")
    )
    people = Person.objects.filter(pk__in=gone.values("person")).order_by("name")
    form = PersonDayForm(sent(request), people=people, initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("Write a note"),
        lede=_(
            "Share and capital account of somebody who left become a debt of the co-op, paid in equal parts."
        )
        if people
        else _("Nobody waits for a note: it is written when a member has left the co-op."),
        submit=_("Write the note"),
        back=address_of("federation_shares", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: exits.write_note(
            organisation=coop,
            person=form.cleaned_data["person"],
            on=form.cleaned_data["on"],
            **how,
        ),
        ask,
    )


@signed_in
def note(request: HttpRequest, key: str, note_key: str) -> HttpResponse:
    """One note with its parts, for the one it is owed to and the co-op's people."""
    row = _note(request, key, note_key)
    context = {
        "coop": row.organisation,
        "note": row,
        "parts": row.instalments.order_by("number"),
        "left_minor": queries.note_left(row),
        "may_keep": may(request.user, Permission.BOOKS_KEEP, row.organisation) and not row.taken_back_on,
        "told": tell(trail(row)[:12]),
    }
    return render(request, "federation/exit_note.html", context)


def _note(request: HttpRequest, key: str, note_key: str) -> ExitNote:
    rows = ExitNote.objects.filter(organisation__key=key, key=note_key)
    row = rows.select_related("person", "organisation").first()
    own = permits.person_of(request.user)
    if row is None or not (own == row.person or permits.sees_inside(request.user, row.organisation)):
        raise Http404
    return row


@requires(Permission.BOOKS_KEEP)
def pay_part(request: HttpRequest, key: str, note_key: str, number: int) -> HttpResponse:
    """Pay one part of a note."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    row = get_object_or_404(
        ExitInstalment.objects.select_related("note__person"),
        note__organisation=coop,
        note__key=note_key,
        number=number,
    )
    form = DayForm(sent(request), initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("Pay %(amount)s") % {"amount": money(row.amount_minor)},
        lede=_("Part %(number)s of the note to %(person)s, due on %(day)s.")
        % {"number": row.number, "person": row.note.person.name, "day": dates.day(row.due_on)},
        submit=_("Pay %(amount)s") % {"amount": money(row.amount_minor)},
        back=row.note.get_absolute_url(),
    )
    return act_page(
        request, form, lambda **how: exits.pay(instalment=row, on=form.cleaned_data["on"], **how), ask
    )


@requires(Permission.BOOKS_KEEP)
def take_note_back(request: HttpRequest, key: str, note_key: str) -> HttpResponse:
    """Take a note back of which nothing is paid."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    row = get_object_or_404(ExitNote.objects.select_related("person"), organisation=coop, key=note_key)
    form = DayForm(sent(request), initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("Take the note back"),
        lede=_("Share and capital account of %(person)s stand again as before.")
        % {"person": row.person.name},
        submit=_("Take the note back"),
        back=row.get_absolute_url(),
    )
    return act_page(
        request, form, lambda **how: exits.take_back(note=row, on=form.cleaned_data["on"], **how), ask
    )
