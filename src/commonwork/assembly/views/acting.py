"""What pages of bodies share: the page of one act, buttons that act at once, who acts."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.assembly.models import Motion
from commonwork.assembly.permits import acting_person
from commonwork.record import receipts
from commonwork.record.queries import Told, tell, trail
from commonwork.registry.clock import now
from commonwork.registry.models import Body, Person
from commonwork.ui.forms import ActForm

MOST_TOLD = 25
OFTEN = (
    "assembly.consent.answered",
    "assembly.statement.answered",
    "assembly.statement.made",
    "assembly.comment.written",
    "assembly.meeting.asked_to_speak",
    "assembly.meeting.floor_given",
    "assembly.meeting.left_list",
    "assembly.roll.counted_in",
    "assembly.decision.announced",
)
Crumbs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Ask:
    """The words of a page that asks for one act. `back`: where "Go back" leads. `seen`: who sees the page."""

    title: str
    lede: str
    submit: str
    back: str
    crumbs: Crumbs
    seen: str = ""
    kind: str = "go"


def who(request: HttpRequest) -> Person:
    """The person who acts; 403 for accounts that belong to nobody."""
    return acting_person(request.user)


def said(request: HttpRequest) -> Any:
    """What was typed, or None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def act_page(
    request: HttpRequest,
    form: ActForm,
    act: Callable[[dict[str, Any]], Any],
    ask: Ask,
    *,
    to: Callable[[], str] | str = "",
    done: str = "",
    **context: Any,
) -> HttpResponse:
    """Show a form and do its act when it was sent and holds. `act` gets by, at and once.

    to: the address afterwards; without one the receipt. done: what the next page says.
    """

    def attempt(once: str) -> None:
        act({"by": who(request), "at": now(), "once": once})

    if request.method == "POST" and form.attempt(attempt):
        if done:
            messages.success(request, done)
        return redirect((to() if callable(to) else to) or receipts.address(form.token))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "assembly/ask.html", {"form": form, "ask": ask, **context}, status=status)


def press(
    request: HttpRequest, act: Callable[[dict[str, Any]], Any], ask: Ask, *, to: str = "", done: str = ""
) -> HttpResponse:
    """A button that acts at once; opened by its address it asks first. A refusal is said on the page that asks."""
    return act_page(request, ActForm(said(request)), act, ask, to=to, done=done)


def history(row: Model) -> list[Told]:
    """What happened to a thing, the newest first, without what happens many times and says little."""
    return tell(trail(row).exclude(kind__in=OFTEN)[:MOST_TOLD])


def token() -> str:
    """A token for the buttons of a page."""
    return uuid.uuid4().hex


def crumbs_of(body: Body, *more: tuple[str, str]) -> Crumbs:
    """The way to a page of a body."""
    start = [(reverse("assembly"), _("Assembly")), (reverse("assembly_bodies"), _("Bodies"))]
    return [*start, (reverse("assembly_body", args=[body.key]), body.name), *more]


def crumbs_of_motion(motion: Motion, *more: tuple[str, str]) -> Crumbs:
    """The way to a page of a motion."""
    return crumbs_of(motion.body, (motion.get_absolute_url(), motion.title), *more)
