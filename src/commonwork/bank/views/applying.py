"""Writing an application: begin, its list of tasks, its parts one by one, papers, check and send, set aside."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonwork.access.acting import sent
from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.bank import asks, permits, queries
from commonwork.bank import permits_requests as may_do
from commonwork.bank.actions import applications
from commonwork.bank.forms_requests import BeginForm, PartForm
from commonwork.bank.models import Application
from commonwork.bank.parts_of_application import FIGURES, PAPERS, PARTS, TRAINING, Part, part
from commonwork.bank.queries import applying
from commonwork.bank.views import application_parts
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.loans import demo_note, major
from commonwork.bank.views.papers import file_of
from commonwork.record import documents
from commonwork.registry.clock import now, today
from commonwork.ui.dates import day
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money


@signed_in
def list_all(request: HttpRequest) -> HttpResponseBase:
    """The applications this account may read: drafts to go on with, and those sent, the latest first."""
    found = may_do.applications(request.user)
    listing = Listing(
        request,
        found.filter(state=Application.State.SENT).select_related("loan"),
        columns=[
            Column("name", _("Application"), str, sort="name", href=Application.get_absolute_url),
            Column("sent_on", _("Sent"), lambda row: row.sent_on, sort="sent_on", show=lambda row: day(row.sent_on)),
            Column("stage", _("Stage"), lambda row: row.loan.get_stage_display(), sort="loan__stage"),
            Column(
                "amount", _("Amount"), lambda row: major(row.principal_minor), sort="principal_minor",
                is_number=True, show=lambda row: money(row.principal_minor, row.unit),
            ),
        ],
        name="applications",
        default_sort="-sent_on",
        note=demo_note(),
    )  # fmt: skip
    if answer := listing.export():
        return answer
    context = {
        "drafts": found.filter(state=Application.State.DRAFT).order_by("-started_on", "-pk"),
        "listing": listing,
        "may_apply": permits.borrowers(request.user).exists(),
    }
    return render(request, "bank/applications.html", context)


@requires(Permission.LOAN_APPLY)
def begin(request: HttpRequest) -> HttpResponse:
    """Choose the co-op that asks; what is known of it is filled in."""
    borrowers = permits.borrowers(request.user)
    drafts = Application.objects.filter(borrower__in=borrowers, state=Application.State.DRAFT)
    free = borrowers.exclude(pk__in=drafts.values("borrower"))
    form = BeginForm(sent(request), borrowers=free, initial={"borrower": request.GET.get("borrower")})
    made: list[Application] = []

    def act(once: str) -> None:
        borrower = form.cleaned_data["borrower"]
        demand(permits.may_apply(request.user, borrower))
        made.append(
            applications.start(
                borrower=borrower,
                lender=permits.house(),
                known=asks.known_of(borrower, today()),
                on=today(),
                by=permits.person_of(request.user),
                at=now(),
                once=once,
            )
        )

    if request.method == "POST" and form.attempt(act):
        return redirect(made[0])
    context = {
        "form": form if free.exists() else None,
        "drafts": drafts,
        "name": queries.public_name(today()),
    }
    return render(request, "bank/application_begin.html", context, status=422 if form.errors else 200)


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """An application: its list of tasks while it is a draft, what was said once it is sent."""
    application, on = may_do.application(request.user, key), today()
    texts = applying.texts_of(application)
    done = {one.key for one in PARTS if applying.is_done(application, one, texts, on=on)}
    needed = [one for one in PARTS if one.is_needed]
    here = next((one for one in needed if one.key not in done), None)
    context = {
        "application": application,
        "is_draft": application.state == Application.State.DRAFT,
        "may_write": may_do.may_write(request.user, application),
        "tasks": application_parts.tasks(application, done, here),
        "here": here,
        "here_url": reverse("bank_application_part", args=[key, here.key]) if here else "",
        "done_count": sum(one.key in done for one in needed),
        "all_count": len(needed),
        "answers": application_parts.answers(application, texts, on=on),
        "papers": documents.kept(application),
        "printed": application_parts.printed_links(application),
        "training": applying.training(application.borrower, on=on, lender=application.lender),
    }
    return render(request, "bank/application.html", context)


@signed_in
def ask(request: HttpRequest, key: str, part_key: str) -> HttpResponse:
    """One part: what is typed is kept, finished or not."""
    application, asked = may_do.draft(request.user, key), part(part_key)
    if asked is None or not may_do.may_write(request.user, application):
        raise Http404
    texts = applying.texts_of(application)
    form = PartForm(
        sent(request), request.FILES or None,
        part=asked, application=application, texts=texts, has_file=asked.key == PAPERS,
    )  # fmt: skip

    def act(once: str) -> None:
        common: dict[str, Any] = {
            "on": today(),
            "by": permits.person_of(request.user),
            "at": now(),
            "once": once,
        }
        if asked.key == PAPERS:
            if contents := form.contents:
                applications.attach(application=application, files=contents, **common)
        elif asked.fields or asked.questions:
            applications.write(
                application=application, part_key=asked.key, texts=form.texts, values=form.values, **common
            )

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("Your answers are kept."))
        return redirect(_next(application, asked, "next" in request.POST))
    on = today()
    context = {
        "application": application,
        "part": asked,
        "form": form,
        "number": PARTS.index(asked) + 1,
        "count": len(PARTS),
        "following": application_parts.after(asked),
        "figures": applying.own_figures(application.borrower, on=on) if asked.key == FIGURES else None,
        "training": applying.training(application.borrower, on=on, lender=application.lender)
        if asked.key == TRAINING
        else None,
        "is_training": asked.key == TRAINING,
        "papers": documents.kept(application) if asked.key == PAPERS else [],
    }
    return render(request, "bank/application_part.html", context, status=422 if form.errors else 200)


def _next(application: Application, asked: Part, goes_on: bool) -> str:
    following = application_parts.after(asked)
    if not goes_on:
        return reverse("bank_application", args=[application.key])
    if following is None:
        return reverse("bank_application_send", args=[application.key])
    return reverse("bank_application_part", args=[application.key, following.key])


@signed_in
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Check the answers, then send them to the bank."""
    application, on = may_do.draft(request.user, key), today()
    if not may_do.may_write(request.user, application):
        return redirect(application)
    form = ActForm(sent(request))
    texts = applying.texts_of(application)
    context = {
        "application": application,
        "answers": application_parts.answers(application, texts, on=on),
        "missing": applying.missing(application, on=on),
        "papers": documents.kept(application),
        "name": queries.public_name(on),
    }
    return act_page(
        request,
        "bank/application_send.html",
        form,
        lambda once: applications.send(
            application=application, on=on, by=permits.person_of(request.user), at=now(), once=once
        ),
        context,
    )


