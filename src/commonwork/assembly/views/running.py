"""What whoever runs the assembly does: call it, open the voting, close and count, adopt the result."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.assembly import permits, queries
from commonwork.assembly.actions import assemblies
from commonwork.assembly.forms import CallForm, CountForm, OpenForm, ResolveForm
from commonwork.assembly.models import Assembly
from commonwork.record import receipts
from commonwork.registry.clock import now, today
from commonwork.ui.money import money


@requires(Permission.ASSEMBLY_RUN)
def call(request: HttpRequest) -> HttpResponse:
    """Call an assembly."""
    person = permits.acting_person(request.user)
    form = CallForm(
        request.POST or None, bodies=permits.bodies_run_by(request.user), initial={"held_on": today()}
    )
    called: list[Assembly] = []

    def act(once: str) -> None:
        data = form.cleaned_data
        assembly = assemblies.call(
            body=data["body"], held_on=data["held_on"], place=data["place"], by=person, at=now(), once=once
        )
        called.append(assembly)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The %(assembly)s was called.") % {"assembly": called[0]})
        return redirect(called[0])
    return render(request, "assembly/call.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.ASSEMBLY_RUN)
def open_voting(request: HttpRequest, key: str) -> HttpResponse:
    """Close the list of proposals and open the voting."""
    assembly, person = permits.run_assembly(request.user, key), permits.acting_person(request.user)
    form = OpenForm(request.POST or None)

    def act(once: str) -> None:
        assemblies.open_voting(assembly=assembly, by=person, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("Voting is open."))
        return redirect(assembly)
    context = {"assembly": assembly, "proposals": list(queries.standing(assembly)), "form": form}
    return render(request, "assembly/open.html", context, status=422 if form.errors else 200)


@requires(Permission.ASSEMBLY_RUN)
def count(request: HttpRequest, key: str) -> HttpResponse:
    """Close the voting and count, on the budget the solidarity fund allows."""
    assembly, person = permits.run_assembly(request.user, key), permits.acting_person(request.user)
    day = today()
    form = CountForm(request.POST or None, initial={"on": day, "budget": queries.budget_on(day)})

    def act(once: str) -> None:
        data = form.cleaned_data
        assemblies.count(
            assembly=assembly, budget_minor=data["budget"], on=data["on"], by=person, at=now(), once=once
        )

    if request.method == "POST" and _within_the_fund(form) and form.attempt(act):
        return redirect(receipts.address(form.token))
    context = {
        "assembly": assembly,
        "form": form,
        "voters": queries.votes_cast(assembly),
        "fund_minor": queries.fund_minor(on=day),
    }
    return render(request, "assembly/count.html", context, status=422 if form.errors else 200)


def _within_the_fund(form: CountForm) -> bool:
    """Nobody decides on money that is not there."""
    if form.is_valid():
        most_minor = queries.budget_on(form.cleaned_data["on"])
        if form.cleaned_data["budget"] > most_minor:
            form.add_error("budget", _("The fund allows at most %(most)s.") % {"most": money(most_minor)})
    return not form.errors


@requires(Permission.ASSEMBLY_RUN)
def resolve(request: HttpRequest, key: str) -> HttpResponse:
    """Adopt the result of the count."""
    assembly, person = permits.run_assembly(request.user, key), permits.acting_person(request.user)
    form = ResolveForm(request.POST or None, initial={"on": today()})

    def act(once: str) -> None:
        assemblies.resolve(assembly=assembly, on=form.cleaned_data["on"], by=person, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        return redirect(receipts.address(form.token))
    funded = [step for step in queries.steps(assembly) if step.is_funded]
    context = {"assembly": assembly, "form": form, "funded": funded}
    return render(request, "assembly/resolve.html", context, status=422 if form.errors else 200)
