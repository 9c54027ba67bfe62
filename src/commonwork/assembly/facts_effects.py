"""The facts about what resolutions set in motion."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.assembly.effects import KINDS
from commonwork.record.kinds import Kind, declare


def kind_name(data: Mapping[str, Any]) -> object:
    """The kind of effect in plain words."""
    code = data.get("effect_kind", "")
    return KINDS[code].name if code in KINDS else code


declare(
    Kind(
        "assembly.effect.planned",
        _("“{resolution}” shall bring about {kind_name}: “{subject}”."),
        is_public=True,
        words={"kind_name": kind_name},
    ),
    Kind(
        "assembly.effect.begun",
        _("“{subject}”, {kind_name}, was begun."),
        receipt=_("It is under way"),
        undo=_("What was begun is undone where it was done: in the books, the charter, or the other room."),
        is_public=True,
        words={"kind_name": kind_name},
    ),
    Kind("assembly.effect.reported", _("“{subject}” is {percent} percent done."), is_public=True),
    Kind("assembly.effect.done", _("“{subject}” is done."), is_public=True),
    Kind("assembly.effect.dropped", _("“{subject}” was dropped before it was begun."), is_public=True),
    Kind(
        "assembly.effect.paid",
        _("{amount} was paid for “{subject}”."),
        receipt=_("Paid from the budget line"),
        undo=_("A payment made by mistake is answered by a reversal in the books."),
        is_public=True,
    ),
)
