"""Policies about delegates, members, pay and dues. Where nothing is adopted, the page says so and nothing is checked,
except where an act cannot do without."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import YES_NO, PolicyKind, declare
from commonwork.federation.models import Affiliation, BuyInPlan, SeatRule

declare(
    PolicyKind(
        "federation.seats_method",
        _("How the seats of a body of delegates are shared."),
        "code",
        dict(SeatRule.Way.choices),
    ),
    PolicyKind("federation.seats_count", _("How many seats a body of delegates has."), "count"),
    PolicyKind("federation.seats_floor", _("The least seats a co-op has in a body of delegates."), "count"),
    PolicyKind(
        "federation.seats_cap",
        _("The most seats a co-op has in a body of delegates; 0 means no limit."),
        "count",
    ),
    PolicyKind("federation.class_seats_member", _("Seats of a member co-op, by class."), "count"),
    PolicyKind("federation.class_seats_start_up", _("Seats of a start-up, by class."), "count"),
    PolicyKind("federation.delegate_term_days", _("How long a delegate sits."), "days"),
    PolicyKind(
        "federation.classes_that_vote",
        _("Classes of co-ops that send delegates."),
        "codes",
        dict(Affiliation.Class.choices),
    ),
    PolicyKind(
        "federation.visit_needed",
        _("Whether peers visit a co-op before the delegates admit it."),
        "code",
        YES_NO,
    ),
    PolicyKind("federation.dues_maximum", _("The most a co-op pays in dues for a year."), "amount"),
    PolicyKind(
        "federation.dues_hour_value",
        _("What an hour of work counts for when dues are paid in hours."),
        "amount",
    ),
    PolicyKind("federation.share_price", _("The price of a member's share."), "amount"),
    PolicyKind("federation.share_down_payment", _("What is paid at once for a share."), "amount"),
    PolicyKind("federation.share_instalment", _("What is then kept from each pay for the share."), "amount"),
    PolicyKind(
        "federation.share_instalment_every",
        _("How often an instalment for a share is kept from the pay."),
        "code",
        dict(BuyInPlan.Every.choices),
    ),
    PolicyKind(
        "federation.share_nonrefundable_bp",
        _("Part of a share that goes to the indivisible reserve and is not paid back."),
        "bp",
    ),
    PolicyKind("federation.candidacy_days", _("How long somebody is a candidate at least."), "days"),
    PolicyKind(
        "federation.exit_instalments", _("In how many parts a member who leaves is paid out."), "count"
    ),
    PolicyKind("federation.exit_months_between", _("Months between two parts of a pay-out."), "count"),
    PolicyKind("federation.living_wage", _("The hourly wage that counts as a living wage."), "amount"),
    PolicyKind(
        "federation.pay_ratio_limit_bp",
        _("The highest hourly wage at most, as a share of the lowest in the co-op."),
        "bp",
    ),
    PolicyKind(
        "federation.full_time_hours", _("Paid hours a year that count as one full-time job."), "count"
    ),
)
