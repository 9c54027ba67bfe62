"""The page of one act on a loan: load, ask, do it once, show the receipt."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.record import receipts
from commonwork.ui.forms import ActForm


def act_page(
    request: HttpRequest,
    template: str,
    form: ActForm | None,
    act: Callable[[str], Any],
    context: dict[str, Any],
) -> HttpResponse:
    """Run the act when the form was sent and holds, then lead to the receipt; else show the page.

    Without a form there is nothing to do here now; the page says why.
    """
    if form is not None and request.method == "POST" and form.attempt(act):
        return redirect(receipts.address(form.token))
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, template, {**context, "form": form}, status=status)
