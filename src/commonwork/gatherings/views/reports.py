"""What is added to a gathering: the report afterwards, questions, hosts, sessions of a conference, past attendance."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, sent
from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.gatherings import attendance_lists, permits
from commonwork.gatherings.actions import gatherings, reports
from commonwork.gatherings.door_forms import AttendanceForm, QuestionsForm, ReportForm, SessionForm
from commonwork.gatherings.people_forms import HostsForm
from commonwork.gatherings.views.gatherings import actor
from commonwork.registry.clock import now
from commonwork.rules.refusal import Complaints


@signed_in
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Tell what came of it."""
    gathering = permits.gathering_to_keep(request.user, key)
    told = getattr(gathering, "report", None)
    form = ReportForm(sent(request), initial={"text": told.text if told else ""})

    def do(**how: Any) -> Any:
        return reports.write(gathering=gathering, text=form.cleaned_data["text"], **how)

    return act_page(
        request,
        form,
        do,
        to=gathering,
        done=_("The report stands on the page."),
        template="gatherings/report.html",
        gathering=gathering,
    )


@signed_in
def questions(request: HttpRequest, key: str) -> HttpResponse:
    """Say what whoever registers is asked."""
    gathering = permits.gathering_to_keep(request.user, key)
    there = [
        " | ".join([row.words, *row.choices]) + (" *" if row.is_required else "")
        for row in gathering.questions.order_by("number")
    ]
    form = QuestionsForm(sent(request), initial={"questions": "\n".join(there)})

    def do(**how: Any) -> Any:
        return reports.ask(gathering=gathering, questions=form.asked(), **how)

    return act_page(
        request,
        form,
        do,
        to=gathering,
        done=_("The questions stand on the form to register."),
        template="gatherings/questions.html",
        gathering=gathering,
    )


@signed_in
def hosts(request: HttpRequest, key: str) -> HttpResponse:
    """Say who welcomes people."""
    gathering = permits.gathering_to_keep(request.user, key)
    there = gathering.hostings.order_by("pk").values_list("person__name", flat=True)
    form = HostsForm(sent(request), initial={"people": "\n".join(there)})

    def do(**how: Any) -> Any:
        people = form.cleaned_data["people"]
        return reports.welcome(gathering=gathering, people=people, **how)

    return act_page(
        request,
        form,
        do,
        to=gathering,
        done=_("The hosts are named."),
        template="gatherings/hosts.html",
        gathering=gathering,
    )


@signed_in
def add_session(request: HttpRequest, key: str) -> HttpResponse:
    """Add a session to a conference."""
    conference = permits.gathering_to_keep(request.user, key)
    form = SessionForm(sent(request), initial={"starts_on": conference.starts_on})

    def do(**how: Any) -> Any:
        return gatherings.announce(**form.arguments(conference), **how)

    return act_page(
        request,
        form,
        do,
        to=conference,
        done=_("The session stands in the programme."),
        template="gatherings/session_form.html",
        gathering=conference,
    )


@requires(Permission.GATHERING_KEEP)
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a list of past attendance: all of it or nothing; first a look at what it would do."""
    form = AttendanceForm(sent(request), request.FILES or None)
    plan, complaints = None, []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            plan = attendance_lists.plan(data, account=request.user)
            if "take" in request.POST:
                attendance_lists.take_in(plan, by=actor(request), at=now(), once=form.token)
                messages.success(request, _("The list was taken in."))
                return redirect("gatherings")
        except Complaints as refusal:
            complaints = refusal.complaints
    context = {"form": form, "plan": plan, "complaints": complaints}
    status = 422 if complaints or (form.is_bound and not form.is_valid()) else 200
    return render(request, "gatherings/take_in.html", context, status=status)
