"""The policies the bank asks for. Their values are adopted by a body, never written here."""

from django.utils.translation import gettext_lazy as _

from commonwork.bank.models import Loan
from commonwork.charter.kinds import PolicyKind, declare

declare(
    PolicyKind(
        "bank.public_name", _("What the bank is called in public: bank, loan fund or credit circle."), "text"
    ),
    PolicyKind("bank.loan_annual_rate_bp", _("The simple interest a new loan costs in a year."), "bp"),
    PolicyKind(
        "bank.loan_share_bp",
        _("The share of a co-op's surplus that a new loan may take, and never more."),
        "bp",
    ),
    PolicyKind(
        "bank.loan_mode",
        _("Whether interest of a new loan runs in every period or rests in a period without surplus."),
        "code",
        dict(Loan.Mode.choices),
    ),
    PolicyKind(
        "bank.loan_day_count",
        _("Over how many days of a year the interest of a new loan is spread."),
        "code",
        {way.value: way.label for way in (Loan.DayCount.ACTUAL_365, Loan.DayCount.ACTUAL_360)},
    ),
    PolicyKind("bank.committee_size", _("How many people sit in the loan committee."), "count"),
    PolicyKind("bank.committee_quorum", _("How many of the loan committee must say yes to a loan."), "count"),
    PolicyKind(
        "bank.exposure_limit_bp", _("The share of the fund that one co-op may hold in loans at most."), "bp"
    ),
)
