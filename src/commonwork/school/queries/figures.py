"""Figures others quote: who was trained in a period. One definition for the loop, the page and the API."""

from datetime import date

from django.db.models import QuerySet

from commonwork.registry.models import Person
from commonwork.rules.periods import twelve_months_to
from commonwork.school.models import Badge


def trained(starts_on: date, ends_on: date) -> QuerySet[Badge]:
    """Valid badges awarded in [starts_on, ends_on), the latest first: the rows behind “people trained”."""
    rows = Badge.objects.filter(awarded_on__gte=starts_on, awarded_on__lt=ends_on, revoked_on=None)
    return rows.select_related("course", "person", "competence").order_by(
        "-awarded_on", "course__title", "key"
    )


def trained_count(starts_on: date, ends_on: date) -> int:
    """How many different people received a badge in [starts_on, ends_on)."""
    return trained(starts_on, ends_on).order_by().values("person").distinct().count()


def trained_period(on: date) -> tuple[date, date]:
    """The last twelve months; where nobody was trained in them, the latest twelve that saw a badge."""
    period = twelve_months_to(on)
    if trained(*period).exists():
        return period
    before = Badge.objects.filter(awarded_on__lt=period[1], revoked_on=None)
    latest = before.order_by("-awarded_on").values_list("awarded_on", flat=True).first()
    return twelve_months_to(latest) if latest else period


def badge_by_code(code: str) -> Badge | None:
    """The badge with a check code; spaces, hyphens and lower case are forgiven."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return Badge.objects.filter(check_code=plain).first() if plain else None


def shown_name(person: Person | None, otherwise: str) -> str:
    """The name where the person agreed to be named in public, else the words given."""
    return person.name if person and person.shows_name and not person.is_forgotten else otherwise
