"""Facts of products, of accounts with the bank, and of guarantees of the fund."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

_COUNTER_ENTRY = _("Ask the bank for a counter-entry. Nothing is erased.")

declare(
    Kind(
        "bank.products.taken_up",
        _("{organisation} took up {count} products."),
        receipt=_("The products are taken up"),
        undo=_("Make a new version of a product to change what it allows."),
        is_public=True,
    ),
    Kind(
        "bank.product.changed",
        _("{organisation} made version {number} of a product, in force from {starts_on}."),
        receipt=_("The new version is made"),
        undo=_("Make a further version. Agreements keep the version they were made under."),
        is_public=True,
    ),
    Kind(
        "bank.holding.opened",
        _("An account was opened with {organisation}."),
        receipt=_("The account is opened"),
        undo=_("Pay out what it holds and close it."),
    ),
    Kind(
        "bank.holding.paid_in",
        _("{amount} was paid into an account with {organisation}."),
        receipt=_("The money is paid in"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.holding.paid_out",
        _("{amount} was paid out of an account with {organisation}."),
        receipt=_("The money is paid out"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.holding.interest_added",
        _("{amount} of interest was added to an account with {organisation}."),
        receipt=_("The interest is added"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.guarantee_fund.set_aside",
        _("{organisation} set {amount} aside for guarantees."),
        receipt=_("The money is set aside"),
        undo=_COUNTER_ENTRY,
    ),
    Kind(
        "bank.guarantee.given",
        _("The fund of {organisation} guarantees {amount} for {borrower}. No person does."),
        receipt=_("The guarantee is given"),
        undo=_("It ends by itself on its last day, or when the loan behind it is paid."),
    ),
    Kind(
        "bank.guarantee.released",
        _("The guarantee of {amount} for {borrower} has ended."),
        receipt=_("The guarantee has ended"),
        undo=_("Give a new guarantee."),
    ),
    Kind(
        "bank.guarantee.called",
        _("The guarantee fund of {organisation} paid {amount} for {borrower}."),
        receipt=_("The fund has paid"),
        undo=_COUNTER_ENTRY,
    ),
)
