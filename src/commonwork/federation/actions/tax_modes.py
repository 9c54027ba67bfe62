"""How a co-op is taxed: the one act that says it, whether from the year-end or from the profile."""

from datetime import datetime

from commonwork.federation.legal_forms import legal_forms
from commonwork.federation.models import CoopProfile
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class NoSuchTaxMode(Refusal):
    sentence = sentence("There is no way of being taxed called {mode}.")
    field = "tax_mode"


class TaxModeDoesNotFit(Refusal):
    sentence = sentence("A body of this kind is not taxed in that way.")
    field = "tax_mode"


@act
def say(*, organisation: Organisation, tax_mode: str, by: Who, at: datetime) -> Organisation:
    """How a co-op is taxed, from now on; years that are shared keep theirs. Raises NoSuchTaxMode, and
    TaxModeDoesNotFit where the profile names a legal body that is not taxed so."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if tax_mode not in set(Organisation.TaxMode.values) - {""}:
        raise NoSuchTaxMode(mode=tax_mode)
    profile = CoopProfile.objects.filter(organisation=organisation).first()
    form = legal_forms().get(profile.legal_form) if profile else None
    if form and tax_mode not in form.tax_modes:
        raise TaxModeDoesNotFit()
    organisation.tax_mode = Organisation.TaxMode(tax_mode)
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
