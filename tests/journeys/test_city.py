"""A city for benchmarks: drawn from a seed, made by bulk acts, whole or not at all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commonwork.access.models import RoleHolding
from commonwork.books import queries as books
from commonwork.books.actions import months, openings
from commonwork.charter import queries as charter
from commonwork.federation.models import Hours, Wage
from commonwork.federation.queries.hours import labour
from commonwork.record.models import About, Fact
from commonwork.record.queries import tell, trail
from commonwork.registry.actions import memberships, organisation_lists, people, people_lists
from commonwork.registry.clock import at_time
from commonwork.registry.models import Body, BodySeat, Membership, Network, Organisation, Person
from commonwork.site.management.commands import season as command
from commonwork.site.season import city, city_books
from commonwork.site.season.city_plan import CITY, Scale, SizesDoNotFit, coops, sizes, year
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
SMALL = Scale(coops=3, members=30, residents=50)
DAY = date(2016, 1, 1)
WHEN: dict[str, Any] = {"by": "system/test", "at": at_time(DAY)}


ground = kept_world(city._ground)  # the demo network and the policies a city stands on
made = kept_world(lambda: city.make(seed=1, scale=SMALL))


class Undone(Exception):
    """Ends a trial."""


def drawn(seed: int) -> list[list[tuple[Any, ...]]]:
    """What a city of this seed consists of; the database is afterwards as it was."""
    found: list[list[tuple[Any, ...]]] = []
    try:
        with transaction.atomic():
            city.make(seed=seed, scale=SMALL)
            ours = Organisation.objects.filter(key__startswith="city_").order_by("key")
            found = [
                list(ours.values_list("key", "name", "trade", "stage", "stages__starts_on")),
                list(Person.objects.order_by("key").values_list("key", "name")),
                sorted(Membership.objects.values_list("person__key", "organisation__key", "starts_on")),
                sorted(BodySeat.objects.values_list("person__key", "body__key", "starts_on")),
                sorted(Wage.objects.values_list("person__key", "hourly_wage_minor")),
                sorted(Hours.objects.values_list("person__key", "starts_on", "minutes")),
                [
                    (coop.key, row.code, row.balance_minor)
                    for coop in ours
                    for row in books.trial_balance(coop, on=date(2016, 12, 31))
                ],
            ]
            raise Undone
    except Undone:
        return found


def test_the_same_seed_makes_the_same_city_and_another_seed_another(ground: None) -> None:
    first = drawn(7)
    assert [len(rows) for rows in first[:6]] == [3, 50, 30, 50, 30, 30 * 12]
    assert drawn(7) == first
    other = drawn(8)
    assert [one == two for one, two in zip(first, other, strict=True)][4:] == [False, False, False]
    assert first[1] == other[1], "people are numbered, whatever the seed"


def test_the_whole_city_has_500_coops_of_6_to_200_members_adding_to_30000() -> None:
    found = list(coops(1, CITY))
    assert len(found) == 500
    assert sum(coop.size for coop in found) == 30_000
    assert min(coop.size for coop in found) >= 6
    assert 100 < max(coop.size for coop in found) <= 200
    assert [one.first_member + one.size for one in found[:-1]] == [one.first_member for one in found[1:]]
    assert CITY.residents == 150_000


@pytest.mark.parametrize("members", [17, 601])  # 3 co-ops hold 18 to 600 members
def test_a_city_whose_members_do_not_fit_its_coops_is_refused(members: int) -> None:
    with pytest.raises(SizesDoNotFit):
        sizes(1, Scale(coops=3, members=members, residents=0))


def test_figures_of_a_coops_year_fit_together() -> None:
    coop = next(coops(1, SMALL))
    said = year(1, coop)
    owned = sum(said.opening.capital) + 50_000 * coop.size + said.opening.reserve
    assert said.opening.cash + said.opening.equipment == owned
    assert len(said.months) == len(said.hours) == 12
    march = sum(count * wage for count, wage in zip(said.hours[2], said.wages, strict=True))
    assert said.months[2].member_wages == march
    assert said.months[2].costs == march + sum(
        (said.months[2].materials, said.months[2].other_wages, said.months[2].other_costs)
    )


def test_a_city_loads_the_demo_network_and_stands_on_the_golden_seasons_policies() -> None:
    said: list[str] = []
    city.make(seed=1, scale=SMALL, tell=said.append)
    network = Network.objects.get()
    assert network.is_demo
    assert charter.value("federation.split_solidarity_bp", on=DAY) == 500
    assert charter.value("assembly.rule", on=DAY) == "approval-while-fits"
    assert [sentence.split(" ")[0] for sentence in said] == ["3", "50", "30"]
    assert BodySeat.objects.filter(body__key="peoples_assembly", starts_on=DAY).count() == 50
    assert set(Person.objects.values_list("is_invented", flat=True)) == {True}
    assert all(name.endswith("(invented)") for name in Person.objects.values_list("name", flat=True))
    assert not RoleHolding.objects.exists(), "nobody in it has a role"


@pytest.mark.season
def test_a_city_fits_beside_the_golden_season_and_adopts_nothing_again() -> None:
    adopted = Fact.objects.filter(kind="charter.policy.adopted")
    bank = Organisation.objects.get(key="bank")
    end = date(2017, 3, 31)
    before = (adopted.count(), books.trial_balance(bank, on=end))
    city.make(seed=1, scale=SMALL)
    assert (adopted.count(), books.trial_balance(bank, on=end)) == before
    assert Organisation.objects.filter(key__startswith="city_").count() == 3


def test_books_of_the_city_balance_and_agree_with_its_hours(made: None) -> None:
    coop = Organisation.objects.get(key="city_coop_002")
    plan = list(coops(1, SMALL))[1]
    said = year(1, plan)
    end = date(2016, 12, 31)
    shown = {row.code: row.balance_minor for row in books.trial_balance(coop, on=end)}
    assert sum(shown.values()) == 0
    assert shown["5100"] == sum(month.member_wages for month in said.months)
    assert -shown["4000"] == sum(month.sales for month in said.months)
    assert -shown["3000"] == 50_000 * plan.size
    assert len(books.parties(coop, "3100")) == plan.size
    done = labour(coop, starts_on=DAY, ends_on=date(2017, 1, 1), basis="hours_x_wage")
    assert sum(done.weights.values()) == shown["5100"] * 60  # minutes x cents an hour


def test_a_city_is_made_by_bulk_facts_that_name_its_people(made: None) -> None:
    kinds = list(Fact.objects.exclude(kind__startswith="charter.").values_list("kind", flat=True))
    counts = {
        kind: kinds.count(kind)
        for kind in set(kinds)
        if kind.startswith("registry.")
        and kind.rpartition(".")[2] in {"recorded", "began", "taken", "filled"}
    }
    counts.pop("registry.organisation.recorded")  # those of the network file
    assert counts == {
        "registry.organisations.recorded": 1,
        "registry.people.recorded": 1,
        "registry.memberships.began": 3,
        "registry.seats.taken": 1,
        "registry.books.filled": 3,
    }
    assert About.objects.filter(fact__kind="registry.seats.taken").count() == 50 + 2  # body and actor
    ada = Person.objects.get(key="city_person_000001")
    assert {fact.kind for fact in trail(ada)} == {
        "registry.people.recorded",
        "registry.memberships.began",
        "registry.seats.taken",
        "federation.wages.set",
        "federation.hours.recorded",
    }
    sentences = {one.kind.code: str(one.sentence) for one in tell(trail(ada))}
    assert sentences["registry.people.recorded"].startswith("50 people were added")
    assert sentences["registry.memberships.began"].endswith("(invented) at once as worker-owner.")


def test_many_people_are_taken_in_batches(monkeypatch: pytest.MonkeyPatch, ground: None) -> None:
    monkeypatch.setattr(city, "BATCH", 20)
    city.make(seed=1, scale=Scale(coops=3, members=45, residents=30))
    taken = Fact.objects.filter(kind="registry.seats.taken").order_by("pk")
    assert [fact.data["count"] for fact in taken] == [20, 10]
    recorded = Fact.objects.filter(kind="registry.people.recorded").order_by("pk")
    assert [fact.data["count"] for fact in recorded] == [20, 20, 5]


def test_a_second_city_is_refused_and_changes_nothing(made: None) -> None:
    facts = Fact.objects.count()
    with pytest.raises(city.CityIsMade):
        city.make(seed=2, scale=SMALL)
    assert Fact.objects.count() == facts


def test_a_city_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fill = city_books.fill

    def fail_at_the_third(**arguments: Any) -> Organisation:
        if arguments["organisation"].key == "city_coop_003":
            raise RuntimeError("the power went out")
        return fill(**arguments)

    monkeypatch.setattr(city_books, "fill", fail_at_the_third)
    with pytest.raises(RuntimeError):
        city.make(seed=1, scale=SMALL)
    assert not Fact.objects.exists()
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


def test_the_command_makes_a_city_of_the_seed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ground: None
) -> None:
    monkeypatch.setattr(command, "CITY", SMALL)
    call_command("season", "--scale", "city", "--seed", "5")
    assert "3 co-ops are in the register." in capsys.readouterr().out
    names = [coop.name for coop in coops(5, SMALL)]
    ours = Organisation.objects.filter(key__startswith="city_").order_by("key")
    assert list(ours.values_list("name", flat=True)) == names


@pytest.mark.parametrize("asked", [("--seed", "5"), ("season.toml", "--scale", "city")])
def test_the_command_refuses_what_does_not_go_together(asked: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("season", *asked)
    assert refused.value.returncode == 2
    assert not Fact.objects.exists()


def test_a_book_that_holds_something_is_not_filled_and_a_filled_one_not_recorded_again(made: None) -> None:
    coop = Organisation.objects.get(key="city_coop_001")
    plan = next(coops(1, SMALL))
    with pytest.raises(openings.AlreadyOpened):
        city_books.fill(organisation=coop, members=["x"] * plan.size, year=year(1, plan), on=DAY, **WHEN)
    amounts = dict.fromkeys(
        ("materials_minor", "member_wages_minor", "other_wages_minor", "other_costs_minor"), 0
    )
    with pytest.raises(months.MonthRecorded):
        months.record(organisation=coop, month=date(2016, 5, 1), sales_minor=1, **amounts, **WHEN)


@pytest.fixture
def town() -> tuple[Organisation, Body, list[Person]]:
    """A bakery, a council and two people, in a network."""
    Network.objects.create(name="Town")
    people_lists.record_many(
        names={"ada": "Ada (invented)", "ben": "Ben (invented)"}, is_invented=True, **WHEN
    )
    bakery = organisation_lists.NewOrganisation("bakery", "Bakery", "co-op", "bread", "member", DAY)
    organisation_lists.record_many(organisations=[bakery], **WHEN)
    council = Body.objects.create(key="council", name="Council", kind=Body.Kind.COUNCIL)
    return Organisation.objects.get(), council, list(Person.objects.order_by("key"))


def test_organisations_of_a_list_stand_in_the_register_with_their_stage(town: Any) -> None:
    bakery, _, _ = town
    assert (bakery.key, bakery.kind, bakery.trade, bakery.stage) == ("bakery", "co-op", "bread", "member")
    assert list(bakery.stages.values_list("stage", "starts_on")) == [("member", DAY)]


Refused = Callable[[Organisation, Body, list[Person]], object]


@pytest.mark.parametrize(
    ("refusal", "attempt"),
    [
        (
            memberships.AlreadyMember,
            lambda bakery, _, both: memberships.begin_many(
                organisation=bakery, people=both, class_code="member", on=DAY, **WHEN
            ),
        ),
        (
            memberships.AlreadySeated,
            lambda _, council, both: memberships.take_seats(body=council, people=both, on=DAY, **WHEN),
        ),
        (
            memberships.NobodyNamed,
            lambda _, council, both: memberships.take_seats(body=council, people=[], on=DAY, **WHEN),
        ),
        (
            people.KeyTaken,
            lambda *_: people_lists.record_many(names={"cleo": "Cleo", "ben": "Ben"}, **WHEN),
        ),
        (people_lists.NothingToTakeIn, lambda *_: people_lists.record_many(names={}, **WHEN)),
        (
            organisation_lists.AlreadyInTheRegister,
            lambda *_: organisation_lists.record_many(
                organisations=[
                    organisation_lists.NewOrganisation("cafe", "Café", "co-op"),
                    organisation_lists.NewOrganisation("bakery", "Bakery", "co-op"),
                ],
                **WHEN,
            ),
        ),
        (
            organisation_lists.NothingToEnter,
            lambda *_: organisation_lists.record_many(organisations=[], **WHEN),
        ),
    ],
)
def test_a_bulk_act_takes_all_or_none(town: Any, refusal: type[Exception], attempt: Refused) -> None:
    bakery, council, both = town
    ben = both[1]
    memberships.begin(person=ben, organisation=bakery, class_code="member", on=DAY, **WHEN)
    memberships.take_seat(body=council, person=ben, on=DAY, **WHEN)
    facts = Fact.objects.count()
    with pytest.raises(refusal):
        attempt(bakery, council, both)
    assert Fact.objects.count() == facts
    assert (Person.objects.count(), Organisation.objects.count()) == (2, 1)
    assert (Membership.objects.count(), BodySeat.objects.count()) == (1, 1)


def test_who_left_may_join_again_in_bulk(town: Any) -> None:
    bakery, _, both = town
    for person in both:
        memberships.begin(person=person, organisation=bakery, class_code="worker", on=DAY, **WHEN)
    later = date(2016, 7, 1)
    for row in Membership.objects.all():
        memberships.end(membership=row, on=later, **WHEN)
    memberships.begin_many(organisation=bakery, people=both, class_code="member", on=later, **WHEN)
    assert Membership.objects.filter(class_code="member", starts_on=later).count() == 2


def test_without_a_network_nothing_is_taken_in() -> None:
    with pytest.raises(people_lists.NoNetworkYet):
        people_lists.record_many(names={"ada": "Ada (invented)"}, **WHEN)
    with pytest.raises(people_lists.NoNetworkYet):
        organisation_lists.record_many(
            organisations=[organisation_lists.NewOrganisation("cafe", "Café", "co-op")], **WHEN
        )


def test_a_network_without_an_assembly_is_refused() -> None:
    Network.objects.create(name="Town")
    with pytest.raises(city.NoAssembly):
        city.make(seed=1, scale=SMALL)
    assert not Fact.objects.exists()
