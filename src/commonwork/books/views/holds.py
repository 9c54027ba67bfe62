"""Holds: the list of a book, one hold, and setting an amount aside, posting it, letting it go."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import permits, queries
from commonwork.books.account_forms import HoldFilter, HoldForm, HoldPostForm
from commonwork.books.actions import holds
from commonwork.books.views.asked import Answer, demo_note, major, reader_of
from commonwork.books.views.warnings import warn
from commonwork.record import receipts
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import now, today
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing

COLUMNS = [
    Column("placed_on", gettext_lazy("Set aside"), lambda hold: hold.placed_on, sort="placed_on"),
    Column("account", gettext_lazy("From"), lambda hold: hold.account.code, sort="account__code"),
    Column("against", gettext_lazy("For"), lambda hold: hold.against.code, sort="against__code"),
    Column("expires_on", gettext_lazy("Free again"), lambda hold: hold.expires_on, sort="expires_on"),
    Column(
        "state", gettext_lazy("State"), lambda hold: hold.end.get_how_display() if hold.end else _("open")
    ),
    Column(
        "amount",
        gettext_lazy("Amount"),
        lambda hold: major(hold.amount_minor, hold.unit),
        sort="amount_minor",
        is_number=True,
    ),
    Column("unit", gettext_lazy("Unit"), lambda hold: hold.unit),
]


@requires(Permission.BOOKS_SEE)
def list_all(request: HttpRequest, org_key: str) -> Answer:
    """What is and was set aside in a book."""
    book = permits.inner_book(request.user, org_key)
    listing = Listing(
        request,
        queries.holds(book),
        columns=COLUMNS,
        form=HoldFilter,
        name=f"{book.key}-holds",
        default_sort="-placed_on",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    context = {"book": book, "reader": reader_of(request, book), "listing": listing, "today": today()}
    return render(request, "books/holds.html", context)


@requires(Permission.BOOKS_SEE)
def show(request: HttpRequest, org_key: str, hold_key: str) -> HttpResponse:
    """One hold: what it sets aside, how it ended, its receipt."""
    hold = permits.inner_hold(request.user, org_key, hold_key)
    reader = reader_of(request, hold.book)
    parties = reader.parties([hold.party, hold.against_party])
    fact = Fact.objects.filter(code=hold.source).first()
    context = {
        "hold": hold,
        "book": hold.book,
        "reader": reader,
        "party": parties.get(hold.party),
        "against_party": parties.get(hold.against_party),
        "receipt": receipts.address_of(fact) if fact and fact.kind == "books.hold.placed" else "",
        "rest_minor": hold.amount_minor - hold.end.amount_minor if hold.end else None,
        "is_due": hold.is_due(today()),
        "told": tell(trail(hold)),
    }
    return render(request, "books/hold.html", context)


@requires(Permission.BOOKS_KEEP)
def place(request: HttpRequest, org_key: str) -> HttpResponse:
    """Set an amount aside."""
    book = permits.kept_book(request.user, org_key)
    form = HoldForm(book, request.POST or None, initial={"account": "1000"})
    if request.method == "POST" and form.attempt(
        lambda once: holds.place(
            organisation=book.organisation,
            account=form.cleaned_data["account"],
            against=form.cleaned_data["against"],
            amount_minor=form.cleaned_data["amount"],
            expires_on=form.cleaned_data["expires_on"],
            what=form.cleaned_data["what"],
            **_who(request, once),
        )
    ):
        warn(request, book)
        return redirect(receipts.address(form.token))
    lede = _("The amount stays where it is, but nothing else can use it. Later it is posted, or let go.")
    context = {"form": form, "book": book, "title": _("Set an amount aside"), "lede": lede}
    return _page(request, context | {"submit": _("Set it aside")})


@requires(Permission.BOOKS_KEEP)
def post(request: HttpRequest, org_key: str, hold_key: str) -> HttpResponse:
    """Post what was set aside, or a part of it."""
    hold = permits.kept_hold(request.user, org_key, hold_key)
    form = HoldPostForm(hold, request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.attempt(
        lambda once: holds.post(
            hold=hold,
            on=form.cleaned_data["on"],
            amount_minor=form.cleaned_data["amount"],
            **_who(request, once),
        )
    ):
        warn(request, hold.book)
        return redirect(receipts.address(form.token))
    lede = _("It becomes an entry in the books. This can be done once.")
    context = {
        "form": form,
        "book": hold.book,
        "hold": hold,
        "title": _("Post what was set aside"),
        "lede": lede,
    }
    return _page(request, context | {"submit": _("Post it")})


@requires(Permission.BOOKS_KEEP)
def void(request: HttpRequest, org_key: str, hold_key: str) -> HttpResponse:
    """Let what was set aside go."""
    hold = permits.kept_hold(request.user, org_key, hold_key)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.attempt(lambda once: holds.void(hold=hold, **_who(request, once))):
        return redirect(receipts.address(form.token))
    lede = _("Nothing is posted; the amount is free again. This can be done once.")
    context = {"form": form, "book": hold.book, "hold": hold, "title": _("Let it go"), "lede": lede}
    return _page(request, context | {"submit": _("Let it go"), "kind": "stop"})


@requires(Permission.BOOKS_KEEP)
def erase_note(request: HttpRequest, org_key: str, hold_key: str) -> HttpResponse:
    """Erase the note of a hold."""
    hold = permits.kept_hold(request.user, org_key, hold_key)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.attempt(
        lambda once: holds.erase_note(hold=hold, **_who(request, once))
    ):
        messages.success(request, _("The note was erased."))
        return redirect(hold.get_absolute_url())
    lede = _("The text is gone for good. What was set aside stays as it is.")
    context = {"form": form, "book": hold.book, "hold": hold, "title": _("Erase the note"), "lede": lede}
    return _page(request, context | {"submit": _("Erase the note"), "kind": "stop"})


def _who(request: HttpRequest, once: str) -> dict[str, Any]:
    return {"by": permits.actor(request.user), "at": now(), "once": once}


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, "books/keep.html", {"hold": None, "kind": "go", **context}, status=status)
