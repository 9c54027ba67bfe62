"""Full jobs are added up only where nobody's own hours can be reckoned from what is shown."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwork.charter.actions import policies
from commonwork.federation.models import Hours
from commonwork.journeys.outcome_sums import added, by_programme, withheld
from commonwork.journeys.outcomes import Outcome, Place
from commonwork.registry.models import Organisation
from tests.journeys.test_outcomes import coop
from tests.rooms.incubator import make

__all__ = ["coop"]
SPRING, FALL = Place("spring", "Spring", "First steps"), Place("fall", "Fall", "First steps")
LATER = Place("later", "Later", "Next steps")


def team(number: int, workers: int, *places: Place) -> Outcome:
    return Outcome(
        number, f"Team {number}", places, "open", date(2016, 1, 1), workers=workers, full_jobs=100 * workers
    )


def lines(*rows: Outcome, least: int | None = 10) -> dict[str, int | None]:
    found = [*by_programme(rows), added(rows, "all", "", "All")]
    return {line.name: line.full_jobs for line in withheld(found, least=least)}


def test_a_sum_of_ten_people_is_shown_and_one_of_nine_is_not() -> None:
    assert lines(team(1, 4, SPRING), team(2, 6, SPRING))["Spring"] == 1000
    assert lines(team(1, 4, SPRING), team(2, 5, SPRING))["Spring"] is None


def test_what_is_withheld_cannot_be_taken_from_the_sums_around_it() -> None:
    """Fall has three people: with Spring and the programme both shown, 13 - 10 would tell their hours."""
    found = lines(team(1, 10, SPRING), team(2, 3, FALL))
    assert found == {"First steps": None, "Spring": 1000, "Fall": None, "All": None}
    beside = lines(team(1, 10, SPRING), team(2, 3, FALL), team(3, 8, LATER))
    assert beside["All"] == 2100, "eleven people stand behind what is left of it"
    assert (beside["First steps"], beside["Next steps"]) == (None, None)


def test_cohorts_that_share_a_team_do_not_tell_what_the_others_worked() -> None:
    """Spring has 3 + 8 people, fall 8 + 3. With the programme shown too, 14 - 11 would tell the hours of three."""
    found = lines(team(1, 3, SPRING), team(2, 8, SPRING, FALL), team(3, 3, FALL))
    assert found == {"First steps": None, "Spring": 1100, "Fall": 1100, "All": None}


def test_without_the_policy_nothing_is_shown() -> None:
    assert set(lines(team(1, 50, SPRING), least=None).values()) == {None}


ROWS = st.lists(
    st.tuples(st.integers(0, 14), st.lists(st.sampled_from([SPRING, FALL, LATER]), unique=True, max_size=2)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_no_difference_of_shown_sums_is_about_fewer_than_ten(
    given_rows: list[tuple[int, list[Place]]],
) -> None:
    rows = [team(number, workers, *places) for number, (workers, places) in enumerate(given_rows)]
    rows = [replace(row, full_jobs=None) if not row.workers else row for row in rows]
    found = withheld([*by_programme(rows), added(rows, "all", "", "All")], least=10)
    alone = [added([row], "team", str(row.team_pk), row.team) for row in rows if row.workers >= 10]
    shown = [line for line in [*found, *alone] if line.full_jobs is not None]
    for one in shown:
        assert _people(one.worked) == 0 or _people(one.worked) >= 10
    for first, second in combinations(shown, 2):
        for whole, part in ((first, second), (second, first)):
            if set(part.worked) < set(whole.worked):
                rest = _people(whole.worked) - _people(part.worked)
                assert rest == 0 or rest >= 10, (whole.name, part.name)


def _people(worked: Any) -> int:
    return sum(worked.values())


@pytest.mark.django_db
def test_pages_and_files_withhold_the_hours_of_a_few(client: Client, coop: Organisation) -> None:
    cache.clear()
    for code, value in (("incubator.full_time_hours", 160), ("journeys.outcome_least_people", 2)):
        policies.adopt(
            code=code, value=value, starts_on=date(2016, 1, 1), adopted_by="system/test", source="test",
            by="system/test", at=make.NOON,
        )  # fmt: skip
    worked(coop, "Iris", 19_200)
    shown = [reverse("journeys_outcomes"), reverse("journeys_outcome_rows") + "?part=launched"]
    for page in shown:
        told = client.get(page).content.decode()
        assert "withheld" in told and "0.20" not in told
        assert b",0.2" not in file(client, page)
    worked(coop, "Jonah", 19_200)
    cache.clear()
    for page in shown:
        assert "0.40" in client.get(page).content.decode()  # 640 hours of ten months at 160
        assert b",0.4" in file(client, page)


def worked(coop: Organisation, name: str, minutes: int) -> None:
    Hours.objects.create(
        organisation=coop, person=make.person(name), kind="paid", minutes=minutes,
        starts_on=date(2017, 3, 1), ends_on=date(2017, 4, 1),
    )  # fmt: skip


def file(client: Client, page: str) -> bytes:
    answer: Any = client.get(page + ("&" if "?" in page else "?") + "format=csv")
    return b"".join(answer.streaming_content)
