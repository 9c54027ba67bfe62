"""More facts of the year-end: steps checked, the tax mode, splits, consents, notices, old shares paid out."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.federation.fact_words import day_of
from commonwork.federation.facts import AGAIN, TAKE_BACK
from commonwork.record.kinds import Kind, declare
from commonwork.registry.models import Organisation


def _mode(data: Mapping[str, Any]) -> object:
    return Organisation.TaxMode(data.get("tax_mode", "")).label


declare(
    Kind("federation.year_end.checked", _("A step of the year-end {year} of {organisation} was checked.")),
    Kind(
        "federation.tax_mode.said",
        _("{organisation} is taxed as: {mode}."),
        receipt=_("How the co-op is taxed is on record"),
        undo=_("Say it again, as long as the year is not shared."),
        words={"mode": _mode},
    ),
    Kind(
        "federation.split.adopted",
        _("The members of {organisation} adopted how a surplus is split from {starts_on} on."),
        receipt=_("The split is adopted"),
        undo=_("Adopt another split, as long as no year is shared by this one."),
        words={"starts_on": day_of("starts_on")},
        is_public=True,
    ),
    Kind(
        "federation.consent.given",
        _("{person} agreed to count notices of {organisation} as income."),
        receipt=_("The consent is on file"),
        undo=_("Revoke it; it then no longer holds from the next tax year on."),
    ),
    Kind(
        "federation.consent.revoked",
        _("{person} revoked the consent to notices of {organisation}."),
        receipt=_("The consent is revoked"),
        undo=_("Put a new consent on file."),
    ),
    Kind(
        "federation.year_end.notices_issued",
        _("{organisation} issued {count} notices for {year}."),
        receipt=_("The notices are issued"),
        undo=TAKE_BACK,
    ),
    Kind(
        "federation.redemption.paid",
        _("{organisation} paid out {amount} of old shares, from {first_year} to {last_year}."),
        receipt=_("The old shares are paid out"),
        undo=TAKE_BACK,
    ),
    Kind(
        "federation.redemption.taken_back",
        _("{organisation} took back a payment of {amount} of old shares."),
        receipt=_("The payment is taken back"),
        undo=AGAIN,
    ),
)
