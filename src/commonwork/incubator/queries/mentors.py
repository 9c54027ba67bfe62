"""Reading mentors: the hours they gave, what they offer, how much of it is taken, and who fits a team."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from commonwork.incubator.helping import Helper, Match, Wanted, ranked
from commonwork.incubator.models import HelpWanted, MentorHours, MentorOffer, Team
from commonwork.incubator.models.mentoring import hours_of
from commonwork.incubator.queries.teams import next_stage
from commonwork.registry.models import Person

MONTH_DAYS = 30


def mentor_hours(*, starts_on: date, ends_on: date, team: Team | None = None) -> Decimal:
    """Hours mentors gave in a period, to all teams or to one; struck entries do not count."""
    rows = MentorHours.objects.filter(worked_on__gte=starts_on, worked_on__lt=ends_on, is_struck=False)
    rows = rows.filter(team=team) if team else rows
    return hours_of(rows.aggregate(sum=Sum("minutes"))["sum"] or 0)


def mentoring_of(team: Team) -> QuerySet[MentorHours]:
    """The sittings of mentors with a team, the latest first."""
    return team.mentor_hours.select_related("mentor").order_by("-worked_on", "-pk")


def hours_by_funder() -> Any:
    """Mentor hours by who paid for them: funder ("" = nobody), minutes, sittings, teams. Struck entries do not count."""
    rows = MentorHours.objects.filter(is_struck=False).values("funder")
    return rows.annotate(
        sum=Sum("minutes"), sittings=Count("pk"), teams=Count("team", distinct=True)
    ).order_by("-sum", "funder")


def funders() -> list[str]:
    """Who has paid for mentor hours so far, by name."""
    rows = MentorHours.objects.exclude(funder="").values_list("funder", flat=True)
    return list(rows.distinct().order_by("funder"))


def offers() -> QuerySet[Any]:
    """All offers of mentors with `team_count`, the active teams they walk with now, by name."""
    rows = MentorOffer.objects.filter(person__is_forgotten=False).select_related("person")
    active = Count("person__mentored_teams", filter=Q(person__mentored_teams__state=Team.State.ACTIVE))
    return rows.annotate(team_count=active).order_by("person__name")


def offer_of(person: Person | None) -> MentorOffer | None:
    """What a person offers as a mentor, open or at rest; None when they never did."""
    return MentorOffer.objects.filter(person=person).first() if person else None


def given_lately(*, on: date) -> dict[int, int]:
    """{person: minutes given as a mentor in the 30 days up to a day}, that day counted."""
    rows = MentorHours.objects.filter(
        is_struck=False, worked_on__gt=on - timedelta(days=MONTH_DAYS), worked_on__lte=on
    )
    return dict(rows.values_list("mentor").annotate(sum=Sum("minutes")).order_by())


def free_minutes(offer: MentorOffer, given: dict[int, int]) -> int:
    """What is left of a mentor's hours a month, never below zero."""
    return max(0, offer.hours_a_month * 60 - given.get(offer.person_id, 0))


def wanted_by(team: Team) -> tuple[Wanted, bool]:
    """The help a team needs: what it asked for, or what its next stage usually takes; and whether it asked itself."""
    asked = HelpWanted.objects.filter(team=team).first()
    if asked is not None:
        return Wanted(tuple(asked.topics), tuple(asked.languages), tuple(asked.times)), True
    following = next_stage(team)
    return Wanted(following.topics if following else ()), False


def mentors_for(team: Team, wanted: Wanted, *, on: date) -> list[Match]:
    """Mentors who take teams and do not belong to this one, the best fit first. Two queries, however many mentors."""
    given = given_lately(on=on)
    inside = team.members.filter(ends_on=None).values("person")
    rows = offers().filter(is_open=True).exclude(person__in=inside)
    helpers = [
        Helper(
            row.person.key,
            tuple(row.topics),
            tuple(row.languages),
            tuple(row.times),
            free_minutes(row, given),
            row.team_count,
            row.person,
        )
        for row in rows
    ]
    return ranked(wanted, helpers)


def is_known_as_mentor(person: Person) -> bool:
    """Whether a person offered to be a mentor, walks with a team, or gave hours."""
    return (
        MentorOffer.objects.filter(person=person).exists()
        or person.mentored_teams.exists()
        or person.mentor_hours.exists()
    )
