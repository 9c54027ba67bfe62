"""The parts of an application, one screen each, and their questions. Codes are kept with the answers and never change."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

MOST_SIGNS = 4000


@dataclass(frozen=True)
class Ask:
    """One question to be answered in words, and a hint of what a good answer says."""

    code: str
    label: Any
    help: Any = ""


@dataclass(frozen=True)
class Part:
    """One screen. fields: figures and days of the application itself that are asked for here. `is_needed`: without it the
    application cannot be sent."""

    key: str
    name: Any
    sentence: Any
    questions: tuple[Ask, ...] = ()
    fields: tuple[str, ...] = ()
    is_needed: bool = True


FIGURES, TRAINING, PAPERS = "figures", "training", "papers"

PARTS = (
    Part(
        "amount",
        _("How much you ask for"),
        _("The whole sum; you draw it later in parts, as you need it."),
        fields=("principal_minor", "name"),
    ),
    Part(
        "use",
        _("What it is for"),
        _("The loan is paid from surplus only, so the reader wants to see where a surplus comes from."),
        (
            Ask(
                "buy",
                _("What will you buy or build with it?"),
                _("Each thing and what it costs. Leave out people's names."),
            ),
            Ask("surplus", _("How will it bring a surplus?")),
        ),
    ),
    Part(
        "customers",
        _("Who buys from you"),
        _("The people and organizations who pay for your work."),
        (
            Ask("customers", _("Who buys from you, or will?")),
            Ask("others", _("Who else offers it, and why do people come to you?")),
        ),
    ),
    Part(
        "people",
        _("Who works, and how they are paid"),
        _("Wages come first: nothing is due on the loan before they are covered."),
        (Ask("wages", _("What does an hour of work earn, and who decides it?")),),
        fields=("jobs_kept_count", "jobs_made_count"),
    ),
    Part(
        FIGURES,
        _("Your figures"),
        _("What your books say already stands here. Say what a reader should know about it."),
        (
            Ask(
                "figures",
                _("What should we know about these figures?"),
                _("A good or a bad season, one large customer, money still to come. If your books are not kept here, write "
                  "your sales, costs and cash of the last year, or what you expect."),
            ),
        ),
    ),
    Part(
        "risks",
        _("What can go wrong"),
        _("Nobody believes a plan without risks. Say what you would do."),
        (Ask("risks", _("What could go wrong?")), Ask("answers", _("What would you do then?"))),
    ),
    Part(
        "decided",
        _("What your members decided"),
        _("A co-op borrows when its members have said so, one member, one vote."),
        fields=("decided_on", "members_count", "members_yes_count"),
    ),
    Part(
        TRAINING,
        _("Training"),
        _("What your people should be able to do before the co-op borrows."),
    ),
    Part(
        PAPERS,
        _("Papers"),
        _("Quotes, a lease, a business plan: whatever shows what you write. PDF or photo."),
        is_needed=False,
    ),
)  # fmt: skip
PURPOSE = ("buy", "surplus")  # the answers that become the purpose of the loan


def part(key: str) -> Part | None:
    """The part with this key, or None."""
    return next((one for one in PARTS if one.key == key), None)
