"""What statements are called, what each is for, and the spans they speak of."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.books.queries import OF_A_DAY, Span
from commonwork.ui import dates

TITLES: dict[str, Promise] = {
    "income": gettext_lazy("Income statement"),
    "sheet": gettext_lazy("Balance sheet"),
    "cash": gettext_lazy("Cash flow statement"),
    "funds": gettext_lazy("Fund statement"),
    "equity": gettext_lazy("Statement of members' equity"),
    "trial": gettext_lazy("Trial balance"),
    "ledger": gettext_lazy("General ledger"),
}
SHORT: dict[str, Promise] = {
    "income": gettext_lazy("Income"),
    "sheet": gettext_lazy("Balance sheet"),
    "cash": gettext_lazy("Cash flow"),
    "funds": gettext_lazy("Funds"),
    "equity": gettext_lazy("Members' equity"),
    "trial": gettext_lazy("Trial balance"),
}
EXPLAINED: dict[str, Promise] = {
    "income": gettext_lazy("What came in, what it cost, and what is left as surplus."),
    "sheet": gettext_lazy("What there is on a day, what is owed, and whose the rest is."),
    "cash": gettext_lazy(
        "Where money came from and where it went: daily work, equipment and loans, members."
    ),
    "funds": gettext_lazy("Which money is tied to a purpose, and which is free to use."),
    "equity": gettext_lazy(
        "Shares, capital accounts and reserves: what they were, what moved them, what they are."
    ),
    "trial": gettext_lazy("Every account with its balance. Both sides must be equal."),
    "ledger": gettext_lazy("Every line of every account, with what it stood at before and after."),
}
UNITS: dict[str, Promise] = {
    "USD": gettext_lazy("dollars"),
    "HOUR": gettext_lazy("hours"),
    "CREDIT": gettext_lazy("network credit"),
}


def unit_words(unit: str) -> str:
    """A unit as people call it; one a network named itself stands under its own name."""
    return str(UNITS.get(unit, unit))


def is_of_a_day(what: str) -> bool:
    """Does this statement speak of the end of a day, not of a period?"""
    return what in OF_A_DAY


def span_words(what: str, span: Span) -> str:
    """The days a statement speaks of: 2016; 1 January 2017 to 31 March 2017; 31 December 2016."""
    if is_of_a_day(what):
        return dates.day(span.last_on)
    if span.is_whole_year:
        return str(span.starts_on.year)
    values = {"first": dates.day(span.starts_on), "last": dates.day(span.last_on)}
    return _("%(first)s to %(last)s") % values


def column_words(what: str, span: Span) -> str:
    """The same, short enough for the head of a column."""
    if is_of_a_day(what):
        return _unbroken(dates.day(span.last_on, "short"))
    if span.is_whole_year:
        return str(span.starts_on.year)
    values = {
        "first": _unbroken(dates.day(span.starts_on, "short")),
        "last": _unbroken(dates.day(span.last_on, "short")),
    }
    return _("%(first)s to %(last)s") % values


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")
