"""What elections, participatory budgets and resolutions ask of an account: each leads to the page where it is done, and
is gone once it is."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.assembly import permits_effects
from commonwork.assembly.effects.reads import all_effects, followed
from commonwork.assembly.election_reads import not_elected, vacancies
from commonwork.assembly.models import (
    BudgetProject,
    BudgetRound,
    Decision,
    Effect,
    Election,
    Nomination,
    Poll,
    Recall,
)
from commonwork.assembly.permits import may_run, person_of
from commonwork.gatherings.queries import Need
from commonwork.registry.models import Body

MOST = 50
Runs = Callable[[Body], bool]


def life_needs(account: Asker, on: date) -> list[Need]:
    """What waits for this account in elections, budgets and what resolutions set in motion."""
    answers: dict[int, bool] = {}

    def runs(body: Body) -> bool:
        if body.pk not in answers:
            answers[body.pk] = may_run(account, body)
        return answers[body.pk]

    polls = _polls()
    found = [*_nominations(account), *_elections(runs, polls, on), *_recalls(runs, polls)]
    return [*found, *_rounds(runs, polls, on), *_effects(account, on), *_second_looks(account, on)]


def _polls() -> dict[str, Poll]:
    """The votes of elections, budgets and recalls that are not over, by key."""
    keys: set[str] = set()
    keys.update(Election.objects.filter(state=Election.State.VOTING).values_list("poll", flat=True))
    keys.update(BudgetRound.objects.filter(state=BudgetRound.State.VOTING).values_list("poll", flat=True))
    keys.update(Recall.objects.filter(state=Recall.State.VOTING).values_list("poll", flat=True))
    return {row.key: row for row in Poll.objects.filter(key__in=keys)} if keys else {}


def _need(title: str, reason: object, due_on: date, name: str, key: Any, button: str) -> Need:
    return Need(title, str(reason), due_on, reverse(name, args=[key]), button)


def _nominations(account: Asker) -> list[Need]:
    """Nominations that wait for the answer of the person nominated."""
    rows = Nomination.objects.filter(
        person=person_of(account),
        state=Nomination.State.PROPOSED,
        election__state=Election.State.NOMINATING,
    )
    title, name = _("Say whether you stand for election"), "assembly_nomination_answer"
    return [
        _need(title, row.election, row.election.nominations_until, name, row.key, _("Answer"))
        for row in rows.select_related("election__office__body")[:MOST]
        if row.person is not None
    ]


def _opening(poll: Poll | None, due_on: date) -> list[Need]:
    """A vote that is prepared has to be opened."""
    if poll is None or poll.state != Poll.State.DRAFT:
        return []
    return [_need(_("Open the voting"), poll.title, due_on, "assembly_vote_open", poll.key, _("Open"))]


def _is_counted(poll: Poll | None) -> bool:
    return poll is not None and poll.state == Poll.State.COUNTED


def _elections(runs: Runs, polls: dict[str, Poll], on: date) -> Iterable[Need]:
    """The next step of each election the account runs; seats that fell vacant and somebody could take."""
    rows = Election.objects.exclude(state=Election.State.VOID).filter(term_starts_on__isnull=False)
    for row in rows.select_related("office__body__organisation").order_by("-pk")[:MOST]:
        if not runs(row.office.body):
            continue
        poll, until = polls.get(row.poll), row.nominations_until
        if row.state == Election.State.NOMINATING and until < on:
            yield _need(_("Prepare the vote"), row, until, "assembly_election_vote", row.key, _("Prepare"))
        elif row.state == Election.State.VOTING and _is_counted(poll):
            yield _need(_("Seat those elected"), row, on, "assembly_election_seat", row.key, _("Seat them"))
        elif row.state == Election.State.VOTING:
            yield from _opening(poll, row.term_starts_on)
        elif vacancies(row, on=on) and not_elected(row).exists():
            yield _need(_("Fill the vacant seat"), row, on, "assembly_vacancy", row.key, _("Count again"))


def _recalls(runs: Runs, polls: dict[str, Poll]) -> Iterable[Need]:
    """Recalls with enough signatures, and those whose vote is counted."""
    rows = Recall.objects.filter(state__in=(Recall.State.SIGNING, Recall.State.VOTING))
    for row in rows.select_related("term__person", "term__election__office__body__organisation")[:MOST]:
        if not runs(row.term.election.office.body):
            continue
        poll, reason = polls.get(row.poll), row.term.election
        if row.state == Recall.State.SIGNING and row.signatures.count() >= row.needed:
            title = _("Bring the recall to a vote")
            yield _need(title, reason, row.asked_on, "assembly_recall_vote", row.key, _("To the vote"))
        elif row.state == Recall.State.VOTING and _is_counted(poll):
            title = _("Take over the result of the recall")
            yield _need(title, reason, row.asked_on, "assembly_recall_close", row.key, _("Take over"))
        elif row.state == Recall.State.VOTING:
            yield from _opening(poll, row.asked_on)


def _rounds(runs: Runs, polls: dict[str, Poll], on: date) -> Iterable[Need]:
    """The next step of each budget the account runs, and the ideas nobody has looked at yet."""
    phase = BudgetRound.State
    rows = BudgetRound.objects.exclude(state=phase.DECIDED).select_related("body__organisation")
    for row in rows.order_by("-pk")[:MOST]:
        if not runs(row.body):
            continue
        poll = polls.get(row.poll)
        if row.state == phase.IDEAS and row.ideas_until < on:
            title = _("Close the ideas")
            yield _need(title, row, row.ideas_until, "assembly_budget_close_ideas", row.key, _("Close"))
        elif row.state == phase.COSTING:
            yield from _costing(row)
        elif row.state == phase.VOTING and _is_counted(poll):
            yield _need(_("Take over the count"), row, on, "assembly_budget_count", row.key, _("Take over"))
        elif row.state == phase.VOTING:
            yield from _opening(poll, row.costed_until)
        elif row.state == phase.COUNTED:
            due_on = row.counted_on or on
            yield _need(_("Adopt the result"), row, due_on, "assembly_budget_decide", row.key, _("Adopt"))


def _costing(row: BudgetRound) -> Iterable[Need]:
    """Each idea to look at; once all are, the vote."""
    waiting = list(row.projects.filter(state=BudgetProject.State.IDEA).order_by("number")[:MOST])
    until = row.costed_until
    for project in waiting:
        title = _("Look at the idea “%(title)s”") % {"title": project.title}
        yield _need(title, row, until, "assembly_budget_review", project.key, _("Look at it"))
    if not waiting and row.projects.filter(state=BudgetProject.State.FEASIBLE).exists():
        yield _need(_("Prepare the vote"), row, until, "assembly_budget_vote", row.key, _("Prepare"))


def _effects(account: Asker, on: date) -> Iterable[Need]:
    """What resolutions set in motion: to be begun, told about, paid from, closed."""
    rows = all_effects().filter(state__in=(Effect.State.WAITING, Effect.State.RUNNING))
    for one in followed(rows[:MOST], on=on):
        effect, due_on = one.effect, one.effect.due_on or one.effect.started_on or on
        if effect.state == Effect.State.WAITING:
            if permits_effects.may_begin(account, effect):
                title = _("Begin what was decided: %(kind)s") % {"kind": one.kind_name}
                yield _need(title, effect, due_on, "assembly_effect_begin", effect.key, _("Begin"))
        elif one.progress.is_done:
            if permits_effects.may_tell(account, effect):
                title = _("Close what is done")
                yield _need(title, effect, due_on, "assembly_effect_finish", effect.key, _("Close"))
        elif permits_effects.may_pay_line(account, effect):
            title = _("Pay from the budget line")
            yield _need(title, effect, due_on, "assembly_effect_pay", effect.key, _("Pay"))
        elif effect.owner is not None and effect.owner == person_of(account) and one.is_told:
            title = _("Tell how far your task is")
            yield _need(title, effect, due_on, "assembly_effect_report", effect.key, _("Tell"))


def _second_looks(account: Asker, on: date) -> Iterable[Need]:
    """Decisions whose day to be looked at again has come, for whoever runs the body."""
    rows = Decision.objects.filter(review_on__lte=on).select_related("body__organisation")
    for row in rows.order_by("review_on", "pk")[:MOST]:
        if _keeps(account, row.body) and row.review_on is not None:
            title = _("Look again at what was decided")
            yield _need(title, row, row.review_on, "assembly_decision_look_again", row.key, _("Look at it"))


def _keeps(account: Asker, body: Body) -> bool:
    """Runs the body, or keeps the members of its co-op."""
    owner = body.organisation
    return may_run(account, body) or (owner is not None and may(account, Permission.MEMBERS_KEEP, owner))
