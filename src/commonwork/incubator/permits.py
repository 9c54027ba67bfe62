"""Who may see and do what in the incubator."""

from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from commonwork.access.guard import demand
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.incubator.models import Idea, IdeaSupport, MentorHours, Suggestion, Team
from commonwork.registry.models import Organisation, Person
from commonwork.registry.queries import running

HOUSE_KEY = "incubator"
LENDER_KEY = "bank"


def house() -> Organisation | None:
    """The incubator as an organisation; None in a network that has none yet."""
    return Organisation.objects.filter(key=HOUSE_KEY).first()


def person_of(account: Asker) -> Person | None:
    """The person behind an account, or None."""
    person: Any = getattr(account, "person", None)
    return person


def may_keep(account: Asker) -> bool:
    """May form teams, open gates and decline ideas."""
    return may(account, Permission.TEAM_KEEP, HOUSE_KEY)


def may_log(account: Asker) -> bool:
    """May record mentor hours."""
    return may(account, Permission.MENTORING_LOG, HOUSE_KEY)


def may_see_people(account: Asker, team: Team, *, on: date) -> bool:
    """May read the names of a team's members and mentors: the incubator's people, its mentor, and the team itself."""
    if may(account, Permission.TEAM_SEE, HOUSE_KEY) or is_mentor(account, team):
        return True
    person = person_of(account)
    return person is not None and team.members.filter(running(on), person=person).exists()


def is_mentor(account: Asker, team: Team) -> bool:
    """Walks with the team as its mentor."""
    person = person_of(account)
    return person is not None and team.mentor_id == person.pk


def may_log_with(account: Asker, team: Team) -> bool:
    """May record mentor hours with a team: coordinators for anyone, its mentor for themselves."""
    return may_log(account) or is_mentor(account, team)


def is_of_the_bank(account: Asker) -> bool:
    """Belongs to the bank's circle, which reads the plans of those who ask it for a loan."""
    return may(account, Permission.LOAN_DECIDE) or may(account, Permission.LOAN_SEE, LENDER_KEY)


def shown_team(key: str) -> Team:
    """A team for its public page, or 404."""
    return get_object_or_404(Team.objects.select_related("idea", "organisation"), key=key)


def kept_team(account: Asker, key: str) -> Team:
    """A team for someone who may act on it: 404 when there is none, 403 when they may not."""
    team = shown_team(key)
    demand(may_keep(account))
    return team


def logged_team(account: Asker, key: str) -> Team:
    """A team for someone who may record mentor hours with it."""
    team = shown_team(key)
    demand(may_log_with(account, team))
    return team


def logged_entry(account: Asker, key: str) -> MentorHours:
    """An entry of mentor hours for someone who may strike it: coordinators, and whoever gave the hours."""
    entry = get_object_or_404(MentorHours.objects.select_related("team", "mentor"), key=key)
    demand(may_log(account) or entry.mentor == person_of(account))
    return entry


def shown_idea(key: str) -> Idea:
    """An idea for its public page, or 404."""
    return get_object_or_404(Idea.objects.select_related("proposed_by"), key=key)


def proposing_person(account: Asker) -> Person:
    """The person who may add or support ideas: anyone signed in whose account belongs to a person."""
    person = person_of(account)
    demand(person is not None)
    assert person is not None
    return person


def keeping_person(account: Asker) -> Person:
    """The person who acts for the incubator."""
    return proposing_person(account)


def declined_idea(account: Asker, key: str) -> Idea:
    """An idea for someone who may say no to it."""
    idea = shown_idea(key)
    demand(may_keep(account))
    return idea


def counted_in(idea: Idea, pk: int) -> IdeaSupport:
    """An entry of people behind an idea, or 404."""
    return get_object_or_404(IdeaSupport, pk=pk, idea=idea)


def keeper(account: Asker) -> None:
    """Only for coordinators of the incubator. 403."""
    demand(may_keep(account))


def looked_suggestion(account: Asker, key: str) -> Suggestion:
    """A suggestion for someone who may answer it. 404, 403."""
    demand(may_keep(account))
    return get_object_or_404(Suggestion.objects.select_related("idea"), key=key)


def suggestion_by_code(code: str) -> Suggestion:
    """The suggestion its secret code opens, for anyone who holds the code; 404 for a wrong one."""
    suggestion = Suggestion.objects.select_related("idea").filter(code=code.upper()).first()
    if suggestion is None:
        raise Http404
    return suggestion


def may_plan(account: Asker, team: Team, *, on: date) -> bool:
    """May work on a team's plan: its members on that day, and the incubator's coordinators."""
    if may_keep(account):
        return True
    person = person_of(account)
    return person is not None and team.members.filter(running(on), person=person).exists()


def read_plan(account: Asker, key: str, *, on: date) -> Team:
    """A team for someone who may read its plan: those who may see its people, and the bank's circle. 404, 403."""
    team = shown_team(key)
    demand(may_see_people(account, team, on=on) or is_of_the_bank(account))
    return team


def planned_team(account: Asker, key: str, *, on: date) -> Team:
    """A team for someone who may change its plan. 404, 403."""
    team = shown_team(key)
    demand(may_plan(account, team, on=on))
    return team


def reviewed_team(account: Asker, key: str) -> Team:
    """A team for someone who may review it: who may see its people and is a person."""
    team = shown_team(key)
    demand(may(account, Permission.TEAM_SEE))
    return team
