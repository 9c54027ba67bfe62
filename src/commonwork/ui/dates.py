"""Days and moments the way each language writes them: 12 May 2026, 12 de mayo de 2026.

The clock is not read here: "today" is handed in.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import get_language, gettext, ngettext

FORMS = {
    "en": {
        "day": "j F Y",
        "short": "j M Y",
        "bare": "j F",
        "week": "l j F",
        "full": "l j F Y",
        "brief": "D j M",
        "month": "F Y",
    },
    "es": {
        "day": r"j \d\e F \d\e Y",
        "short": r"j M Y",
        "bare": r"j \d\e F",
        "week": r"l j \d\e F",
        "full": r"l j \d\e F \d\e Y",
        "brief": "D j M",
        "month": r"F \d\e Y",
    },
}


def _written(value: date, form: str) -> str:
    language = (get_language() or "en").split("-")[0]
    forms = FORMS.get(language, FORMS["en"])
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    text = str(written(local, forms[form]))
    return text.lower() if language == "es" else text


def day(value: date, form: str = "day") -> str:
    """A day: "day" 12 May 2026, "short" 3 Sept. 2026, "bare" 12 May, "week" Tuesday 12 May, "full", "brief", "month"."""
    return _written(value, form)


def moment(value: datetime, form: str = "full") -> str:
    """A moment: Tuesday 12 May 2026, 2:41 pm; in Spanish martes 12 de mayo de 2026, 14:41."""
    return f"{_written(value, form)}, {hour(value)}"


def hour(value: datetime) -> str:
    """The time of day in the network's time zone: 2:41 pm; in Spanish 14:41."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if (get_language() or "en").startswith("es"):
        return str(written(local, "G:i"))
    return str(written(local, "g:i A")).lower()


def distance(value: date, today: date) -> str:
    """How far a day is from `today`, in words: today, tomorrow, in 3 days, 2 days ago."""
    days = (value - today).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days == -1:
        return gettext("yesterday")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
