"""The facts about members: their way in and out, shares, notes, hours approved, and what they contest."""

from django.utils.translation import gettext_lazy as _

from commonwork.federation.fact_words import day_of, in_words
from commonwork.federation.facts import AGAIN, RECEIPT_LABELS, TAKE_BACK
from commonwork.federation.models import Contest, MemberExit
from commonwork.record.kinds import Kind, declare

declare(
    Kind(
        "federation.member.candidacy_began",
        _("{person} became a candidate of {organisation}."),
        receipt=_("The candidacy has begun"),
        undo=_("The candidacy can be ended on the roll."),
    ),
    Kind(
        "federation.member.admitted",
        _("{organisation} admitted {person} as worker-owner."),
        receipt=_("The member is admitted"),
        undo=_("A membership ends by leaving; what was owned is then paid out."),
    ),
    Kind(
        "federation.member.left",
        _("{person} left {organisation}: {why}."),
        receipt=_("The membership has ended"),
        undo=_("The person can become a candidate again."),
        words={"why": in_words("reason", list(MemberExit.Reason.choices))},
    ),
    Kind(
        "federation.members.taken_in",
        _("A list of {people} members was taken in for {organisation}."),
        receipt=_("The list of members is taken in"),
        undo=_("End a membership on the roll; each is an act of its own."),
    ),
    Kind(
        "federation.buy_in.agreed",
        _("{person} agreed to pay {amount} for a share in {organisation}, in {instalments} instalments."),
        receipt=_("The plan for the share is agreed"),
        undo=_("Payments can be taken back one by one."),
    ),
    Kind(
        "federation.buy_in.kept_from_pay",
        _("{organisation} kept {amount} from the pay of {people} people for their shares."),
        receipt=_("The instalments are kept"),
        undo=TAKE_BACK,
    ),
    Kind(
        "federation.share.certified",
        _("{organisation} issued certificate {number} for a share of {amount} to {person}."),
        receipt=_("The certificate is issued"),
        undo=_("It is cancelled when the share passes on or the member leaves."),
    ),
    Kind(
        "federation.share.transferred",
        _("A share of {amount} in {organisation} passed from {giver} to {taker}."),
        receipt=_("The share has passed on"),
        undo=_("Pass it back in the same way."),
    ),
    Kind(
        "federation.exit_note.written",
        _("{organisation} owes {person} {amount} after leaving."),
        receipt=_("The note is written"),
        undo=_("Take it back on its page while nothing of it is paid."),
    ),
    Kind(
        "federation.exit_note.paid",
        _("{organisation} paid {person} part {part} of the note: {amount}."),
        receipt=_("The part of the note is paid"),
        undo=_("Ask the treasurer for a counter-entry. Nothing is erased."),
    ),
    Kind(
        "federation.exit_note.taken_back",
        _("The note of {amount} to {person} was taken back."),
        receipt=_("The note is taken back"),
        undo=AGAIN,
    ),
    Kind(
        "federation.hours.approved",
        _("{hours} hours were approved in {organisation}, in {rows} rows."),
        receipt=_("The hours are approved"),
        undo=_("Take a wrong row back, as long as the year is not shared."),
    ),
    Kind(
        "federation.contest.raised",
        _("{person} says that something is wrong: {what_words}."),
        receipt=_("Your question is with the treasurer"),
        undo=_("Ask again, or tell the treasurer that it is settled."),
        words={"what_words": in_words("what", list(Contest.What.choices))},
    ),
    Kind(
        "federation.contest.answered",
        _("A question of {person} was answered: {outcome_words}."),
        receipt=_("The question is answered"),
        undo=_("The member can ask again."),
        words={"outcome_words": in_words("outcome", list(Contest.Outcome.choices))},
    ),
    Kind("federation.contest.words_erased", _("The words of a question about a stake were erased.")),
    Kind(
        "federation.profile.kept",
        _("{organisation} brought up to date what it says about itself."),
        receipt=_("The profile is kept"),
        undo=_("Change it again at any time."),
    ),
    Kind(
        "federation.profile.consent_given",
        _("{organisation} chose what everyone may see of it."),
        receipt=_("The choice is kept"),
        undo=_("The members can choose again at any time."),
        is_public=True,
    ),
    Kind(
        "federation.premises.added",
        _("{organisation} works in new premises from {on} on."),
        receipt=_("The premises are entered"),
        undo=_("End them on the same page."),
        words={"on": day_of("on")},
    ),
    Kind(
        "federation.premises.left",
        _("{organisation} left premises on {on}."),
        receipt=_("The premises are left"),
        undo=_("Enter them again."),
        words={"on": day_of("on")},
    ),
    Kind(
        "federation.principle.reported",
        _("{organisation} reported how it worked by principle {principle} in {year}."),
        receipt=_("The report is kept"),
        undo=_("Report again; the newest words are shown."),
    ),
)

RECEIPT_LABELS.update({"capital_account": _("Capital account"), "exit_note": _("Owed to former members")})
