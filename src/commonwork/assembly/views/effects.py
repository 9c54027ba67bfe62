"""What became of resolutions: the list, one effect, its feed; planning and beginning, telling and paying."""

from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import Ask, act_page, itself, sent
from commonwork.access.guard import public, signed_in
from commonwork.assembly import permits_effects as permits
from commonwork.assembly.actions import effects
from commonwork.assembly.effects import KINDS, progress_of
from commonwork.assembly.effects.reads import all_effects, effects_of, followed
from commonwork.assembly.following_reads import KINDS_FOLLOWED, sees_thing, told_of
from commonwork.assembly.forms_effects import (
    BeginForm,
    EffectForm,
    FinishForm,
    FollowForm,
    PayLineForm,
    ReportForm,
)
from commonwork.assembly.models import Effect
from commonwork.assembly.permits import may_run
from commonwork.assembly.views.acting import ask_about
from commonwork.assembly.views.following import follow_of
from commonwork.assembly.views.trails import told_publicly
from commonwork.books.queries import budgets as budget_queries
from commonwork.record.kinds import KINDS as FACTS
from commonwork.record.models import Fact
from commonwork.record.queries import tell
from commonwork.record.refs import resolve
from commonwork.registry.clock import today
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
        "follow": follow_of(request, effect),
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
    form = EffectForm(sent(request), kind=KINDS[kind], body=body)

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return effects.plan(
            decided_in=row,
            body=body,
            kind=kind,
            title=data["title"],
            data=form.data_found,
            owner=data.get("owner"),
            due_on=data["due_on"],
            **how,
        )

    lede = format_html("<strong>{}</strong>. {}", KINDS[kind].name, KINDS[kind].sentence)
    seen = _("Anyone will see it once it is planned.")
    ask = ask_about(row, _("Set something in motion"), lede, _("Plan it"), seen=seen, seen_by="anyone")
    return act_page(
        request,
        form,
        act,
        ask,
        to=itself,
        done=lambda made: _("“%(title)s” is planned.") % {"title": made.title},
    )


@signed_in
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Begin it: adopt the line, change the policy, give the task."""
    effect = permits.begun_effect(request.user, key)
    form = BeginForm(sent(request), initial={"on": today()})

    def act(**how: Any) -> Any:
        return effects.begin(effect=effect, on=form.cleaned_data["on"], **how)

    return act_page(request, form, act, _ask(effect, _("Begin it")))


@signed_in
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Its owner tells how far it is."""
    effect = permits.told_effect(request.user, key)
    form = ReportForm(sent(request), initial={"percent": effect.done_bp // 100})

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return effects.report(
            effect=effect, done_bp=data["percent"] * 100, text=data["text"], on=today(), **how
        )

    return act_page(request, form, act, _ask(effect, _("Tell it")), to=effect)


@signed_in
def pay(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever keeps the books pays from the line."""
    effect = permits.paid_effect(request.user, key)
    form = PayLineForm(sent(request), initial={"on": today()})

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return effects.pay(
            effect=effect, amount_minor=data["amount"], on=data["on"], what=data["what"], **how
        )

    return act_page(request, form, act, _ask(effect, _("Pay")))


@signed_in
def finish(request: HttpRequest, key: str) -> HttpResponse:
    """Close it as done, once all of it is."""
    effect = permits.told_effect(request.user, key)
    act = partial(effects.finish, effect=effect, on=today())
    return act_page(request, FinishForm(sent(request)), act, _ask(effect, _("Close it as done")), to=effect)


@signed_in
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Drop what has not been begun."""
    effect = permits.told_effect(request.user, key)
    act, ask = partial(effects.drop, effect=effect, on=today()), _ask(effect, _("Drop it"), kind="stop")
    return act_page(request, FinishForm(sent(request)), act, ask, to=effect)


def _ask(effect: Effect, text: str, *, kind: str = "go") -> Ask:
    one = followed([effect], on=today())[0]
    lede = format_html("<strong>{}</strong>: {}. {}", effect.title, one.kind_name, one.sentence)
    seen = _("Anyone sees what becomes of a resolution.")
    return ask_about(effect, text, lede, text, kind=kind, seen=seen, seen_by="anyone")


@public
def feed(request: HttpRequest) -> HttpResponse:
    """An Atom feed of what was decided and what became of it; `?of=` a reference: of one motion, decision, budget."""
    wanted = [code for code, kind in FACTS.items() if kind.is_public and code.startswith(FOLLOWED)]
    facts = Fact.objects.filter(kind__in=wanted)
    title = _("Decided, and what became of it")
    if asked := request.GET.get("of", ""):
        thing = resolve(asked)
        is_known = thing is not None and isinstance(thing, tuple(KINDS_FOLLOWED.values()))
        if thing is None or not is_known or not sees_thing(AnonymousUser(), thing):
            raise Http404
        facts, title = told_of(thing), str(thing)
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
