"""Open books: the public page of an organisation that chose it, one entry of it, and the choice itself.

What is shown here is what anyone sees, whoever looks: no name of a person, no memo, no paper that was not shown to all.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import demand, public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.books import permits as book_permits
from commonwork.books import queries as book_queries
from commonwork.books.queries import cash
from commonwork.books.reader import Reader
from commonwork.journeys import open_books
from commonwork.journeys.forms import OpenBooksForm, OpenRowsFilter
from commonwork.journeys.open_entry import chain, lines, papers
from commonwork.journeys.plain_accounts import plain
from commonwork.record import receipts
from commonwork.record.kinds import KINDS
from commonwork.record.models import Fact
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation
from commonwork.registry.queries import network
from commonwork.rules.money import show_minor
from commonwork.rules.periods import twelve_months_to
from commonwork.ui import dates
from commonwork.ui.exports import respond
from commonwork.ui.money import dollars

Answer = HttpResponse | StreamingHttpResponse
A_PAGE = 25
PUBLIC = AnonymousUser()


@public
def show(request: HttpRequest, org_key: str) -> Answer:
    """Three numbers, then everything that came in and went out, the latest first."""
    organisation = get_object_or_404(Organisation, key=org_key)
    chosen, book = open_books.choice(organisation, on=today()), book_queries.book_of(organisation)
    if chosen is None or book is None or not organisation.has_open_books:
        return _not_open(request, organisation)
    form = OpenRowsFilter(cash.years_of(book), request.GET or None)
    period, kind = form.asked()
    rows = cash.cash_rows(book, starts_on=period[0], ends_on=period[1], kind=kind)
    if request.GET.get("format"):
        return _export(book, rows, request.GET["format"])
    page, whole = Paginator(rows, A_PAGE).get_page(request.GET.get("page")), cash.money(cash.cash_rows(book))
    context = {
        "organisation": organisation,
        "book": book,
        "chosen": chosen,
        "figures": _figures(book, whole),
        "form": form,
        "page": page,
        "rows": _rows(book, list(page.object_list)),
        "money": cash.money(rows) if any(period) or kind else whole,
        "period": period,
        "last_on": period[1] - timedelta(days=1) if period[1] else None,
        "kind": kind,
        "may_choose": may(request.user, Permission.BOOKS_OPEN, organisation),
    }
    return render(request, "journeys/open_books.html", context)


@public
def entry(request: HttpRequest, org_key: str, seq: int) -> HttpResponse:
    """One entry as anyone may see it: what moved, its receipt, and how it was decided."""
    organisation = get_object_or_404(Organisation, key=org_key)
    if open_books.choice(organisation, on=today()) is None:
        return _not_open(request, organisation)
    found = book_permits.visible_entry(PUBLIC, org_key, seq)
    reader = Reader(PUBLIC, found.book)
    context = {
        "organisation": organisation,
        "entry": found,
        "said": reader.about([found])[found.seq],
        "lines": lines(reader, found),
        "chain": chain(found),
        "papers": papers(found),
        "reversal": book_queries.reversal_of(found),
    }
    return render(request, "journeys/open_entry.html", context)


@requires(Permission.BOOKS_OPEN)
def choose(request: HttpRequest, org_key: str) -> HttpResponse:
    """Enter what the members chose."""
    organisation = get_object_or_404(Organisation, key=org_key)
    demand(may(request.user, Permission.BOOKS_OPEN, organisation))
    if book_queries.book_of(organisation) is None:
        raise Http404
    is_open = open_books.choice(organisation, on=today()) is not None
    form = OpenBooksForm(
        request.POST or None, initial={"decided_on": today(), "choice": "yes" if is_open else "no"}
    )
    if request.method == "POST" and form.attempt(
        lambda once: open_books.choose(
            organisation=organisation,
            is_open=form.cleaned_data["choice"] == "yes",
            decided_on=form.cleaned_data["decided_on"],
            source=form.cleaned_data["source"],
            on=today(),
            by=book_permits.actor(request.user),
            at=now(),
            once=once,
        )
    ):
        return redirect(receipts.address(form.token))
    context = {"organisation": organisation, "form": form, "is_open": is_open}
    return render(request, "journeys/open_books_choose.html", context, status=422 if form.is_bound else 200)


def _not_open(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return render(request, "journeys/open_books_none.html", {"organisation": organisation}, status=404)


def _figures(book: Any, whole: cash.Money) -> list[dict[str, str]]:
    """Money in hand, came in, went out in twelve months; each with the address of its rows."""
    on, last = today(), cash.latest_on(book)
    span = twelve_months_to(on)
    if last is not None and last < span[0]:
        span = twelve_months_to(last)
    year = cash.money(cash.cash_rows(book, starts_on=span[0], ends_on=span[1]))
    address = reverse("open_books", args=[book.key])
    days = f"from={span[0]}&to={span[1] - timedelta(days=1)}"
    until = dates.day(span[1] - timedelta(days=1), "short")
    return [
        {"value": dollars(whole.sum_minor), "text": _("in hand today."), "href": f"{address}?kind=#rows"},
        {
            "value": dollars(year.in_minor),
            "text": _("came in, in the 12 months to %s.") % until,
            "href": f"{address}?{days}&kind=in#rows",
        },
        {
            "value": dollars(year.out_minor),
            "text": _("went out, in the 12 months to %s.") % until,
            "href": f"{address}?{days}&kind=out#rows",
        },
    ]


def _rows(book: Any, postings: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of a page in words."""
    seqs = [row.seq for row in postings]
    entries = book_queries.entries_by_seq(book, seqs)
    about = Reader(PUBLIC, book).about(list(entries.values()))
    told, purposes = _told(list(entries.values())), cash.purposes(book, seqs)
    return [
        {
            "on": row.effective_on,
            "day": dates.day(row.effective_on, "short").replace(" ", "\u00a0"),
            "seq": row.seq,
            "href": reverse("open_books_entry", args=[book.key, row.seq]),
            "what": about[row.seq].sentence if row.seq in told else _unsaid(row.side),
            "purpose": ", ".join(plain(account) for account in purposes.get(row.seq, [])),
            "is_reversal": entries[row.seq].reverses_id is not None,
            "side": row.side,
            "amount_minor": row.amount_minor,
        }
        for row in postings
    ]


