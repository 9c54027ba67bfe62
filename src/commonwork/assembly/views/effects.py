"""What became of resolutions: the list, one effect, its feed; planning and beginning, telling and paying."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import public, signed_in
from commonwork.assembly import permits_effects as permits
from commonwork.assembly.actions import effects
from commonwork.assembly.effects import KINDS, progress_of
from commonwork.assembly.effects.reads import all_effects, effects_of, followed
from commonwork.assembly.forms_effects import (
    BeginForm,
    EffectForm,
    FinishForm,
    FollowForm,
    PayLineForm,
    ReportForm,
)
from commonwork.assembly.models import Effect
from commonwork.assembly.permits import acting_person, may_run
from commonwork.assembly.views.trails import told_publicly
from commonwork.books.queries import budgets as budget_queries
from commonwork.record import receipts
from commonwork.record.kinds import KINDS as FACTS
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.record.refs import resolve
from commonwork.registry.clock import now, today
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing

MOST_TOLD = 25
FOLLOWED = (
    "assembly.effect.",
    "assembly.resolution.",
    "assembly.decision.",
    "assembly.budget.",
    "assembly.election.",
)
COLUMNS = [
    Column(
        "title",
        gettext_lazy("What shall happen"),
        lambda row: row.title,
        sort="title",
        href=Effect.get_absolute_url,
    ),
    Column(
        "kind",
        gettext_lazy("Kind"),
        lambda row: KINDS[row.kind].name if row.kind in KINDS else row.kind,
        sort="kind",
    ),
    Column("body", gettext_lazy("Decided by"), lambda row: row.body.name, sort="body__name"),
    Column("due_on", gettext_lazy("Until"), lambda row: row.due_on or "", sort="due_on"),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), sort="state"),
    Column(
        "percent",
        gettext_lazy("Done %"),
        lambda row: progress_of(row, on=today()).done_bp // 100,
        is_number=True,
    ),
]


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Everything resolutions set in motion, with how far it is."""
    listing = Listing(request, all_effects(), columns=COLUMNS, form=FollowForm, name="resolutions-followed")
    if answer := listing.export():
        return answer
    rows = followed(listing.rows, on=today())
    context = {"listing": listing, "rows": rows, "feed_url": reverse("assembly_feed")}
    return render(request, "assembly/effects.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One effect: how far it is, its figures and receipts, what was told, its history."""
    effect, day = permits.shown_effect(key), today()
    one = followed([effect], on=day)[0]
    budget = resolve(effect.made) if effect.kind == "budget-line" and effect.made else None
    postings = []
    if budget is not None:
        line = budget.lines.select_related("budget__book", "account").first()  # type: ignore[attr-defined]
        postings = list(budget_queries.postings_of(line)[:MOST_TOLD]) if line is not None else []
    context = {
        "effect": effect,
        "one": one,
        "reports": effect.reports.select_related("told_by").order_by("-told_on", "-pk")[:MOST_TOLD],
        "postings": postings,
        "told": told_publicly(effect),
        "acts": _acts(request, effect, is_done=one.progress.is_done),
        "beside": effects_of(effect.decided_in, on=day),
    }
    return render(request, "assembly/effect.html", context)


def _acts(request: HttpRequest, effect: Effect, *, is_done: bool) -> list[tuple[str, str, str]]:
    """(address, text, kind of button) of what this account can do about it now."""
    account, found = request.user, []
    state, kind = effect.state, KINDS.get(effect.kind)
    if state == Effect.State.WAITING and permits.may_begin(account, effect):
        found.append((reverse("assembly_effect_begin", args=[effect.key]), _("Begin it"), "go"))
    if state == Effect.State.WAITING and may_run(account, effect.body):
        found.append((reverse("assembly_effect_drop", args=[effect.key]), _("Drop it"), "plain"))
    if state == Effect.State.RUNNING and not is_done and permits.may_pay_line(account, effect):
        found.append((reverse("assembly_effect_pay", args=[effect.key]), _("Pay from this line"), "go"))
    if state == Effect.State.RUNNING and permits.may_tell(account, effect):
        if kind is not None and kind.read is None:
            found.append(
                (reverse("assembly_effect_report", args=[effect.key]), _("Tell how far it is"), "go")
            )
        elif is_done:
            found.append((reverse("assembly_effect_finish", args=[effect.key]), _("Close it as done"), "go"))
    return found


@signed_in
def plan(request: HttpRequest, kind: str) -> HttpResponse:
    """Plan an effect of a resolution (`?of=` its reference) for whoever runs its body."""
    if kind not in KINDS:
        return redirect("assembly_effects")
    row, body = permits.planned_for(request.user, request.GET.get("of", ""))
    person = acting_person(request.user)
    form = EffectForm(request.POST or None, kind=KINDS[kind], body=body)
    made: list[Effect] = []

    def act(once: str) -> None:
        data = form.cleaned_data
        made.append(
            effects.plan(
                decided_in=row,
                body=body,
                kind=kind,
                title=data["title"],
                data=form.data_found,
                owner=data.get("owner"),
                due_on=data["due_on"],
                by=person,
                at=now(),
                once=once,
            )
        )

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("“%(title)s” is planned.") % {"title": made[0].title})
        return redirect(made[0])
    context = {"form": form, "kind": KINDS[kind], "resolution": row}
    return render(request, "assembly/effect_plan.html", context, status=422 if form.errors else 200)


