"""The facts that claims and budgets state. No sentence names a person: some of them stand in open books."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare
from commonwork.ui.dates import day

_TAKE_BACK = _("Those who keep the books can take this step back by a counter-entry. Nothing is erased.")


def step_name(data: Mapping[str, Any]) -> object:
    """What was taken back, in words."""
    return _("payment") if data.get("step") == "payment" else _("approval")


def first_day(data: Mapping[str, Any]) -> object:
    """The first day of a budget, in words."""
    return day(date.fromisoformat(data["starts_on"]))


declare(
    Kind("books.claim.drafted", _("A claim on {organisation} was written down.")),
    Kind(
        "books.claim.submitted",
        _("{organisation} was asked to pay a claim of {amount}."),
        receipt=_("The claim is sent"),
        undo=_("Withdraw the claim before it is approved. Nothing is owed by asking."),
    ),
    Kind("books.claim.withdrawn", _("A claim on {organisation} was withdrawn.")),
    Kind("books.claim.returned", _("A claim of {amount} was sent back with a reason.")),
    Kind(
        "books.claim.approved",
        _("{organisation} approved a claim of {amount}."),
        receipt=_("The claim is approved"),
        undo=_TAKE_BACK,
    ),
    Kind(
        "books.claim.paid",
        _("{organisation} paid a claim of {amount}."),
        receipt=_("The claim is paid"),
        undo=_TAKE_BACK,
    ),
    Kind(
        "books.claim.taken_back",
        _("{organisation} took back the {step_name} of a claim of {amount}."),
        receipt=_("A step of the claim is taken back"),
        undo=_("Approve or pay the claim again."),
        words={"step_name": step_name},
    ),
    Kind("books.claim.erased", _("What was written in a claim on {organisation} was erased.")),
    Kind(
        "books.budget.adopted",
        _("{organisation} adopted a budget from {first_day}: {amount} to spend."),
        receipt=_("The budget is adopted"),
        undo=_("Adopt a new version. The old one stays to be read."),
        is_public=True,
        words={"first_day": first_day},
    ),
    Kind(
        "books.budget.replaced",
        _("{organisation} replaced its budget from {first_day} by version {version}: {amount} to spend."),
        receipt=_("The budget is replaced"),
        undo=_("Adopt a new version. The old one stays to be read."),
        is_public=True,
        words={"first_day": first_day},
    ),
)
