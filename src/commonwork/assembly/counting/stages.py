"""A count told stage by stage: what happened in words, and the bars that show it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonwork.assembly.counting.wording import figure, hundredths, listed, shortened
from commonwork.rules.counting import scottish
from commonwork.rules.counting.result import Count, Stage, Tie
from commonwork.ui.charts import Bar, Standing
from commonwork.ui.money import count as grouped

RULE_NAMES = {
    "scottish": gettext_lazy("single transferable vote, Scottish rules"),
    "meek": gettext_lazy("single transferable vote, Meek's rules"),
    "irv": gettext_lazy("instant run-off"),
    "schulze": gettext_lazy("Schulze's rule"),
    "approval": gettext_lazy("most approvals"),
    "points": gettext_lazy("most points"),
}
MOST_NAMED = 3


@dataclass(frozen=True)
class Told:
    """One stage as it is shown. `rows` are bars against a quota (in hundredths), `bars` plain ones."""

    number: int
    title: str
    detail: str
    sentences: Sequence[str]
    rows: Sequence[Standing]
    bars: Sequence[Bar]
    quota: int
    is_last: bool


def told(count: Count, *, withdrawn: Collection[str] = (), are_people: bool = True) -> list[Told]:
    """Every stage of a count with its words and bars; people (or things) in the order of their first stage."""
    before: list[Stage | None] = [None, *count.stages]
    return [
        _told(count, past, stage, withdrawn, are_people)
        for past, stage in zip(before[:-1], count.stages, strict=True)
    ]


def most(count: Count) -> int:
    """The longest bar of all stages, in hundredths of a vote."""
    return max((hundredths(max(stage.totals.values()), count.decimals) for stage in count.stages), default=1)


def intro(count: Count) -> str:
    """One or two sentences: what a person needs, and how votes move under this rule."""
    words = {
        "quota": figure(count.quota or 0, count.decimals),
        "papers": grouped(count.valid_papers),
        "parts": count.seats + 1,
        "seats": count.seats,
    }
    if count.rule in ("scottish", "meek"):
        needs = _(
            "%(quota)s votes win a seat: %(papers)s papers divided by %(parts)d, which is one more than the "
            "seats, rounded down, plus one. No more people can have as many than there are seats."
        )
        if count.rule == "meek":
            needs = _(
                "At the end %(quota)s votes win a seat: the votes still in play divided by %(parts)d. What a "
                "winner does not need moves on, in every stage anew."
            )
        moves = _(
            "Votes a winner does not need go to the next name on those papers. If nobody gets in, the last one "
            "leaves and their votes move on."
        )
        return f"{needs % words} {moves}"
    if count.rule == "irv":
        return _(
            "Whoever has more than half of the votes still in play is elected. Until then the last one leaves "
            "and their votes move on."
        )
    if count.rule == "schulze":
        return _(
            "Each one is compared with each other one. The winner beats or equals everybody, also by way of "
            "others: the bars show how many each one beats."
        )
    if count.rule == "points":
        return _(
            "Each ballot gives points to what it names, and all points are added up. Those with the most are "
            "chosen; without any point nothing is."
        )
    return _("Every paper gives one vote to each name on it. Those with the most votes are chosen.")


def _told(
    count: Count, past: Stage | None, stage: Stage, withdrawn: Collection[str], are_people: bool
) -> Told:
    is_last = stage.number == len(count.stages)
    sentences = [*_what_happened(count, past, stage), *_moved(count, past, stage)]
    sentences += [_tie(count, tie) for tie in count.ties if tie.stage == stage.number or not tie.stage]
    sentences += _elected(count, stage) if are_people else _chosen(count, stage)
    quota = stage.quota if stage.quota is not None else count.quota
    has_quota = quota is not None
    return Told(
        number=stage.number,
        title=_title(stage),
        detail=_detail(count, past, stage),
        sentences=sentences,
        rows=_standings(count, past, stage, withdrawn) if has_quota else (),
        bars=() if has_quota else _bars(count, stage),
        quota=hundredths(quota or 0, count.decimals),
        is_last=is_last,
    )


def _title(stage: Stage) -> str:
    if stage.kind == "surplus":
        words = {"names": listed(stage.subjects)}
        return ngettext("%(names)s is in", "%(names)s are in", len(stage.subjects)) % words
    if stage.kind == "exclusion":
        return _("%(name)s is out") % {"name": stage.subjects[0]}
    if stage.kind in ("approvals", "points"):
        return _("Approvals") if stage.kind == "approvals" else _("Points")
    return _("Everyone against everyone") if stage.kind == "strongest paths" else _("First choices")


def _detail(count: Count, past: Stage | None, stage: Stage) -> str:
    if past is None:
        words = {"papers": grouped(count.valid_papers)}
        if stage.kind == "first preferences":
            return (
                ngettext("%(papers)s paper, one vote", "%(papers)s papers, one vote each", count.valid_papers)
                % words
            )
        return ngettext("%(papers)s paper", "%(papers)s papers", count.valid_papers) % words
    if stage.kind == "surplus" and count.rule == "scottish":
        spare = past.totals[stage.subjects[0]] - (count.quota or 0)
        words = {"votes": figure(spare, count.decimals)}
        return (
            ngettext("%(votes)s spare vote moves on", "%(votes)s spare votes move on", _number(spare, count))
            % words
        )
    if stage.kind == "exclusion":
        leaves = past.totals[stage.subjects[0]]
        words = {"votes": figure(leaves, count.decimals)}
        return ngettext("%(votes)s vote moves on", "%(votes)s votes move on", _number(leaves, count)) % words
    return _("what they do not need moves on")


def _number(units: int, count: Count) -> int:
    """Votes as grammar counts them: exactly one, or more (also parts of a vote)."""
    return 1 if units == 10**count.decimals else 2


def _what_happened(count: Count, past: Stage | None, stage: Stage) -> list[str]:
    if past is None:
        said = {
            "first preferences": _("Each paper counts for its first choice."),
            "approvals": _("Each paper counts once for every name on it."),
            "points": _("The points of all ballots, added up."),
        }
        return [said[stage.kind]] if stage.kind in said else []
    if stage.kind == "surplus":
        return [_surplus(count, past, stage)]
    name = stage.subjects[0]
    votes = past.totals[name]
    gone = {
        one for earlier in count.stages[: stage.number - 1] for one in (*earlier.elected, *earlier.excluded)
    }
    fewer = [one for one in past.totals if one not in gone and one != name and past.totals[one] < votes]
    words = {"name": name, "votes": figure(votes, count.decimals)}
    fewer = [one for one in fewer if past.totals[one] or stage.totals[one]]
    if fewer and count.rule == "scottish":
        return [
            _(
                "Seats are kept for a group. That is why %(name)s, with %(votes)s votes, leaves here although "
                "others have fewer: the seats left must still be able to go to that group."
            )
            % words
        ]
    return [
        _(
            "Nobody has spare votes to pass on. %(name)s has the fewest, %(votes)s, and leaves. Each of those "
            "papers moves to the next person on it who is still in the race."
        )
        % words
    ]


def _surplus(count: Count, past: Stage, stage: Stage) -> str:
    if count.rule != "scottish":
        return _(
            "Those elected keep of each paper only the part they need. The rest of it moves to the next name."
        )
    name, quota = stage.subjects[0], count.quota or 0
    held = past.totals[name]
    part = (held - quota) * scottish.UNIT // held
    return _(
        "%(name)s has %(votes)s votes, %(spare)s more than needed. All those papers move to the next person "
        "still in the race, each with %(part)s of the worth it had."
    ) % {
        "name": name,
        "votes": figure(held, count.decimals),
        "spare": figure(held - quota, count.decimals),
        "part": f"0.{part:05d}" if part < scottish.UNIT else "1",
    }


def _moved(count: Count, past: Stage | None, stage: Stage) -> list[str]:
    """Who received most, and what could not move on."""
    if past is None:
        return []
    gains = {name: stage.totals[name] - past.totals[name] for name in stage.totals}
    first = sorted((name for name in gains if gains[name] > 0), key=lambda name: -gains[name])[:MOST_NAMED]
    said = []
    if first:
        shown = listed([f"{name} (+{figure(gains[name], count.decimals)})" for name in first])
        said.append(_("Most went to %(names)s.") % {"names": shown})
    lost = stage.nontransferable - past.nontransferable
    if lost > 0:
        words = {"votes": figure(lost, count.decimals)}
        text = ngettext(
            "%(votes)s vote could not move on: its paper names nobody else.",
            "%(votes)s votes could not move on: those papers name nobody else.",
            _number(lost, count),
        )
        said.append(text % words)
    return said


def _tie(count: Count, tie: Tie) -> str:
    words = {"names": listed(tie.among), "chosen": tie.chosen, "seed": count.seed or ""}
    level = _("%(names)s were level.") % words
    if tie.settled_by == "lot":
        return f"{level} " + _("A lot drawn from the public words “%(seed)s” fell on %(chosen)s.") % words
    if tie.is_lot:
        return (
            f"{level} " + _("No lot was drawn, so the order of the ballot paper decided: %(chosen)s.") % words
        )
    words["stage"] = tie.settled_by.removeprefix("stage ")
    return f"{level} " + _("They last differed at stage %(stage)s, and that decided: %(chosen)s.") % words


def _elected(count: Count, stage: Stage) -> list[str]:
    quota = stage.quota if stage.quota is not None else count.quota
    reached = [name for name in stage.elected if quota is None or stage.totals[name] >= quota]
    rest = [name for name in stage.elected if name not in reached]
    said = []
    if reached and quota is not None:
        text = ngettext(
            "%(names)s has what is needed and is elected.",
            "%(names)s have what is needed and are elected.",
            len(reached),
        )
        said.append(text % {"names": listed(reached)})
    elif reached:
        text = ngettext("%(names)s is elected.", "%(names)s are elected.", len(reached))
        said.append(text % {"names": listed(reached)})
    if rest:
        text = ngettext(
            "%(names)s is elected too: no more people are left than seats.",
            "%(names)s are elected too: no more people are left than seats.",
            len(rest),
        )
        said.append(text % {"names": listed(rest)})
    return said


def _chosen(count: Count, stage: Stage) -> list[str]:
    """The same for things that are voted on, such as projects or dates."""
    said = []
    if stage.elected:
        text = ngettext("%(names)s is chosen.", "%(names)s are chosen.", len(stage.elected))
        said.append(text % {"names": listed(stage.elected)})
    if stage.number == len(count.stages) and len(count.elected) < count.seats:
        words = {"seats": count.seats, "found": len(count.elected)}
        said.append(_("%(seats)d could be chosen; %(found)d are.") % words)
    return said


def in_order(count: Count) -> list[str]:
    """Everyone who stood, by votes at the first stage; equals as on the paper."""
    first = count.stages[0].totals
    return sorted(count.candidates, key=lambda name: -first[name])


def _standings(count: Count, past: Stage | None, stage: Stage, withdrawn: Collection[str]) -> list[Standing]:
    so_far = count.stages[: stage.number]
    is_in = {name for one in so_far for name in one.elected}
    is_out = {name for one in so_far for name in one.excluded} | set(withdrawn)
    rows = []
    for name in in_order(count):
        votes = hundredths(stage.totals[name], count.decimals)
        held = hundredths(past.totals[name], count.decimals) if past else votes
        rows.append(
            Standing(
                shortened(name),
                votes,
                max(0, votes - held),
                figure(stage.totals[name], count.decimals, is_column=bool(past and count.decimals)),
                "in" if name in is_in else "out" if name in is_out else "standing",
                is_new=name in stage.elected,
            )
        )
    return rows


def _bars(count: Count, stage: Stage) -> list[Bar]:
    ranked = sorted(stage.totals, key=lambda name: -stage.totals[name])
    return [
        Bar(name, stage.totals[name], tone="green" if name in stage.elected else "edge") for name in ranked
    ]


def pairs(count: Count) -> list[tuple[str, str, int, int]]:
    """Each two compared: (who is ahead, who is behind, papers for the one, papers for the other)."""
    table = count.pairwise
    found = []
    for at, one in enumerate(table):
        for other in list(table)[at + 1 :]:
            first, second = table[one][other], table[other][one]
            found.append((one, other, first, second) if first >= second else (other, one, second, first))
    return found
