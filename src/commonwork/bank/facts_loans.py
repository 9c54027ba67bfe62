"""Facts of the life of loans beyond the first: statements, corrections, schedules, pauses, and how a loan ends badly."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

_COUNTER_ENTRY = _("Ask the bank for a counter-entry. Nothing is erased.")
_NEW_TERMS = _("Both sides can agree on new terms. The old ones stay on record.")

declare(
    Kind(
        "bank.statement.filed",
        _("{borrower} filed its surplus statement for {quarter} on “{subject}”: {amount}."),
        receipt=_("The statement is filed"),
        undo=_("Until the bank closes the period, file it again. After that, ask the bank to correct it."),
    ),
    Kind(
        "bank.quarter.corrected",
        _(
            "The surplus of {quarter} on “{subject}” was corrected to {amount}. Only the difference was posted."
        ),
        receipt=_("The surplus is corrected"),
        undo=_("Correct it again. The loan is replayed each time."),
    ),
    Kind(
        "bank.payment.back_dated",
        _("{amount} of {borrower} for “{subject}” was recorded late. Only the difference was posted."),
        receipt=_("The earlier payment is recorded"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.payment.taken_back",
        _("{amount} of {borrower} for “{subject}” did not come after all. Only the difference was posted."),
        receipt=_("The payment is taken back"),
        undo=_("Record the payment again when the money has come."),
    ),
    Kind(
        "bank.held.given_back",
        _("{amount} that was held for {borrower} on “{subject}” went back to it."),
        receipt=_("The money is given back"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.schedule.agreed",
        _("{borrower} and {organisation} agreed on “{subject}”: {amount}, paid back on a schedule."),
        receipt=_("The loan is agreed"),
        undo=_NEW_TERMS,
    ),
    Kind(
        "bank.schedule.restructured",
        _("{borrower} and {organisation} agreed on new terms for “{subject}”."),
        receipt=_("The new terms are agreed"),
        undo=_NEW_TERMS,
    ),
    Kind(
        "bank.loan.paused",
        _("Payments on “{subject}” rest for {borrower}; the schedule is so much longer."),
        receipt=_("The payments rest"),
        undo=_NEW_TERMS,
    ),
    Kind("bank.dues.reckoned", _("{organisation} put down what fell due on {count} loans.")),
    Kind(
        "bank.loan.interest_forgiven",
        _("At the end of “{subject}” the interest still owed, {amount}, was forgiven."),
        receipt=_("The interest is forgiven"),
        undo=_("What is forgiven stays forgiven."),
    ),
    Kind(
        "bank.loan.written_off",
        _("The rest of “{subject}”, {amount}, was written off. No person is asked for it."),
        receipt=_("The rest is written off"),
        undo=_("What the co-op still brings is recorded as recovered."),
    ),
    Kind(
        "bank.loan.recovered",
        _("{borrower} brought {amount} on “{subject}” after it was written off."),
        receipt=_("The recovered money is recorded"),
        undo=_COUNTER_ENTRY,
    ),
)
