"""The questions of a business plan in words: one chapter a screen. Codes are kept with the answers and never change."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

MOST_SIGNS = 4000
PEOPLE = "people"


@dataclass(frozen=True)
class Ask:
    """One question, and a hint of what a good answer says."""

    code: str
    label: Any
    help: Any = ""


@dataclass(frozen=True)
class Chapter:
    """A screen of questions, and a chapter of the paper."""

    key: str
    name: Any
    sentence: Any
    questions: tuple[Ask, ...]


CHAPTERS = (
    Chapter(
        "what",
        _("What we do"),
        _("Say it as you would to a neighbor: in a few short sentences."),
        (
            Ask("what", _("What will your co-op do or make?")),
            Ask("need", _("Which need does it meet?"), _("What people lack today, and how you know.")),
        ),
    ),
    Chapter(
        "for-whom",
        _("For whom"),
        _("The people and organizations who will buy from you."),
        (
            Ask(
                "customers",
                _("Who will buy from you?"),
                _("Where they live, what they do, how many they are."),
            ),
            Ask("asked", _("Whom have you asked, and what did they say?")),
        ),
    ),
    Chapter(
        "why-us",
        _("Why us"),
        _("What makes you the right people for this."),
        (
            Ask("better", _("Why will people buy from you and not elsewhere?")),
            Ask("purpose", _("What does it do for the neighborhood?")),
        ),
    ),
    Chapter(
        "market",
        _("The market"),
        _("Who else offers it, and how people hear of you."),
        (
            Ask("others", _("Who offers the same today, and at what price?")),
            Ask("price", _("How did you come to your prices?")),
            Ask("reach", _("How do people hear of you?")),
        ),
    ),
    Chapter(
        "how",
        _("How we work"),
        _("A day in your co-op, and how you decide together."),
        (
            Ask("day", _("How does the work run, from the order to the payment?")),
            Ask("suppliers", _("From whom do you buy, and which of them are sister co-ops?")),
            Ask("deciding", _("How do you decide, and how are surpluses shared?")),
        ),
    ),
    Chapter(
        PEOPLE,
        _("The people"),
        _("Who does what. Ask before you write about somebody."),
        (
            Ask("skills", _("What can the members of the team do?"), _("Skills, courses, years of work.")),
            Ask("roles", _("Who looks after what?")),
            Ask("missing", _("What do you still have to learn, and with whom?")),
        ),
    ),
    Chapter(
        "place",
        _("The place"),
        _("Where you work, and what you need there."),
        (
            Ask("where", _("Where will you work, and on what terms?")),
            Ask("permits", _("Which permits and insurance do you need?")),
        ),
    ),
    Chapter(
        "risks",
        _("What can go wrong"),
        _("Nobody believes a plan without risks. Say what you would do."),
        (
            Ask("risks", _("What could go wrong?")),
            Ask("answers", _("What would you do then?")),
        ),
    ),
    Chapter(
        "ask",
        _("What we ask for"),
        _("What you need from those who read this plan."),
        (
            Ask("ask", _("What do you ask for, and from whom?")),
            Ask("use", _("What will you use it for?")),
            Ask(
                "return",
                _("What do they get in return?"),
                _("A loan paid back, work in the neighborhood, food."),
            ),
        ),
    ),
)


def chapter(key: str) -> Chapter | None:
    """The chapter with this key, or None."""
    return next((one for one in CHAPTERS if one.key == key), None)


def codes() -> tuple[str, ...]:
    """The codes of all questions, in the order of the paper."""
    return tuple(f"{one.key}.{question.code}" for one in CHAPTERS for question in one.questions)
