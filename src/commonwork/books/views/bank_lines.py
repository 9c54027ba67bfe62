"""The lines of a bank account: the list with suggestions, one line, and the acts on it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import bank_permits, permits, queries
from commonwork.books.actions import bank_lines
from commonwork.books.actions.bank_lines import Part
from commonwork.books.bank_forms import RecordForm, UnmatchForm
from commonwork.books.models import BankLine, Entry
from commonwork.books.queries import bank_lines as reads
from commonwork.books.queries.bank_lines import Candidate, Suggested
from commonwork.books.reader import Reader, Said
from commonwork.books.views.asked import Answer, demo_note, major
from commonwork.books.views.bank_accounts import who
from commonwork.record import receipts
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money
from commonwork.ui.parts import Tab


@dataclass(frozen=True)
class Offer:
    """A posting offered for a line, in words."""

    candidate: Candidate
    said: Said
    why: str


@dataclass(frozen=True)
class LineRow:
    """One line of the list, with what can be done in one press."""

    line: BankLine
    best: Offer | None
    others: list[Offer]
    rule_account: str
    token: str


def _state(line: BankLine) -> str:
    if line.match_id:
        return _("matched")
    return _("set aside") if line.is_set_aside else _("open")


COLUMNS = [
    Column("on", _("Day"), lambda line: line.on, sort="on"),
    Column("payee", _("Payee"), lambda line: line.payee or line.memo, sort="payee"),
    Column("memo", _("What it was for"), lambda line: line.memo),
    Column("ref", _("Reference"), lambda line: line.ref),
    Column("amount", _("Amount"), lambda line: major(line.amount_minor), sort="amount_minor", is_number=True),
    Column("state", _("State"), _state),
]


@requires(Permission.BOOKS_SEE)
def show(request: HttpRequest, org_key: str, key: str) -> Answer:
    """A bank account: what waits, with suggestions; all lines; those set aside."""
    row = bank_permits.seen_bank_account(request.user, org_key, key)
    until = permits.until(request.user)
    shown = request.GET.get("show", "open")
    lines = reads.lines_of(row, until=until)
    open_lines = reads.open_lines(row, until=until)
    chosen = {"all": lines, "aside": lines.filter(is_set_aside=True)}.get(shown, open_lines)
    listing = Listing(
        request,
        chosen,
        columns=COLUMNS,
        name=f"{row.book.key}-bank-lines",
        default_sort="on",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    counts = {
        "open": open_lines.count(),
        "all": lines.count(),
        "aside": lines.filter(is_set_aside=True).count(),
    }
    latest = reads.latest_closing(row, on=until)
    reader = Reader(request.user, row.book)
    context = {
        "book": row.book,
        "bank_account": row,
        "listing": listing,
        "rows": _rows(reader, list(listing.rows)),
        "counts": counts,
        "shown": shown,
        "tabs": _tabs(shown, counts),
        "latest": latest,
        "book_minor": queries.balance(row.book.organisation, row.account.code, on=until),
        "statements": list(reads.statements_of(row, until=until)[:12]),
        "keeps": permits.keeps(request.user, row.book.organisation),
        "told": tell(trail(row)[:10]),
    }
    return render(request, "books/bank/account.html", context)


def _tabs(shown: str, counts: dict[str, int]) -> list[Tab]:
    names = {
        "open": _("To match (%(count)s)") % {"count": counts["open"]},
        "aside": _("Set aside (%(count)s)") % {"count": counts["aside"]},
        "all": _("All lines (%(count)s)") % {"count": counts["all"]},
    }
    return [
        Tab(name, f"?show={key}", key == shown or (key == "open" and shown not in names))
        for key, name in names.items()
    ]


def _rows(reader: Reader, lines: list[BankLine]) -> list[LineRow]:
    waiting = [line for line in lines if line.is_open]
    found = {one.line.pk: one for one in reads.suggestions(waiting)}
    offers = offers_of(reader, list(found.values()))
    names = {account.code: account.name for account in reader.book.accounts.all()}
    rows = []
    for line in lines:
        suggested = found.get(line.pk)
        rule = suggested.rule if suggested else None
        mine = offers.get(line.pk, [])
        rule_account = f"{rule.account} {_(names.get(rule.account, ''))}" if rule else ""
        rows.append(
            LineRow(line, mine[0] if mine else None, mine[1:], rule_account, ActForm()["once"].value())
        )
    return rows


def offers_of(reader: Reader, found: list[Suggested]) -> dict[int, list[Offer]]:
    """{line: what is offered for it, the best first}."""
    entries = {one.entry.pk: one.entry for suggested in found for one in suggested.candidates}
    said = reader.about(list(entries.values()))
    return {
        suggested.line.pk: [Offer(one, said[one.entry.seq], _why(one)) for one in suggested.candidates]
        for suggested in found
    }


def _why(one: Candidate) -> str:
    """Why a posting is offered."""
    days = (
        _("same day")
        if one.days == 0
        else ngettext("%(count)s day apart", "%(count)s days apart", one.days) % {"count": one.days}
    )
    more = [_("same account as before")] if one.is_learned else []
    more += [_("the names are alike")] if one.is_alike else []
    return ", ".join([_("same amount"), days, *more])


@requires(Permission.BOOKS_SEE)
def line(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """One line: what it is, what fits it, and everything that can be done with it."""
    row = bank_permits.seen_line(request.user, org_key, key)
    return _line_page(request, row)


def _line_page(
    request: HttpRequest,
    row: BankLine,
    record_form: RecordForm | None = None,
    join_form: ActForm | None = None,
) -> HttpResponse:
    reader = Reader(request.user, row.bank_account.book)
    keeps = permits.keeps(request.user, row.bank_account.book.organisation)
    context: dict[str, Any] = {
        "book": row.bank_account.book,
        "bank_account": row.bank_account,
        "line": row,
        "way": _("paid out") if row.amount_minor < 0 else _("paid in"),
        "size": money(abs(row.amount_minor), row.bank_account.account.unit),
        "keeps": keeps,
        "token": ActForm()["once"].value(),
        "told": tell(trail(row)[:20]),
    }
    if row.match is not None:
        postings = reads.postings_of(row.match)
        said = reader.about([posting.entry for posting in postings])
        context["postings"] = [{"posting": one, "said": said[one.entry.seq]} for one in postings]
        context["siblings"] = list(row.match.lines.exclude(pk=row.pk).order_by("on"))
    elif row.is_open and keeps:
        context |= _to_do(reader, row)
        context["record_form"] = record_form or RecordForm(
            row, initial=_first_guess(row, context["suggested"])
        )
        context["join_form"] = join_form
    bound = [form for form in (record_form, join_form) if form is not None]
    return render(request, "books/bank/line.html", context, status=422 if bound else 200)


def _to_do(reader: Reader, row: BankLine) -> dict[str, Any]:
    (suggested,) = reads.suggestions([row])
    near = reads.near_postings(row)
    entries = queries.entries_by_seq(row.bank_account.book, [posting.seq for posting in near])
    said = reader.about(list(entries.values()))
    names = {account.code: account.name for account in reader.book.accounts.all()}
    rule = suggested.rule
    others = reads.open_lines(row.bank_account).exclude(pk=row.pk)
    return {
        "suggested": suggested,
        "offers": offers_of(reader, [suggested])[row.pk],
        "rule_account": f"{rule.account} {_(names.get(rule.account, ''))}" if rule else "",
        "near": [
            {"value": f"{posting.seq}-{posting.line}", "posting": posting, "said": said[posting.seq]}
            for posting in near
        ],
        "other_lines": list(others.order_by("on", "pk")[: reads.MOST_SHOWN]),
    }


def _first_guess(row: BankLine, suggested: Suggested) -> dict[str, Any]:
    guess: dict[str, Any] = {"amount_1": abs(row.amount_minor)}
    if suggested.rule is not None:
        guess |= {"account_1": suggested.rule.account, "party_1": suggested.rule.party}
    return guess


def _entries_asked(row: BankLine, values: list[str]) -> list[tuple[Entry, int]]:
    """(entry, line) of each "seq-line" that was sent; what names no entry is left out."""
    pairs = [value.partition("-")[::2] for value in values]
    numbers = [
        (int(a), int(b)) for a, b in pairs if a.isascii() and b.isascii() and a.isdigit() and b.isdigit()
    ]
    entries = queries.entries_by_seq(row.bank_account.book, [seq for seq, _line in numbers if seq < 2**62])
    return [(entries[seq], number) for seq, number in numbers if seq in entries and number < 2**31]


@requires(Permission.BOOKS_KEEP)
def accept(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """One press: match a line with the entry offered, or record it where its payee's rule says."""
    row = bank_permits.kept_line(request.user, org_key, key)
    form = ActForm(request.POST)
    if request.method != "POST":
        return redirect(row)

    def do(once: str) -> None:
        (suggested,) = reads.suggestions([row])
        if "rule" in request.POST and (rule := suggested.rule) is not None:
            part = Part(rule.account, row.amount_minor, rule.party)
            bank_lines.record(line=row, parts=[part], **who(request, once))
        else:
            postings = _entries_asked(row, request.POST.getlist("posting")[:1])
            bank_lines.match(lines=[row], postings=postings, **who(request, once))

    _tell(request, row, form.attempt(do), form)
    return redirect(row.bank_account)


