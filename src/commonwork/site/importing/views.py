"""The page that takes in a list of people: paste or upload, see what would change, then take it in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.record import receipts
from commonwork.record.queries import of_token
from commonwork.registry.clock import now
from commonwork.rules.refusal import Complaints
from commonwork.site.importing.planning import Plan, plan, take_in
from commonwork.site.importing.reading import COLUMNS, MOST_BYTES
from commonwork.ui.fields import File
from commonwork.ui.forms import ActForm

MOST_SHOWN = 200


class ListForm(forms.Form):
    """A list as a file or as text."""

    file = File(
        kinds=("text",),
        most_mb=MOST_BYTES // 1024 // 1024,
        required=False,
        label=_("A CSV file"),
        help_text=_("Saved as “CSV UTF-8”. The first line names the columns."),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        label=_("Or paste the list here"),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said.get("file") and not said.get("text"):
            self.add_error("file", _("Choose a file or paste a list."))
        return said

    @property
    def data_bytes(self) -> bytes:
        """What was handed in."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            return bytes(file.read())
        return str(self.cleaned_data["text"]).encode()


class TakeInForm(ActForm):
    """The list that was looked at, taken in by one press."""

    text = forms.CharField(strip=False, widget=forms.HiddenInput)


@requires(Permission.PEOPLE_KEEP)
def take_in_people(request: HttpRequest) -> HttpResponse:
    """Take in a list. Nothing is changed before the second press."""
    if request.method == "POST" and "once" in request.POST:
        return _taken_in(request)
    form = ListForm(request.POST or None, request.FILES or None)
    planned = None
    if request.method == "POST" and form.is_valid():
        data = form.data_bytes
        try:
            planned = plan(data)
        except Complaints as refusal:
            _complain(form, refusal)
        else:
            return _page(request, form, planned, TakeInForm(initial={"text": data.decode("utf-8-sig")}))
    return _page(request, form, planned, None)


def _taken_in(request: HttpRequest) -> HttpResponse:
    press = TakeInForm(request.POST)
    person = getattr(request.user, "person", None)
    assert person is not None, "who may keep people is a person"
    if press.attempt(
        lambda once: take_in(press.cleaned_data["text"].encode(), by=person, at=now(), once=once)
    ):
        return redirect(receipts.address(press.token) if of_token(press.token) else "people")
    form = ListForm(request.POST)
    for sentence in press.non_field_errors():
        form.add_error(None, str(sentence))
    return _page(request, form, None, None)


def _complain(form: forms.Form, refusal: Complaints) -> None:
    for complaint in refusal.complaints[:MOST_SHOWN]:
        form.add_error(None, str(complaint))


def _page(
    request: HttpRequest, form: forms.Form, planned: Plan | None, press: forms.Form | None
) -> HttpResponse:
    context = {
        "form": form,
        "press": press if planned and planned.entries else None,
        "plan": planned,
        "differences": planned.differences[:MOST_SHOWN] if planned else [],
        "left_out": max(0, len(planned.differences) - MOST_SHOWN) if planned else 0,
        "counts": planned.counts if planned else {},
        "kind": "plain" if planned else "go",
        "columns": ", ".join(COLUMNS),
    }
    return render(request, "site/people_import.html", context, status=422 if form.errors else 200)
