"""The facts the federation states, and the labels of their receipts."""

from django.utils.translation import gettext_lazy as _

from commonwork.federation.fact_words import day_of
from commonwork.record.kinds import Kind, declare

TAKE_BACK = _(
    "Take it back on its page: opposite entries are written in all books it touched. Nothing is erased."
)
AGAIN = _("Do it again with the right figures. Nothing is erased: all of it stays in the books.")

declare(
    Kind(
        "federation.affiliation.applied",
        _("{organisation} asked to belong to the federation as {class_name}."),
        receipt=_("The application is in"),
        undo=_("The delegates can decline it; apply again whenever you are ready."),
        is_public=True,
    ),
    Kind(
        "federation.affiliation.admitted",
        _("{organisation} was admitted to the federation as {class_name}."),
        receipt=_("The co-op is admitted"),
        undo=_(
            "A co-op leaves by a decision of its members or of the delegates; its stage then changes from that day."
        ),
        is_public=True,
    ),
    Kind(
        "federation.affiliation.declined",
        _("The delegates did not admit {organisation} this time."),
        receipt=_("The application is declined"),
        undo=_("The co-op may apply again at any time."),
    ),
    Kind(
        "federation.hours.recorded",
        _("{hours} hours were entered for {organisation}, in {rows} rows."),
        receipt=_("The hours are entered"),
        undo=_(
            "Take a wrong row back on the hours page and enter it again, as long as the year is not shared."
        ),
    ),
    Kind(
        "federation.hours.taken_back",
        _("A row of {hours} hours was taken back in {organisation}."),
        receipt=_("The hours are taken back"),
        undo=_("Enter the hours again."),
    ),
    Kind(
        "federation.hours.imported",
        _("A list of {rows} rows of hours was read in: {hours} hours."),
        receipt=_("The list of hours is read in"),
        undo=_("Take wrong rows back on the hours page, as long as the year is not shared."),
    ),
    Kind(
        "federation.wages.set",
        _("Hourly wages of {people} people were set in {organisation} from {on} on."),
        words={"on": day_of("on")},
    ),
    Kind(
        "federation.buy_in.paid",
        _("{person} paid {amount} for a share in {organisation}."),
        receipt=_("The share is paid"),
        undo=TAKE_BACK,
    ),
    Kind(
        "federation.buy_in.taken_back",
        _("A payment of {amount} for a share in {organisation} was taken back."),
        receipt=_("The buy-in is taken back"),
        undo=AGAIN,
    ),
    Kind(
        "federation.trade.taken_back",
        _("{seller} took back an invoice of {amount} to its sister {buyer}."),
        receipt=_("The invoice is taken back"),
        undo=AGAIN,
        is_public=True,
    ),
    Kind(
        "federation.trade.payment_taken_back",
        _("A payment of {amount} from {buyer} to its sister {seller} was taken back."),
        receipt=_("The payment is taken back"),
        undo=AGAIN,
        is_public=True,
    ),
    Kind(
        "federation.dues.taken_back",
        _("The dues of {organisation} for {year}, {amount}, were taken back."),
        receipt=_("The dues are taken back"),
        undo=AGAIN,
        is_public=True,
    ),
    Kind(
        "federation.year_end.taken_back",
        _("{organisation} took back the last step of its year-end {year}: {amount}."),
        receipt=_("The step is taken back"),
        undo=AGAIN,
        is_public=True,
    ),
    Kind(
        "federation.year_end.reopened",
        _("{organisation} opened its books for {year} again."),
        receipt=_("The year is open again"),
        undo=_("Close the year again."),
    ),
    Kind(
        "federation.trade.invoiced",
        _("{seller} invoiced {amount} to its sister {buyer}."),
        receipt=_("The invoice is written"),
        undo=TAKE_BACK,
        is_public=True,
    ),
    Kind(
        "federation.trade.paid",
        _("{buyer} paid {amount} to its sister {seller}."),
        receipt=_("The invoice is paid"),
        undo=TAKE_BACK,
        is_public=True,
    ),
    Kind(
        "federation.dues.charged",
        _("{organisation} paid {amount} in dues for {year}."),
        receipt=_("The dues are paid"),
        undo=TAKE_BACK,
        is_public=True,
    ),
    Kind(
        "federation.dues.waived",
        _("{organisation} owes no dues for {year}: its class is free of them."),
        receipt=_("No dues are owed"),
        is_public=True,
    ),
    Kind(
        "federation.year_end.closed",
        _("{organisation} closed its books for {year}. What was left: {amount}."),
        receipt=_("The year is closed"),
        undo=TAKE_BACK,
    ),
    Kind(
        "federation.year_end.shared",
        _(
            "{organisation} shared its surplus of {year}: {amount}, of which {solidarity} for the solidarity fund."
        ),
        receipt=_("The surplus is shared"),
        undo=TAKE_BACK,
        is_public=True,
    ),
    Kind(
        "federation.year_end.loss_carried",
        _("{organisation} carried its loss of {year}: {amount}."),
        receipt=_("The loss is carried"),
        undo=TAKE_BACK,
    ),
    Kind(
        "federation.year_end.solidarity_paid",
        _("{organisation} paid its solidarity share of {year}: {amount}."),
        receipt=_("The solidarity share is paid"),
        undo=TAKE_BACK,
        is_public=True,
    ),
    Kind(
        "federation.year_end.patronage_paid",
        _("{organisation} paid its members the cash part of {year}: {amount}."),
        receipt=_("The patronage is paid"),
        undo=TAKE_BACK,
    ),
)

RECEIPT_LABELS = {
    "share": _("Member's share"),
    "owed_to_sister": _("Owed to sister co-ops"),
    "dues": _("Dues of the year"),
    "result": _("Result of the year"),
    "capital_accounts": _("Members' capital accounts"),
    "indivisible_reserve": _("Indivisible reserve"),
    "education_fund": _("Education fund"),
    "patronage_payable": _("Patronage to be paid in cash"),
    "solidarity_payable": _("Solidarity share to be paid"),
}
