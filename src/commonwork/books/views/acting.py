"""What a treasurer records: a cost, a gift, a month, or many months from a table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import permits
from commonwork.books.actions import costs, gifts, months
from commonwork.books.forms import CostForm, GiftForm, ImportForm, MonthForm
from commonwork.books.month_table import AMOUNTS, MonthFigures
from commonwork.books.views.warnings import warn
from commonwork.record import receipts
from commonwork.record.queries import of_token
from commonwork.registry.clock import now, today
from commonwork.rules.refusal import Complaint, Complaints, Refusal
from commonwork.ui.forms import ActForm

UNNAMED = "donor/unnamed"


@requires(Permission.BOOKS_KEEP)
def cost(request: HttpRequest, org_key: str) -> HttpResponse:
    """Record a cost."""
    book = permits.kept_book(request.user, org_key)
    form = CostForm(book, request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.attempt(
        lambda once: costs.pay(
            organisation=book.organisation,
            on=form.cleaned_data["on"],
            account=form.cleaned_data["account"],
            amount_minor=form.cleaned_data["amount"],
            what=form.cleaned_data["what"],
            **_who(request, once),
        )
    ):
        warn(request, book)
        return redirect(receipts.address(form.token))
    return _page(request, form, book=book, title=_("Record a cost"), submit=_("Record this cost"))


@requires(Permission.BOOKS_KEEP)
def gift(request: HttpRequest, org_key: str) -> HttpResponse:
    """Record a gift."""
    book = permits.kept_book(request.user, org_key)
    form = GiftForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.attempt(
        lambda once: gifts.receive(
            organisation=book.organisation,
            on=form.cleaned_data["on"],
            amount_minor=form.cleaned_data["amount"],
            donor=form.cleaned_data["donor"] or UNNAMED,
            **_who(request, once),
        )
    ):
        warn(request, book)
        return redirect(receipts.address(form.token))
    return _page(request, form, book=book, title=_("Record a gift"), submit=_("Record this gift"))


@requires(Permission.BOOKS_KEEP)
def month(request: HttpRequest, org_key: str) -> HttpResponse:
    """Record a month's sales and costs."""
    book = permits.kept_book(request.user, org_key)
    form = MonthForm(request.POST or None)
    if request.method == "POST" and form.attempt(
        lambda once: months.record(
            organisation=book.organisation,
            month=form.cleaned_data["month"],
            **{f"{name}_minor": form.cleaned_data[name] for name in AMOUNTS},
            **_who(request, once),
        )
    ):
        warn(request, book)
        return redirect(receipts.address(form.token))
    return _page(request, form, book=book, title=_("Record a month"), submit=_("Record this month"))


@requires(Permission.BOOKS_KEEP)
def import_table(request: HttpRequest) -> HttpResponse:
    """Months from a table: shown first, recorded when sent a second time. All of it, or nothing."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, title=_("Bring in a table of months"), submit=_("Check the table"))
    text = form.cleaned_data["text"]
    if "record" in request.POST and of_token(form.token):
        return redirect("books")  # pressed twice: it is recorded
    try:
        rows = _allowed(request, months.check_csv(text))
        if "record" in request.POST:
            book = months.import_csv(text=text, **_who(request, form.token))
            return redirect("books_book", book.key)
    except Complaints as refusal:
        context = {"complaints": refusal.complaints, "form": ImportForm(initial={"text": text})}
        return render(request, "books/import_refused.html", context, status=422)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, title=_("Bring in a table of months"), submit=_("Check the table"))
    confirmed = ImportForm(initial={"text": text})
    confirmed.fields["once"].initial = form.token
    submit = ngettext("Record %(count)s month", "Record %(count)s months", len(rows)) % {"count": len(rows)}
    return render(
        request, "books/import_check.html", {"rows": rows, "form": confirmed, "text": text, "submit": submit}
    )


def _allowed(request: HttpRequest, rows: list[MonthFigures]) -> list[MonthFigures]:
    """The rows, when this account keeps the books of all of them."""
    complaints = [
        Complaint(row.line, "coop", _("You do not keep the books of this co-op."))
        for row in rows
        if not permits.keeps(request.user, row.organisation)
    ]
    if complaints:
        raise Complaints(complaints)
    return rows


def _who(request: HttpRequest, once: str) -> dict[str, Any]:
    return {"by": permits.actor(request.user), "at": now(), "once": once}


def _page(request: HttpRequest, form: ActForm, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "books/act.html", {"form": form, "book": None, **context}, status=status)
