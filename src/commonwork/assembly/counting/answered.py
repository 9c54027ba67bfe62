"""A vote of yes or no told step by step: the answers, and whether the yes were enough."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonwork.assembly.counting.stages import Told
from commonwork.assembly.models import Poll
from commonwork.ui.charts import Bar
from commonwork.ui.money import count as grouped

Found = dict[str, Any]
HALF = Fraction(1, 2)
SHARES = {
    "1/2": gettext_lazy("more than half"),
    "3/5": gettext_lazy("at least three fifths"),
    "2/3": gettext_lazy("at least two thirds"),
    "3/4": gettext_lazy("at least three quarters"),
    "4/5": gettext_lazy("at least four fifths"),
}


def told(poll: Poll, found: Found, *, number: int = 1) -> list[Told]:
    """Two steps: the answers added up, then the yes beside what is needed. `found`: the kept result."""
    count = found["count"]
    return [_answers(count, number), _measured(poll, found, number + 1)]


def intro(poll: Poll) -> str:
    """What a yes needs, in a sentence."""
    words = {"share": _share(poll.threshold), "base": _base(poll.threshold_base)}
    return _("The motion is carried when %(share)s of %(base)s say yes.") % words


def _share(threshold: str) -> str:
    return str(SHARES[threshold]) if threshold in SHARES else _("at least %(share)s") % {"share": threshold}


def _base(base: str) -> str:
    return {
        Poll.Base.CAST: _("the votes that say yes or no"),
        Poll.Base.PRESENT: _("everyone present, also those who abstain,"),
        Poll.Base.ROLL: _("everyone on the roll, also those who stay away,"),
    }[Poll.Base(base)]


def _answers(count: Found, number: int) -> Told:
    tone = "green" if count["is_carried"] else "edge"
    bars = [
        Bar(_("Yes"), count["yes"], tone=tone),
        Bar(_("No"), count["no"], tone="edge"),
        Bar(_("Abstained or blank"), count["abstained"], tone="edge"),
    ]
    all_votes = count["yes"] + count["no"] + count["abstained"]
    detail = ngettext("%(votes)s vote", "%(votes)s votes", all_votes) % {"votes": grouped(all_votes)}
    said = [_("Each ballot gives one answer, and the answers are added up. A blank ballot abstains.")]
    if count["yes"] == count["no"]:
        said.append(_("Yes and no are level. A level vote does not carry a motion."))
    return Told(number, _("The answers"), detail, said, (), bars, 0, is_last=False)


def _measured(poll: Poll, found: Found, number: int) -> Told:
    count = found["count"]
    tone = "green" if count["is_carried"] else "gold"
    bars = [Bar(_("Yes"), count["yes"], tone=tone), Bar(_("Needed"), count["needed"], tone="edge")]
    said = [_counted_base(count), _needed(count)]
    missing = count["needed"] - count["yes"]
    if count["is_carried"]:
        said.append(
            _("%(yes)s said yes. That is enough: the motion is carried.") % {"yes": grouped(count["yes"])}
        )
    else:
        text = ngettext(
            "%(yes)s said yes. That is %(missing)s too few: the motion is not carried.",
            "%(yes)s said yes. That is %(missing)s too few: the motion is not carried.",
            missing,
        )
        said.append(text % {"yes": grouped(count["yes"]), "missing": grouped(missing)})
    if not found["quorum"]["is_reached"]:
        said.append(_("But the quorum was missed, so this alone decides nothing."))
    return Told(number, _("Was it enough?"), _share(poll.threshold), said, (), bars, 0, is_last=True)


def _counted_base(count: Found) -> str:
    words = {"of": grouped(count["of"]), "yes": grouped(count["yes"]), "no": grouped(count["no"])}
    if count["base"] == Poll.Base.CAST:
        return _("Counted are the votes that say yes or no: %(yes)s and %(no)s make %(of)s.") % words
    if count["base"] == Poll.Base.PRESENT:
        return _("Counted is everyone present, also those who abstain: %(of)s.") % words
    return _("Counted is everyone on the roll, also those who stay away: %(of)s.") % words


def _needed(count: Found) -> str:
    share = Fraction(count["share"])
    words = {"of": grouped(count["of"]), "needed": grouped(count["needed"]), "share": count["share"]}
    if share == HALF:
        return _("More than half of %(of)s is at least %(needed)s.") % words
    return _("%(share)s of %(of)s, rounded up, is %(needed)s.") % words
