"""What can be followed, what somebody follows, and what is new in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from commonwork.access.queries import Asker
from commonwork.assembly.models import (
    BudgetRound,
    Decision,
    Effect,
    Election,
    Follower,
    Motion,
    Resolution,
)
from commonwork.assembly.permits_rolls import runs, sees, writes
from commonwork.record.kinds import KINDS
from commonwork.record.models import About, Fact
from commonwork.record.queries import Told, tell, trail
from commonwork.record.refs import ref, resolve_many
from commonwork.registry.models import Person

KINDS_FOLLOWED: dict[str, type[Model]] = {
    "motion": Motion,
    "decision": Decision,
    "resolution": Resolution,
    "effect": Effect,
    "budget": BudgetRound,
    "election": Election,
}
WHOLE_TRAIL = (
    Motion,
    Decision,
    Resolution,
)  # their pages tell all that happened; the others' what anyone may read
COMMENT = "assembly.comment.written"
UNTOLD = (
    "assembly.follow.",
    "assembly.comment.",
    "assembly.statement.",
    "assembly.consent.answered",
    "assembly.decision.announced",
)
MOST_LINES = 10


@dataclass(frozen=True)
class News:
    """What is new in one thing somebody follows. `latest`: the number of the latest fact."""

    follower: Follower
    thing: Model
    told: Sequence[Told]
    more: int
    comments: int
    latest: int


def kind_of(thing: Model) -> str:
    """The word a thing is followed under: motion, decision, resolution, effect, budget, election."""
    return next(word for word, model in KINDS_FOLLOWED.items() if isinstance(thing, model))


def sees_thing(account: Asker, thing: Model) -> bool:
    """May this account see the page of the thing, so that it can follow it?"""
    if isinstance(thing, Motion):
        is_hidden = thing.state == Motion.State.DRAFT
        return sees(account, thing.body) and (
            not is_hidden or writes(account, thing) or runs(account, thing.body)
        )
    return sees(account, thing.body) if isinstance(thing, Decision) else True


def followed_by(person: Person) -> QuerySet[Follower]:
    """What a person follows, the latest first."""
    return Follower.objects.filter(person=person).order_by("-since_at", "-pk")


def follows(person: Person | None, thing: Model) -> bool:
    """Does this person follow this thing?"""
    return person is not None and followed_by(person).filter(thing=ref(thing)).exists()


def parts_of(thing: Model) -> list[str]:
    """The thing and what came of it, so that whoever follows a motion hears how its decision is carried out."""
    refs = [ref(thing)]
    if isinstance(thing, Motion):
        refs += [ref(row) for row in thing.decisions.all()]
    if isinstance(thing, BudgetRound):
        decided = trail(thing).filter(kind="assembly.budget.decided")
        refs += [fact.data["decision"] for fact in decided if "decision" in fact.data]
    return refs + [ref(row) for row in Effect.objects.filter(decided_in__in=refs)]


def latest_fact(thing: Model) -> int:
    """The number of the latest fact about a thing and what came of it; 0 where there is none."""
    return _facts(thing).order_by("-pk").values_list("pk", flat=True).first() or 0


def news_for(followers: Sequence[Follower]) -> list[News]:
    """What is new for these followers of one person; what they did themselves, may not see or is gone is left out."""
    things = resolve_many({row.thing for row in followers})
    found = [(row, things[row.thing]) for row in followers if row.thing in things]
    made = [_news(row, thing) for row, thing in found if sees_thing(_account(row.person), thing)]
    return [news for news in made if news.told or news.comments]


def told_of(thing: Model) -> QuerySet[Fact]:
    """The facts about a thing and what came of it that are told to who follows it."""
    whole = isinstance(thing, WHOLE_TRAIL)
    kinds = [
        code for code, kind in KINDS.items() if not code.startswith(UNTOLD) and (whole or kind.is_public)
    ]
    return _facts(thing).filter(kind__in=kinds)


def _facts(thing: Model) -> QuerySet[Fact]:
    about = About.objects.filter(ref__in=parts_of(thing))
    return Fact.objects.filter(pk__in=about.values("fact"))


def _news(row: Follower, thing: Model) -> News:
    facts = _facts(thing).filter(pk__gt=row.told_number).exclude(actor=ref(row.person))
    rows = list(facts.order_by("pk"))
    told = set(told_of(thing).filter(pk__gt=row.told_number).values_list("pk", flat=True))
    wanted = [fact for fact in rows if fact.pk in told]
    comments = sum(fact.kind == COMMENT for fact in rows)
    latest = rows[-1].pk if rows else row.told_number
    shown = tell(wanted[:MOST_LINES])
    return News(row, thing, shown, max(0, len(wanted) - MOST_LINES), comments, latest)


def _account(person: Person) -> Asker:
    account: Asker = getattr(person, "account", None) or AnonymousUser()
    return account
