"""The facts about delegates, admission and standing."""

from django.utils.translation import gettext_lazy as _

from commonwork.federation.checklist import ITEMS
from commonwork.federation.fact_words import day_of, in_words
from commonwork.federation.models import Departure, PeerVisit, SeatRule, Suspension
from commonwork.record.kinds import Kind, declare

ITEM = in_words("item", [(item.code, item.sentence) for item in ITEMS])

declare(
    Kind(
        "federation.body.opened",
        _("{subject} was opened: delegates of the co-ops sit in it."),
        is_public=True,
    ),
    Kind(
        "federation.seats.rule_adopted",
        _("{subject} shares its seats from {on} on in this way: {method}."),
        receipt=_("The way of sharing seats is adopted"),
        undo=_("Adopt another way; seats are then shared anew."),
        is_public=True,
        words={"method": in_words("method", list(SeatRule.Way.choices)), "on": day_of("on")},
    ),
    Kind(
        "federation.seats.shared",
        _("{seats} seats of {body} were shared among {coops} co-ops."),
        receipt=_("The seats are shared"),
        undo=_("Share them again after a change; delegates of seats that are lost step back."),
        is_public=True,
    ),
    Kind(
        "federation.delegate.sent",
        _("{organisation} sent {person} to {body}, until {until}."),
        receipt=_("The delegate is sent"),
        undo=_("The co-op can recall its delegate at any time."),
        words={"until": day_of("until")},
    ),
    Kind(
        "federation.delegate.recalled",
        _("{organisation} recalled its delegate {person}: {votes_yes} for it, {votes_no} against."),
        receipt=_("The delegate is recalled"),
        undo=_("The co-op can send the same person again."),
    ),
    Kind(
        "federation.delegate.stepped_down",
        _("{person} stepped down as delegate of {organisation}."),
        receipt=_("The delegate stepped down"),
        undo=_("The co-op can send the same person again."),
    ),
    Kind(
        "federation.delegates.seats_left", _("{subject} has no delegates any more; {count} left their seats.")
    ),
    Kind("federation.delegates.terms_over", _("The terms of {count} delegates in {subject} were over.")),
    Kind(
        "federation.delegate.reported",
        _("{person} reported back to {organisation}."),
        receipt=_("The report is in"),
        undo=_("Report again; the co-op sees both."),
    ),
    Kind(
        "federation.delegate.instructed",
        _("{organisation} told its delegate how to vote on “{question}”."),
        receipt=_("The delegate is told"),
        undo=_("The co-op can decide anew until the vote closes."),
    ),
    Kind(
        "federation.delegate.voted",
        _("A delegate of {organisation} voted on “{subject}”."),
        receipt=_("The vote is cast"),
        undo=_("Vote again until the vote closes; the last vote counts."),
    ),
    Kind(
        "federation.question.asked",
        _("“{subject}” was put before {body}."),
        receipt=_("The delegates have the question"),
        undo=_("Close the vote; what was asked stays on record."),
        is_public=True,
    ),
    Kind(
        "federation.question.closed",
        _("The delegates voted on “{subject}”: {yes} for it, {no} against, {abstain} abstained."),
        receipt=_("The vote is closed"),
        undo=_("Put the question again; this vote stays on record."),
        is_public=True,
    ),
    Kind(
        "federation.affiliation.evidence_shown",
        _("{organisation} showed what this rests on: {item_words}"),
        receipt=_("The evidence is in"),
        undo=_("Show it again with another sentence or paper."),
        words={"item_words": ITEM},
    ),
    Kind(
        "federation.affiliation.visited",
        _("Peers visited {organisation}. Their advice: {advice_words}."),
        receipt=_("The visit is on record"),
        undo=_("Record another visit; both stay on record."),
        words={"advice_words": in_words("advice", list(PeerVisit.Advice.choices))},
    ),
    Kind(
        "federation.coop.suspended",
        _("{organisation} was suspended: {why}."),
        receipt=_("The co-op is suspended"),
        undo=_("The delegates end the suspension on its page."),
        is_public=True,
        words={"why": in_words("reason", list(Suspension.Reason.choices))},
    ),
    Kind(
        "federation.coop.restored",
        _("{organisation} is in good standing again."),
        receipt=_("The suspension has ended"),
        undo=_("The delegates can suspend it again."),
        is_public=True,
    ),
    Kind(
        "federation.coop.left",
        _("{organisation} left the federation: {why}."),
        receipt=_("The co-op has left"),
        undo=_("The co-op can apply again."),
        is_public=True,
        words={"why": in_words("reason", list(Departure.Reason.choices))},
    ),
)
