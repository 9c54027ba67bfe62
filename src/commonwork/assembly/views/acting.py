"""What pages of bodies share: their history, the token of their buttons, the way to them, the words of an act."""

import uuid
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import Ask, Way
from commonwork.assembly.models import Motion
from commonwork.record.queries import Told, tell, trail
from commonwork.registry.models import Body

MOST_TOLD = 25
OFTEN = (
    "assembly.consent.answered",
    "assembly.statement.answered",
    "assembly.statement.made",
    "assembly.comment.written",
    "assembly.meeting.asked_to_speak",
    "assembly.meeting.floor_given",
    "assembly.meeting.left_list",
    "assembly.roll.counted_in",
    "assembly.decision.announced",
    "assembly.follow.begun",
    "assembly.follow.ended",
)


def history(row: Model, *, names: bool = True) -> list[Told]:
    """What happened to a thing, the newest first, without what happens many times and says little.

    names: also who took or left a seat, which a page for anyone does not tell.
    """
    facts = trail(row).exclude(kind__in=OFTEN)
    return tell((facts if names else facts.exclude(kind__startswith="registry."))[:MOST_TOLD])


def token() -> str:
    """A token for the buttons of a page."""
    return uuid.uuid4().hex


def ask_about(thing: Any, title: str, lede: str, submit: str, **more: Any) -> Ask:
    """The words of an act about a thing of the assembly; "Go back" leads to it."""
    return Ask(title, lede, submit, thing, way_to(thing), **more)


def ask_about_motion(motion: Motion, title: str, lede: str, submit: str, **more: Any) -> Ask:
    """The words of an act about a motion; "Go back" leads to it."""
    return Ask(title, lede, submit, motion, crumbs_of_motion(motion), **more)


def way_to(thing: Any) -> Way:
    """The way to a thing of the assembly, with it."""
    return [(reverse("assembly"), _("Assembly")), (thing.get_absolute_url(), str(thing))]


def crumbs_of(body: Body, *more: tuple[str, str]) -> Way:
    """The way to a page of a body."""
    start = [(reverse("assembly"), _("Assembly")), (reverse("assembly_bodies"), _("Bodies"))]
    return [*start, (reverse("assembly_body", args=[body.key]), body.name), *more]


def crumbs_of_motion(motion: Motion, *more: tuple[str, str]) -> Way:
    """The way to a page of a motion."""
    return crumbs_of(motion.body, (motion.get_absolute_url(), motion.title), *more)
