"""Policies and principles: versions adopted from a day on, read as of a day."""

from datetime import date
from typing import Any

import pytest

from commonwork.charter import queries
from commonwork.charter.actions import policies, principles
from commonwork.charter.kinds import POLICIES, PolicyKind, declare, in_words
from commonwork.charter.models import Policy, Principle
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.registry.actions import organisations
from commonwork.registry.models import Organisation
from tests.registry.make import MOMENT, network

pytestmark = pytest.mark.django_db
SHARE = "test.share_bp"
YEAR_2016, YEAR_2017 = date(2016, 1, 1), date(2017, 1, 1)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = [
        PolicyKind(SHARE, "The share of the surplus that goes to the test.", "bp"),
        PolicyKind("test.limit", "The most a test may cost.", "amount"),
        PolicyKind("test.count", "How many tests there are.", "count"),
        PolicyKind("test.days", "How long a test takes.", "days"),
        PolicyKind("test.mode", "How a test is done.", "code", {"slow": "with care", "quick": "in haste"}),
        PolicyKind("test.classes", "Who is tested.", "codes", {"start-up": "start-ups", "member": "members"}),
        PolicyKind("test.name", "What the test is called.", "text"),
    ]
    for kind in kinds:
        monkeypatch.setitem(POLICIES, kind.code, kind)


def adopt(
    value: Any, on: date = YEAR_2016, *, code: str = SHARE, organisation: Organisation | None = None
) -> Any:
    return policies.adopt(
        code=code,
        value=value,
        starts_on=on,
        organisation=organisation,
        adopted_by="registry.body/assembly",
        source="minutes of the assembly",
        **MOMENT,
    )


def coop(key: str) -> Organisation:
    return organisations.record(key=key, name=key.title(), kind="co-op", **MOMENT)


def test_a_value_counts_from_its_day_until_the_next_one() -> None:
    network()
    adopt(500)
    adopt(800, YEAR_2017)
    assert queries.value(SHARE, on=date(2016, 12, 31)) == 500
    assert queries.value(SHARE, on=YEAR_2017) == 800


def test_before_anything_is_adopted_nothing_is_assumed() -> None:
    network()
    adopt(500)
    with pytest.raises(queries.PolicyMissing, match=SHARE):
        queries.value(SHARE, on=date(2015, 12, 31))


def test_an_organisations_own_value_goes_before_the_networks_however_old_it_is() -> None:
    network()
    farm, cafe = coop("farm"), coop("cafe")
    adopt(500, organisation=farm)
    adopt(800, YEAR_2017)
    assert queries.value(SHARE, on=YEAR_2017, organisation=farm) == 500
    assert queries.value(SHARE, on=YEAR_2017, organisation=cafe) == 800
    with pytest.raises(queries.PolicyMissing):
        queries.value(SHARE, on=YEAR_2016, organisation=cafe)


def test_adopting_again_for_the_same_day_replaces_the_value_and_both_stay_facts() -> None:
    here = network()
    adopt(500)
    adopt(600)
    assert queries.value(SHARE, on=YEAR_2016) == 600
    assert Policy.objects.count() == 1
    assert [fact.data["value"] for fact in trail(here)] == [600, 500]


def test_an_adoption_is_told_in_words() -> None:
    told = tell(trail(adopt(1750) if network() else ""))[0]
    assert told.sentence == (
        "The policy “The share of the surplus that goes to the test” is 17.5\u00a0% from 2016-01-01 on."
    )


FITS: list[tuple[str, Any, str]] = [
    (SHARE, 0, "0\u00a0%"),
    ("test.limit", "1102.50", "$1,102.50"),
    ("test.count", 3, "3"),
    ("test.days", 1, "1 day"),
    ("test.days", 30, "30 days"),
    ("test.mode", "slow", "with care"),
    ("test.classes", ["start-up", "member"], "start-ups, members"),
    ("test.classes", [], ""),
    ("test.name", "loan fund", "loan fund"),
]


@pytest.mark.parametrize(("code", "value", "words"), FITS)
def test_a_value_that_fits_is_adopted_and_said_in_words(code: str, value: Any, words: str) -> None:
    network()
    adopt(value, code=code)
    assert queries.value(code, on=YEAR_2016) == value
    assert in_words(code, value) == words


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (SHARE, -1),
        (SHARE, True),
        (SHARE, 5.0),
        (SHARE, "500"),
        ("test.limit", 1102),
        ("test.limit", "a lot"),
        ("test.limit", "NaN"),
        ("test.limit", "1.005"),
        ("test.limit", "-1.00"),
        ("test.mode", "fast"),
        ("test.mode", ["slow"]),
        ("test.classes", ["sponsor"]),
        ("test.classes", [["member"]]),
        ("test.classes", "member"),
        ("test.name", None),
    ],
)
def test_a_value_that_does_not_fit_is_refused(code: str, value: Any) -> None:
    network()
    with pytest.raises(policies.NotAPolicyValue):
        adopt(value, code=code)
    assert not Policy.objects.exists() and not Fact.objects.exists()


def test_a_policy_nobody_asks_for_is_refused() -> None:
    network()
    with pytest.raises(policies.NoSuchPolicy, match=r"test\.nonsense"):
        adopt(1, code="test.nonsense")


def test_without_a_network_nobody_can_adopt_for_it() -> None:
    with pytest.raises(policies.NoNetworkYet):
        adopt(500)
    assert not Policy.objects.exists()


def test_a_policy_declared_twice_with_another_meaning_is_an_error() -> None:
    with pytest.raises(AssertionError, match="declared twice"):
        declare(PolicyKind(SHARE, "Something else.", "bp"))


def test_principles_are_a_list_and_the_latest_list_counts() -> None:
    network()
    for day, names in ((YEAR_2016, ["Democracy"]), (YEAR_2017, ["Democracy", "Solidarity"])):
        principles.adopt(principles=[{"name": name} for name in names], on=day, **MOMENT)
    assert [row.name for row in queries.principles(on=date(2016, 6, 1))] == ["Democracy"]
    assert [(row.number, row.name) for row in queries.principles(on=YEAR_2017)] == [
        (1, "Democracy"),
        (2, "Solidarity"),
    ]
    assert list(queries.principles(on=date(2015, 1, 1))) == []


def test_a_list_adopted_again_on_its_day_is_one_list() -> None:
    network()
    for names in (["Democracy", "Solidarity"], ["Democracy"]):
        principles.adopt(principles=[{"name": name} for name in names], on=YEAR_2016, **MOMENT)
    assert Principle.objects.get().name == "Democracy"
    assert Fact.objects.filter(kind="charter.principles.adopted").count() == 2
