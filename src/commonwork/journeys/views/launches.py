"""A team opens as a co-op."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.incubator import permits
from commonwork.incubator import queries as incubator
from commonwork.journeys import launches
from commonwork.journeys.forms import LaunchForm
from commonwork.journeys.loan_requests import borrower_of
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation


@requires(Permission.TEAM_KEEP)
def launch(request: HttpRequest, key: str) -> HttpResponse:
    """Opening day: the team becomes the co-op of the register, with its books and its members."""
    team = permits.kept_team(request.user, key)
    on = today()
    waiting = Organisation.objects.filter(kind=Organisation.Kind.COOP).filter(
        Q(stage__in=["", Organisation.Stage.IDEA, Organisation.Stage.INCUBATING])
    )
    form = LaunchForm(
        request.POST or None,
        organisations=waiting.order_by("name"),
        initial={"on": on, "organisation": borrower_of(team)},
    )
    if request.method == "POST" and form.attempt(
        lambda once: launches.launch(
            team=team,
            organisation=form.cleaned_data["organisation"],
            members=incubator.people_of(team, on=form.cleaned_data["on"]),
            on=form.cleaned_data["on"],
            by=permits.keeping_person(request.user),
            at=now(),
            once=once,
        )
    ):
        return redirect(form.cleaned_data["organisation"].get_absolute_url())
    context = {"team": team, "form": form, "people": incubator.people_of(team, on=on)}
    return render(request, "journeys/launch.html", context, status=422 if form.errors else 200)