def _tell(request: HttpRequest, row: BankLine, is_done: bool, form: ActForm) -> None:
    """Say on the next page what happened."""
    if is_done:
        amount = money(abs(row.amount_minor), row.bank_account.account.unit)
        name = row.payee or row.memo or _("without a name")
        messages.success(request, _("%(amount)s, %(name)s: done.") % {"amount": amount, "name": name[:60]})
    for error in form.non_field_errors():
        messages.error(request, str(error))


@requires(Permission.BOOKS_KEEP)
def record(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Record a line in one account, or split it over several."""
    row = bank_permits.kept_line(request.user, org_key, key)
    if request.method != "POST":
        return redirect(row)
    form = RecordForm(row, request.POST)
    if form.attempt(lambda once: bank_lines.record(line=row, parts=form.parts(), **who(request, once))):
        return redirect(receipts.address(form.token))
    return _line_page(request, row, record_form=form)


@requires(Permission.BOOKS_KEEP)
def join(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Match a line, and others with it, with several entries."""
    row = bank_permits.kept_line(request.user, org_key, key)
    if request.method != "POST":
        return redirect(row)
    form = ActForm(request.POST)
    keys = request.POST.getlist("line")
    lines = [row, *reads.open_lines(row.bank_account).filter(key__in=keys).exclude(pk=row.pk)]
    postings = _entries_asked(row, request.POST.getlist("posting"))
    if form.attempt(lambda once: bank_lines.match(lines=lines, postings=postings, **who(request, once))):
        _tell(request, row, True, form)
        return redirect(row.bank_account)
    return _line_page(request, row, join_form=form)


@requires(Permission.BOOKS_KEEP)
def unmatch(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Undo a match; asked once more first."""
    row = bank_permits.kept_line(request.user, org_key, key)
    if row.match is None:
        return redirect(row)
    made = row.match.made
    form = UnmatchForm(request.POST or None, has_made=made is not None, initial={"on": today()})

    def do(once: str) -> None:
        on = form.cleaned_data["on"] if form.cleaned_data.get("reverse") else None
        bank_lines.unmatch(line=row, reverse_on=on, **who(request, once))

    if request.method == "POST" and form.attempt(do):
        messages.success(request, _("The match is undone."))
        return redirect(row)
    context = {
        "book": row.bank_account.book,
        "bank_account": row.bank_account,
        "line": row,
        "form": form,
        "made": made,
    }
    return render(request, "books/bank/unmatch.html", context, status=422 if form.errors else 200)


@requires(Permission.BOOKS_KEEP)
def mark(request: HttpRequest, org_key: str, key: str, what: str) -> HttpResponse:
    """Set a line aside, take it up again, or erase its texts."""
    row = bank_permits.kept_line(request.user, org_key, key)
    acts = {"aside": bank_lines.set_aside, "back": bank_lines.take_up, "erase": bank_lines.erase}
    form = ActForm(request.POST)
    if request.method == "POST":
        _tell(request, row, form.attempt(lambda once: acts[what](line=row, **who(request, once))), form)
    return redirect(row)
