"""Count a file: upload it, choose the rule, step through the count. Nothing of it is stored."""

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.assembly.counting import budgets, files, stages
from commonwork.assembly.counting.budget_steps import SHARES
from commonwork.assembly.counting.wording import exact, rounded
from commonwork.assembly.forms_counts import BUDGET_RULES, ELECTION_RULES, FIGURES, JSON, PAGE, CountFileForm
from commonwork.rules.counting import budget_file, stv
from commonwork.rules.counting.budget import Outcome
from commonwork.rules.counting.budget_file import BudgetElection
from commonwork.rules.counting.election import Election
from commonwork.rules.counting.result import Count
from commonwork.rules.refusal import Complaints, Refusal, sentence
from commonwork.ui.exports import respond
from commonwork.ui.refusals import said

MOST_NOTES = 25
MOST_COMPARED = 12  # people in the table of everyone against everyone


class NotForElections(Refusal):
    sentence = sentence("This rule decides budgets; the file holds an election.")
    field = "rule"


class NotForBudgets(Refusal):
    sentence = sentence("This rule elects people; the file holds a budget.")
    field = "rule"


class FewerThanSeats(Refusal):
    sentence = sentence("There are {candidates} people for {seats} seats.")
    field = "seats"


@public
def count_file(request: HttpRequest) -> HttpResponseBase:
    """Upload a ballot file and follow its count; a file that cannot be read is answered line by line."""
    form = CountFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, form.cleaned_data)
        except Complaints as refusal:
            form.complaints = [(one.line, one.in_words(_)) for one in refusal.complaints]
            form.add_error("file", _("This file cannot be read; what is wrong stands below, line by line."))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))
    return render(request, "assembly/count_file.html", {"form": form}, status=422 if form.errors else 200)


def _answer(request: HttpRequest, asked: dict[str, Any]) -> HttpResponseBase:
    upload = asked["file"]
    found = files.opened(upload.read(), upload.name)
    if asked["answer"] in files.TYPES:
        return as_file(files.written(found, asked["answer"]), asked["answer"], "ballots")
    if isinstance(found, Election):
        count = counted(found, rule=asked["rule"], seats=asked["seats"], seed=asked["seed"])
        return election_answer(request, found, count, asked["answer"], name=upload.name)
    first, second = decided(found, rule=asked["rule"], seed=asked["seed"])
    return _budget_answer(request, found, first, second, asked["answer"], upload.name)


def counted(election: Election, *, rule: str, seats: int | None, seed: str) -> Count:
    """The count of an election by a rule. Raises NotForElections, FewerThanSeats and what `stv.count` raises."""
    if rule in BUDGET_RULES:
        raise NotForElections()
    if seats is not None and seats > len(election.candidates):
        raise FewerThanSeats(candidates=len(election.candidates), seats=seats)
    return election.count(cast(stv.Rule, rule or "scottish"), seats=seats, seed=seed or None)


def decided(election: BudgetElection, *, rule: str, seed: str) -> tuple[Outcome, Outcome]:
    """The outcome by the rule asked for or the file's own, and one to compare it with. Raises NotForBudgets."""
    if rule in ELECTION_RULES:
        raise NotForBudgets()
    known = budget_file.RULES_OF_FILES.get(election.rule.lower())
    first = election.count(rule or None if known else rule or SHARES, seed=seed or None)
    beside = "greedy" if first.rule == SHARES else SHARES
    return first, election.count(beside, seed=seed or None)


def election_answer(
    request: HttpRequest,
    election: Election,
    count: Count,
    answer: str,
    *,
    name: str,
    are_people: bool = True,
    **more: Any,
) -> HttpResponseBase:
    """The count as a page, as CSV of all figures or as JSON. are_people: they are elected, things are chosen. more: what
    else the page shows."""
    if answer == JSON:
        return as_json(count.as_json())
    if answer == FIGURES:
        heads = [("stage", _("Stage")), ("action", _("What happened")), ("name", _("Name"))]
        heads += [("votes", _("Votes")), ("state", _("State"))]
        return respond("count", heads, _figures(count), "csv")
    withdrawn = [count.candidates[number - 1] for number in election.withdrawn]
    context = {
        "name": name,
        "election": election,
        "count": count,
        "rule_name": stages.RULE_NAMES[count.rule],
        "elected": count.elected,
        "are_people": are_people and count.rule != "points",
        "intro": stages.intro(count),
        "told": stages.told(count, withdrawn=withdrawn, are_people=are_people),
        "most": stages.most(count),
        "has_ballot_files": True,
        "pairs": stages.pairs(count) if len(count.candidates) <= MOST_COMPARED else (),
    }
    return render(request, "assembly/counted_election.html", context | more)


def _figures(count: Count) -> Iterator[list[Any]]:
    for stage in count.stages:
        for name, units in stage.totals.items():
            state = "elected" if name in stage.elected else "excluded" if name in stage.excluded else ""
            yield [stage.number, stage.action, name, exact(units, count.decimals), state]
        yield [
            stage.number,
            stage.action,
            "",
            exact(stage.nontransferable, count.decimals),
            "nontransferable",
        ]


def _budget_answer(
    request: HttpRequest, election: BudgetElection, first: Outcome, second: Outcome, answer: str, name: str
) -> HttpResponseBase:
    if answer == JSON:
        return as_json(election.as_json(first))
    currency = election.meta.get("currency", "")

    def amount(units: Fraction) -> str:
        places = 2 if election.decimals or units.denominator > 1 else 0
        whole, _point, rest = rounded(units / 10**election.decimals, places).partition(".")
        return f"{int(whole):,}{'.' + rest if rest else ''} {currency}".strip()

    votes = election.votes.votes_of(len(election.projects))
    scale = election.votes.points_per_one
    scores = None if election.votes.points is None else election.votes.scores_of(len(election.projects))
    shown = budgets.compared(
        election.projects, votes, first, second, amount=amount, points_per_one=scale, scores=scores
    )
    if answer == FIGURES:
        return budget_figures([shown])
    context = {"name": name, "title": election.meta.get("description", ""), "shown": shown}
    notes = [(note.line, note.in_words(_)) for note in election.notes[:MOST_NOTES]]
    return render(request, "assembly/counted_budget.html", context | {"notes": notes})


def budget_figures(pots: Sequence[budgets.Compared]) -> HttpResponseBase:
    """Both rules as CSV, project by project, pot after pot."""
    heads = [("project", _("Project")), ("cost", _("Cost")), ("votes", _("Votes"))]
    heads += [(side.rule, side.name) for side in pots[0].sides]
    rows = ([row.name, row.cost, row.votes, row.is_first, row.is_second] for one in pots for row in one.rows)
    return respond("budget", heads, rows, "csv")


def as_file(text: str, form: str, name: str) -> HttpResponse:
    """A ballot file to keep."""
    answer = HttpResponse(text, content_type=f"{files.TYPES[form]}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def as_json(found: dict[str, object]) -> HttpResponse:
    """A count to keep, as JSON."""
    answer = HttpResponse(json.dumps(found, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="count.json"'
    return answer


__all__ = [
    "FIGURES",
    "JSON",
    "PAGE",
    "as_file",
    "as_json",
    "budget_figures",
    "count_file",
    "counted",
    "decided",
    "election_answer",
]