def _told(entries: Sequence[Any]) -> set[int]:
    """The numbers of the entries whose fact anyone may read in a sentence."""
    public = {code for code, kind in KINDS.items() if kind.is_public or code.startswith("books.")}
    facts = Fact.objects.filter(code__in={entry.source for entry in entries}).values_list("code", "kind")
    codes = {code for code, kind in facts if kind in public}
    return {entry.seq for entry in entries if entry.source in codes}


def _unsaid(side: str) -> str:
    """What is said of a movement whose sentence is not for everyone."""
    return _("Money came in.") if side == "in" else _("Money went out.")


def _export(book: Any, rows: Any, format: str) -> Answer:
    columns = [
        ("on", _("Day")),
        ("entry", _("Entry")),
        ("what", _("What")),
        ("account", _("What for")),
        ("side", _("In or out")),
        ("amount", _("Amount")),
    ]
    names = {"in": _("in"), "out": _("out"), "start": _("at the start"), "moved": _("between own accounts")}
    values = (
        (
            row["on"],
            row["seq"],
            row["what"],
            row["purpose"],
            names[row["side"]],
            show_minor(row["amount_minor"], "USD"),
        )
        for row in _rows(book, list(rows))
    )
    here = network()
    note = _("Demo: people and figures are invented.") if here and here.is_demo else ""
    return respond(f"{book.key}-open-books-{today()}", columns, values, format, note=note)
