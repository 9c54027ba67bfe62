"""Who took part in a vote, and whether that was enough: the first step of every count, in words and bars."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly.counting.stages import Told
from commonwork.assembly.counting.wording import listed
from commonwork.assembly.models import Poll
from commonwork.ui.charts import Bar
from commonwork.ui.money import count as grouped
from commonwork.ui.money import percent

Found = dict[str, Any]


def told(poll: Poll, found: Found, *, number: int = 1) -> Told:
    """The step that says who took part, by which ways, and what the quorum asks for. `found`: the kept result."""
    quorum = found["quorum"]
    tone = "green" if quorum["is_reached"] else "gold"
    bars = [Bar(_counted_as(poll), quorum["reached"], tone=tone)]
    bars.append(
        Bar(_("Needed"), quorum["needed"], tone="edge")
        if quorum["needed"]
        else Bar(_("All votes on the roll"), found["turnout"]["roll_votes"], tone="edge")
    )
    return Told(
        number=number,
        title=_("Who took part"),
        detail=_of_the_roll(found["turnout"]),
        sentences=[*_ballots(found["turnout"]), *_quorum(poll, found)],
        rows=(),
        bars=bars,
        quota=0,
        is_last=False,
    )


def _counted_as(poll: Poll) -> str:
    return _("Votes that say something") if poll.quorum_base == Poll.Base.CAST else _("Took part")


def _of_the_roll(turnout: Found) -> str:
    words = {"ballots": grouped(turnout["ballots"]), "roll": grouped(turnout["roll"])}
    text = ngettext(
        "%(ballots)s ballot from a roll of %(roll)s",
        "%(ballots)s ballots from a roll of %(roll)s",
        turnout["ballots"],
    )
    return text % words


def _ballots(turnout: Found) -> list[str]:
    """By which ways the ballots came in, what is blank, and what weights and people in the room add."""
    said = []
    ways = {
        "account": _("by account"),
        "code": _("with a code"),
        "table": _("with help at a table"),
        "paper": _("on paper"),
        "sealed": _("sealed"),
    }
    came = [
        f"{grouped(turnout['by_channel'][way])} {ways[way]}" for way in ways if turnout["by_channel"].get(way)
    ]
    if came:
        said.append(_("They came in like this: %(ways)s.") % {"ways": listed(came)})
    if turnout["blank"]:
        text = ngettext("%(blank)s of them is blank.", "%(blank)s of them are blank.", turnout["blank"])
        said.append(text % {"blank": grouped(turnout["blank"])})
    if turnout["votes"] != turnout["ballots"]:
        words = {"votes": grouped(turnout["votes"]), "all": grouped(turnout["roll_votes"])}
        said.append(_("Some carry more than one vote: together they are %(votes)s of %(all)s votes.") % words)
    if turnout["present"] > turnout["votes"]:
        said.append(_("%(present)s were counted in the room.") % {"present": grouped(turnout["present"])})
    return said


def _quorum(poll: Poll, found: Found) -> list[str]:
    quorum = found["quorum"]
    if not quorum["needed"]:
        return [_("There was no quorum to reach.")]
    words = {
        "share": percent(poll.quorum_bp),
        "roll": grouped(found["turnout"]["roll_votes"]),
        "count": grouped(poll.quorum_count),
        "needed": grouped(quorum["needed"]),
        "reached": grouped(quorum["reached"]),
    }
    if poll.quorum_bp and poll.quorum_count:
        rule = _(
            "The quorum is %(share)s of the %(roll)s votes on the roll, rounded up, and at least %(count)s: "
            "%(needed)s."
        )
    elif poll.quorum_bp:
        rule = _("The quorum is %(share)s of the %(roll)s votes on the roll, rounded up: %(needed)s.")
    else:
        rule = _("The quorum is %(needed)s.")
    if quorum["is_reached"]:
        return [rule % words, _("With %(reached)s it was reached.") % words]
    after = {
        "nothing": _("By the rule fixed before, nothing is decided."),
        "advice": _("By the rule fixed before, the result counts as advice."),
        "repeat": _("By the rule fixed before, the vote is repeated, then without a quorum."),
    }
    return [rule % words, _("With %(reached)s it was missed.") % words + " " + after[found["says"]]]
