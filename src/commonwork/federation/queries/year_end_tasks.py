"""The year-end as a list of tasks: which there are for a co-op, which are done, and which comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.federation.models import YearEnd
from commonwork.federation.queries.tax_paths import Path, path_of
from commonwork.registry.models import Organisation

TITLES: dict[str, Any] = {
    "taxes": _("Say how the co-op is taxed"),
    "close": _("Close the books"),
    "surplus": _("Check the surplus"),
    "sources": _("What members' work earned, and the rest"),
    "split": _("Split it by what you adopted"),
    "allocation": _("Each member's share"),
    "cash": _("In cash, and kept"),
    "losses": _("Losses"),
    "interest": _("Interest on capital accounts"),
    "share": _("Share the surplus"),
    "carry": _("Carry the loss"),
    "notices": _("Write to the members"),
    "payment": _("Pay the cash part"),
    "forms": _("Forms for the tax office"),
    "redemption": _("Pay out old shares"),
    "solidarity": _("Pay the solidarity share"),
}
CHECKED = frozenset(
    {"surplus", "sources", "split", "allocation", "cash", "losses", "interest", "forms", "redemption"}
)
BEFORE_SHARING = frozenset({"surplus", "sources", "split", "allocation", "cash", "losses", "interest"})


@dataclass(frozen=True)
class WizardTask:
    """One task. is_checked: done by looking and agreeing; others are acts."""

    code: str
    is_done: bool
    detail: str = ""

    @property
    def title(self) -> Any:
        """What is to be done."""
        return TITLES[self.code]

    @property
    def is_checked(self) -> bool:
        """Is it done by looking and agreeing?"""
        return self.code in CHECKED


def codes(path: Path, row: YearEnd | None) -> list[str]:
    """The tasks of a year in their order; a loss, a project of a nonprofit and a year without members' parts have
    fewer of them."""
    found = ["taxes", "close", "surplus"]
    if row is not None and row.result_minor < 0:
        return [*found, "losses", "carry"]
    if row is not None and row.result_minor == 0:
        return found
    if not path.pays_people:
        return [*found, "split", "share", "solidarity"]
    found += ["sources", "split", "allocation", "cash", "losses", "interest", "share", "notices", "payment"]
    if path.has_notices or path.has_k1:
        found.append("forms")
    return [*found, "redemption", "solidarity"]


def tasks(organisation: Organisation, row: YearEnd | None) -> list[WizardTask]:
    """All tasks of a year; `row` is None while the year is not closed."""
    path = path_of(organisation, row)
    checked = set(row.checked_steps.values_list("step", flat=True)) if row else set()
    return [WizardTask(code, _is_done(code, organisation, row, checked)) for code in codes(path, row)]


def following(found: Iterable[WizardTask], code: str) -> WizardTask | None:
    """The task after this one, or None after the last."""
    rows = list(found)
    at = next((number for number, one in enumerate(rows) if one.code == code), len(rows))
    return rows[at + 1] if at + 1 < len(rows) else None


def current(found: Iterable[WizardTask]) -> WizardTask | None:
    """The first task that is not done, or None when all are."""
    return next((one for one in found if not one.is_done), None)


def _is_done(code: str, organisation: Organisation, row: YearEnd | None, checked: set[str]) -> bool:
    if code == "taxes":
        return bool(organisation.tax_mode)
    if row is None:
        return False
    is_settled = bool(row.shared_on or row.loss_carried_on)
    return {
        "close": True,
        "share": bool(row.shared_on),
        "carry": bool(row.loss_carried_on),
        "notices": bool(row.notices_issued_on) or (is_settled and not row.individual_minor),
        "payment": bool(row.patronage_paid_on) or (is_settled and not row.cash_minor),
        "solidarity": bool(row.solidarity_paid_on) or (is_settled and not row.solidarity_minor),
    }.get(code, code in checked or (is_settled and code in BEFORE_SHARING))
