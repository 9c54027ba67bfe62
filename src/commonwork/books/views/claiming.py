"""Writing a claim, and each step it takes: send, approve, send back, pay, withdraw, take back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.books import claim_permits, permits
from commonwork.books.actions import claims
from commonwork.books.budget_sums import Place
from commonwork.books.claim_forms import ClaimForm, OnForm, PaidForm, SendBackForm, text_of
from commonwork.books.models import Book, Claim
from commonwork.books.queries import budgets
from commonwork.record import documents, receipts
from commonwork.record.queries import of_token
from commonwork.registry.clock import now, today
from commonwork.rules.refusal import Refusal
from commonwork.ui.forms import ActForm
from commonwork.ui.money import money
from commonwork.ui.refusals import said


@signed_in
def new(request: HttpRequest, org_key: str) -> HttpResponse:
    """Begin a claim. What was typed and photographed is kept as a draft even if something is wrong with it."""
    return _write(request, claim_permits.claimed_book(request.user, org_key), None)


@signed_in
def edit(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Finish a draft, or mend a claim that was sent back."""
    claim = claim_permits.own_claim(request.user, org_key, key)
    if request.method != "POST" and claim.state not in claims.MINE:
        return redirect(claim)
    return _write(request, claim.book, claim)


def _write(request: HttpRequest, book: Book, claim: Claim | None) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, book, claim, ClaimForm(book, initial=_initial(claim)))
    is_draft = "draft" in request.POST
    form = ClaimForm(book, request.POST, request.FILES, is_draft=is_draft)
    is_valid = form.is_valid()
    sent = f"{form.token}-send"
    if of_token(sent):
        return redirect(receipts.address(sent))  # pressed twice: it is sent
    kept = _keep(request, book, claim, form)
    if kept is None or not is_valid or form.errors:
        return _form_page(request, book, kept or claim, form)
    if is_draft:
        return redirect(kept)
    if form.attempt(lambda once: claims.submit(claim=kept, on=today(), **_who(request), once=f"{once}-send")):
        return redirect(receipts.address(sent))
    return _form_page(request, book, kept, form)


def _keep(request: HttpRequest, book: Book, claim: Claim | None, form: ClaimForm) -> Claim | None:
    """Keep what was understood as a draft; a paper that cannot be kept becomes an error at its field."""
    asked = form.asked()
    try:
        return _kept(request, book, claim, asked, form.token)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))
    try:
        return _kept(request, book, claim, replace(asked, papers=[]), form.token)
    except Refusal:
        return None


def _kept(request: HttpRequest, book: Book, claim: Claim | None, asked: claims.Asked, token: str) -> Claim:
    if claim is not None:
        return claims.change(claim=claim, asked=asked, **_who(request))
    person = permits.actor(request.user)
    organisation = book.organisation
    return claims.draft(organisation=organisation, claimant=person, asked=asked, once=token, **_who(request))


def _initial(claim: Claim | None) -> dict[str, Any]:
    if claim is None:
        return {"spent_on": today()}
    place = Place(claim.account.code, claim.fund, claim.party) if claim.account else None
    return {
        "kind": claim.kind,
        "amount": claim.amount_minor,
        "spent_on": claim.spent_on,
        "what": claim.what,
        "place": text_of(place) if place else "",
    }


def _form_page(request: HttpRequest, book: Book, claim: Claim | None, form: ClaimForm) -> HttpResponse:
    action = reverse("books_claim_edit", args=[book.key, claim.key]) if claim else request.path
    context = {
        "book": book,
        "claim": claim,
        "form": form,
        "action": action,
        "papers": documents.papers(claim) if claim else [],
    }
    return render(request, "books/claim_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.CLAIM_DECIDE)
def approve(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Approve a claim of another person."""
    claim = claim_permits.decidable_claim(request.user, org_key, key)
    form = OnForm(request.POST or None, initial={"on": claim.spent_on})
    submit = _("Approve %s") % money(claim.amount_minor or 0)

    def act(once: str) -> Any:
        on = form.cleaned_data["on"]
        return claims.approve(claim=claim, on=on, by=_person(request), at=now(), once=once)

    return _step(request, claim, form, act, title=_("Approve this claim"), submit=submit)


@requires(Permission.CLAIM_DECIDE)
def send_back(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Send a claim of another person back with a reason."""
    claim = claim_permits.decidable_claim(request.user, org_key, key)
    form = SendBackForm(request.POST or None)

    def act(once: str) -> Any:
        reason = form.cleaned_data["reason"]
        return claims.send_back(claim=claim, reason=reason, by=_person(request), at=now(), once=once)

    return _step(
        request, claim, form, act, title=_("Send this claim back"), submit=_("Send it back"), kind="outline"
    )


@requires(Permission.BOOKS_KEEP)
def pay(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Record that an approved claim is paid."""
    claim = claim_permits.payable_claim(request.user, org_key, key)
    form = PaidForm(request.POST or None, initial={"on": today()})
    submit = _("Pay %s") % money(claim.amount_minor or 0)

    def act(once: str) -> Any:
        return claims.pay(claim=claim, on=form.cleaned_data["on"], **_who(request), once=once)

    return _step(request, claim, form, act, title=_("Pay this claim"), submit=submit)


@requires(Permission.BOOKS_KEEP)
def take_back(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Take the last step back by a counter-entry."""
    claim = claim_permits.payable_claim(request.user, org_key, key)
    form = OnForm(request.POST or None, initial={"on": today()})

    def act(once: str) -> Any:
        return claims.take_back(claim=claim, on=form.cleaned_data["on"], **_who(request), once=once)

    title = _("Take the last step back")
    return _step(request, claim, form, act, title=title, submit=_("Take it back"), kind="stop")


@signed_in
def withdraw(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Withdraw one's own claim."""
    claim = claim_permits.own_claim(request.user, org_key, key)
    form = ActForm(request.POST or None)

    def act(once: str) -> Any:
        return claims.withdraw(claim=claim, **_who(request), once=once)

    return _step(
        request, claim, form, act, title=_("Withdraw this claim"), submit=_("Withdraw it"), kind="stop"
    )


def _step(
    request: HttpRequest, claim: Claim, form: ActForm, act: Callable[[str], Any], **words: Any
) -> HttpResponse:
    """Do the step when the form was sent and is right, else show it with what it is about."""
    if request.method == "POST" and form.attempt(act):
        fact = of_token(form.token)
        assert fact is not None
        has_receipt = fact.kind not in ("books.claim.withdrawn", "books.claim.returned")
        return redirect(receipts.address_of(fact) if has_receipt else claim.get_absolute_url())
    context = {
        "claim": claim,
        "book": claim.book,
        "form": form,
        "papers": documents.papers(claim),
        "standing": _standing(claim),
        **words,
    }
    return render(request, "books/claim_step.html", context, status=422 if form.is_bound else 200)


def _standing(claim: Claim) -> budgets.Standing | None:
    """The budget line that decides whether there is enough left, while the claim is not booked yet."""
    if claim.account is None or claim.state != Claim.State.SUBMITTED or claim.spent_on is None:
        return None
    place = Place(claim.account.code, claim.fund, claim.party)
    line = budgets.line_of(claim.book, place, claim.spent_on)
    return budgets.standing_of(line) if line else None


def _person(request: HttpRequest) -> Any:
    return permits.actor(request.user)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": _person(request), "at": now()}
