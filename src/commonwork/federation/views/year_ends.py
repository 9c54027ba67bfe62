"""The year-end of a co-op: totals for all, names for members, and the treasurer's steps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.access.acting import Act, act_page, done_before, sent
from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.books import queries as book_queries
from commonwork.federation import permits, queries
from commonwork.federation.actions import year_end_steps_back, year_ends
from commonwork.federation.forms import DayForm
from commonwork.federation.models import YearEnd
from commonwork.federation.queries.sharing import loss_shares
from commonwork.federation.views import year_end_parts as parts
from commonwork.federation.views.acting import exported, major
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal
from commonwork.ui.forms import ActForm
from commonwork.ui.money import money
from commonwork.ui.refusals import said

COLUMNS = (
    ("member", _("Member"), lambda one: one.person.name),
    ("hours", _("Hours"), lambda one: one.hours),
    ("share", _("Share"), lambda one: major(one.total_minor)),
    ("cash", _("In cash"), lambda one: major(one.cash_minor)),
    ("kept", _("Kept"), lambda one: major(one.retained_minor)),
    ("account", _("Capital account after"), lambda one: major(one.closing_minor)),
)


@public
def show(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """How a year's result was shared. Anyone sees the totals; who sees the co-op from inside sees the members."""
    coop, row = permits.coop(key), permits.year_end(key, year)
    sees_inside = permits.sees_inside(request.user, coop)
    is_inside = sees_inside and request.GET.get("as") != "public"
    if not date.min.year < year < date.max.year or (row is None and not is_inside):
        raise Http404
    is_settled = row is not None and bool(row.shared_on or row.loss_carried_on)
    shown = parts.stored(row, with_members=is_inside) if row and is_settled else None
    answer = exported(request, f"year-end-{row.key}", COLUMNS, shown.members) if row and shown else None
    if answer:
        return answer
    runs = may(request.user, Permission.YEAR_END_RUN, coop) and is_inside
    context: dict[str, Any] = {
        "coop": coop,
        "year": year,
        "year_end": row,
        "steps": parts.steps(row),
        "terms": parts.terms(row.terms) if row else [],
        "book_value": parts.book_value(row) if row and is_settled and is_inside else [],
        "pay_by": parts.pay_by(coop, row),
        "is_inside": is_inside,
        "may_preview": is_inside and row is not None,
        "runs": runs,
        "open_steps": [(step, _address(coop, year, step)) for step in open_steps(row)] if runs else [],
        "back_steps": [(step, _address(coop, year, step)) for step in back_steps(row)] if runs else [],
        "told": tell(trail(row)) if row else [],
        **_drawn(request, shown),
    }
    return render(request, "federation/year_end.html", context)


def _drawn(request: HttpRequest, shown: parts.Shown | None) -> dict[str, Any]:
    """The flow, the worked example and the table of members, as far as there are any."""
    if shown is None or shown.result_minor <= 0:
        return {"shown": shown}
    stops, ribbons = parts.flow(shown)
    member = parts.chosen(shown.members, request.GET.get("member", ""), permits.person_of(request.user))
    return {
        "shown": shown,
        "stops": stops,
        "ribbons": ribbons,
        "member": member,
        "example": parts.example(shown, member) if member else [],
    }


@dataclass(frozen=True)
class Step:
    """One step of a year-end: its code (also its address), its name, what it does, and the act."""

    code: str
    title: Any
    lede: Any
    act: Callable[..., Any] | None = None
    asks_day: bool = True
    is_back: bool = False


CLOSE = Step(
    "close",
    _("Close the year"),
    _("Income and expenses of the year go to the result. After this, nothing of that year is changed."),
    asks_day=False,
)
SHARE = Step(
    "share",
    _("Share the surplus"),
    _("By the terms your members adopted. The solidarity share is promised to the federation the same day."),
    year_ends.allocate,
)
CARRY = Step(
    "carry-loss",
    _("Carry the loss"),
    _(
        "A loss is not shared like a surplus. The reserve carries its part, and the members' accounts the rest."
    ),
    year_ends.carry_loss,
)
PATRONAGE = Step(
    "pay-patronage",
    _("Pay patronage"),
    _("Every member gets the cash part of the own share, in one entry of your book."),
    year_ends.pay_patronage,
)
SOLIDARITY = Step(
    "pay-solidarity",
    _("Pay the solidarity share"),
    _("What the year gives to the common fund goes to the federation, in both books."),
    year_ends.pay_solidarity,
)
TAKE_BACK = Step(
    "take-back",
    _("Take the last step back"),
    _(
        "Opposite entries are written in every book the step touched. Then it can be done again. Nothing is erased."
    ),
    year_end_steps_back.take_back,
    is_back=True,
)
REOPEN = Step(
    "reopen",
    _("Open the year again"),
    _(
        "The closing is taken back, so that something that was forgotten can be entered. Then close the year anew."
    ),
    year_end_steps_back.reopen,
    asks_day=False,
    is_back=True,
)
STEPS = {step.code: step for step in (CLOSE, SHARE, CARRY, PATRONAGE, SOLIDARITY, TAKE_BACK, REOPEN)}


