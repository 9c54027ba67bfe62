"""The facts of a loan's way: application, reviews, minutes, draws against receipts, walking along, closing, story."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

_ANEW = _("Write it anew on the same page.")

declare(
    Kind("bank.application.begun", _("{borrower} began an application for a loan.")),
    Kind("bank.application.kept", _("A part of the application of {borrower} was written.")),
    Kind(
        "bank.application.dropped",
        _("{borrower} set its application aside."),
        receipt=_("The application is set aside"),
        undo=_("Begin a new one at any time."),
    ),
    Kind("bank.application.sent", _("{borrower} sent its application to {organisation}: {amount}.")),
    Kind(
        "bank.criteria.adopted",
        _("{organisation} adopted {subject} for reading applications."),
        receipt=_("The criteria are adopted"),
        undo=_("Adopt a new version. Reviews keep the criteria they were given by."),
        is_public=True,
    ),
    Kind(
        "bank.review.given",
        _("A reviewer scored “{subject}” of {borrower}."),
        receipt=_("The review is in"),
        undo=_ANEW,
    ),
    Kind(
        "bank.memo.written",
        _("The memo on “{subject}” of {borrower} was written."),
        receipt=_("The memo is kept"),
        undo=_ANEW,
    ),
    Kind(
        "bank.decision.minuted",
        _("The minutes of the loan committee on “{loan}” were put down."),
        receipt=_("The minutes are put down"),
        undo=_("Minutes stand. What is wrong in them is said in the next ones."),
    ),
    Kind(
        "bank.condition.met",
        _("A condition of “{loan}” was met."),
        receipt=_("The condition is met"),
        undo=_("Tell the committee: it can ask for it again with the next decision."),
    ),
    Kind(
        "bank.agreement.kept",
        _("The signed agreement on “{subject}” is kept with the loan."),
        receipt=_("The signed agreement is kept"),
        undo=_("Attach the right paper as well; nothing is erased."),
    ),
    Kind(
        "bank.draw_request.asked",
        _("{borrower} asked for {amount} of “{loan}”, with its invoices."),
        receipt=_("The request is with the bank"),
        undo=_("Tell the loan officer before it is paid."),
    ),
    Kind(
        "bank.draw_request.approved",
        _("The request of {borrower} for {amount} of “{loan}” was approved."),
        receipt=_("The request is approved"),
        undo=_("Until it is paid it can be sent back."),
    ),
    Kind(
        "bank.draw_request.declined",
        _("The request of {borrower} for {amount} of “{loan}” was sent back."),
        receipt=_("The request is sent back"),
        undo=_("The co-op can ask again at any time."),
    ),
    Kind("bank.draw_request.paid", _("The request of {borrower} for {amount} of “{loan}” was paid.")),
    Kind(
        "bank.draw_request.receipts_shown",
        _("{borrower} showed receipts for {amount} of “{loan}”."),
        receipt=_("The receipts are shown"),
        undo=_("More receipts can be added at any time."),
    ),
    Kind(
        "bank.visit.logged",
        _("Time given to {borrower} on “{subject}” was logged."),
        receipt=_("The visit is logged"),
        undo=_("Strike the entry on the log's page."),
    ),
    Kind(
        "bank.visit.struck",
        _("A log entry on “{subject}” of {borrower} was struck."),
        receipt=_("The entry is struck"),
        undo=_("Log it again as it was."),
    ),
    Kind("bank.step.agreed", _("A next step on “{subject}” of {borrower} was agreed.")),
    Kind(
        "bank.step.done",
        _("A next step on “{subject}” of {borrower} was done."),
        receipt=_("The step is done"),
        undo=_("Agree on it again as a new step."),
    ),
    Kind(
        "bank.accompaniment.begun",
        _("{borrower} and {organisation} agreed on an accompaniment plan for “{subject}”."),
        receipt=_("The accompaniment plan is agreed"),
        undo=_("End the plan at any time."),
    ),
    Kind(
        "bank.accompaniment.ended",
        _("The accompaniment plan for “{subject}” of {borrower} ended."),
        receipt=_("The accompaniment plan is ended"),
        undo=_("Agree on a new plan."),
    ),
    Kind(
        "bank.loan.closed",
        _("“{subject}” of {borrower} was closed with thanks."),
        receipt=_("The loan is closed"),
        undo=_("Closing changes no figure. What is owed or was paid stays as it is in the books."),
    ),
    Kind(
        "bank.story.shown",
        _("{borrower} agreed to show a part of the story of “{loan}” to anyone."),
        receipt=_("This part of the story is shown"),
        undo=_("Take it back on the story's page; it is gone at once."),
    ),
    Kind(
        "bank.story.taken_back",
        _("{borrower} no longer shows a part of the story of “{loan}”."),
        receipt=_("This part of the story is taken back"),
        undo=_("Agree to show it again at any time."),
    ),
    Kind("bank.story.erased", _("What {subject} had written about loans was erased.")),
)
