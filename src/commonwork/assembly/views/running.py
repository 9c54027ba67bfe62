"""What whoever runs the assembly does: call it, open the voting, close and count, adopt the result."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, itself, sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.assembly import permits, queries
from commonwork.assembly.actions import assemblies
from commonwork.assembly.forms import CallForm, CountForm, OpenForm, ResolveForm
from commonwork.registry.clock import today


@requires(Permission.ASSEMBLY_RUN)
def call(request: HttpRequest) -> HttpResponse:
    """Call an assembly."""
    bodies = permits.bodies_run_by(request.user)
    form = CallForm(sent(request), bodies=bodies, initial={"held_on": today()})

    def act(**how: Any) -> Any:
        data = {name: form.cleaned_data[name] for name in ("body", "held_on", "place")}
        return assemblies.call(**data, **how)

    def done(assembly: Any) -> str:
        return _("The %(assembly)s was called.") % {"assembly": assembly}

    return act_page(request, form, act, to=itself, done=done, template="assembly/call.html")


@requires(Permission.ASSEMBLY_RUN)
def open_voting(request: HttpRequest, key: str) -> HttpResponse:
    """Close the list of proposals and open the voting."""
    assembly = permits.run_assembly(request.user, key)
    return act_page(
        request,
        OpenForm(sent(request)),
        partial(assemblies.open_voting, assembly=assembly),
        to=assembly,
        done=_("Voting is open."),
        template="assembly/open.html",
        assembly=assembly,
        proposals=list(queries.standing(assembly)),
    )


@requires(Permission.ASSEMBLY_RUN)
def count(request: HttpRequest, key: str) -> HttpResponse:
    """Close the voting and count, on the budget the solidarity fund allows."""
    assembly, day = permits.run_assembly(request.user, key), today()
    initial = {"on": day, "budget": queries.budget_on(day)}
    form = CountForm(sent(request), initial=initial, most_on=queries.budget_on)

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return assemblies.count(assembly=assembly, budget_minor=data["budget"], on=data["on"], **how)

    return act_page(
        request,
        form,
        act,
        template="assembly/count.html",
        assembly=assembly,
        voters=queries.votes_cast(assembly),
        fund_minor=queries.fund_minor(on=day),
    )


@requires(Permission.ASSEMBLY_RUN)
def resolve(request: HttpRequest, key: str) -> HttpResponse:
    """Adopt the result of the count."""
    assembly = permits.run_assembly(request.user, key)
    form = ResolveForm(sent(request), initial={"on": today()})

    def act(**how: Any) -> Any:
        return assemblies.resolve(assembly=assembly, on=form.cleaned_data["on"], **how)

    funded = [step for step in queries.steps(assembly) if step.is_funded]
    template = "assembly/resolve.html"
    return act_page(request, form, act, template=template, assembly=assembly, funded=funded)
