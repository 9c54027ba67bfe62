"""The policies products ask for: what each costs at most, and on what legal basis money is taken in."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import YES_NO, PolicyKind, declare

declare(
    PolicyKind("bank.loan_rate_cap_bp", _("The most any loan of the bank may cost in a year."), "bp"),
    PolicyKind(
        "bank.loan_carries_losses",
        _("Whether a surplus first makes good earlier losses before a new loan takes its share."),
        "code",
        YES_NO,
    ),
    PolicyKind("bank.conventional_rate_bp", _("What a loan on a schedule usually costs in a year."), "bp"),
    PolicyKind("bank.line_rate_bp", _("What a line of credit usually costs in a year."), "bp"),
    PolicyKind("bank.member_share_price", _("What one member share of the bank costs."), "amount"),
    PolicyKind(
        "bank.member_share_basis", _("The legal basis on which the bank takes in member shares."), "text"
    ),
    PolicyKind("bank.savings_rate_bp", _("The interest the bank pays on savings in a year."), "bp"),
    PolicyKind("bank.savings_rate_cap_bp", _("The most the bank may pay on savings in a year."), "bp"),
    PolicyKind("bank.savings_basis", _("The legal basis on which the bank takes in savings."), "text"),
    PolicyKind("bank.term_note_rate_bp", _("The interest the bank pays on a supporter's note."), "bp"),
    PolicyKind(
        "bank.term_note_rate_cap_bp", _("The most the bank may pay on a supporter's note in a year."), "bp"
    ),
    PolicyKind(
        "bank.term_note_basis", _("The legal basis on which the bank issues notes to supporters."), "text"
    ),
    PolicyKind(
        "bank.guarantee_cover_bp",
        _("How much of its guarantees in force the guarantee fund must hold."),
        "bp",
    ),
)
