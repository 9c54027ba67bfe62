"""The year-end, task by task: a list that says what is left, and one page a task with the co-op's own figures."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import Act, attempt, sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.federation import permits, queries
from commonwork.federation.actions import notices, tax_modes, year_end_checks, year_ends
from commonwork.federation.forms import DayForm
from commonwork.federation.models import YearEnd
from commonwork.federation.queries import year_end_tasks as tasks
from commonwork.federation.views import wizard_after as after
from commonwork.federation.views import wizard_panels as panels
from commonwork.federation.views import year_end_parts as parts
from commonwork.federation.year_end_forms import TaxModeForm
from commonwork.record import receipts
from commonwork.record.models import Fact
from commonwork.record.queries import of_token, trail
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal
from commonwork.ui.forms import ActForm
from commonwork.ui.parts import Task
from commonwork.ui.refusals import said

YEARS = range(1900, 3000)
PANELS: dict[str, Callable[[panels.Ground], panels.Panel]] = {
    "taxes": panels.taxes,
    "close": panels.close,
    "surplus": panels.surplus,
    "sources": panels.sources,
    "split": panels.split,
    "allocation": panels.allocation,
    "cash": after.cash,
    "losses": panels.losses,
    "interest": panels.interest,
    "share": after.share,
    "carry": after.carry,
    "notices": after.notices,
    "payment": after.payment,
    "forms": after.forms,
    "redemption": after.redemption,
    "solidarity": after.solidarity,
}
ACTS: dict[str, Callable[..., Any]] = {
    "share": year_ends.allocate,
    "carry": year_ends.carry_loss,
    "notices": notices.issue,
    "payment": year_ends.pay_patronage,
    "solidarity": year_ends.pay_solidarity,
}
BUTTONS = {"taxes": gettext_lazy("Keep this"), "notices": gettext_lazy("Issue the notices")}
FACTS = {
    "close": "closed",
    "share": "shared",
    "carry": "loss_carried",
    "notices": "notices_issued",
    "payment": "patronage_paid",
    "solidarity": "solidarity_paid",
}


@requires(Permission.YEAR_END_RUN)
def task_list(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """What is left of a year-end. Anybody with the mandate can go on where another stopped."""
    coop, row = _found(request, key, year)
    found = tasks.tasks(coop, row)
    here = tasks.current(found)
    shown = [
        Task(
            one.title,
            _address(coop, year, one.code),
            "done" if one.is_done else "here" if one is here else "to-come",
            _detail(row, one),
        )
        for one in found
    ]
    context = {
        "coop": coop,
        "year": year,
        "year_end": row,
        "tasks": shown,
        "here": here,
        "here_url": _address(coop, year, here.code) if here else "",
        "done_count": sum(one.is_done for one in found),
        "all_count": len(found),
        "pay_by": parts.pay_by(coop, row),
    }
    return render(request, "federation/year_end_tasks.html", context)


@requires(Permission.YEAR_END_RUN)
def task(request: HttpRequest, key: str, year: int, code: str) -> HttpResponse:
    """One task: why, the figures, one member worked out, and what to do. Afterwards the page says it is done."""
    coop, row = _found(request, key, year)
    found = tasks.tasks(coop, row)
    one = next((one for one in found if one.code == code), None)
    if one is None:
        raise Http404
    here = _address(coop, year, code)
    if (token := request.POST.get("once", "")) and of_token(token):
        return redirect(here)
    if row is None and code not in {"taxes", "close"}:
        return redirect("federation_year_end_tasks", coop.key, year)
    form = _form(request, coop, row, one)
    if attempt(request, form, _act(coop, year, row, one, form)):
        messages.success(request, _("Done: %(task)s.") % {"task": one.title})
        following = tasks.following(found, code)
        on = following if following and (one.is_checked or code == "taxes") else one
        return redirect(_address(coop, year, on.code))
    status = 422 if form.is_bound and form.errors else 200
    context = _context(request, coop, year, row, one, found) | {"form": form}
    return render(request, "federation/year_end_task.html", context, status=status)


def _found(request: HttpRequest, key: str, year: int) -> tuple[Organisation, YearEnd | None]:
    coop = permits.coop_for(request.user, key, Permission.YEAR_END_RUN)
    if year not in YEARS:
        raise Http404
    return coop, permits.year_end(key, year)


def _context(
    request: HttpRequest,
    coop: Organisation,
    year: int,
    row: YearEnd | None,
    one: tasks.WizardTask,
    found: list[tasks.WizardTask],
) -> dict[str, Any]:
    following = tasks.following(found, one.code)
    context: dict[str, Any] = {
        "coop": coop,
        "year": year,
        "year_end": row,
        "task": one,
        "number": found.index(one) + 1,
        "count": len(found),
        "submit": BUTTONS.get(one.code, one.title),
        "following": following,
        "following_url": _address(coop, year, following.code) if following else "",
        "receipt_url": _receipt(row, one.code) if one.is_done else "",
        "can_act": _can_act(one, row),
    }
    try:
        ground = _ground(request, coop, year, row)
        context |= {"panel": PANELS[one.code](ground), "shown": ground.shown, "member": ground.member}
    except Refusal as refusal:
        context |= {"refusal": said(refusal), "can_act": False}
    return context


def _ground(request: HttpRequest, coop: Organisation, year: int, row: YearEnd | None) -> panels.Ground:
    """The figures the panels draw from. Raises what `queries.plan` raises."""
    shown = None
    if row is not None and row.result_minor > 0:
        shown = (
            parts.stored(row, with_members=True) if row.shared_on else parts.planned(row, queries.plan(row))
        )
    own = permits.person_of(request.user)
    member = parts.chosen(shown.members, request.GET.get("member", ""), own) if shown else None
    return panels.Ground(coop, year, row, shown, member, own)


def _can_act(one: tasks.WizardTask, row: YearEnd | None) -> bool:
    if one.is_done:
        return one.code == "taxes" and not (row and row.shared_on)
    if one.code in {"notices", "payment", "solidarity", "forms", "redemption"}:
        return row is not None and row.shared_on is not None
    return True


def _form(request: HttpRequest, coop: Organisation, row: YearEnd | None, one: tasks.WizardTask) -> ActForm:
    if one.code == "taxes":
        return TaxModeForm(sent(request), initial={"tax_mode": coop.tax_mode})
    if one.code not in ACTS or row is None:
        return ActForm(sent(request))
    on = row.last_day if one.code in {"share", "carry"} else today()
    return DayForm(sent(request), initial={"on": on})


def _act(
    coop: Organisation,
    year: int,
    row: YearEnd | None,
    one: tasks.WizardTask,
    form: ActForm,
) -> Act:
    def run(**given: Any) -> Any:
        if one.code == "taxes":
            return tax_modes.say(organisation=coop, tax_mode=form.cleaned_data["tax_mode"], **given)
        if row is None:
            return year_ends.close(organisation=coop, year=year, **given)
        if one.code in ACTS:
            return ACTS[one.code](year_end=row, on=form.cleaned_data["on"], **given)
        return year_end_checks.check(year_end=row, step=one.code, **given)

    return run


def _detail(row: YearEnd | None, one: tasks.WizardTask) -> Any:
    return _("look and agree") if one.is_checked and not one.is_done and row is not None else ""


def _receipt(row: YearEnd | None, code: str) -> str:
    if row is None or code not in FACTS:
        return ""
    fact: Fact | None = trail(row).filter(kind=f"federation.year_end.{FACTS[code]}").order_by("-pk").first()
    return receipts.address_of(fact) if fact else ""


def _address(coop: Organisation, year: int, code: str) -> str:
    return reverse("federation_year_end_task", args=[coop.key, year, code])
