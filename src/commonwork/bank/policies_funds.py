"""The policies of funds, gauges and payouts. Their values are adopted by a body, never written here."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare

declare(
    PolicyKind(
        "bank.attribution",
        _(
            "By which rule a gift is followed into loans: in proportion to all money of the fund, or first in, first out."
        ),
        "code",
        {"in-proportion": _("in proportion"), "first-in-first-out": _("first in, first out")},
    ),
    PolicyKind(
        "bank.cash_floor_bp", _("The share of the loan fund that stays in cash and is not lent."), "bp"
    ),
    PolicyKind(
        "bank.pledge_weight_bp",
        _("The share of promised gifts that the liquidity plan counts on."),
        "bp",
    ),
    PolicyKind(
        "bank.charge_off_bp", _("The share of loans lost in a usual year, for the loss reserve."), "bp"
    ),
    PolicyKind(
        "bank.charge_off_more_bp",
        _("What is added to the usual rate of loss for what lies ahead, for the loss reserve."),
        "bp",
    ),
    PolicyKind("bank.net_worth_least_bp", _("The net worth the bank keeps at least, of its assets."), "bp"),
    PolicyKind(
        "bank.single_borrower_bp", _("The share of net worth one borrower may owe at most, unsecured."), "bp"
    ),
    PolicyKind(
        "bank.single_borrower_secured_bp",
        _("The share of net worth one borrower may owe at most where the loan is fully secured."),
        "bp",
    ),
    PolicyKind(
        "bank.loans_most_of_net_worth_bp", _("All business loans together, of net worth, at most."), "bp"
    ),
    PolicyKind("bank.loans_most_of_assets_bp", _("All business loans together, of assets, at most."), "bp"),
    PolicyKind(
        "bank.one_place_bp",
        _("The share of net worth that loans to co-ops of one place may reach at most."),
        "bp",
    ),
    PolicyKind(
        "bank.one_trade_bp",
        _("The share of net worth that loans to co-ops of one trade may reach at most."),
        "bp",
    ),
    PolicyKind(
        "bank.past_due_days", _("From how many days past due on a loan is reported as past due."), "days"
    ),
    PolicyKind(
        "bank.past_due_most_bp", _("The share of loans reported as past due that is still acceptable."), "bp"
    ),
    PolicyKind(
        "bank.payout_releases", _("How many people must release a payout file, its maker left out."), "count"
    ),
)
