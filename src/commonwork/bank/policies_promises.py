"""The policies of the open form for gifts: whether it is open, and how a gift can be paid."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare

PROMISES_A_DAY = "bank.promises_a_day"
PROMISE_DAYS = "bank.promise_days"

declare(
    PolicyKind(
        PROMISES_A_DAY,
        _("How many promised gifts the open form takes in a day; without it, the form is closed."),
        "count",
    ),
    PolicyKind(
        PROMISE_DAYS, _("How long a promised gift waits for its money before its words are erased."), "days"
    ),
    PolicyKind("bank.give_by_transfer", _("What somebody does who gives by bank transfer."), "text"),
    PolicyKind("bank.give_by_check", _("What somebody does who gives by check."), "text"),
    PolicyKind("bank.give_in_person", _("Where and when a gift can be brought in person."), "text"),
)
