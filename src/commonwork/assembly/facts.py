"""The facts the assembly states. None says who voted, or how."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

RECEIPT_LABELS = {
    "budget": _("Budget of the assembly"),
    "paid": _("Paid for this resolution"),
    "effect_left": _("Left on the budget line"),
}

declare(
    Kind("assembly.assembly.called", _("The {subject} was called."), is_public=True),
    Kind(
        "assembly.assembly.voting_opened",
        _("Voting was opened for the {subject}: {count} proposals."),
        is_public=True,
    ),
    Kind(
        "assembly.assembly.counted",
        _("{count} ballots of the {subject} were counted, {blank} of them blank, on a budget of {budget}."),
        receipt=_("Ballots counted"),
        undo=_(
            "A count is not undone. Anyone can redo it from the ballots, which are published without roll numbers."
        ),
        is_public=True,
    ),
    Kind(
        "assembly.assembly.resolved",
        _("The {subject} decided: {count} of {proposals} proposals, {funded} in all."),
        receipt=_("Resolutions adopted"),
        undo=_("A later assembly can decide otherwise; this decision stays in the record."),
        is_public=True,
    ),
    Kind(
        "assembly.proposal.made",
        _("The proposal “{subject}” was made: {cost}, for {recipient}."),
        is_public=True,
    ),
    Kind("assembly.proposal.withdrawn", _("The proposal “{subject}” was withdrawn."), is_public=True),
    Kind(
        "assembly.ballots.entered",
        _("{count} ballots, {blank} of them blank, were entered for the {assembly}."),
        receipt=_("Ballots entered"),
        undo=_("Before the count, a ballot typed wrongly is taken back by its roll number and entered anew."),
    ),
    Kind("assembly.ballots.taken_back", _("A ballot of the {subject} was taken back before the count.")),
    Kind(
        "assembly.resolution.adopted",
        _("Adopted: “{subject}”, with {approvals} approvals. It gives {cost} to {recipient}."),
        is_public=True,
    ),
    Kind(
        "assembly.resolution.not_funded",
        _("“{subject}” had {approvals} approvals and was not funded."),
        is_public=True,
    ),
    Kind(
        "assembly.resolution.paid",
        _("{amount} was paid to {recipient} for “{subject}”."),
        receipt=_("Resolution paid"),
        undo=_("A payment made by mistake is answered by a reversal in both books."),
        is_public=True,
    ),
)
