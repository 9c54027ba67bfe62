"""Pay what the assembly decided."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.access.guard import demand, requires
from commonwork.access.permissions import Permission
from commonwork.assembly import permits
from commonwork.journeys import grants
from commonwork.journeys.forms import GrantForm
from commonwork.record import receipts
from commonwork.registry.clock import now, today


@requires(Permission.RESOLUTION_PAY)
def pay(request: HttpRequest, key: str) -> HttpResponse:
    """One press pays the whole cost of a funded resolution from the solidarity fund."""
    resolution = permits.shown_resolution(key)
    demand(permits.may_pay(request.user))
    form = GrantForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.attempt(
        lambda once: grants.pay(
            resolution=resolution,
            on=form.cleaned_data["on"],
            by=permits.acting_person(request.user),
            at=now(),
            once=once,
        )
    ):
        return redirect(receipts.address(form.token))
    context = {"resolution": resolution, "form": form, "fund_minor": grants.fund_minor()}
    return render(request, "journeys/grant.html", context, status=422 if form.errors else 200)
