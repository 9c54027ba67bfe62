"""The rows of the gauges' page: each what it is, its figure, its limit, whether it holds, and who set the limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.bank.queries import concentration, gauges
from commonwork.bank.queries.gauges import Standing
from commonwork.bank.queries.lending import FundPosition
from commonwork.charter.models import Policy
from commonwork.registry.models import Organisation
from commonwork.ui.money import money, percent


@dataclass(frozen=True)
class Gauge:
    """One row. `holds` counts only where every limit behind it is decided; `detail` says who or what it is about."""

    name: Any
    shown: str
    limit: str
    holds: bool
    policies: list[Policy]
    is_decided: bool
    detail: str = ""
    href: str = ""


def rows(
    found: gauges.Gauged, standing: Sequence[Standing], fund: FundPosition, bank: Organisation
) -> list[Gauge]:
    """All gauges of a day, those of the credit unions first, then how loans gather."""
    assert found.gauges is not None
    return [*_prudential(found, found.gauges, standing), *_gathered(found, standing, fund, bank)]


def _gauge(
    name: Any, shown: str, limit: str, holds: bool, policies: Sequence[Policy | None], **more: str
) -> Gauge:
    known = [policy for policy in policies if policy is not None]
    is_decided = len(known) == len(policies)
    return Gauge(name, shown, limit if is_decided else "", holds, known, is_decided, **more)


def _prudential(found: gauges.Gauged, one: Any, standing: Sequence[Standing]) -> list[Gauge]:
    policies, worth = found.policies, found.worth.net_worth_minor
    least, late = policies["net_worth_least_bp"], policies["past_due_most_bp"]
    names = {row.loan.borrower.key: row.loan.borrower.name for row in standing}
    share = concentration.Part("", 1, 1, one.largest[1]).of(worth)
    return [
        _gauge(
            _("Net worth, of assets"),
            percent(one.net_worth_ratio_bp),
            _("at least %(limit)s") % {"limit": percent(least.value) if least else ""},
            bool(least and one.net_worth_ratio_bp >= least.value),
            [least],
        ),
        _gauge(
            _("Loans past due, of all loans"),
            percent(one.past_due_bp),
            _("at most %(limit)s") % {"limit": percent(late.value) if late else ""},
            bool(late and one.past_due_bp <= late.value),
            [policies["past_due_days"], late],
            href=reverse("bank_past_due"),
        ),
        _gauge(
            _("The largest borrower, of net worth"),
            f"{percent(share)} · {money(one.largest[1])}",
            _("at most %(limit)s") % {"limit": money(one.single_most_minor)},
            not one.above,
            [policies["single_borrower_bp"]],
            detail=names.get(one.largest[0], ""),
            href=reverse("bank_portfolio"),
        ),
        _gauge(
            _("All loans together"),
            money(one.loans_minor),
            _("at most %(limit)s") % {"limit": money(one.loans_most_minor)},
            one.room_minor >= 0 and worth > 0,
            [policies["loans_most_of_net_worth_bp"], policies["loans_most_of_assets_bp"]],
        ),
    ]


def _gathered(
    found: gauges.Gauged, standing: Sequence[Standing], fund: FundPosition, bank: Organisation
) -> list[Gauge]:
    worth = found.worth.net_worth_minor
    kinds = (
        (
            _("The largest exposure, of the fund"), concentration.EXPOSURE, concentration.exposures(standing),
            fund.given_minor, reverse("bank_portfolio"),
        ),
        (
            _("Loans in one place, of net worth"), concentration.PLACE, concentration.by_place(standing), worth,
            reverse("bank_by_place"),
        ),
        (
            _("Loans in one trade, of net worth"), concentration.TRADE, concentration.by_trade(standing), worth,
            reverse("bank_by_trade"),
        ),
    )  # fmt: skip
    shown = []
    for name, code, parts, whole, href in kinds:
        one = concentration.largest(code, parts, whole, on=found.on, of=bank)
        limit = percent(int(one.limit.value)) if one.limit else ""
        figure = f"{percent(one.share_bp)} · {money(one.part.principal_minor)}" if one.part else money(0)
        shown.append(
            _gauge(
                name,
                figure,
                _("at most %(limit)s") % {"limit": limit},
                one.holds,
                [one.limit],
                detail=(one.part.name or _("not on file")) if one.part else "",
                href=href,
            )
        )
    return shown
