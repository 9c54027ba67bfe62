"""What became of the teams: survival, people, surplus, by cohort and programme; what is private stays out of the sums."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonwork.charter.actions import policies
from commonwork.federation.models import Hours
from commonwork.incubator import queries
from commonwork.incubator.actions import answers, cohorts
from commonwork.incubator.models import Team
from commonwork.journeys import launches, outcomes
from commonwork.journeys.outcome_sums import added, by_programme, chosen
from commonwork.registry.actions import organisations, people
from commonwork.registry.models import Organisation
from tests.journeys.test_incubator import OPENED, houses
from tests.rooms.incubator import make
from tests.rooms.incubator.season import ready_team, through

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}
ON = date(2017, 6, 1)  # 12 whole months and 30 days after opening


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()  # a test that is rolled back gives its fact's number to the next


@pytest.fixture
def coop() -> Organisation:
    houses()
    team = ready_team()
    cohort = cohorts.open_cohort(
        name="Spring 2016",
        programme="First steps",
        starts_on=date(2016, 3, 1),
        ends_on=date(2016, 6, 1),
        **WHO,
    )
    cohorts.apply(cohort=cohort, team=team, on=date(2016, 3, 11), **WHO)
    cohorts.select(cohort=cohort, team=team, on=date(2016, 3, 12), **WHO)
    team = through(team, "launched")
    members = queries.people_of(team, on=OPENED)
    return launches.launch(team=team, members=members, on=OPENED, share_minor=50_000, **WHO)


def test_a_launched_team_is_counted_in_its_cohort_and_programme(coop: Organisation) -> None:
    row = outcomes.outcomes(on=ON)[0]
    assert (row.state, row.launched_on, row.months, row.members) == ("open", OPENED, 12, 3)
    assert row.survived == (True, None), "three years are not over yet"
    lines = by_programme([row])
    assert [(line.kind, line.name, line.launched, line.people) for line in lines] == [
        ("programme", "First steps", 1, 3),
        ("cohort", "Spring 2016", 1, 3),
    ]


def test_full_jobs_come_from_the_paid_hours_of_twelve_months(coop: Organisation) -> None:
    policies.adopt(
        code="incubator.full_time_hours", value=160, starts_on=date(2016, 1, 1), adopted_by="system/test",
        source="test", **WHO,
    )  # fmt: skip
    for kind, minutes in (("paid", 19_200), ("volunteer", 6_000)):
        Hours.objects.create(
            organisation=coop, person=make.person("Iris"), kind=kind, minutes=minutes,
            starts_on=date(2017, 3, 1), ends_on=date(2017, 4, 1),
        )  # fmt: skip
    # 320 paid hours of 12 x 160 = 1,920 make 0.1667 of a full job
    assert outcomes.outcomes(on=ON)[0].full_jobs == 17


def test_a_closed_co_op_did_not_survive(coop: Organisation) -> None:
    organisations.set_stage(organisation=coop, stage="closed", on=date(2017, 3, 2), **WHO)
    row = outcomes.outcomes(on=ON)[0]
    # opened 2 May 2016, closed 2 March 2017: ten months
    assert (row.state, row.months, row.survived) == ("closed", 10, (False, None))
    assert added([row], "all", "", "").survived == ((0, 1), (0, 0))
    assert chosen([row], part="open") == [] and chosen([row], part="closed") == [row]


def test_a_surplus_counts_only_for_those_who_may_see_the_books(coop: Organisation, client: Client) -> None:
    Organisation.objects.filter(pk=coop.pk).update(has_open_books=False)
    row = outcomes.Outcome(1, "A", (), "open", organisation=coop.key, surplus_minor=500)
    visitor = client.get(reverse("journeys_outcomes")).wsgi_request.user
    assert outcomes.shown_to(visitor, [row])[0].surplus_minor is None
    shown = outcomes.Outcome(1, "A", (), "open", organisation=coop.key, shows_books=True, surplus_minor=500)
    assert outcomes.shown_to(visitor, [shown])[0].surplus_minor == 500
    loans = (outcomes.Lending("x", False, 100, 0, False), outcomes.Lending("y", True, 70, 70, True))
    lent = outcomes.Outcome(1, "A", (), "open", organisation=coop.key, loans=loans)
    assert outcomes.shown_to(visitor, [lent])[0].loans == loans[1:]


def test_anyone_reads_the_sums_and_the_teams_behind_them_without_names(
    client: Client, coop: Organisation
) -> None:
    page = client.get(reverse("journeys_outcomes")).content.decode()
    assert "Spring 2016" in page and "First steps" in page and "part=launched" in page
    behind = client.get(reverse("journeys_outcome_rows"), {"programme": "First steps", "part": "open"})
    assert "The Green Team" in behind.content.decode()
    assert not [name for name in ("Iris", "Jonah", "Kemi") if name in page + behind.content.decode()]
    nobody = client.get(reverse("journeys_outcome_rows"), {"programme": "", "part": "all"})
    assert "No team is behind this figure." in nobody.content.decode()
    assert client.get(reverse("journeys_outcome_rows"), {"part": "weather"}).status_code == 404
    for name in ("journeys_outcomes", "journeys_outcome_rows"):
        file = b"".join(client.get(reverse(name), {"format": "csv"}).streaming_content)  # type: ignore[attr-defined]
        assert b"Spring 2016" in file


def test_before_any_team_the_page_says_so(client: Client) -> None:
    make.incubator()
    assert "No team has been taken in yet." in client.get(reverse("journeys_outcomes")).content.decode()


def test_who_is_forgotten_is_forgotten_in_what_the_team_wrote(
    django_capture_on_commit_callbacks: Any,
) -> None:
    team: Team = make.green_team()
    on = date(2017, 3, 1)
    answers.write(team=team, part="people", texts={"skills": "Iris prunes."}, on=on, **WHO)
    answers.write(team=team, part="what", texts={"what": "Gardens."}, on=on, **WHO)
    with django_capture_on_commit_callbacks(execute=True):
        people.forget(person=make.person("Iris"), **WHO)
    assert queries.answers_of(team) == {"people.skills": "", "what.what": "Gardens."}
