"""Participatory budgets: the rounds, one round with its phases, ideas and their review, the vote, the result."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import act_page, itself, sent
from commonwork.access.guard import public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.assembly import budget_reads, permits
from commonwork.assembly import permits_elections as may
from commonwork.assembly.actions import budget_rounds, budget_votes
from commonwork.assembly.forms_budgets import DecideForm, PhaseForm, RoundForm
from commonwork.assembly.forms_elections import OnForm, VoteForm
from commonwork.assembly.models import BudgetProject, BudgetRound
from commonwork.assembly.views.acting import ask_about
from commonwork.assembly.views.following import follow_of
from commonwork.assembly.views.trails import told_publicly
from commonwork.record.queries import trail
from commonwork.record.refs import resolve
from commonwork.registry.clock import at_time, today
from commonwork.registry.models import Body
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money

ROUND_COLUMNS = [
    Column(
        "title",
        gettext_lazy("Budget"),
        lambda row: row.title,
        sort="title",
        href=BudgetRound.get_absolute_url,
    ),
    Column("body", gettext_lazy("Decided by"), lambda row: row.body.name, sort="body__name"),
    Column("state", gettext_lazy("Where it is"), lambda row: row.get_state_display(), sort="state"),
    Column("votes_until", gettext_lazy("Votes until"), lambda row: row.votes_until, sort="votes_until"),
    Column(
        "budget",
        gettext_lazy("Money"),
        lambda row: money(row.budget_minor),
        sort="budget_minor",
        is_number=True,
    ),
]
PROJECT_COLUMNS = [
    Column(
        "title",
        gettext_lazy("Project"),
        lambda row: row.title,
        sort="title",
        href=BudgetProject.get_absolute_url,
    ),
    Column("number", gettext_lazy("No."), lambda row: row.number, sort="number"),
    Column("pot", gettext_lazy("Part"), lambda row: row.pot.name if row.pot else "", sort="pot__name"),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), sort="state"),
    Column(
        "cost",
        gettext_lazy("Cost"),
        lambda row: money(row.cost_minor) if row.cost_minor else "",
        sort="cost_minor",
        is_number=True,
    ),
]


@public
def list_rounds(request: HttpRequest) -> HttpResponseBase:
    """Every participatory budget."""
    listing = Listing(request, budget_reads.rounds(), columns=ROUND_COLUMNS, name="participatory-budgets")
    if answer := listing.export():
        return answer
    context = {"listing": listing, "may_open": permits.may_call(request.user)}
    return render(request, "assembly/budgets.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """One participatory budget: its phase, its parts, its projects, its result."""
    round = may.shown_round(key)
    has_pots = round.pots.exists()
    columns = [column for column in PROJECT_COLUMNS if has_pots or column.key != "pot"]
    listing = Listing(request, budget_reads.projects(round), columns=columns, name=f"projects-{key}")
    if answer := listing.export():
        return answer
    poll = budget_reads.poll_of(round)
    decision = next((one for one in (resolve(ref) for ref in _decisions(round)) if one is not None), None)
    context = {
        "round": round,
        "steps": budget_reads.strip(round),
        "sentence": budget_reads.sentence(round),
        "pots": list(round.pots.order_by("pk")),
        "listing": listing,
        "poll": poll,
        "is_counted": poll is not None and poll.state == "counted",
        "decision": decision,
        "acts": _acts(request, round, is_counted=poll is not None and poll.state == "counted"),
        "follow": follow_of(request, round),
        "told": told_publicly(round),
    }
    return render(request, "assembly/budget.html", context)


def _decisions(round: BudgetRound) -> list[str]:
    facts = trail(round).filter(kind="assembly.budget.decided")
    return [fact.data["decision"] for fact in facts]


def _acts(request: HttpRequest, round: BudgetRound, *, is_counted: bool) -> list[tuple[str, str, str]]:
    account, state, found = request.user, round.state, []
    may_put = permits.may_propose(account) or may.may_nominate(account, round.body)
    if state == BudgetRound.State.IDEAS and may_put:
        found.append((reverse("assembly_budget_idea", args=[round.key]), _("Put an idea forward"), "go"))
    if not permits.may_run(account, round.body):
        return found
    steps: dict[str, tuple[str, str]] = {
        BudgetRound.State.IDEAS: ("assembly_budget_close_ideas", _("Close the ideas")),
        BudgetRound.State.COSTING: ("assembly_budget_vote", _("Prepare the vote")),
        BudgetRound.State.COUNTED: ("assembly_budget_decide", _("Adopt the result")),
    }
    if state == BudgetRound.State.VOTING and is_counted:
        steps[state] = ("assembly_budget_count", _("Take over the count"))
    if state in steps:
        name, text = steps[state]
        found.append((reverse(name, args=[round.key]), text, "outline" if found else "go"))
    return found


@requires(Permission.ASSEMBLY_RUN)
def open_round(request: HttpRequest) -> HttpResponse:
    """Open a participatory budget of a body one runs."""
    mine = [
        row.pk for row in Body.objects.select_related("organisation") if permits.may_run(request.user, row)
    ]
    form = RoundForm(sent(request), bodies=Body.objects.filter(pk__in=mine).order_by("name"))

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        rules = {name: data[name] for name in ("method", "points", "rule", "completes", "least_votes")}
        days = {name: data[name] for name in ("ideas_until", "costed_until", "votes_until")}
        return budget_rounds.open_round(
            body=data["body"],
            title=data["title"],
            budget_minor=data["budget"],
            pots=form.parts,
            **how,
            **rules,
            **days,
        )

    ask = ask_about(
        _Budgets(),
        _("Open a participatory budget"),
        _("Ideas come first, then a look at what they cost, then the vote. The rules are fixed now."),
        _("Open it"),
        seen_by="anyone",
        seen=_("Anyone sees it."),
    )
    return act_page(request, form, act, ask, to=itself)


@signed_in
def close_ideas(request: HttpRequest, key: str) -> HttpResponse:
    """No more ideas: they are looked at now."""
    round = may.run_round(request.user, key)
    form = PhaseForm(sent(request))

    text = _("Close the ideas")
    lede = _("From now on ideas are looked at and costed; no new ones come in.")
    ask = ask_about(round, text, lede, text, seen_by="anyone", seen=_("Anyone sees the phase."))
    return act_page(request, form, partial(budget_rounds.close_ideas, round=round), ask, to=itself)


@signed_in
def prepare_vote(request: HttpRequest, key: str) -> HttpResponse:
    """Put the costed projects on a ballot."""
    round = may.run_round(request.user, key)
    form = VoteForm(sent(request), rolls=may.rolls_for(round.body), initial={"closes_on": round.votes_until})

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return budget_votes.prepare_vote(
            round=round,
            electorate=data["electorate"],
            closes_at=at_time(data["closes_on"]) if data["closes_on"] else None,
            **how,
        )

    ask = ask_about(
        round,
        _("Prepare the vote"),
        _("Every project that can be done comes on the ballot. Open it on the page of the vote."),
        _("Prepare the vote"),
        seen_by="anyone",
        seen=_("Anyone sees the projects. Who may vote is seen by those on the roll."),
    )
    return act_page(request, form, act, ask, to=itself)


@signed_in
def take_count(request: HttpRequest, key: str) -> HttpResponse:
    """Take over what the counted vote chose."""
    round = may.run_round(request.user, key)
    form = OnForm(sent(request), initial={"on": today()})

    def act(**how: Any) -> Any:
        on = form.cleaned_data["on"]
        return budget_votes.take_count(round=round, on=on, **how)

    text = _("Take over the count")
    lede = _("Each project is marked as chosen or not, as the count says.")
    ask = ask_about(round, text, lede, text, seen_by="anyone", seen=_("Anyone sees the result."))
    return act_page(request, form, act, ask)


@signed_in
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Adopt the result: a resolution, and a budget line planned for each project."""
    round = may.run_round(request.user, key)
    form = DecideForm(
        sent(request),
        payers=budget_reads.payers(),
        accounts=budget_reads.accounts(),
        initial={"on": today()},
    )

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        names = ("text", "payer", "account", "ends_on", "review_on", "on")
        return budget_votes.decide(round=round, **how, **{name: data[name] for name in names})

    ask = ask_about(
        round,
        _("Adopt the result"),
        _(
            "The body adopts what the vote chose. For each project a budget line is planned; the treasurer begins it."
        ),
        _("Adopt the result"),
        seen_by="anyone",
        seen=_("Anyone sees the resolution and follows the money."),
    )
    return act_page(request, form, act, ask)


class _Budgets:
    """The list of participatory budgets, to go back to."""

    def get_absolute_url(self) -> str:
        return reverse("assembly_budgets")

    def __str__(self) -> str:
        return _("Participatory budgets")
