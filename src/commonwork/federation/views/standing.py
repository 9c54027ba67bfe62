"""Evidence and visits beside an application; suspending a co-op, restoring it, entering that it left."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, sent
from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.federation import council_permits, permits
from commonwork.federation.actions import admission, standings
from commonwork.federation.council_forms import EvidenceForm, LeaveForm, SuspendForm, VisitForm
from commonwork.federation.forms import DayForm
from commonwork.federation.models import Evidence, Suspension
from commonwork.federation.queries.coops import belonging
from commonwork.federation.views.acting import asked
from commonwork.record import documents
from commonwork.registry.clock import today
from commonwork.registry.models import Membership, Person
from commonwork.registry.queries import running
from commonwork.ui.addresses import address_of


@requires(Permission.AFFILIATION_APPLY)
def show_evidence(request: HttpRequest, key: str) -> HttpResponse:
    """A co-op shows what an item of its checklist rests on."""
    row = permits.affiliation(request.user, key)
    demand(council_permits.shows_evidence(request.user, row))
    form = EvidenceForm(sent(request), request.FILES or None, initial={"item": request.GET.get("item", "")})

    def act(**how: Any) -> Any:
        given = form.cleaned_data
        return admission.show(
            affiliation=row,
            item=given["item"],
            says=given["says"],
            paper=given["paper"].read() if given["paper"] else None,
            on=today(),
            **how,
        )

    ask = asked(
        coop=row.organisation,
        title=_("Show what it rests on"),
        lede=_("Delegates see the sentence and the paper beside your answer."),
        submit=_("Add the evidence"),
        back=row.get_absolute_url(),
    )
    return act_page(request, form, act, ask)


@signed_in
def evidence_paper(request: HttpRequest, key: str, evidence_key: str, paper: str) -> HttpResponse:
    """A paper beside an item, for those who see the application."""
    row = permits.affiliation(request.user, key)
    shown = get_object_or_404(Evidence, affiliation=row, key=evidence_key)
    document = documents.document_of(shown, paper)
    if document is None:
        raise Http404
    return documents.answer(document)


@requires(Permission.AFFILIATION_DECIDE)
def record_visit(request: HttpRequest, key: str) -> HttpResponse:
    """Peers visited the applicant."""
    row = permits.affiliation(request.user, key)
    demand(council_permits.records_visits(request.user, row))
    on = today()
    sisters = [one.organisation.pk for one in belonging(on=on) if one.organisation != row.organisation]
    owners = Membership.objects.filter(
        running(on), organisation__in=sisters, class_code=Membership.Class.MEMBER
    )
    people = Person.objects.filter(pk__in=owners.values("person")).order_by("name")
    own = permits.person_of(request.user)
    form = VisitForm(sent(request), people=people, initial={"on": on, "visitor": own.key if own else ""})

    def act(**how: Any) -> Any:
        given = form.cleaned_data
        return admission.visit(
            affiliation=row,
            visitor=given["visitor"],
            others_count=given["others_count"],
            advice=given["advice"],
            says=given["says"],
            on=given["on"],
            **how,
        )

    ask = asked(
        coop=row.organisation,
        title=_("Record a visit to %(coop)s") % {"coop": row.organisation.name},
        lede=_("What peers of other co-ops saw there, and what they advise the delegates."),
        submit=_("Record the visit"),
        back=row.get_absolute_url(),
    )
    return act_page(request, form, act, ask)


@requires(Permission.FEDERATION_KEEP)
def suspend(request: HttpRequest, key: str) -> HttpResponse:
    """The delegates suspend a co-op."""
    coop = permits.coop(key)
    demand(council_permits.keeps(request.user))
    form = SuspendForm(sent(request), initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("Suspend %(coop)s") % {"coop": coop.name},
        lede=_("Its rights rest, and its delegates leave their seats. Its jobs and books still count."),
        submit=_("Suspend the co-op"),
        back=address_of("federation_status", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: standings.suspend(
            organisation=coop,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            **how,
        ),
        ask,
    )


@requires(Permission.FEDERATION_KEEP)
def restore(request: HttpRequest, key: str) -> HttpResponse:
    """A suspension ends."""
    coop = permits.coop(key)
    demand(council_permits.keeps(request.user))
    row = Suspension.objects.filter(organisation=coop).order_by("-starts_on", "-pk").first()
    if row is None:
        raise Http404
    form = DayForm(sent(request), initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("End the suspension of %(coop)s") % {"coop": coop.name},
        lede=_("From that day on it votes again; it sends its delegates anew."),
        submit=_("End the suspension"),
        back=address_of("federation_status", coop.key),
    )
    return act_page(
        request, form, lambda **how: standings.restore(suspension=row, on=form.cleaned_data["on"], **how), ask
    )


@requires(Permission.FEDERATION_KEEP)
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """A co-op leaves the federation."""
    coop = permits.coop(key)
    demand(council_permits.keeps(request.user))
    form = LeaveForm(sent(request), initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("%(coop)s leaves the federation") % {"coop": coop.name},
        lede=_("Its history stays. Its delegates leave their seats, and it may apply again."),
        submit=_("Enter that it left"),
        back=address_of("federation_status", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: standings.leave(
            organisation=coop,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            **how,
        ),
        ask,
    )
