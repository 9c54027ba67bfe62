"""Study circles: open, join, meet, minutes, end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from commonwork.access.guard import demand, public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import where
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import now, today
from commonwork.school import permits, queries
from commonwork.school.actions import circles
from commonwork.school.learning_forms import CircleForm, EndForm, MeetForm, MinutesForm
from commonwork.school.models import Circle, CircleMeeting
from commonwork.school.views.courses import actor
from commonwork.school.views.trainers import done
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing

COLUMNS = [
    Column("title", lazy("Title"), lambda row: row.title, sort="title"),
    Column("question", lazy("Question"), lambda row: row.question),
    Column("school", lazy("School"), lambda row: row.school.name),
    Column("language", lazy("Language"), lambda row: row.language),
    Column("opened_on", lazy("Opened on"), lambda row: row.opened_on, sort="opened_on"),
    Column("ended_on", lazy("Ended on"), lambda row: row.ended_on),
    Column("outcome", lazy("What came of it"), lambda row: row.get_outcome_display() if row.outcome else ""),
    Column("members", lazy("People"), lambda row: row.members_count, is_number=True),
    Column("meetings", lazy("Meetings"), lambda row: row.meetings_count, is_number=True),
    Column("invented", lazy("Invented"), lambda row: _("yes") if row.is_invented else _("no")),
]


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """All study circles; the same list as a file, without names."""
    listing = Listing(request, queries.circles(), columns=COLUMNS, name="circles")
    if answer := listing.export():
        return answer
    context = {
        "listing": listing,
        "may_open": bool(where(request.user, Permission.COURSE_KEEP)),
    }
    return render(request, "school/circles.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One circle: its readings and meetings; names and minutes for those in it."""
    circle = _circle(key)
    person = permits.person_of(request.user)
    members = list(queries.circle_members(circle))
    is_in = person is not None and any(row.person_id == person.pk for row in members)
    keeps = permits.may_keep_circle(request.user, circle)
    context = {
        "circle": circle,
        "members": members if is_in or keeps else [],
        "members_count": len(members),
        "is_in": is_in,
        "keeps": keeps,
        "sees": is_in or keeps,
        "may_join": person is not None and not is_in and circle.ended_on is None,
        "may_form_team": circle.ended_on is None and permits.may_form_team(request.user),
        "meetings": circle.meetings.select_related("gathering__place", "facilitator", "reading").order_by(
            "gathering__starts_at"
        ),
        "readings": circle.readings.order_by("number"),
        "next_facilitator": queries.next_facilitator(circle) if is_in or keeps else None,
        "form": ActForm(),
        "told": [one for one in tell(trail(circle)[:20]) if one.kind.is_public or keeps],
    }
    return render(request, "school/circle.html", context)


@requires(Permission.COURSE_KEEP)
def open_circle(request: HttpRequest) -> HttpResponse:
    """Open a circle."""
    schools = where(request.user, Permission.COURSE_KEEP).order_by("name")
    form = CircleForm(request.POST or None, initial={"school": schools.first()})
    form.fields["school"].queryset = schools  # type: ignore[attr-defined]

    def act(once: str) -> None:
        typed = form.cleaned_data
        circles.open(
            title=typed["title"],
            question=typed["question"],
            school=typed["school"],
            readings=typed["readings"].splitlines(),
            on=today(),
            by=actor(request),
            at=now(),
            once=once,
        )

    lede = _("Five to twelve people who read together and take turns to facilitate.")
    return done(
        request,
        form,
        act,
        said=_("The circle is open."),
        to="school_circles",
        title=_("Open a study circle"),
        lede=lede,
    )


@signed_in
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Join with one press."""
    return _press(request, key, circles.join, _("You belong to the circle."))


@signed_in
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Leave with one press."""
    return _press(request, key, circles.leave, _("You left the circle."))


def _press(request: HttpRequest, key: str, act: object, said: str) -> HttpResponse:
    circle, person = _circle(key), permits.person_of(request.user)
    form = ActForm(request.POST or None)

    def do(once: str) -> None:
        act(circle=circle, person=person, on=today(), by=person, at=now(), once=once)  # type: ignore[operator]

    if request.method == "POST" and person is not None:
        if form.attempt(do):
            messages.success(request, said)
        for error in form.non_field_errors():
            messages.error(request, str(error))
    return redirect(circle)


@signed_in
def meet(request: HttpRequest, key: str) -> HttpResponse:
    """Set the next meeting."""
    circle = _kept(request, key)
    form = MeetForm(request.POST or None)

    def act(once: str) -> None:
        circles.meet(circle=circle, **form.arguments(), on=today(), by=actor(request), at=now(), once=once)

    lede = _("Whose turn it is to facilitate, and what is read, follows by itself.")
    return done(
        request,
        form,
        act,
        said=_("The meeting is set."),
        to=circle,
        title=_("Set the next meeting"),
        lede=lede,
    )


@signed_in
def minutes(request: HttpRequest, key: str, meeting: str) -> HttpResponse:
    """Keep the minutes of a meeting."""
    circle = _kept(request, key)
    row = get_object_or_404(
        CircleMeeting.objects.select_related("gathering", "circle__school"),
        circle=circle,
        gathering__key=meeting,
    )
    form = MinutesForm(request.POST or None, initial={"text": row.minutes})

    def act(once: str) -> None:
        circles.keep_minutes(
            meeting=row, text=form.cleaned_data["text"], by=actor(request), at=now(), once=once
        )

    return done(
        request,
        form,
        act,
        said=_("The minutes are kept."),
        to=circle,
        title=_("Minutes of the meeting"),
        submit=_("Keep them"),
    )


@signed_in
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End a circle."""
    circle = _circle(key)
    demand(permits.may_keep_circle(request.user, circle))
    form = EndForm(request.POST or None)

    def act(once: str) -> None:
        circles.end(
            circle=circle,
            outcome=form.cleaned_data["outcome"],
            on=today(),
            by=actor(request),
            at=now(),
            once=once,
        )

    return done(request, form, act, said=_("The circle has ended."), to=circle, title=_("End the circle"))


def _circle(key: str) -> Circle:
    return get_object_or_404(Circle.objects.select_related("school"), key=key)


def _kept(request: HttpRequest, key: str) -> Circle:
    """A circle whose meetings this account may set: one of its people, or who keeps courses of the school."""
    circle, person = _circle(key), permits.person_of(request.user)
    is_in = person is not None and queries.circle_members(circle).filter(person=person).exists()
    demand(is_in or permits.may_keep_circle(request.user, circle))
    return circle
