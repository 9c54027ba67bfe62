"""How a co-op is taxed is said by one act, whether from the year-end or from the profile."""

from typing import Any

import pytest

from commonwork.federation.actions import profiles, tax_modes
from commonwork.federation.models import CoopProfile
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from tests.rooms.federation.make import BY, NEW_YEAR, noon, town
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"by": BY, "at": noon(NEW_YEAR)}
SAID = "federation.tax_mode.said"


def _farm() -> Organisation:
    return town().coop("freedom_farm", "Freedom Farms")


farm = kept_world(_farm)


def keep(coop: Organisation, legal_form: str = "llc", tax_mode: str = "") -> Organisation:
    return profiles.keep(
        organisation=coop, legal_form=legal_form, tax_mode=tax_mode, trades="", contacts={}, **WHEN
    )


def said() -> list[str]:
    return [fact.data["tax_mode"] for fact in Fact.objects.filter(kind=SAID).order_by("pk")]


def test_both_ways_leave_the_same_fact(farm: Organisation) -> None:
    keep(farm, tax_mode="partnership")
    tax_modes.say(organisation=farm, tax_mode="subchapter-t", **WHEN)
    assert said() == ["partnership", "subchapter-t"]
    assert Organisation.objects.get(key="freedom_farm").tax_mode == "subchapter-t"


def test_a_profile_with_the_mode_it_had_says_nothing_again(farm: Organisation) -> None:
    keep(farm, tax_mode="partnership")
    keep(farm, tax_mode="partnership")
    assert said() == ["partnership"]


def test_a_legal_body_is_not_taxed_in_a_way_that_does_not_fit(farm: Organisation) -> None:
    keep(farm, "partnership", "partnership")
    with pytest.raises(tax_modes.TaxModeDoesNotFit):
        tax_modes.say(organisation=farm, tax_mode="subchapter-t", **WHEN)
    with pytest.raises(tax_modes.TaxModeDoesNotFit):
        keep(farm, "worker-coop-corporation", "partnership")
    with pytest.raises(tax_modes.TaxModeDoesNotFit):
        keep(farm, "nonprofit-project", "subchapter-t")
    assert said() == ["partnership"]
    assert CoopProfile.objects.get().legal_form == "partnership", "the refused profile is not half kept"


def test_what_was_said_is_not_unsaid(farm: Organisation) -> None:
    keep(farm, tax_mode="partnership")
    with pytest.raises(profiles.TaxModeWasSaid):
        keep(farm)
    assert Organisation.objects.get(key="freedom_farm").tax_mode == "partnership"
