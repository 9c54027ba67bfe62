"""The page of one act, for every room: a form, a sentence, a button; then its receipt, what it made, or another page.

It stands here because it knows what lies above `ui`: the person of an account, the clock and the receipt. It hands
the act who acts, when, and the token that makes a second press harmless, and puts a refusal in words at its field.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.record import receipts
from commonwork.record.acts import Who
from commonwork.record.queries import of_token
from commonwork.registry.clock import now
from commonwork.registry.models import Person
from commonwork.ui.forms import ActForm

Way = Sequence[tuple[str, str]]
Act = Callable[..., Any]
ASK = "ui/ask.html"


@dataclass(frozen=True)
class Ask:
    """The words of a page that asks for one act.

    back: where "Go back" leads, an address or a thing that has one. way: the crumbs before this page.
    seen: who sees the page or what comes of it; seen_by: anyone, members or private.
    """

    title: str
    lede: str
    submit: str
    back: Any
    way: Way = ()
    seen: str = ""
    seen_by: str = "members"
    kind: str = "go"
    notes: Sequence[str] = ()

    @property
    def back_address(self) -> str:
        """Where "Go back" leads."""
        return self.back if isinstance(self.back, str) else str(self.back.get_absolute_url())


def who(request: HttpRequest) -> Person:
    """The person who acts; 403 for accounts that belong to nobody."""
    person: Person | None = getattr(request.user, "person", None)
    if person is None:
        raise PermissionDenied
    return person


def sent(request: HttpRequest) -> Any:
    """What was typed, or None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def itself(made: Any) -> Any:
    """For `to`: the page of what the act made."""
    return made


def attempt(request: HttpRequest, form: ActForm, act: Act, *, by: Who | None = None) -> list[Any]:
    """What the act made, as a list of one, when the form was sent and holds; else an empty list.

    act: called with by, at and once. by: who acts where it need not be a person with an account.
    """
    made: list[Any] = []

    def run(once: str) -> None:
        made.append(act(by=by or who(request), at=now(), once=once))

    return made if request.method == "POST" and form.attempt(run) else []


def act_page(
    request: HttpRequest,
    form: ActForm,
    act: Act,
    ask: Ask | None = None,
    *,
    to: Any = None,
    done: str | Callable[[Any], str] = "",
    by: Who | None = None,
    template: str = ASK,
    **context: Any,
) -> HttpResponse:
    """Show a form and do its act when it was sent and holds.

    to: where it leads afterwards: an address, a thing that has one, or a function of what the act made; without one
    the receipt. done: what the next page says, or a function of what the act made. template, context: for pages with
    more on them than a sentence.
    """
    if made := attempt(request, form, act, by=by):
        if done:
            messages.success(request, done(made[0]) if callable(done) else done)
        return redirect((to(made[0]) if callable(to) else to) or receipts.address(form.token))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, "ask": ask, **context}, status=status)


def press(request: HttpRequest, act: Act, ask: Ask, **more: Any) -> HttpResponse:
    """A button that acts at once; opened by its address it asks first. A refusal is said on the page that asks."""
    return act_page(request, ActForm(sent(request)), act, ask, **more)


def done_before(request: HttpRequest) -> HttpResponse | None:
    """The receipt, when this very form was sent before: for acts whose row is gone or changed after the first press."""
    token = request.POST.get("once", "")
    return redirect(receipts.address(token)) if token and of_token(token) else None
