"""Search: co-ops, people (for those who may see them), gatherings, papers of the rooms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.gatherings.models import Gathering
from commonwork.registry.models import Organisation, Person

MOST = 20


@public
def search(request: HttpRequest) -> HttpResponse:
    """Rows whose name holds what was typed; people only for those who may see people."""
    words = request.GET.get("q", "").strip()[:80]
    groups: dict[str, list[object]] = {"organisations": [], "gatherings": [], "people": []}
    if words:
        groups["organisations"] = list(
            Organisation.objects.filter(name__icontains=words).order_by("name")[:MOST]
        )
        groups["gatherings"] = list(
            Gathering.objects.filter(title__icontains=words).order_by("-starts_at")[:MOST]
        )
        if may(request.user, Permission.PEOPLE_SEE):
            groups["people"] = list(Person.objects.filter(name__icontains=words).order_by("name")[:MOST])
    return render(
        request, "site/search.html", {"words": words, "groups": groups, "found": any(groups.values())}
    )
