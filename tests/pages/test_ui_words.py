"""Amounts and days read the way people write them, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from commonwork.ui import dates, money


def shown(text: str, **context: object) -> str:
    return engines["django"].from_string(text).render(context)


@pytest.mark.parametrize(
    ("filter_", "value", "out"),
    [
        ("money", 110_250, "$1,102.50"),
        ("money", -300, "−\u00a0$3.00"),
        ('money:"HOUR"', 270, "4\u00a0h\u00a030\u00a0min"),
        ("amount", 0, "0.00"),
        ("dollars", 420_000, "$4,200"),
        ("percent", 800, "8\u00a0%"),
        ("percent", 5, "0.05\u00a0%"),
        ("count", 298_800, "298,800"),
        ("change", 7_650_000, "+\u00a076,500.00"),
        ("money", None, ""),
    ],
)
def test_filters_write_amounts(filter_: str, value: object, out: str) -> None:
    assert shown("{{ value|" + filter_ + " }}", value=value) == out


@pytest.mark.parametrize(
    ("language", "form", "out"),
    [
        ("en", "day", "12 May 2026"),
        ("en", "week", "Tuesday 12 May"),
        ("en", "brief", "Tue 12 May"),
        ("es", "day", "12 de mayo de 2026"),
        ("es", "full", "martes 12 de mayo de 2026"),
    ],
)
def test_days_are_written_as_each_language_does(language: str, form: str, out: str) -> None:
    with translation.override(language):
        assert dates.day(date(2026, 5, 12), form) == out


def test_moments_are_told_in_the_networks_time_zone() -> None:
    at = datetime(2026, 5, 12, 19, 41, tzinfo=UTC)  # Jackson in summer: five hours behind
    with translation.override("en"):
        assert dates.moment(at) == "Tuesday 12 May 2026, 2:41 pm"
    with translation.override("es"):
        assert dates.moment(at) == "martes 12 de mayo de 2026, 14:41"


@pytest.mark.parametrize(
    ("day", "out"), [(12, "today"), (13, "tomorrow"), (11, "yesterday"), (15, "in 3 days")]
)
def test_distances_are_words(day: int, out: str) -> None:
    with translation.override("en"):
        assert dates.distance(date(2026, 5, day), date(2026, 5, 12)) == out


def test_a_day_is_also_readable_by_machines() -> None:
    assert (
        shown("{{ value|day }}", value=date(2017, 4, 1)) == '<time datetime="2017-04-01">1 April 2017</time>'
    )


def test_hours_without_minutes_are_short() -> None:
    assert money.hours(0) == "0\u00a0h"
