"""A team opens as a co-op."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.incubator import permits
from commonwork.incubator import queries as incubator
from commonwork.journeys import launches, plans
from commonwork.journeys.forms import LaunchForm
from commonwork.journeys.loan_requests import borrower_of
from commonwork.record import receipts
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation


@requires(Permission.TEAM_KEEP)
def launch(request: HttpRequest, key: str) -> HttpResponse:
    """Opening day: the team becomes the co-op of the register, with its books and its members."""
    team = permits.kept_team(request.user, key)
    on = today()
    plan = plans.carried(team, on=on)
    waiting = Organisation.objects.filter(kind=Organisation.Kind.COOP).filter(
        Q(stage__in=["", Organisation.Stage.IDEA, Organisation.Stage.INCUBATING])
    )
    people = incubator.people_of(team, on=on)
    form = LaunchForm(
        request.POST or None,
        people=people,
        lent=plans.lent_by(plan, people),
        organisations=waiting.order_by("name"),
        initial={
            "on": on,
            "organisation": borrower_of(team),
            "share_minor": plan.equity_per_member_minor if plan else 0,
        },
    )

    def act(once: str) -> None:
        launches.launch(
            team=team,
            organisation=form.cleaned_data["organisation"],
            members=incubator.people_of(team, on=form.cleaned_data["on"]),
            on=form.cleaned_data["on"],
            share_minor=form.cleaned_data["share_minor"] or 0,
            loans=form.loans,
            place=form.cleaned_data["place"],
            is_affiliating=form.cleaned_data["is_affiliating"],
            by=permits.keeping_person(request.user),
            at=now(),
            once=once,
        )

    if request.method == "POST" and form.attempt(act):
        return redirect(receipts.address(form.token))
    if team.organisation is not None and request.method != "POST":
        return redirect(team.organisation)
    sources, _uses = plans.sources_of(plan) if plan else ([], [])
    context = {"team": team, "form": form, "sources": sources, "people": people}
    return render(request, "journeys/launch.html", context, status=422 if form.errors else 200)
