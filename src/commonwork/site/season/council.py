"""What the demo adds to a season: a neighbourhood council, its people and roll, its motions and the talk about them."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from commonwork.assembly.actions import amendments, consent, deliberation, effects, electorates, motions
from commonwork.registry.actions import bodies, memberships
from commonwork.site.season import council_meets, council_votes
from commonwork.site.season.cast import Cast, Event

FILE = Path(__file__).parent / "data" / "council.toml"
STANCES = {"+": 1, "-": -1, "o": 0}


def events(cast: Cast) -> Iterator[Event]:
    """All of it, each after what else happens on its day. Nothing is posted."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    shade, notice, tools = said["shade"], said["notice"], said["tools"]
    yield Event(said["council"]["founded_on"], 46, lambda: found(cast, said["council"]))
    yield Event(shade["on"], 46, lambda: talk(cast, shade))
    yield Event(notice["on"], 46, lambda: put(cast, "notice", notice))
    yield Event(notice["round_on"], 46, lambda: ask(cast, notice))
    yield Event(notice["met_on"], 46, lambda: agree(cast, notice))
    yield Event(tools["on"], 46, lambda: put(cast, "tools", tools))
    yield from council_meets.events(cast, said["meeting"])
    yield from council_votes.events(cast, said)


def found(cast: Cast, said: dict[str, Any]) -> None:
    """Found the council, seat its members, take and affirm its roll."""
    on = said["founded_on"]
    body = bodies.found(name=said["name"], kind="council", key=said["key"], **cast.when(on, 9))
    bodies.describe(
        body=body,
        population=said["population"],
        population_source=said["source"],
        population_year=said["year"],
        engagement_mark_bp=None,
        **cast.when(on, 9),
    )
    cast.kept["council"] = body
    cast.kept["council_people"] = [cast.person(f"invented_{name}") for name in said["members"]]
    memberships.take_seats(body=body, people=cast.kept["council_people"], on=on, **cast.when(on, 10))
    roll = electorates.take(body=body, record_on=on, **cast.when(on, 11))
    cast.kept["council_roll"] = electorates.affirm(electorate=roll, **cast.when(on, 12))


def put(cast: Cast, name: str, said: dict[str, Any]) -> Any:
    """Draft a motion, put it forward, and let people support it."""
    on, author = said["on"], cast.person(f"invented_{said['author']}")
    changes = (
        {"policy_code": said["policy"], "policy_value": said["value"], "policy_from": said["from"]}
        if "policy" in said
        else {}
    )
    motion = motions.draft(
        body=cast.kept["council"],
        author=author,
        title=said["title"],
        purpose=said["purpose"],
        text=said["text"],
        on=on,
        key=said.get("key", ""),
        **changes,
        **cast.when(on, 9),
    )
    motion = motions.put_forward(motion=motion, on=on, **cast.when(on, 10))
    for supporter in said["support"]:
        person = cast.person(f"invented_{supporter}")
        motion = motions.support(motion=motion, person=person, **cast.when(on, 11))
    cast.kept[f"motion_{name}"] = motion
    return motion


def talk(cast: Cast, said: dict[str, Any]) -> None:
    """A motion with versions, amendments, a review, a talk with one comment hidden, and statements that people answered."""
    motion, on = put(cast, "shade", said), said["on"]
    later, author = cast.when(on + timedelta(days=2)), cast.person(f"invented_{said['author']}")
    motions.rewrite(
        motion=motion,
        title=said["title"],
        text=said["rewritten"],
        why=said["why"],
        person=author,
        **later,
    )
    for name in ("taken", "offered"):
        row = said[name]
        person = cast.person(f"invented_{row['by']}")
        words = {"text": row["text"], "why": row["why"]}
        other = amendments.propose(motion=motion, author=person, **words, **later)
        if name == "taken":
            amendments.take(amendment=other, **later)
    motions.review(
        motion=motion, kind="cost", verdict="yes", text=said["review"], cost_minor=said["cost"], **later
    )
    comments: list[Any] = []
    for row in said["said"]:
        person = cast.person(f"invented_{row['by']}")
        parent = comments[row["to"]] if "to" in row else None
        comments.append(
            deliberation.say(motion=motion, author=person, text=row["text"], parent=parent, **later)
        )
    reason = "Names nobody, but everyone knows who is meant. Please speak to the matter."
    deliberation.hide(comment=comments[-1], reason="attack", words=reason, **later)
    for row in said["statement"]:
        person = cast.person(f"invented_{row['by']}")
        statement = deliberation.state_one(motion=motion, text=row["text"], author=person, **later)
        for who, sign in zip(cast.kept["council_people"], row["stances"], strict=True):
            deliberation.take_stance(statement=statement, person=who, value=STANCES[sign], **later)


def ask(cast: Cast, said: dict[str, Any]) -> None:
    """A consent round on a motion; one member objects with a reason."""
    on = said["round_on"]
    asked = consent.open_round(
        motion=cast.kept["motion_notice"], electorate=cast.kept["council_roll"], on=on, **cast.when(on, 9)
    )
    objector = cast.person(f"invented_{said['objector']}")
    consent.answer(
        consent_round=asked,
        person=objector,
        answer="object",
        aim="purpose",
        reason=said["reason"],
        **cast.when(on, 18),
    )
    for person in cast.kept["council_people"][:6]:
        consent.answer(consent_round=asked, person=person, answer="agree", **cast.when(on, 19))
    cast.kept["round"] = asked


def agree(cast: Cast, said: dict[str, Any]) -> None:
    """The changed text meets the objection and reaches consent; the policy changes from its day on, a task is given."""
    on: date = said["met_on"]
    person, closed_on = cast.person(f"invented_{said['author']}"), on + timedelta(days=3)
    words = {"text": said["changed"], "why": said["why"]}
    asked = consent.amend(consent_round=cast.kept["round"], person=person, on=on, **words, **cast.when(on, 9))
    for member in cast.kept["council_people"]:
        answer = "aside" if member.key == f"invented_{said['objector']}" else "agree"
        consent.answer(consent_round=asked, person=member, answer=answer, **cast.when(closed_on, 10))
    asked = consent.close(consent_round=asked, on=closed_on, **cast.when(closed_on, 18))
    task = effects.plan(
        decided_in=asked.decision,
        body=cast.kept["council"],
        kind="task",
        title=said["task"],
        owner=cast.person(f"invented_{said['task_owner']}"),
        due_on=said["task_due"],
        **cast.when(closed_on, 19),
    )
    task = effects.begin(effect=task, on=closed_on, **cast.when(closed_on, 20))
    told = {"done_bp": 6000, "text": "Six of ten blocks know of it."}
    effects.report(effect=task, on=closed_on, **told, **cast.when(closed_on, 21))
