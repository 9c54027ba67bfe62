"""The policies of a loan's way: what training is asked for, and what makes the bank look closer."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import YES_NO, PolicyKind, declare

TRAINING = "bank.training_asked"
HOLDERS = "bank.training_holders"
REVIEWS = "bank.review_count"
RECEIPT_DAYS = "bank.receipt_days"
STATEMENT_DAYS = "bank.statement_days"
PAYMENT_DAYS = "bank.payment_days"
LEAN_QUARTERS = "bank.lean_quarters"
CASH_DAYS = "bank.cash_days"
VISIT_DAYS = "bank.visit_days"
END_DAYS = "bank.end_days"
DRAWS_ON_REQUEST = "bank.draws_on_request"

declare(
    PolicyKind(
        TRAINING,
        _("The competences a co-op's people need before it can ask for a loan, by their keys."),
        "codes",
    ),
    PolicyKind(
        HOLDERS, _("How many of the co-op's people must hold each of them; 0 means every member."), "count"
    ),
    PolicyKind(REVIEWS, _("How many reviews an application should have before the committee sits."), "count"),
    PolicyKind(RECEIPT_DAYS, _("How long after a draw its receipts are to be shown."), "days"),
    PolicyKind(STATEMENT_DAYS, _("How long after its period a surplus statement counts as late."), "days"),
    PolicyKind(PAYMENT_DAYS, _("How long after its day a payment counts as late."), "days"),
    PolicyKind(
        LEAN_QUARTERS,
        _("How many surplus statements in a row without a surplus make the bank look closer."),
        "count",
    ),
    PolicyKind(CASH_DAYS, _("For how many days of costs a borrower's cash should last."), "days"),
    PolicyKind(VISIT_DAYS, _("How long a running loan may go without a visit or call."), "days"),
    PolicyKind(
        END_DAYS, _("How long before the end of a loan the bank looks at what is still owed."), "days"
    ),
    PolicyKind(
        DRAWS_ON_REQUEST,
        _("Whether a part of a loan is paid out only against a request with its invoices."),
        "code",
        YES_NO,
    ),
)
