"""The facts about offices, elections, terms, recalls and participatory budgets. None says who voted, or how."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models import Term
from commonwork.record.kinds import Kind, declare


def left_because(data: Mapping[str, Any]) -> object:
    """Why somebody left an office, in plain words."""
    why = data.get("why", "")
    return Term.Left(why).label if why in Term.Left.values else why


declare(
    Kind(
        "assembly.office.created", _("{body} has an office “{subject}” with {seats} seats."), is_public=True
    ),
    Kind("assembly.election.called", _("An election was called: {subject}, {seats} seats."), is_public=True),
    Kind(
        "assembly.election.opened",
        _("Voting was prepared for the election {subject}: {count} people stand."),
        is_public=True,
    ),
    Kind(
        "assembly.election.seated",
        _("The election {subject} was decided and {count} people took their seats."),
        receipt=_("The seats are taken"),
        undo=_(
            "A count is not undone. Anyone can redo it from the ballots; a recall or a new election follows its rules."
        ),
        is_public=True,
    ),
    Kind("assembly.election.voided", _("The election {subject} was called off."), is_public=True),
    Kind("assembly.nomination.made", _("{person} was nominated for {election}.")),
    Kind("assembly.nomination.accepted", _("{person} stands for {election}."), is_public=True),
    Kind("assembly.nomination.declined", _("{person} does not stand for {election}.")),
    Kind(
        "assembly.term.left",
        _("{person} left the office {office}: {left_because}."),
        is_public=True,
        words={"left_because": left_because},
    ),
    Kind(
        "assembly.term.filled",
        _("{person} took the vacant seat of {office} by countback."),
        receipt=_("The vacancy is filled"),
        undo=_("A countback is not undone. Anyone can redo it from the ballots of the election."),
        is_public=True,
    ),
    Kind(
        "assembly.recall.asked",
        _("A recall was asked for in the office {office}: {needed} signatures are needed."),
    ),
    Kind("assembly.recall.signed", _("A recall in the office {office} has {count} of {needed} signatures.")),
    Kind("assembly.recall.opened", _("A recall in the office {office} goes to a vote."), is_public=True),
    Kind("assembly.recall.closed", _("The recall in the office {office} was decided."), is_public=True),
    Kind(
        "assembly.budget.opened",
        _("A participatory budget of {budget} was opened: “{subject}”."),
        is_public=True,
    ),
    Kind(
        "assembly.budget.moved_on",
        _("The participatory budget “{subject}” moved on to its next phase."),
        is_public=True,
    ),
    Kind(
        "assembly.budget.counted",
        _("The votes of “{subject}” were counted: {count} projects for {cost}."),
        receipt=_("The budget is counted"),
        undo=_("A count is not undone. Anyone can redo it from the ballots."),
        is_public=True,
    ),
    Kind(
        "assembly.budget.decided",
        _("The result of “{subject}” was adopted: {count} projects for {cost}."),
        receipt=_("The budget is decided"),
        undo=_("A later decision of the same body can change it; this one stays in the record."),
        is_public=True,
    ),
    Kind("assembly.project.proposed", _("The idea “{subject}” was put forward."), is_public=True),
    Kind(
        "assembly.project.reviewed",
        _("“{subject}” was looked at by {reviewer} and costs {cost}."),
        is_public=True,
    ),
    Kind(
        "assembly.project.turned_down",
        _("“{subject}” was looked at by {reviewer} and cannot be done."),
        is_public=True,
    ),
    Kind(
        "assembly.project.excluded",
        _("It was said which projects cannot be chosen together with “{subject}”."),
        is_public=True,
    ),
    Kind("assembly.project.withdrawn", _("The idea “{subject}” was withdrawn."), is_public=True),
    Kind("assembly.project.chosen", _("“{subject}” was chosen with {votes} votes: {cost}."), is_public=True),
)
