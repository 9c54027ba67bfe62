"""Statements about a motion: answer one, add one, see the groups of opinion and what unites them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import Ask, act_page, attempt, sent
from commonwork.access.guard import demand, public, signed_in
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.actions import deliberation as acts
from commonwork.assembly.forms_motions import StatementForm
from commonwork.assembly.models import Motion, Statement
from commonwork.assembly.permits import acting_person, person_of
from commonwork.assembly.queries import deliberation as queries
from commonwork.assembly.views.acting import crumbs_of_motion, token
from commonwork.rules.opinion_groups import Opinions
from commonwork.ui.charts import Bar
from commonwork.ui.charts.groups import Dot, Group
from commonwork.ui.exports import respond
from commonwork.ui.forms import ActForm

SHOWN = 25
TONES = ("green", "indigo", "gold", "clay", "deep")
FEWEST = 5  # groups are drawn and told apart once so many have answered


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """The statement to answer next, the picture of the groups, and the statements that unite all groups first."""
    motion, person = permits.shown_motion(request.user, key), person_of(request.user)
    speaks = motion.is_open and permits.takes_part(request.user, motion.body)
    found = queries.opinions(motion)
    rows = queries.placed(motion, found)
    if asked := request.GET.get("format"):
        columns = [
            ("statement", _("Statement")),
            ("agree", _("agree")),
            ("disagree", _("disagree")),
            ("pass", _("pass")),
        ]
        cells = [
            [row.statement.text, row.together.agree, row.together.disagree, row.together.passed]
            for row in rows
        ]
        return respond(f"statements-{motion.key}", columns, cells, asked)
    is_told = len(found.groups) >= FEWEST
    context = {
        "motion": motion,
        "crumbs": crumbs_of_motion(motion),
        "next": queries.next_statement(motion, person) if speaks and person else None,
        "answered": len(queries.stances_of(motion, person)) if person else 0,
        "speaks": speaks,
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "people": len(found.groups),
        "groups": _groups(found, person.pk if person else None) if is_told else [],
        "names": [_name(number) for number in range(found.group_count)],
        "uniting": [(row, _bars(row)) for row in rows[:SHOWN] if row.unites] if is_told else [],
        "differing": [(row, _bars(row)) for row in rows[:SHOWN] if not row.unites] if is_told else [],
        "token": token(),
    }
    return render(request, "assembly/opinions.html", context)


def _name(number: int) -> str:
    return _("Group %(letter)s") % {"letter": "ABCDE"[number]}


def _groups(found: Opinions, own: int | None) -> list[Group]:
    """The groups with their people as dots; nobody is named, only “you” are told which is yours."""
    dots: dict[int, list[Dot]] = {}
    for mark, (x, y) in found.places.items():
        dots.setdefault(found.groups[mark], []).append(Dot(x, y, is_you=int(mark) == own))
    return [Group(_name(number), TONES[number], dots[number]) for number in sorted(dots)]


def _bars(row: queries.Placed) -> list[Bar]:
    """How many in each group agree."""
    return [
        Bar(
            _name(number),
            one.agree * 10_000 // one.seen if one.seen else 0,
            _("%(agree)d of %(seen)d agree") % {"agree": one.agree, "seen": one.seen},
            TONES[number],
        )
        for number, one in enumerate(row.groups)
    ]


@signed_in
def answer(request: HttpRequest, key: str, value: str) -> HttpResponse:
    """Agree, disagree or pass."""
    statement = permits.shown(
        request.user, Statement.objects.select_related("motion"), to="motion__body", key=key
    )
    motion, person = permits.joined_motion(request.user, statement.motion.key), acting_person(request.user)
    values = {"agree": 1, "disagree": -1, "pass": 0}
    if value not in values:
        raise Http404
    take = partial(acts.take_stance, statement=statement, person=person, value=values[value])
    form = ActForm(sent(request))
    if not attempt(request, form, take) and form.is_bound:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect(reverse("assembly_motion_opinions", args=[motion.key]) + "#answer")


@signed_in
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Put a statement to everyone."""
    motion: Motion = permits.joined_motion(request.user, key)
    demand(motion.is_open)
    form = StatementForm(sent(request))

    def act(**how: Any) -> Any:
        author = acting_person(request.user)
        return acts.state_one(motion=motion, text=form.cleaned_data["text"], author=author, **how)

    back = reverse("assembly_motion_opinions", args=[motion.key])
    ask = Ask(
        _("Put a statement to everyone"),
        _("Short and about one thing. People answer: agree, disagree, or pass."),
        _("Put it to everyone"),
        back,
        crumbs_of_motion(motion, (back, _("Statements"))),
        _("Everyone who sees the motion will see your statement, without your name."),
    )
    return act_page(request, form, act, ask, to=back, done=_("The statement is there."))
