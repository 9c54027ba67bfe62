"""Checking a step of a year-end off, and saying how the co-op is taxed: nothing is posted by either."""

from datetime import datetime

from commonwork.federation.models import CheckedStep, YearEnd
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class AlreadyChecked(Refusal):
    sentence = sentence("This step is checked already.")
    status = 409


class NoSuchTaxMode(Refusal):
    sentence = sentence("There is no way of being taxed called {mode}.")
    field = "tax_mode"


@act
def check(*, year_end: YearEnd, step: str, by: Who, at: datetime) -> YearEnd:
    """Somebody looked at the figures of a step and agreed. Raises AlreadyChecked."""
    year_end = (
        YearEnd.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=year_end.pk)
    )
    _row, is_new = CheckedStep.objects.get_or_create(
        year_end=year_end, step=step, defaults={"checked_by": ref(by), "checked_at": at}
    )
    if not is_new:
        raise AlreadyChecked()
    state(
        "federation.year_end.checked",
        subject=year_end,
        by=by,
        at=at,
        organisation=year_end.organisation,
        data={"year": year_end.year, "step": step},
    )
    return year_end


@act
def say_tax_mode(*, organisation: Organisation, tax_mode: str, by: Who, at: datetime) -> Organisation:
    """How a co-op is taxed, from now on; years that are shared keep theirs. Raises NoSuchTaxMode."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if tax_mode not in set(Organisation.TaxMode.values) - {""}:
        raise NoSuchTaxMode(mode=tax_mode)
    organisation.tax_mode = tax_mode
    organisation.save(update_fields=["tax_mode"])
    state(
        "federation.tax_mode.said",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"tax_mode": tax_mode},
    )
    return organisation
