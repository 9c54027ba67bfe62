"""Daily jobs run once a day; one that fails is tried again and holds up no other."""

from datetime import UTC, date, datetime

import pytest

from commonwork.record import daily
from commonwork.record.models import DailyRun

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2016, 1, 4), date(2016, 1, 5)
NOON = datetime(2016, 1, 4, 12, tzinfo=UTC)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, date]]:
    """Two jobs instead of the real ones; what they did is noted here."""
    noted: list[tuple[str, date]] = []
    monkeypatch.setattr(daily, "JOBS", {})

    @daily.daily("test.first")
    def first(on: date) -> None:
        if on == TUESDAY and not noted[2:]:
            raise OSError("the disk is full")
        noted.append(("first", on))

    @daily.daily("test.second")
    def second(on: date) -> None:
        noted.append(("second", on))

    return noted


def test_each_job_runs_once_a_day(runs: list[tuple[str, date]]) -> None:
    assert daily.run_due(on=MONDAY, at=NOON) == ["test.first", "test.second"]
    assert daily.run_due(on=MONDAY, at=NOON) == []
    assert runs == [("first", MONDAY), ("second", MONDAY)]


def test_a_job_that_failed_runs_in_the_next_round_and_the_others_run_all_the_same(
    runs: list[tuple[str, date]], caplog: pytest.LogCaptureFixture
) -> None:
    daily.run_due(on=MONDAY, at=NOON)
    assert daily.run_due(on=TUESDAY, at=NOON) == ["test.second"]
    assert "test.first failed" in caplog.text
    assert daily.run_due(on=TUESDAY, at=NOON) == ["test.first"]
    assert runs[2:] == [("second", TUESDAY), ("first", TUESDAY)]


def test_a_job_another_worker_finished_meanwhile_is_not_counted_twice(
    runs: list[tuple[str, date]], monkeypatch: pytest.MonkeyPatch
) -> None:
    @daily.daily("test.slow")
    def slow(on: date) -> None:
        DailyRun.objects.create(job="test.slow", on=on, finished_at=NOON)

    assert "test.slow" not in daily.run_due(on=MONDAY, at=NOON)
    assert DailyRun.objects.filter(job="test.slow").count() == 1


def test_the_record_is_sealed_by_a_daily_job() -> None:
    assert "record.seal" in daily.JOBS
