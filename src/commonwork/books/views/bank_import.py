"""Taking in a file of the bank: choose it, see what it would do, confirm. Nothing is kept before the last step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import bank_permits
from commonwork.books.actions import bank_accounts, bank_statements
from commonwork.books.bank_files import read
from commonwork.books.bank_files.csv_mapping import CsvMapping, fingerprint
from commonwork.books.bank_files.csv_table import Table, table
from commonwork.books.bank_files.reading import format_of
from commonwork.books.bank_files.statement import Statement
from commonwork.books.bank_files.text import text_of
from commonwork.books.bank_forms import PlanForm, UploadForm, packed
from commonwork.books.models import BankAccount
from commonwork.books.queries.bank_imports import Plan, plan
from commonwork.books.queries.bank_lines import layout_like
from commonwork.books.views.bank_accounts import who
from commonwork.record.queries import of_token
from commonwork.ui.money import money

MOST_SHOWN, ROWS_SHOWN = 60, 6


@requires(Permission.BOOKS_KEEP)
def take_in(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """All steps of taking in a file."""
    row = bank_permits.kept_bank_account(request.user, org_key, key)
    if request.method == "POST" and "file" in request.POST:
        return _look_or_take(request, row)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        raw = form.cleaned_data["file"].read()
        return _preview(request, row, raw, PlanForm(initial={"file": packed(raw)}))
    context = {"book": row.book, "bank_account": row, "form": form}
    return render(request, "books/bank/upload.html", context, status=422 if request.method == "POST" else 200)


def _look_or_take(request: HttpRequest, row: BankAccount) -> HttpResponse:
    """A preview that was sent: look again with other answers, or take the file in."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        context = {"book": row.book, "bank_account": row, "form": UploadForm(), "lost": form.errors["file"]}
        return render(request, "books/bank/upload.html", context, status=422)
    raw, token = form.cleaned_data["file"], form.token
    if "record" in request.POST and of_token(token):
        return redirect(row)  # pressed twice: it is done
    again = PlanForm(request.POST)
    return _preview(request, row, raw, again, is_record="record" in request.POST)


def _csv(raw: bytes) -> Table | None:
    text = text_of(raw)
    return table(text) if isinstance(text, str) and format_of(text) == "csv" else None


def _preview(
    request: HttpRequest, row: BankAccount, raw: bytes, form: PlanForm, *, is_record: bool = False
) -> HttpResponse:
    columns = _csv(raw)
    kept = layout_like(row.book, columns.fingerprint) if columns is not None else None
    how = CsvMapping.of_data(kept.mapping) if kept is not None else None
    if columns is not None:
        form.ask_columns(columns, how or columns.guessed)
        form.fields["bank"].initial = kept.bank if kept is not None else ""
    statement = read(raw, how)
    first = plan(row, statement)
    if not row.number and len(first.numbers) > 1:
        form.ask_number(first.numbers)
    if first.needs_closing or not statement.accounts:
        form.ask_closing(row.account.unit)
    answers: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        answers = {"number": said.get("number", ""), "closing_minor": said.get("closing")}
        answers["closing_on"] = said.get("closing_on")
        if columns is not None:
            how = form.mapping(columns)
            statement = read(raw, how)
    found = plan(row, statement, **answers)
    if is_record and form.is_valid() and _is_taken(request, row, raw, form, how, columns, answers):
        text = ngettext("%(count)s line was taken in.", "%(count)s lines were taken in.", len(found.new))
        messages.success(request, text % {"count": len(found.new)})
        return redirect(row)
    return _show(request, row, form, statement, found, columns)


def _is_taken(
    request: HttpRequest,
    row: BankAccount,
    raw: bytes,
    form: PlanForm,
    how: CsvMapping | None,
    columns: Table | None,
    answers: dict[str, Any],
) -> bool:
    mapping = how.as_data() if how else None
    if not form.attempt(
        lambda once: bank_statements.take_in(
            bank_account=row, raw=raw, mapping=mapping, **answers, **who(request, once)
        )
    ):
        return False
    if columns is not None and how is not None and (bank := form.cleaned_data.get("bank")):
        bank_accounts.keep_layout(
            book=row.book,
            bank=bank,
            mapping=how.as_data(),
            fingerprint=fingerprint(columns.rows, how),
            **who(request, f"{form.token}-layout"),
        )
        messages.success(request, _("The next file of %(bank)s is read the same way.") % {"bank": bank})
    return True


def _show(
    request: HttpRequest,
    row: BankAccount,
    form: PlanForm,
    statement: Statement,
    found: Plan,
    columns: Table | None,
) -> HttpResponse:
    new = len(found.new)
    context = {
        "book": row.book,
        "bank_account": row,
        "form": form,
        "plan": found,
        "lede": _lede(row, found),
        "stops": [one.in_words(_) for one in found.complaints if one.stops],
        "notes": [one.in_words(_) for one in found.complaints if not one.stops],
        "lines": found.new[:MOST_SHOWN],
        "more": max(new - MOST_SHOWN, 0),
        "columns": columns,
        "first_rows": columns.rows[:ROWS_SHOWN] if columns else [],
        "asks": form.visible_fields(),
        "may_take": found.stops is None and not found.adds_nothing,
        "submit": ngettext("Take in %(count)s new line", "Take in %(count)s new lines", new) % {"count": new},
        "opening_minor": found.opening_minor,
    }
    refused = form.is_bound and bool(form.errors)
    return render(request, "books/bank/preview.html", context, status=422 if refused else 200)


def _lede(row: BankAccount, found: Plan) -> str:
    """What the file holds, in one sentence."""
    new = ngettext("%(count)s new line", "%(count)s new lines", len(found.new)) % {"count": len(found.new)}
    known = ngettext("%(count)s known already", "%(count)s known already", found.known_count) % {
        "count": found.known_count
    }
    parts = [new, known]
    if found.closing_minor is not None:
        parts.append(_("closes at %(amount)s") % {"amount": money(found.closing_minor, row.account.unit)})
    return f"{', '.join(parts)}."
