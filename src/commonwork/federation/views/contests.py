"""Contested stakes: a member asks, who keeps the books answers; both see the whole exchange."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, sent, who
from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.federation import permits
from commonwork.federation.actions import contests
from commonwork.federation.member_forms import ContestAnswerForm, ContestForm
from commonwork.federation.models import Contest
from commonwork.federation.views.acting import asked, demo_note, shown
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.registry.models import Membership, Organisation
from commonwork.ui.addresses import address_of
from commonwork.ui.listing import Column, Listing


def _visible(request: HttpRequest, coop: Organisation) -> QuerySet[Contest]:
    rows = Contest.objects.filter(organisation=coop).select_related("person", "organisation")
    if may(request.user, Permission.BOOKS_KEEP, coop):
        return rows
    return rows.filter(person=permits.person_of(request.user))


@signed_in
def list_all(request: HttpRequest, key: str) -> HttpResponse:
    """The own questions; all of the co-op for who keeps its books."""
    coop = permits.coop(key)
    keeps = may(request.user, Permission.BOOKS_KEEP, coop)
    own = permits.person_of(request.user)
    belongs = Membership.objects.filter(organisation=coop, person=own).exists()
    demand(keeps or belongs)
    listing = Listing(
        request,
        _visible(request, coop).order_by("-raised_on"),
        columns=[
            Column(
                "what", _("What"), lambda row: row.get_what_display(), href=lambda row: row.get_absolute_url()
            ),
            Column("person", _("Who"), lambda row: row.person.name, sort="person__name"),
            Column(
                "raised_on",
                _("Asked on"),
                lambda row: row.raised_on,
                sort="raised_on",
                show=shown("raised_on"),
            ),
            Column(
                "answered_on",
                _("Answered on"),
                lambda row: row.answered_on,
                sort="answered_on",
                show=shown("answered_on"),
            ),
            Column("outcome", _("Outcome"), lambda row: row.get_outcome_display()),
        ],
        name=f"questions-{coop.key}",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer  # type: ignore[return-value]
    return render(request, "federation/contests.html", {"coop": coop, "listing": listing, "belongs": belongs})


@signed_in
def raise_one(request: HttpRequest, key: str) -> HttpResponse:
    """A member says what is wrong."""
    coop = permits.coop(key)
    own = who(request)
    demand(Membership.objects.filter(organisation=coop, person=own).exists())
    form = ContestForm(sent(request), initial={"what": request.GET.get("what", "")})
    ask = asked(
        coop=coop,
        title=_("Something is wrong"),
        lede=_("The treasurer of %(coop)s reads it and answers. Nobody else sees your words.")
        % {"coop": coop.name},
        submit=_("Send it to the treasurer"),
        back=address_of("federation_my_stake"),
    )
    return act_page(
        request,
        form,
        lambda **how: contests.contest(
            organisation=coop,
            person=own,
            what=form.cleaned_data["what"],
            says=form.cleaned_data["says"],
            on=today(),
            **how,
        ),
        ask,
    )


def _one(request: HttpRequest, key: str, contest_key: str) -> Contest:
    row = _visible(request, permits.coop(key)).filter(key=contest_key).first()
    if row is None:
        raise Http404
    return row


@signed_in
def show(request: HttpRequest, key: str, contest_key: str) -> HttpResponse:
    """One question and its answer."""
    row = _one(request, key, contest_key)
    keeps = may(request.user, Permission.BOOKS_KEEP, row.organisation)
    may_answer = keeps and not row.answered_on and permits.person_of(request.user) != row.person
    context = {
        "contest": row,
        "coop": row.organisation,
        "may_answer": may_answer,
        "told": tell(trail(row)[:12]),
    }
    return render(request, "federation/contest.html", context)


@requires(Permission.BOOKS_KEEP)
def answer(request: HttpRequest, key: str, contest_key: str) -> HttpResponse:
    """The treasurer answers."""
    permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    row = _one(request, key, contest_key)
    form = ContestAnswerForm(sent(request))
    ask = asked(
        coop=row.organisation,
        title=_("Answer %(person)s") % {"person": row.person.name},
        lede=row.says,
        submit=_("Send the answer"),
        back=row.get_absolute_url(),
    )
    return act_page(
        request,
        form,
        lambda **how: contests.answer(
            contest=row,
            outcome=form.cleaned_data["outcome"],
            says=form.cleaned_data["says"],
            on=today(),
            **how,
        ),
        ask,
    )
