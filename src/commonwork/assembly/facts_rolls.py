"""The facts of rolls, motions, meetings and consent rounds. None says who voted, or how."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models import Electorate
from commonwork.record.kinds import Kind, declare


def weighing_name(data: Mapping[str, Any]) -> object:
    """The weights in words."""
    code = data.get("weighing", "")
    return dict(Electorate.Weighing.choices).get(code, code)


declare(
    Kind(
        "assembly.roll.taken",
        _("The {subject} was taken: {count} lines, {votes} votes, {weighing_name}."),
        receipt=_("Roll taken"),
        undo=_("A roll is not changed. Take a new one; the latest for a record date is used."),
        words={"weighing_name": weighing_name},
    ),
    Kind(
        "assembly.roll.affirmed",
        _("The {subject} was affirmed."),
        receipt=_("Roll affirmed"),
        undo=_("Take a new roll and affirm that one."),
    ),
    Kind("assembly.roll.delegated", _("A vote on the {subject} was passed on to another elector.")),
    Kind("assembly.roll.taken_back", _("A vote on the {subject} that was passed on was taken back.")),
    Kind("assembly.roll.counted_in", _("A member asked to be counted in the votes of a body for a year.")),
)
