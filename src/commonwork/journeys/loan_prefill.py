"""Join: what the incubator knows of a co-op that begins an application: its people, its plan, and what it wrote."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from commonwork.bank import asks
from commonwork.incubator import queries as incubator
from commonwork.journeys import plans
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation, Person

FROM_PLAN = {  # question of the application -> answers of the business plan that say it, the first there is
    "buy": ("ask.use", "what.what"),
    "surplus": ("ask.return",),
    "customers": ("for-whom.customers",),
    "others": ("market.others", "why-us.better"),
    "risks": ("risks.risks",),
    "answers": ("risks.answers",),
}


def team_of(organisation: Organisation) -> Any:
    """The active team a co-op is or came from, or None."""
    teams = incubator.teams().filter(Q(organisation=organisation) | Q(key=organisation.key), state="active")
    return teams.order_by("-formed_on").first()


def people_of(organisation: Organisation, on: date) -> list[Person]:
    """The people of the team; none where there is none."""
    team = team_of(organisation)
    return incubator.people_of(team, on=on) if team else []


def known_of(organisation: Organisation, on: date) -> asks.Prefill | None:
    """What the incubator knows of a co-op, or None."""
    team = team_of(organisation)
    return of_team(team, on=on) if team else None


def of_team(team: Any, *, on: date) -> asks.Prefill:
    """What a team's plan and its words say, as an application asks for it."""
    plan, newest = plans.carried(team, on=on), plans.newest(team)
    said = incubator.answers_of(team)
    texts = {
        code: next((said[source] for source in sources if said.get(source)), "")
        for code, sources in FROM_PLAN.items()
    }
    if plan is not None:
        texts["buy"] = texts["buy"] or plans.purpose(plan)
    return asks.Prefill(
        team=ref(team),
        plan=ref(newest) if newest else "",
        principal_minor=(plan.fund_loan_minor or None) if plan is not None else None,
        texts={code: text for code, text in texts.items() if text},
        where=_("From the plan of the team"),
    )


asks.answer(people=people_of, known=known_of)
