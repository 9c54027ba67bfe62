"""The facts journeys state."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind(
        "journeys.grant.paid",
        _("{amount} was paid from the solidarity fund to {recipient} for “{subject}”."),
        receipt=_("The grant is paid"),
        undo=_("Ask the treasurer of the federation for a counter-entry. Nothing is erased."),
        is_public=True,
    ),
    Kind(
        "journeys.books.opened",
        _("{subject} chose to show its books to everyone."),
        receipt=_("The books are open"),
        undo=_("The members can choose again at any time."),
        is_public=True,
    ),
    Kind(
        "journeys.books.closed",
        _("{subject} chose not to show its books to everyone any more."),
        receipt=_("The books are closed to the public"),
        undo=_("The members can choose again at any time."),
        is_public=True,
    ),
    Kind("journeys.circle.became_team", _("A study circle goes on as the team {subject}."), is_public=True),
    Kind("journeys.member_loans.received", _("Members of {subject} lent it {amount} on opening day.")),
    Kind(
        "journeys.coop.launched",
        _("{subject} opened as a co-op with its first members."),
        receipt=_("The co-op is open"),
        undo=_("Shares and loans are taken back by counter-entries in its books. Nothing is erased."),
        is_public=True,
    ),
    Kind(
        "journeys.loan.requested",
        _("The incubator sent {subject} to the bank: {amount}."),
        receipt=_("The request is with the bank"),
        undo=_("Tell the loan officer: a request can be taken back until it is decided."),
    ),
)

RECEIPT_LABELS = {"solidarity_fund": _("Solidarity fund")}
