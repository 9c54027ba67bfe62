"""Reading the incubator: teams, gates, reviews, ideas. Periods are half-open [starts_on, ends_on)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Case, Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.queries import Asker
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.gatherings.queries import Need
from commonwork.incubator.models import (
    CohortPlace,
    GatePassed,
    Idea,
    IdeaSupport,
    PlanAnswer,
    Team,
    TeamMember,
)
from commonwork.incubator.permits import house, may_keep, person_of
from commonwork.incubator.policies import REVIEW_COUNT, REVIEW_LEAST_BP
from commonwork.incubator.queries.suggestions import suggestion_needs
from commonwork.incubator.stages import Stage, after, all_stages, open_keys, ready_keys
from commonwork.record.refs import resolve_many
from commonwork.registry.models import CompetenceHeld, Person
from commonwork.registry.queries import running
from commonwork.rules.readiness import Readiness, Score, readiness

RESTRICTED_GRANTS = "3400"
CRITERIA = ("economic", "market", "technical", "financial", "management")  # USDA SR 58


@dataclass(frozen=True)
class Restricted:
    """Money given for one purpose and not used up. `title` comes from the resolution that gave it."""

    party: str
    title: str
    left_minor: int
    url: str = ""


def teams() -> QuerySet[Team]:
    """All teams by name, with their gates and organisation."""
    gates = GatePassed.objects.order_by("position")
    return (
        Team.objects.select_related("organisation")
        .prefetch_related(Prefetch("gates", gates))
        .order_by("name")
    )


def board() -> QuerySet[Team]:
    """All teams with what the board shows: `last_step_on`, tasks done, mentor. Two queries, however many teams."""
    rows = Team.objects.select_related("mentor", "merged_into").prefetch_related("tasks")
    return rows.annotate(last_step_on=Max("gates__passed_on")).order_by("name")


def teams_formed(*, starts_on: date, ends_on: date) -> QuerySet[Team]:
    """Teams formed in a period."""
    return Team.objects.filter(formed_on__gte=starts_on, formed_on__lt=ends_on).order_by("formed_on", "name")


def gates_passed(*, starts_on: date, ends_on: date) -> QuerySet[GatePassed]:
    """Gates passed in a period, with their teams, the earliest first."""
    rows = GatePassed.objects.filter(passed_on__gte=starts_on, passed_on__lt=ends_on)
    return rows.select_related("team").order_by("passed_on", "position", "team__name")


def teams_ready(*, starts_on: date, ends_on: date) -> QuerySet[Team]:
    """Teams that passed a gate in a period which makes them ready to open (financing, launched)."""
    gates = gates_passed(starts_on=starts_on, ends_on=ends_on).filter(stage__in=ready_keys())
    return Team.objects.filter(pk__in=gates.order_by().values("team")).order_by("name")


def team_from(circle: str) -> Team | None:
    """The team a study circle has formed, by the circle's reference."""
    return Team.objects.filter(circle=circle).first() if circle else None


def answers_of(team: Team) -> dict[str, str]:
    """{code: text} of what a team wrote for its business plan."""
    return dict(team.plan_answers.values_list("code", "text"))


def teams_with_words_about(person: Person, *, part: str) -> QuerySet[Team]:
    """Teams a person ever belonged to that wrote something in a chapter of their business plan."""
    words = PlanAnswer.objects.filter(code__startswith=f"{part}.").exclude(text="")
    return Team.objects.filter(members__person=person, pk__in=words.values("team")).distinct()


def places_given(*, on: date) -> QuerySet[CohortPlace]:
    """Places in cohorts that teams had on a day, with their cohorts."""
    return (
        CohortPlace.objects.filter(selected_on__lte=on).select_related("cohort").order_by("selected_on", "pk")
    )


def last_gate(team: Team) -> GatePassed | None:
    """The last gate a team passed, or None."""
    return team.gates.order_by("-position").first()


def next_stage(team: Team) -> Stage | None:
    """The stage whose gate a team stands before; None once it has passed them all."""
    return after(team.stage, team.preset)


def people_of(team: Team, *, on: date) -> list[Person]:
    """The members of a team on a day, by name."""
    rows = TeamMember.objects.filter(running(on), team=team).select_related("person").order_by("person__name")
    return [row.person for row in rows]


def joinings(*, on: date) -> Iterable[tuple[int, date]]:
    """(number of a person, day) for everyone who joined a team by a day; whoever left it again, too."""
    return TeamMember.objects.filter(starts_on__lte=on).values_list("person", "starts_on")


def holders(people: Sequence[Person], competence_key: str, *, on: date) -> set[Person]:
    """Those of the people who hold a competence on a day, not expired and not revoked."""
    held = CompetenceHeld.objects.filter(
        person__in=people, competence__key=competence_key, granted_on__lte=on
    )
    held = held.filter(Q(expires_on=None) | Q(expires_on__gt=on))
    ids = set(held.filter(Q(revoked_on=None) | Q(revoked_on__gt=on)).values_list("person_id", flat=True))
    return {person for person in people if person.pk in ids}


