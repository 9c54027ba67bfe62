"""The policies elections and recalls ask for."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare

RECALL_PETITION = "assembly.recall_petition_bp"

declare(
    PolicyKind(
        RECALL_PETITION,
        _("The share of a body's members who must sign before a recall goes to a vote."),
        "bp",
    )
)