def open_steps(row: YearEnd | None) -> list[Step]:
    """What can be done now with a year, the most urgent first."""
    if row is None:
        return [CLOSE]
    if row.loss_carried_on or not row.result_minor:
        return []
    if not row.shared_on:
        return [SHARE if row.result_minor > 0 else CARRY]
    found = [SOLIDARITY] if row.solidarity_minor and not row.solidarity_paid_on else []
    return [*found, *([PATRONAGE] if row.cash_minor and not row.patronage_paid_on else [])]


def back_steps(row: YearEnd | None) -> list[Step]:
    """What can be taken back now."""
    if row is None:
        return []
    return [TAKE_BACK if row.shared_on or row.loss_carried_on else REOPEN]


def _address(coop: Organisation, year: int, step: Step) -> str:
    return reverse("federation_year_end_step", args=[coop.key, year, step.code])


@requires(Permission.YEAR_END_RUN)
def step(request: HttpRequest, key: str, year: int, code: str) -> HttpResponse:
    """One step, with the figures it will write, on a page of its own; ends in a receipt."""
    coop = permits.coop_for(request.user, key, Permission.YEAR_END_RUN)
    if code not in STEPS or not date.min.year < year < date.max.year:
        raise Http404
    if answer := done_before(request):
        return answer
    row, chosen = permits.year_end(key, year), STEPS[code]
    if chosen not in [*open_steps(row), *back_steps(row)]:
        return redirect("federation_year_end", key, year)
    form = _form(request, row, chosen)
    context: dict[str, Any] = {"coop": coop, "year": year, "year_end": row, "step": chosen}
    context |= _figures(request, coop, year, row, chosen)
    return act_page(
        request,
        form,
        _act(coop, year, row, chosen, form),
        template="federation/year_end_step.html",
        **context,
    )


def _form(request: HttpRequest, row: YearEnd | None, chosen: Step) -> ActForm:
    if row is None or not chosen.asks_day:
        return ActForm(sent(request))
    done = (
        row.shared_on,
        row.loss_carried_on,
        row.notices_issued_on,
        row.patronage_paid_on,
        row.solidarity_paid_on,
    )
    last = max((day for day in done if day), default=None)
    day = row.last_day if chosen in (SHARE, CARRY) else last if chosen.is_back else today()
    return DayForm(sent(request), initial={"on": day})


def _act(coop: Organisation, year: int, row: YearEnd | None, chosen: Step, form: ActForm) -> Act:
    def run(**given: Any) -> Any:
        if row is None or chosen.act is None:
            return year_ends.close(organisation=coop, year=year, **given)
        day = {"on": form.cleaned_data["on"]} if chosen.asks_day else {}
        return chosen.act(year_end=row, **day, **given)

    return run


def _figures(
    request: HttpRequest, coop: Organisation, year: int, row: YearEnd | None, chosen: Step
) -> dict[str, Any]:
    """What the step will write, and what its button says; a refusal instead when it cannot be done now."""
    if row is None:
        ends_on = date(year + 1, 1, 1)
        result = book_queries.result(coop, starts_on=date(year, 1, 1), ends_on=ends_on)
        return {"amount_minor": result, "submit": chosen.title}
    try:
        if chosen is SHARE:
            shown = parts.planned(row, queries.plan(row))
            agreed = queries.terms(coop, on=row.last_day).as_data()
            return _named(chosen, row.result_minor) | {"terms": parts.terms(agreed)} | _drawn(request, shown)
        if chosen is CARRY:
            loss, shares = loss_shares(row)
            return _named(chosen, row.result_minor) | {"loss": loss, "losers": len(shares)}
    except Refusal as refusal:
        return {"refusal": said(refusal)}
    if chosen.is_back:
        return {"submit": chosen.title, "shown": None}
    amount = row.solidarity_minor if chosen is SOLIDARITY else row.cash_minor
    return _named(chosen, amount) | {"cash_minor": book_queries.balance(coop, "1000")}


def _named(chosen: Step, amount_minor: int) -> dict[str, Any]:
    """The button says the act and the sum."""
    return {"amount_minor": amount_minor, "submit": f"{chosen.title}: {money(abs(amount_minor))}"}
