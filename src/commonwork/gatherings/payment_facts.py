"""The facts of money paid for places. None of them names who paid."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind(
        "gatherings.payment.received",
        _("{amount} was paid for places at {gathering}."),
        receipt=_("Paid for places"),
        undo=_("Whoever keeps the money of the gathering can pay it back."),
    ),
    Kind(
        "gatherings.payment.returned",
        _("{amount} that was paid for places at {gathering} was paid back."),
        receipt=_("Paid back"),
        undo=_("Take the money again, as a new payment."),
    ),
)
