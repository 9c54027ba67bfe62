"""The roll of a gathering: who is expected, who came, and the roster on paper."""

from decimal import Decimal
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.acting import attempt, sent
from commonwork.access.guard import signed_in
from commonwork.gatherings import permits, queries
from commonwork.gatherings.actions import rolls
from commonwork.gatherings.forms import AdmitForm, RollForm
from commonwork.gatherings.models import NEEDS, Gathering
from commonwork.record import receipts
from commonwork.registry.clock import now
from commonwork.ui.exports import respond
from commonwork.ui.money import count

BLANK_LINES = range(8)  # room on the printed roster for names written by hand


@signed_in
def take(request: HttpRequest, key: str) -> HttpResponse:
    """See who is expected and mark who came."""
    gathering = permits.gathering_to_mark(request.user, key)
    roster = queries.roster(gathering)
    form = RollForm(sent(request), roster=roster)

    def do(**how: Any) -> Any:
        return rolls.mark(gathering=gathering, **form.arguments(), **how)

    if attempt(request, form, do):
        return redirect(receipts.address(form.token))
    return _page(request, gathering, form, AdmitForm(), status=422 if form.is_bound else 200)


@signed_in
def admit(request: HttpRequest, key: str) -> HttpResponse:
    """Add someone who came without registering."""
    gathering = permits.gathering_to_mark(request.user, key)
    if request.method != "POST":
        return redirect("gatherings_roll", gathering.key)
    form = AdmitForm(request.POST)

    def do(**how: Any) -> Any:
        return rolls.admit(gathering=gathering, name=form.cleaned_data["name"], **how)

    if attempt(request, form, do):
        messages.success(request, _("%(name)s is on the roll.") % {"name": form.cleaned_data["name"]})
        return redirect("gatherings_roll", gathering.key)
    return _page(request, gathering, RollForm(roster=queries.roster(gathering)), form, status=422)


@signed_in
def roster(request: HttpRequest, key: str) -> HttpResponse:
    """The roster to print, or as a file."""
    gathering = permits.gathering_to_mark(request.user, key)
    lines = queries.roster(gathering)
    dues = queries.dues(gathering, [line.registration for line in lines])
    if asked := request.GET.get("format"):
        columns = [("name", _("Name")), ("needs", _("Help asked for")), ("came", _("Came"))]
        said = {True: _("yes"), False: _("no"), None: ""}
        rows = [[line.name, ", ".join(line.needs_texts), said[line.came]] for line in lines]
        if dues:
            columns += [("paid", _("Paid")), ("open", _("Still to pay"))]
            rows = [
                [*row, *_money(dues.get(line.registration_id))] for row, line in zip(rows, lines, strict=True)
            ]
        note = _("Invented people.") if gathering.is_invented else ""
        return cast(HttpResponse, respond(f"roster-{gathering.key}", columns, rows, asked, note=note))
    context = {
        "gathering": gathering,
        "lines": [(line, dues.get(line.registration_id)) for line in lines],
        "has_price": bool(gathering.lead.price_minor),
        "blank_lines": BLANK_LINES,
        "help": _help(gathering),
        "is_early": now().date() < gathering.starts_on,
    }
    return render(request, "gatherings/roster.html", context)


def _money(due: queries.Due | None) -> list[str]:
    """What was paid and is still expected, as a file has it."""
    return [str(Decimal(amount) / 100) for amount in (due.paid_minor, due.open_minor)] if due else ["", ""]


def _page(
    request: HttpRequest, gathering: Gathering, form: RollForm, admit_form: AdmitForm, *, status: int
) -> HttpResponse:
    context = {
        "gathering": gathering,
        "form": form,
        "admit_form": admit_form,
        "is_early": now().date() < gathering.starts_on,
        "came_count": queries.came_count(gathering),
        "registered_count": queries.places_taken(gathering),
        "help": _help(gathering),
    }
    return render(request, "gatherings/roll.html", context, status=status)


def _help(gathering: Gathering) -> list[tuple[str, str]]:
    """The help people asked for, as terms."""
    return [(str(NEEDS[code]), count(many)) for code, many in queries.help_asked(gathering).items()]