@signed_in
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Set a draft aside."""
    application = may_do.draft(request.user, key)
    context = {
        "title": _("Set the application aside"),
        "lede": _("What was typed is erased, and its papers with it. You can begin a new one at any time."),
        "submit": _("Set it aside"),
        "kind": "stop",
        "back": application.get_absolute_url(),
        "back_text": str(application),
        "sees": _("Only those who ask in the co-op's name see this page."),
    }
    form = ActForm(sent(request))
    return act_page(
        request,
        "bank/request_act.html",
        form if application.state == Application.State.DRAFT else None,
        lambda once: applications.drop(
            application=application, on=today(), by=permits.person_of(request.user), at=now(), once=once
        ),
        context,
    )


@signed_in
def paper(request: HttpRequest, key: str, paper: str) -> HttpResponse:
    """A paper beside an application, for those who may read it."""
    return file_of(may_do.application(request.user, key), paper)


@require_POST
@signed_in
def take_off(request: HttpRequest, key: str, paper: str) -> HttpResponse:
    """Take a paper off a draft."""
    application, form = may_do.draft(request.user, key), ActForm(request.POST)
    if form.attempt(
        lambda once: applications.take_off(
            application=application,
            paper=paper,
            on=today(),
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        )
    ):
        messages.success(request, _("The paper was taken off."))
    else:
        messages.error(request, " ".join(str(text) for text in form.non_field_errors()))
    return redirect("bank_application_part", key, PAPERS)
