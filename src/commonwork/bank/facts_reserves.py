"""The facts of the loss reserve."""

from django.utils.translation import gettext_lazy as _

from commonwork.bank.facts import RECEIPT_LABELS
from commonwork.record.kinds import Kind, declare

RECEIPT_LABELS |= {"loss_reserve": _("Set aside for loan losses")}

declare(
    Kind(
        "bank.reserve.raised",
        _("{organisation} set aside {amount} more for loan losses."),
        receipt=_("The loss reserve is posted"),
        undo=_("Take the posting back on the page of the loss reserve, as long as it is the last one."),
    ),
    Kind(
        "bank.reserve.lowered",
        _("{organisation} set aside {amount} less for loan losses."),
        receipt=_("The loss reserve is posted"),
        undo=_("Take the posting back on the page of the loss reserve, as long as it is the last one."),
    ),
    Kind(
        "bank.reserve.taken_back",
        _("{organisation} took back a posting of its loss reserve, {amount}."),
        receipt=_("The posting is taken back"),
        undo=_("Post the reserve again as of the day you want."),
    ),
)
