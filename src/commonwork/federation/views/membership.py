"""Members' way in and out: candidacy, admission, leaving, reading in a list."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.acting import Act, act_page, attempt, done_before, sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.federation import permits
from commonwork.federation.actions import member_lists, members
from commonwork.federation.member_forms import AdmitForm, MemberLeavesForm, PersonDayForm, RollListForm
from commonwork.federation.queries import roll_list
from commonwork.federation.views.acting import asked
from commonwork.record import receipts
from commonwork.registry.clock import today
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.ui.addresses import address_of


def _people(coop: Organisation, *classes: str) -> QuerySet[Person]:
    rows = memberships(on=today(), organisation=coop).filter(class_code__in=classes)
    return Person.objects.filter(pk__in=rows.values("person")).order_by("name")


@requires(Permission.MEMBERS_KEEP)
def begin_candidacy(request: HttpRequest, key: str) -> HttpResponse:
    """A worker becomes a candidate."""
    coop = permits.coop_for(request.user, key, Permission.MEMBERS_KEEP)
    form = PersonDayForm(
        sent(request), people=_people(coop, Membership.Class.WORKER), initial={"on": today()}
    )
    ask = asked(
        coop=coop,
        title=_("Begin a candidacy"),
        lede=_("A worker sets out to become a worker-owner. Somebody new is first taken in by a list."),
        submit=_("Begin the candidacy"),
        back=address_of("federation_members", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: members.begin_candidacy(
            organisation=coop,
            person=form.cleaned_data["person"],
            on=form.cleaned_data["on"],
            **how,
        ),
        ask,
    )


@requires(Permission.MEMBERS_KEEP)
def admit(request: HttpRequest, key: str) -> HttpResponse:
    """The members admit a candidate."""
    coop = permits.coop_for(request.user, key, Permission.MEMBERS_KEEP)
    form = AdmitForm(sent(request), people=_people(coop, Membership.Class.CANDIDATE), initial={"on": today()})

    def act(**how: Any) -> Any:
        given = form.cleaned_data
        return members.admit(
            organisation=coop,
            person=given["person"],
            on=given["on"],
            votes_yes=given["votes_yes"],
            votes_no=given["votes_no"],
            **how,
        )

    ask = asked(
        coop=coop,
        title=_("Admit a candidate"),
        lede=_("What the members decided. From that day on the person votes, and shares in the surplus."),
        submit=_("Admit the candidate"),
        back=address_of("federation_members", coop.key),
    )
    return act_page(request, form, act, ask)


@requires(Permission.MEMBERS_KEEP)
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody leaves the co-op."""
    coop = permits.coop_for(request.user, key, Permission.MEMBERS_KEEP)
    form = MemberLeavesForm(
        sent(request), people=_people(coop, *Membership.Class.values), initial={"on": today()}
    )
    ask = asked(
        coop=coop,
        title=_("Enter that somebody leaves"),
        lede=_("What is owed to a worker-owner is then written in a note and paid out in parts."),
        submit=_("Enter the leaving"),
        back=address_of("federation_members", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: members.leave(
            organisation=coop,
            person=form.cleaned_data["person"],
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            **how,
        ),
        ask,
    )


@requires(Permission.MEMBERS_KEEP)
def read_in(request: HttpRequest, key: str) -> HttpResponse:
    """Take in a list of members: tried first, with every complaint and its line; entered on the second press."""
    coop = permits.coop_for(request.user, key, Permission.MEMBERS_KEEP)
    if answer := done_before(request):
        return answer
    form = RollListForm(sent(request), request.FILES or None)
    reading = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        text = roll_list.as_text(file.read()) if file is not None else form.cleaned_data["text"]
        reading = roll_list.read(text, coop, on=today())
        if "enter" in request.POST and not reading.complaints:
            if attempt(request, form, _take_in(coop, text)):
                return redirect(receipts.address(form.token))
        elif not form.errors:
            form = RollListForm(initial={"text": text})
    failed = (form.is_bound and bool(form.errors)) or bool(reading and reading.complaints)
    context = {"coop": coop, "form": form, "reading": reading, "columns": ", ".join(roll_list.COLUMNS)}
    return render(request, "federation/roll_import.html", context, status=422 if failed else 200)


def _take_in(coop: Organisation, text: str) -> Act:
    return lambda **how: member_lists.take_in(organisation=coop, text=text, **how)
