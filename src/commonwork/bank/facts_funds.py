"""The facts of funds, supporters and payouts. Supporters are named by key; their names stand in their rows alone."""

from django.utils.translation import gettext_lazy as _

from commonwork.bank.facts import RECEIPT_LABELS
from commonwork.record.kinds import Kind, declare

_COUNTER_ENTRY = _("Ask the bank for a counter-entry. Nothing is erased.")

RECEIPT_LABELS |= {
    "fund": _("Held in the fund"),
}

declare(
    Kind("bank.fund.opened", _("{organisation} opened the fund “{subject}”."), is_public=True),
    Kind(
        "bank.fund.spent",
        _("{amount} of the fund “{subject}” was spent on what it is for."),
        receipt=_("Spent from the fund"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.loan.fund_chosen",
        _("“{subject}” of {borrower} draws on the fund “{fund}”."),
        receipt=_("The fund is chosen"),
        undo=_("Choose another fund before the first draw."),
    ),
    Kind("bank.supporter.recorded", _("{organisation} put a supporter on its list.")),
    Kind(
        "bank.supporter.link_renewed",
        _("A supporter's page has a new link; the old one no longer opens."),
        receipt=_("The link is new"),
        undo=_("The old link stays void. A newer one can be made at any time."),
    ),
    Kind(
        "bank.supporter.forgotten", _("A supporter's name and addresses were erased; amounts and days stay.")
    ),
    Kind(
        "bank.pledge.made",
        _("A supporter promised {amount} to the fund “{fund}”."),
        receipt=_("The pledge is noted"),
        undo=_("A pledge can be ended at any time. It is no debt."),
    ),
    Kind(
        "bank.pledge.ended",
        _("A pledge to the fund “{fund}” ended."),
        receipt=_("The pledge is ended"),
        undo=_("Make a new pledge."),
    ),
    Kind(
        "bank.gift.received",
        _("A supporter gave {amount} to the fund “{fund}”."),
        receipt=_("Thank you: the gift has come"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.gift.taken_back",
        _("A gift of {amount} to the fund “{fund}” did not hold and was taken back."),
        receipt=_("The gift is taken back"),
        undo=_("Record the gift again when the money has come."),
    ),
    Kind("bank.pay_account.kept", _("A bank account to pay to was put on file, its number encrypted.")),
    Kind("bank.pay_account.dropped", _("A bank account to pay to is no longer used.")),
    Kind(
        "bank.payout_run.made",
        _("{organisation} put together {count} payouts, {amount} in all. Others must release them."),
        receipt=_("The payouts wait for release"),
        undo=_("Cancel the run before it is released."),
    ),
    Kind(
        "bank.payout_run.approved",
        _("One person released a run of payouts: {number} of {needed}."),
        receipt=_("Your release counts"),
        undo=_("A release stands. Cancel the run before the last release."),
    ),
    Kind(
        "bank.payout_run.released",
        _("A run of {count} payouts, {amount} in all, is released and locked."),
        receipt=_("The payouts are released"),
        undo=_("Ask the bank to recall the file. The run itself is never changed."),
    ),
    Kind(
        "bank.payout_run.cancelled",
        _("A run of {count} payouts was cancelled. Nothing was paid."),
        receipt=_("The run is cancelled"),
        undo=_("Put a new run together."),
    ),
    Kind(
        "bank.payout_file.taken",
        _("The payment file of a run was taken, for the {number}. time."),
        receipt=_("The payment file was taken"),
        undo=_("The file is for the bank alone. Erase every copy once it is sent."),
    ),
)
