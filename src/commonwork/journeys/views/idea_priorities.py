"""An assembly asks for an idea."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.assembly import queries as assembly
from commonwork.incubator import permits
from commonwork.incubator.actions import ideas
from commonwork.journeys.forms import PriorityForm
from commonwork.record.refs import ref
from commonwork.registry.clock import now, today

EVER = date(1900, 1, 1)


@requires(Permission.TEAM_KEEP)
def lift(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the resolution that asks for this idea."""
    idea = permits.declined_idea(request.user, key)
    resolutions = assembly.resolutions(starts_on=EVER, ends_on=date.max, is_funded=None)
    form = PriorityForm(request.POST or None, resolutions=resolutions)
    if request.method == "POST" and form.attempt(
        lambda once: ideas.lift(
            idea=idea,
            resolution=ref(form.cleaned_data["resolution"]),
            on=today(),
            by=permits.keeping_person(request.user),
            at=now(),
            once=once,
        )
    ):
        messages.success(request, _("The idea now stands above others."))
        return redirect(idea)
    context = {"idea": idea, "form": form}
    return render(request, "journeys/idea_priority.html", context, status=422 if form.errors else 200)
