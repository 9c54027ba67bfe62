"""Applications to belong: the list, one application, applying, answering."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, sent
from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.federation import council_permits, permits, queries
from commonwork.federation.actions import affiliations
from commonwork.federation.checklist import ITEMS
from commonwork.federation.forms import AnswerForm, ApplyForm
from commonwork.federation.models import Question
from commonwork.federation.queries import admission, delegates
from commonwork.federation.views.acting import as_file, asked, demo_note
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.registry.models import Membership
from commonwork.registry.queries import memberships
from commonwork.ui.listing import Column, Listing


@signed_in
def list_all(request: HttpRequest) -> HttpResponse:
    """The applications this account may see: all for those who decide, the own co-op's for others."""
    listing = Listing(
        request,
        permits.visible_affiliations(request.user),
        columns=[
            Column("coop", _("Co-op"), lambda row: row.organisation.name, sort="organisation__name"),
            Column("class", _("As"), lambda row: row.get_class_code_display(), sort="class_code"),
            Column("applied_on", _("Applied on"), lambda row: row.applied_on, sort="applied_on"),
            Column("admitted_on", _("Admitted on"), lambda row: row.admitted_on, sort="admitted_on"),
        ],
        name="applications",
        note=demo_note(),
    )
    if answer := as_file(listing):
        return answer
    context: dict[str, Any] = {"listing": listing, "may_apply": permits.applicants(request.user).exists()}
    return render(request, "federation/affiliations.html", context)


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One application: the checklist, what the register says beside it, and the answer."""
    row = permits.affiliation(request.user, key)
    on = row.decided_on or today()
    people = memberships(on=on, organisation=row.organisation)
    context: dict[str, Any] = {
        "affiliation": row,
        "items": admission.checklist(row, on=on),
        "visits": row.visits.select_related("visitor").order_by("-visited_on", "-pk"),
        "question": Question.objects.filter(affiliation=row).first(),
        "bodies": [] if row.decided_on else list(delegates.bodies()[:5]),
        "keeps": council_permits.keeps(request.user),
        "may_show": council_permits.shows_evidence(request.user, row),
        "may_visit": council_permits.records_visits(request.user, row),
        "owners": people.filter(class_code=Membership.Class.MEMBER).count(),
        "workers": people.count(),
        "may_decide": row.decided_on is None and permits.may_decide(request.user, row),
        "told": tell(trail(row)),
    }
    return render(request, "federation/affiliation.html", context)


@requires(Permission.AFFILIATION_APPLY)
def apply(request: HttpRequest) -> HttpResponse:
    """A treasurer asks in the name of the co-op."""
    applicants = permits.applicants(request.user)
    form = ApplyForm(
        sent(request), applicants=applicants, initial={"organisation": request.GET.get("coop", "")}
    )

    def ask(**how: Any) -> Any:
        given = form.cleaned_data
        demand(may(request.user, Permission.AFFILIATION_APPLY, given["organisation"]))
        return affiliations.apply(
            organisation=given["organisation"],
            class_code=given["class_code"],
            checklist=dict.fromkeys(given["checklist"], True),
            on=today(),
            **how,
        )

    context: dict[str, Any] = {"items": ITEMS, "house": queries.house()}
    return act_page(request, form, ask, template="federation/apply.html", **context)


@requires(Permission.AFFILIATION_DECIDE)
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """The delegates' answer is entered: admitted, or not this time."""
    row = permits.affiliation(request.user, key)
    demand(permits.may_decide(request.user, row))
    form = AnswerForm(sent(request), initial={"on": today()})

    def decide(**how: Any) -> Any:
        given = form.cleaned_data
        act = affiliations.admit if given["answer"] == "admit" else affiliations.decline
        return act(
            affiliation=row,
            on=given["on"],
            votes_yes=given["votes_yes"],
            votes_no=given["votes_no"],
            **how,
        )

    ask = asked(
        title=_("Answer the application of %(coop)s") % {"coop": row.organisation.name},
        lede=_("If the delegates voted, enter their votes: more must be for it than against it."),
        submit=_("Enter the answer"),
        back=row.get_absolute_url(),
    )
    return act_page(request, form, decide, ask)
