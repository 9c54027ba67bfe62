"""Practice sign-ins: one press a role, in a demo network, on this machine only."""

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from commonwork.access.guard import public
from commonwork.access.models import PracticeSignIn, RoleHolding
from commonwork.access.roles import ROLES
from commonwork.registry.queries import network
from commonwork.site.practice import LOOPBACK


def _demand_practice(request: HttpRequest) -> None:
    """Practice exists in a demo network only (404), and answers this machine only (403)."""
    here = network()
    if here is None or not here.is_demo:
        raise Http404
    if request.META.get("REMOTE_ADDR", "") not in LOOPBACK or "HTTP_X_FORWARDED_FOR" in request.META:
        raise PermissionDenied


@public
def list_all(request: HttpRequest) -> HttpResponse:
    """All practice sign-ins with what each role may do."""
    _demand_practice(request)
    rows = PracticeSignIn.objects.select_related("account__person").order_by("position")
    holdings = RoleHolding.objects.filter(person__account__practice__isnull=False).select_related(
        "organisation"
    )
    places = {(one.person_id, one.role): one.organisation for one in holdings}
    listed = [
        (
            row,
            ROLES[row.role],
            places.get((row.account.person_id or 0, row.role)),
        )  # a practice account has a person
        for row in rows
    ]
    return render(request, "site/practice.html", {"listed": listed})


@public
@require_POST
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the invented people."""
    _demand_practice(request)
    row = get_object_or_404(PracticeSignIn, key=key)
    login(request, row.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")
