"""The facts the bank states. Sentences name the loan, the co-op and the amount; people only where they acted."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

_COUNTER_ENTRY = _("Ask the bank for a counter-entry. Nothing is erased.")

RECEIPT_LABELS = {
    "interest_owed": _("Interest owed"),
    "loan_owed": _("Loan owed"),
    "still_to_draw": _("Still to be drawn"),
    "surplus": _("Surplus of the period"),
    "due": _("Due now"),
    "held": _("Held for the co-op"),
}

declare(
    Kind(
        "bank.loan.applied",
        _("{borrower} asked {organisation} for {amount}: “{subject}”."),
        receipt=_("The application is sent"),
        undo=_("Tell the bank before the committee votes. Nothing is owed by asking."),
    ),
    Kind(
        "bank.vote.cast",
        _("The loan committee has one more vote on “{subject}” of {borrower}."),
        receipt=_("The vote is counted"),
        undo=_("A vote stands. Speak to the committee before it decides."),
    ),
    Kind(
        "bank.loan.approved",
        _("The loan committee said yes to “{subject}” of {borrower}, {yes} of {size}."),
        receipt=_("The loan is approved"),
        undo=_("The committee can decide again on a new application."),
    ),
    Kind(
        "bank.loan.declined",
        _("The loan committee said not now to “{subject}” of {borrower}."),
        receipt=_("The committee says not now"),
        undo=_("Ask again at any time with a new application."),
    ),
    Kind(
        "bank.loan.agreed",
        _("{borrower} and {organisation} agreed on “{subject}”: {amount}, paid back from surplus only."),
        receipt=_("The loan is agreed"),
        undo=_("Both sides can agree on new terms. What is drawn stays owed."),
    ),
    Kind(
        "bank.loan.disbursed",
        _("{amount} was paid out to {borrower} on “{subject}”."),
        receipt=_("The money is paid out"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.quarter.closed",
        _("{borrower} made {surplus} in {quarter}; {amount} of it is due on “{subject}”."),
        receipt=_("The surplus statement is closed"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.quarter.paused",
        _("“{subject}” of {borrower} paused in {quarter}: no surplus to share, nothing is due."),
        receipt=_("The surplus statement is closed"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.payment.recorded",
        _("{amount} came from {borrower} to {organisation} for “{subject}”."),
        receipt=_("The payment is recorded"),
        undo=_COUNTER_ENTRY,
    ),
    Kind("bank.loan.repaid", _("{subject} has paid back all of “{loan}”.")),
    Kind(
        "bank.loan.shown",
        _("{borrower} shows “{subject}” to anyone, without people's names."),
        receipt=_("The loan is shown to the public"),
        undo=_("Hide it again on the loan's page."),
    ),
    Kind(
        "bank.loan.hidden",
        _("{borrower} no longer shows “{subject}” to the public."),
        receipt=_("The loan is hidden from the public"),
        undo=_("Show it again on the loan's page."),
    ),
)
