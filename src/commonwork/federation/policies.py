"""The policies the federation asks for. A co-op may adopt its own; where it has none the network's holds."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare
from commonwork.federation.models import Affiliation

BASES = {"hours": _("paid hours"), "hours_x_wage": _("paid hours times the hourly wage")}
PARTS = ("individual", "indivisible_reserve", "education", "solidarity")

declare(
    PolicyKind(
        "federation.split_individual_bp",
        _("Share of the surplus earned by members' work that goes to the members."),
        "bp",
    ),
    PolicyKind(
        "federation.split_indivisible_reserve_bp",
        _("Share of the surplus earned by members' work that goes to the reserve nobody can divide."),
        "bp",
    ),
    PolicyKind(
        "federation.split_education_bp",
        _("Share of the surplus earned by members' work that goes to the co-op's education fund."),
        "bp",
    ),
    PolicyKind(
        "federation.split_solidarity_bp",
        _("Share of the surplus earned by members' work that goes to the federation's solidarity fund."),
        "bp",
    ),
    PolicyKind(
        "federation.patronage_basis",
        _("What the members' part is shared by: paid hours, or paid hours times the hourly wage."),
        "code",
        BASES,
    ),
    PolicyKind(
        "federation.patronage_cash_bp",
        _("Share of each member's patronage that is paid in cash, rounded up to the cent; the rest is kept."),
        "bp",
    ),
    PolicyKind(
        "federation.capital_account_interest_bp",
        _("Interest for the year on the capital accounts, taken from the surplus before it is shared."),
        "bp",
    ),
    PolicyKind(
        "federation.loss_reserve_bp",
        _(
            "Share of a loss that the indivisible reserve carries; the members' capital accounts carry the rest."
        ),
        "bp",
    ),
    PolicyKind("federation.dues_rate_bp", _("Dues as a share of the wages a co-op paid in the year."), "bp"),
    PolicyKind("federation.dues_minimum", _("The least a co-op pays in dues for a year."), "amount"),
    PolicyKind(
        "federation.dues_waived_for",
        _("Classes of co-ops that pay no dues."),
        "codes",
        dict(Affiliation.Class.choices),
    ),
)

declare(
    PolicyKind(
        "federation.qualified_cash_bp",
        _("The least part of a share that must be paid in money for its notice to be qualified."),
        "bp",
    ),
    PolicyKind(
        "federation.patr_floor",
        _("From which sum in a year on a Form 1099-PATR is filed for a member."),
        "amount",
    ),
    PolicyKind(
        "federation.notice_kind",
        _("Whether what is kept counts as the member's income now (qualified) or when it is paid out."),
        "code",
        {
            "qualified": _("as income now (qualified)"),
            "nonqualified": _("as income when it is paid out (nonqualified)"),
        },
    ),
    PolicyKind(
        "federation.redemption_years",
        _("After how many years what was kept of a share is to be paid out."),
        "count",
    ),
)
