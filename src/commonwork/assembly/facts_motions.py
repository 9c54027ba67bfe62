"""The facts of motions, deliberation, consent rounds and decisions. None holds a text, and none says who answered what."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models import Decision, Moderation
from commonwork.record.kinds import Kind, declare
from commonwork.ui.dates import day


def how_name(data: Mapping[str, Any]) -> object:
    """The way of deciding in words."""
    code = data.get("how", "")
    return dict(Decision.How.choices).get(code, code)


def day_of(name: str) -> Callable[[Mapping[str, Any]], object]:
    """Says a day of a fact's data as people write it."""
    return lambda data: day(date.fromisoformat(data[name])) if data.get(name) else ""


def reason_name(data: Mapping[str, Any]) -> object:
    """The reason for hiding in words."""
    code = data.get("reason", "")
    return dict(Moderation.Reason.choices).get(code, code)


declare(
    Kind("assembly.motion.drafted", _("The motion “{subject}” was drafted.")),
    Kind("assembly.motion.rewritten", _("“{subject}” was written anew: version {version}.")),
    Kind(
        "assembly.motion.put_forward",
        _("“{subject}” was put forward. Supporters needed: {needed}."),
        receipt=_("Motion put forward"),
        undo=_("It can be withdrawn until it is decided."),
    ),
    Kind("assembly.motion.supported", _("Supporters of “{subject}”: {count}.")),
    Kind("assembly.motion.taken_up", _("“{subject}” has enough support and is talked over.")),
    Kind("assembly.motion.withdrawn", _("“{subject}” was withdrawn.")),
    Kind(
        "assembly.motion.translated",
        _("Version {version} of “{subject}” was put into another language ({language})."),
    ),
    Kind(
        "assembly.motion.reviewed", _("Somebody looked into “{subject}” and wrote a review."), is_public=True
    ),
    Kind("assembly.motion.amendment_made", _("Another text was offered for “{subject}”.")),
    Kind(
        "assembly.motion.amended",
        _("An amendment was taken into “{subject}”: version {version}."),
    ),
    Kind(
        "assembly.motion.amendment_refused", _("An amendment to “{subject}” was not taken."), is_public=True
    ),
    Kind(
        "assembly.motion.join_offered",
        _("“{subject}” was offered to be joined to “{other}”."),
    ),
    Kind("assembly.motion.joined", _("“{subject}” was joined to “{other}”.")),
    Kind("assembly.motion.join_declined", _("“{subject}” and “{other}” stay two motions.")),
    Kind("assembly.motion.carried", _("“{subject}” was carried in a vote.")),
    Kind("assembly.motion.fell", _("“{subject}” was not carried in a vote.")),
    Kind("assembly.comment.written", _("A comment was written on “{subject}”.")),
    Kind("assembly.comment.erased", _("The words of a comment on “{subject}” were erased.")),
    Kind(
        "assembly.comment.hidden",
        _("A comment on “{subject}” was hidden: it {reason_name}."),
        words={"reason_name": reason_name},
    ),
    Kind(
        "assembly.comment.appealed",
        _("The author of a hidden comment on “{subject}” appealed."),
    ),
    Kind("assembly.comment.appeal_answered", _("An appeal about “{subject}” was answered.")),
    Kind("assembly.statement.made", _("A statement about “{subject}” was put to everyone.")),
    Kind("assembly.statement.answered", _("Somebody answered a statement about “{subject}”.")),
    Kind(
        "assembly.consent.opened",
        _("{subject} was opened on version {version}, until {last_day}."),
        words={"last_day": day_of("closes_on")},
    ),
    Kind(
        "assembly.consent.answered",
        _("An answer was given in: {subject}."),
        receipt=_("Answer taken"),
        undo=_("You can answer anew while the round is open; the last answer counts."),
    ),
    Kind(
        "assembly.consent.objection_taken_back",
        _("An objection was taken back in: {subject}."),
    ),
    Kind(
        "assembly.consent.amended",
        _("The text was changed to meet the objections in: {subject}. It is now version {version}."),
    ),
    Kind("assembly.consent.no_quorum", _("{count} of {of} took part in {subject}: too few.")),
    Kind(
        "assembly.consent.reached",
        _("{subject} ended in consent; {count} of {of} took part."),
        receipt=_("Consent reached"),
        undo=_("A later motion can decide otherwise; this decision stays in the record."),
    ),
    Kind("assembly.consent.withdrawn", _("{subject} was ended without a decision.")),
    Kind(
        "assembly.consent.escalated",
        _("{subject} goes to a vote. Objections that stand: {count}."),
    ),
    Kind(
        "assembly.decision.recorded",
        _("Decided {how_name}: “{subject}”."),
        receipt=_("Decision recorded"),
        undo=_("A later decision can decide otherwise; this one stays in the record."),
        words={"how_name": how_name},
    ),
    Kind("assembly.decision.announced", _("Decided, and open to anyone: “{subject}”."), is_public=True),
    Kind(
        "assembly.decision.policy_changed",
        _("The decision “{subject}” changed the policy {policy} from {first_day} on."),
        words={"first_day": day_of("starts_on")},
    ),
)
