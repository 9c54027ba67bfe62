"""One page for one act: a form, a sentence, a button; then the receipt or the thing itself."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.assembly.permits import acting_person
from commonwork.record import receipts
from commonwork.registry.clock import now
from commonwork.ui.forms import ActForm


def act_page(
    request: HttpRequest,
    form: ActForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    lede: str,
    submit: str,
    back: Any,
    seen_by: str,
    kind: str = "go",
    has_receipt: bool = False,
    notes: Sequence[str] = (),
) -> HttpResponse:
    """Show the form, run the act when it is sent, and go to its receipt or to what it returned. `act` gets by, at and once.

    back: the thing the act is about (has an address and a name). seen_by: who sees what comes of it, one sentence.
    """
    done: list[Any] = []

    def run(once: str) -> None:
        done.append(act({"by": acting_person(request.user), "at": now(), "once": once}))

    if request.method == "POST" and form.attempt(run):
        return redirect(receipts.address(form.token) if has_receipt else done[0])
    context = {
        "form": form,
        "title": title,
        "lede": lede,
        "submit_text": submit,
        "back": back,
        "kind": kind,
        "seen_sentence": seen_by,
        "notes": notes,
    }
    return render(request, "assembly/act.html", context, status=422 if form.errors else 200)