@signed_in
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Begin it: adopt the line, change the policy, give the task."""
    effect = permits.begun_effect(request.user, key)
    form = BeginForm(request.POST or None, initial={"on": today()})

    def act(once: str) -> Any:
        on = form.cleaned_data["on"]
        return effects.begin(effect=effect, on=on, by=acting_person(request.user), at=now(), once=once)

    return _done(request, effect, form, act, _("Begin it"), has_receipt=True)


@signed_in
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Its owner tells how far it is."""
    effect = permits.told_effect(request.user, key)
    form = ReportForm(request.POST or None, initial={"percent": effect.done_bp // 100})

    def act(once: str) -> Any:
        data = form.cleaned_data
        return effects.report(
            effect=effect,
            done_bp=data["percent"] * 100,
            text=data["text"],
            on=today(),
            by=acting_person(request.user),
            at=now(),
            once=once,
        )

    return _done(request, effect, form, act, _("Tell it"))


@signed_in
def pay(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever keeps the books pays from the line."""
    effect = permits.paid_effect(request.user, key)
    form = PayLineForm(request.POST or None, initial={"on": today()})

    def act(once: str) -> Any:
        data = form.cleaned_data
        return effects.pay(
            effect=effect,
            amount_minor=data["amount"],
            on=data["on"],
            what=data["what"],
            by=acting_person(request.user),
            at=now(),
            once=once,
        )

    return _done(request, effect, form, act, _("Pay"), has_receipt=True)


@signed_in
def finish(request: HttpRequest, key: str) -> HttpResponse:
    """Close it as done, once all of it is."""
    effect = permits.told_effect(request.user, key)
    form = FinishForm(request.POST or None)

    def act(once: str) -> Any:
        return effects.finish(effect=effect, on=today(), by=acting_person(request.user), at=now(), once=once)

    return _done(request, effect, form, act, _("Close it as done"))


@signed_in
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Drop what has not been begun."""
    effect = permits.told_effect(request.user, key)
    form = FinishForm(request.POST or None)

    def act(once: str) -> Any:
        return effects.drop(effect=effect, on=today(), by=acting_person(request.user), at=now(), once=once)

    return _done(request, effect, form, act, _("Drop it"), kind="stop")


def _done(
    request: HttpRequest,
    effect: Effect,
    form: ActForm,
    act: Callable[[str], Any],
    text: str,
    *,
    kind: str = "go",
    has_receipt: bool = False,
) -> HttpResponse:
    if request.method == "POST" and form.attempt(act):
        return redirect(receipts.address(form.token) if has_receipt else effect.get_absolute_url())
    context = {
        "effect": effect,
        "form": form,
        "text": text,
        "kind": kind,
        "one": followed([effect], on=today())[0],
    }
    return render(request, "assembly/effect_act.html", context, status=422 if form.errors else 200)


@public
def feed(request: HttpRequest) -> HttpResponse:
    """An Atom feed of what was decided and what became of it; of one effect with `?effect=` its key."""
    wanted = [code for code, kind in FACTS.items() if kind.is_public and code.startswith(FOLLOWED)]
    facts = Fact.objects.filter(kind__in=wanted)
    title = _("Decided, and what became of it")
    if key := request.GET.get("effect"):
        effect = get_object_or_404(Effect, key=key)
        facts, title = trail(effect).filter(kind__in=wanted), effect.title
    made = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(reverse("assembly_effects")),
        description="",
        feed_url=request.build_absolute_uri(),
        language=request.LANGUAGE_CODE,
    )
    for one in tell(facts.order_by("-at", "-pk")[:MOST_TOLD]):
        href = one.subject.get_absolute_url() if one.subject is not None else reverse("assembly_effects")  # type: ignore[attr-defined]
        made.add_item(
            title=one.sentence,
            link=request.build_absolute_uri(href),
            description="",
            pubdate=one.fact.at,
            updateddate=one.fact.at,
            unique_id=f"{one.fact.subject}#{one.fact.pk}",
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
