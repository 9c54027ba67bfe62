"""Filters that write amounts, counts and days as people read them. An empty value stays empty."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commonwork.ui import dates
from commonwork.ui import money as words

register = template.Library()


def _unless_empty(name: str, write: Callable[..., str]) -> None:
    def filtered(value: Any, argument: Any = None) -> str:
        if value is None or value == "":
            return ""
        return write(value) if argument is None else write(value, argument)

    filtered.__doc__ = write.__doc__
    register.filter(name, filtered)


_unless_empty("money", words.money)
_unless_empty("amount", words.amount)
_unless_empty("dollars", words.dollars)
_unless_empty("whole", words.whole)
_unless_empty("change", words.change)
_unless_empty("percent", words.percent)
_unless_empty("count", words.count)
_unless_empty("hours", words.hours)
_unless_empty("distance", dates.distance)
_unless_empty("clock", dates.hour)


@register.filter
def day(value: date | None, form: str = "day") -> str | SafeString:
    """`{{ loan.due_on|day }}` 12 May 2026; "short", "bare", "week", "full", "brief", "month" for other lengths."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", dates.day(value, form))


@register.filter
def moment(value: datetime | None, form: str = "full") -> str | SafeString:
    """`{{ fact.at|moment }}` Tuesday 12 May 2026, 2:41 pm."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.moment(value, form))
