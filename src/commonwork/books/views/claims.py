"""Claims as people read them: one's own, all of an organisation, and one claim with what can be done now."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import signed_in
from commonwork.books import claim_permits, permits
from commonwork.books.asks import Named, party_names
from commonwork.books.budget_sums import Place
from commonwork.books.claim_forms import ClaimFilter, place_name
from commonwork.books.models import Claim
from commonwork.books.queries import budgets
from commonwork.books.views.asked import demo_note, major
from commonwork.record import documents
from commonwork.record.queries import tell, trail
from commonwork.ui.dates import day
from commonwork.ui.listing import Column, Listing
from commonwork.ui.parts import Step

Answer = HttpResponse | StreamingHttpResponse
SHAPES = {
    Claim.State.DRAFT: "empty",
    Claim.State.SUBMITTED: "waiting",
    Claim.State.RETURNED: "stopped",
    Claim.State.APPROVED: "waiting",
    Claim.State.PAID: "settled",
    Claim.State.WITHDRAWN: "empty",
}
COLUMNS = [
    Column("sent", gettext_lazy("Sent on"), lambda row: row.submitted_on or "", sort="submitted_on"),
    Column("what", gettext_lazy("What for"), lambda row: row.what, sort="what"),
    Column("place", gettext_lazy("Booked on"), lambda row: placed(row)),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), sort="state"),
    Column(
        "amount",
        gettext_lazy("Amount"),
        lambda row: major(row.amount_minor or 0),
        sort="amount_minor",
        is_number=True,
    ),
]
OF = Column("of", gettext_lazy("Organisation"), lambda row: row.book.organisation.name, sort="book__key")
WHO = Column("who", gettext_lazy("Who asks"), lambda row: row.claimant.name, sort="claimant__name")


@signed_in
def mine(request: HttpRequest) -> Answer:
    """My claims, drafts too."""
    listing = Listing(
        request,
        claim_permits.own_claims(request.user).order_by("-pk"),
        columns=[*COLUMNS, OF],
        name="my-claims",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    context = {
        "listing": listing,
        "rows": _rows(listing.rows),
        "books": claim_permits.claims_at(request.user),
    }
    return render(request, "books/claims_mine.html", context)


@signed_in
def list_all(request: HttpRequest, org_key: str) -> Answer:
    """Everybody's claims on an organisation, for those who decide, pay or check."""
    book = permits.visible_book(request.user, org_key)
    listing = Listing(
        request,
        claim_permits.claims_listed(request.user, book).order_by("-submitted_on", "-pk"),
        columns=[WHO, *COLUMNS],
        form=ClaimFilter,
        name=f"{book.key}-claims",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    open_states = (Claim.State.SUBMITTED, Claim.State.APPROVED)
    waiting = claim_permits.claims_listed(request.user, book).filter(state__in=open_states).count()
    context = {
        "book": book,
        "listing": listing,
        "rows": _rows(listing.rows),
        "waiting": waiting,
        "may_claim": claim_permits.claims_at(request.user).filter(pk=book.pk).exists(),
    }
    return render(request, "books/claims.html", context)


@signed_in
def show(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """One claim: where it stands, its papers, its entries, its history, and what can be done now."""
    claim = claim_permits.visible_claim(request.user, org_key, key)
    context = {
        "claim": claim,
        "book": claim.book,
        "steps": _steps(claim),
        "lede": _lede(claim),
        "placed": placed(claim),
        "papers": documents.papers(claim),
        "standing": _standing(claim),
        "told": tell(trail(claim)[:25]),
        "is_own": claim.claimant == claim_permits.person_of(request.user),
        "sees_list": claim_permits.sees_claims(request.user, claim.book.organisation),
        "buttons": list(_buttons(request, claim)),
    }
    return render(request, "books/claim.html", context)


def placed(claim: Claim, names: Mapping[str, Named] | None = None) -> str:
    """What a claim is booked on, in words."""
    if claim.account is None:
        return ""
    return place_name(Place(claim.account.code, claim.fund, claim.party), claim.account, names)


def _rows(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    names = party_names({claim.party for claim in claims})
    return [
        {"claim": claim, "shape": SHAPES[Claim.State(claim.state)], "placed": placed(claim, names)}
        for claim in claims
    ]


def _standing(claim: Claim) -> budgets.Standing | None:
    """The budget line a claim falls to, with what it has left."""
    if claim.account is None or claim.spent_on is None:
        return None
    on = claim.approval.effective_on if claim.approval else claim.spent_on
    line = budgets.line_of(claim.book, Place(claim.account.code, claim.fund, claim.party), on)
    return budgets.standing_of(line) if line else None


def _steps(claim: Claim) -> list[Step]:
    """Where a claim stands: written, decided, paid."""
    if claim.state == Claim.State.WITHDRAWN:
        return [Step(_("Withdrawn"), "", "here")]
    here = {"draft": 0, "returned": 0, "submitted": 1, "approved": 2, "paid": 4}[claim.state]
    approved_on = claim.approval.effective_on if claim.approval else None
    names = [_("Written"), _("Decision"), _("Payment")]
    if claim.state == Claim.State.RETURNED:
        names[0] = _("Sent back")
    days = [claim.submitted_on, approved_on, claim.paid_on]
    return [
        Step(
            name,
            day(when, "short") if when and number < here else "",
            "done" if number < here else "here" if number == here else "to-come",
        )
        for number, (name, when) in enumerate(zip(names, days, strict=True))
    ]


def _lede(claim: Claim) -> str:
    of = {"name": claim.book.organisation.name}
    return {
        "draft": _("This is a draft. Only you see it until you send it."),
        "submitted": _("Another person at %(name)s decides on it now."),
        "returned": _("It was sent back. Mend it and send it again, or withdraw it."),
        "approved": _("It is approved: %(name)s owes this money until it is paid."),
        "paid": _("%(name)s has paid it."),
        "withdrawn": _("It was withdrawn. Nothing is owed."),
    }[claim.state] % of


def _buttons(request: HttpRequest, claim: Claim) -> Any:
    """What can be done now: (text, address, kind), the first filled."""
    is_own = claim.claimant == claim_permits.person_of(request.user)
    keeps = permits.keeps(request.user, claim.book.organisation)

    def to(name: str) -> str:
        return reverse(f"books_claim_{name}", args=[claim.book.key, claim.key])

    if is_own and claim.state in ("draft", "returned"):
        yield _("Finish and send it"), to("edit"), "go"
    if claim.state == Claim.State.SUBMITTED and claim_permits.may_decide(request.user, claim):
        yield _("Approve"), to("approve"), "go"
        yield _("Send back"), to("send_back"), "outline"
    if claim.state == Claim.State.APPROVED and keeps:
        yield _("Pay it"), to("pay"), "go"
    if is_own and claim.state in ("draft", "returned", "submitted"):
        yield _("Withdraw"), to("withdraw"), "plain"
    if claim.state in ("approved", "paid") and keeps:
        yield _("Take the last step back"), to("take_back"), "plain"
