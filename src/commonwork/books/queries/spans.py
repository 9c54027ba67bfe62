"""Spans of days that statements speak of, and the spans one compares them with."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """[starts_on, ends_on). before_closing leaves out what closes a year on the last day of the span."""

    starts_on: date
    ends_on: date
    before_closing: bool = False

    @property
    def last_on(self) -> date:
        return self.ends_on - DAY

    @property
    def is_whole_year(self) -> bool:
        return (self.starts_on.month, self.starts_on.day) == (1, 1) and self.ends_on == date(
            self.starts_on.year + 1, 1, 1
        )

    def previous(self) -> "Span":
        """The span of the same length just before: as many months when it is made of whole months, else days.

        >>> Span(date(2017, 1, 1), date(2017, 4, 1)).previous().starts_on
        datetime.date(2016, 10, 1)
        >>> Span(date(2017, 1, 10), date(2017, 1, 20)).previous().starts_on
        datetime.date(2016, 12, 31)
        """
        return self._reaching(self.starts_on)

    def year_before(self) -> "Span":
        """The same days of the year before; 29 February becomes the 28th, and a month's end stays one.

        >>> Span(date(2017, 1, 1), date(2017, 3, 1)).year_before().last_on
        datetime.date(2016, 2, 29)
        >>> Span(date(2016, 1, 1), date(2016, 2, 29)).year_before().last_on
        datetime.date(2015, 2, 28)
        """
        if self.ends_on.day == 1:
            return Span(_a_year_back(self.starts_on), _a_year_back(self.ends_on), self.before_closing)
        return Span(_a_year_back(self.starts_on), _a_year_back(self.last_on) + DAY, self.before_closing)

    def ending(self, last_on: date) -> "Span":
        """The span of the same length that ends with a day.

        >>> Span(date(2017, 1, 1), date(2017, 4, 1)).ending(date(2016, 6, 30)).starts_on
        datetime.date(2016, 4, 1)
        """
        return self._reaching(last_on + DAY)

    def _reaching(self, ends_on: date) -> "Span":
        if self.starts_on.day == self.ends_on.day == ends_on.day == 1:
            months = _months(self.ends_on) - _months(self.starts_on)
            return Span(_first_of(_months(ends_on) - months), ends_on, self.before_closing)
        return Span(ends_on - (self.ends_on - self.starts_on), ends_on, self.before_closing)


def _a_year_back(day: date) -> date:
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)