def stage_counts() -> dict[str, int]:
    """{stage key: how many active teams stand before its gate}, of all paths and up to the opening."""
    counts = {item.key: 0 for item in all_stages()}
    rows = Team.objects.filter(state=Team.State.ACTIVE).exclude(stage__in=open_keys())
    for last, preset, count in rows.values_list("stage", "preset").annotate(count=Count("pk")).order_by():
        following = after(last, preset)
        assert following is not None, "a team that is not open has a gate before it"
        counts[following.key] += count
    return counts


@dataclass(frozen=True)
class ReviewNeeds:
    """How many reviews a gate asks for, and the mean of 1 to 5 they must reach."""

    count: int
    least: Fraction


def review_needs(*, on: date) -> ReviewNeeds | None:
    """What the policies ask of reviews on a day; None where none has been adopted."""
    count, least = in_force(REVIEW_COUNT, on=on), in_force(REVIEW_LEAST_BP, on=on)
    if count is None or not count.value:
        return None
    return ReviewNeeds(count.value, Fraction(5 * (least.value if least else 0), 10_000))


def review_readiness(team: Team, code: str, *, on: date) -> Readiness:
    """What the reviews of a team say, by the rule `readiness`. code: a stage's key, or a cohort's `stage_code`."""
    needs, rows = review_needs(on=on), team.reviews.filter(stage=code)
    scores = [Score(Fraction(sum(row.scores.values()), len(row.scores)), row.has_conflict) for row in rows]
    return readiness(
        reviews_needed=needs.count if needs else 0, least_score=needs.least if needs else 0, scores=scores
    )


def ideas() -> QuerySet[Idea]:
    """All ideas with `support_count`: open ones first; of these what assemblies ask for, then the best supported."""
    behind = IdeaSupport.objects.filter(idea=OuterRef("pk")).order_by().values("idea")
    return Idea.objects.annotate(
        support_count=Coalesce(Subquery(behind.values(all=Sum("people_count"))), 0),
        priority_count=Count("priorities", distinct=True),
        is_open=Case(When(state="open", then=1), default=0),
    ).order_by("-is_open", "-priority_count", "-support_count", "-proposed_on")


def priorities_of(idea: Idea) -> list[Any]:
    """The resolutions of assemblies that ask for an idea, the oldest first; what is gone is left out."""
    references = list(idea.priorities.order_by("raised_on", "pk").values_list("resolution", flat=True))
    rows = resolve_many(references)
    return [rows[reference] for reference in references if reference in rows]


def restricted_grants(*, on: date) -> list[Restricted]:
    """What the incubator holds for a purpose the assembly chose, by resolution; read from its books."""
    incubator = house()
    if incubator is None:
        return []
    balances = book_queries.parties(incubator, RESTRICTED_GRANTS, on=on)
    rows = resolve_many(f"assembly.resolution/{party}" for party in balances)
    return [
        Restricted(
            party,
            str(row) if (row := rows.get(f"assembly.resolution/{party}")) else party,
            -minor,
            row.get_absolute_url() if row is not None and hasattr(row, "get_absolute_url") else "",
        )
        for party, minor in balances.items()
    ]


def needs(account: Asker, on: date) -> list[Need]:
    """What the incubator asks of an account: suggestions to look at, the next gate of each team it keeps, or belongs
    to."""
    person = person_of(account)
    if person is None:
        return []
    keeps, rows = may_keep(account), teams().filter(state=Team.State.ACTIVE).exclude(stage__in=open_keys())
    if not keeps:
        rows = rows.filter(pk__in=TeamMember.objects.filter(running(on), person=person).values("team"))
    gates = [_next_gate(team, keeps=keeps) for team in rows]
    return sorted([*(suggestion_needs() if keeps else []), *gates], key=lambda need: need.due_on)


def _next_gate(team: Team, *, keeps: bool) -> Need:
    """The next gate of a team, waiting since its last step."""
    gate = next_stage(team)
    assert gate is not None, "a team that has launched was left out"
    since = max((passed.passed_on for passed in team.gates.all()), default=team.formed_on)
    words = {"team": team.name, "gate": gate.name}
    asked = ", ".join(gate.document_names)
    return Need(
        title=(_("Pass the gate “%(gate)s” of %(team)s") if keeps else _("Prepare the gate “%(gate)s”"))
        % words,
        reason=_("%(team)s. It asks to see: %(asked)s.") % {"team": team.name, "asked": asked},
        due_on=since,
        href=reverse("incubator_gate_pass", args=[team.key]) if keeps else team.get_absolute_url(),
        button=_("Pass the gate") if keeps else _("See what it asks"),
    )
