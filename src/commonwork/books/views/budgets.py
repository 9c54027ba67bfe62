"""Budgets: the list, one with planned, spent and left, the postings of a line, adopting and replacing."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.books import claim_permits, permits, queries
from commonwork.books.actions import budgets as acts
from commonwork.books.asks import Named, party_names
from commonwork.books.budget_forms import BudgetForm
from commonwork.books.budget_sums import Place
from commonwork.books.claim_forms import place_name
from commonwork.books.models import Book, Budget, BudgetLine
from commonwork.books.queries import budgets
from commonwork.books.reader import Reader
from commonwork.books.views.asked import Answer, demo_note, major, reader_of, short_day
from commonwork.record import receipts
from commonwork.record.queries import tell, trail
from commonwork.record.refs import resolve
from commonwork.registry.clock import now, today
from commonwork.ui.exports import respond
from commonwork.ui.listing import Column, Listing

DAY = timedelta(days=1)


@public
def list_all(request: HttpRequest, org_key: str) -> HttpResponse:
    """The budgets of an organisation, those in force first."""
    book = permits.visible_book(request.user, org_key)
    rows = list(budgets.budgets_of(book))
    on = today()
    context = {
        "book": book,
        "reader": reader_of(request, book),
        "rows": [_row(budget, on) for budget in rows],
        "may_adopt": claim_permits.adopts_budgets(request.user, book),
    }
    return render(request, "books/budgets.html", context)


@public
def show(request: HttpRequest, org_key: str, key: str) -> Answer:
    """One budget: each line with planned, spent and left, down to the postings."""
    budget = _budget(request, org_key, key)
    reader = reader_of(request, budget.book)
    lines = _lines(budgets.standings(budget, on=reader.until), reader)
    if request.GET.get("format"):
        return _export(budget, lines, request.GET["format"])
    decision = resolve(budget.decision) if budget.decision else None
    context = {
        "book": budget.book,
        "budget": budget,
        "reader": reader,
        "row": _row(budget, today()),
        "costs": [one for one in lines if not one["standing"].is_income],
        "income": [one for one in lines if one["standing"].is_income],
        "totals": _totals([one for one in lines if not one["standing"].is_income]),
        "unplanned_minor": budgets.unplanned_minor(budget, on=reader.until),
        "adopted_by": resolve(budget.adopted_by),
        "decision": decision,
        "decision_url": getattr(decision, "get_absolute_url", lambda: "")(),
        "replaced_by": getattr(budget, "replaced_by", None),
        "told": tell(trail(budget)[:10]),
        "may_replace": claim_permits.adopts_budgets(request.user, budget.book)
        and not hasattr(budget, "replaced_by"),
    }
    return render(request, "books/budget.html", context)


@public
def line(request: HttpRequest, org_key: str, key: str, line: str) -> Answer:
    """The postings behind what a line has spent; they add up to it."""
    budget = _budget(request, org_key, key)
    found = BudgetLine.objects.filter(budget=budget, key=line)
    row = found.select_related("account", "budget__book__organisation").first()
    if row is None:
        raise Http404
    reader = reader_of(request, budget.book)
    standing = next(one for one in budgets.standings(budget, on=reader.until) if one.line.pk == row.pk)
    postings = budgets.postings_of(row)
    if reader.until:
        postings = postings.filter(effective_on__lte=reader.until)
    sign = -1 if standing.is_income else 1
    listing = Listing(
        request,
        postings,
        columns=[
            Column("on", _("Day"), lambda one: one.effective_on),
            Column("entry", _("Entry"), lambda one: one.seq),
            Column("account", _("Account"), lambda one: _(one.account.name)),
            Column("amount", _("Amount"), lambda one: major(sign * one.amount_minor), is_number=True),
        ],
        name=f"{budget.book.key}-budget-line",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    context = {
        "book": budget.book,
        "budget": budget,
        "reader": reader,
        "one": _lines([standing], reader)[0],
        "listing": listing,
        "rows": _posting_rows(reader, listing.rows, sign),
    }
    return render(request, "books/budget_line.html", context)


@requires(Permission.BUDGET_ADOPT)
def adopt(request: HttpRequest, org_key: str) -> HttpResponse:
    """Enter a budget that was adopted."""
    book = claim_permits.budgeted_book(request.user, org_key)
    year = today().year
    initial = {
        "starts_on": date(year, 1, 1),
        "last_on": date(year, 12, 31),
        "adopted_on": today(),
    }
    form = BudgetForm(book, request.POST or None, initial=initial)
    if request.method == "POST" and form.attempt(
        lambda once: acts.adopt(
            organisation=book.organisation,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            **_said(request, form, once),
        )
    ):
        return redirect(receipts.address(form.token))
    return _form_page(request, book, form, title=_("Enter a budget"), submit=_("Adopt this budget"))


@requires(Permission.BUDGET_ADOPT)
def replace(request: HttpRequest, org_key: str, key: str) -> HttpResponse:
    """Replace a budget by a new version."""
    book = claim_permits.budgeted_book(request.user, org_key)
    budget = _budget(request, org_key, key)
    form = BudgetForm(book, request.POST or None, budget=budget, initial={"adopted_on": today()})
    if request.method == "POST" and form.attempt(
        lambda once: acts.replace(budget=budget, **_said(request, form, once))
    ):
        return redirect(receipts.address(form.token))
    return _form_page(
        request,
        book,
        form,
        budget=budget,
        title=_("Replace this budget"),
        submit=_("Adopt the new version"),
    )


def _budget(request: HttpRequest, org_key: str, key: str) -> Budget:
    """A budget of a book this account may see; 404 otherwise."""
    book = permits.visible_book(request.user, org_key)
    budget = budgets.budgets_of(book).filter(key=key).first()
    if budget is None:
        raise Http404
    return budget


def _said(request: HttpRequest, form: BudgetForm, once: str) -> dict[str, Any]:
    names = ("lines", "adopted_on", "adopted_by", "is_firm")
    said = {name: form.cleaned_data[name] for name in names}
    return {**said, "by": permits.actor(request.user), "at": now(), "once": once}


def _form_page(request: HttpRequest, book: Book, form: BudgetForm, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "book": book, "budget": None, **context}
    return render(request, "books/budget_form.html", context, status=status)


def _row(budget: Budget, on: date) -> dict[str, Any]:
    """A budget in a list: its days, and whether it is in force."""
    is_replaced = hasattr(budget, "replaced_by")
    runs = budget.starts_on <= on < budget.ends_on
    shape = "empty" if is_replaced else "settled" if runs else "waiting"
    state = _("replaced") if is_replaced else _("in force") if runs else _("not in these days")
    planned = sum(one.planned_minor for one in budget.lines.exclude(account__kind="income"))
    return {
        "budget": budget,
        "last_on": budget.ends_on - DAY,
        "shape": shape,
        "state": state,
        "planned_minor": planned,
    }


def _lines(standings: list[budgets.Standing], reader: Reader) -> list[dict[str, Any]]:
    """Lines of a budget, each with its name: a resolution's is its title."""
    names = party_names({one.line.party for one in standings})
    return [_line(one, reader, names) for one in standings]


def _line(one: budgets.Standing, reader: Reader, names: Mapping[str, Named]) -> dict[str, Any]:
    line = one.line
    return {
        "standing": one,
        "name": place_name(Place(line.account.code, line.fund, line.party), line.account, names),
        "href": reverse("books_budget_line", args=[reader.book.key, line.budget.key, line.key]),
        "tone": "clay" if one.is_over and not one.is_income else "green",
    }


def _totals(lines: list[dict[str, Any]]) -> dict[str, int]:
    return {
        "planned_minor": sum(one["standing"].planned_minor for one in lines),
        "spent_minor": sum(one["standing"].spent_minor for one in lines),
        "left_minor": sum(one["standing"].left_minor for one in lines),
    }


def _export(budget: Budget, lines: list[dict[str, Any]], format: str) -> Answer:
    columns = [
        ("line", _("Line")),
        ("account", _("Account")),
        ("fund", _("Fund")),
        ("resolution", _("Resolution")),
        ("planned", _("Planned")),
        ("spent", _("Spent")),
        ("left", _("Left")),
    ]
    rows = [
        (
            one["name"],
            one["standing"].line.account.code,
            one["standing"].line.fund,
            one["standing"].line.party,
            major(one["standing"].planned_minor),
            major(one["standing"].spent_minor),
            major(one["standing"].left_minor),
        )
        for one in lines
    ]
    name = f"{budget.book.key}-budget-{budget.starts_on}-v{budget.version}"
    return respond(name, columns, rows, format, note=demo_note())


def _posting_rows(reader: Reader, postings: Any, sign: int) -> list[dict[str, Any]]:
    postings = list(postings)
    entries = queries.entries_by_seq(reader.book, [one.seq for one in postings])
    about = reader.about(list(entries.values()))
    return [
        {
            "day": short_day(one.effective_on),
            "href": reverse("books_entry", args=[reader.book.key, one.seq]),
            "sentence": about[one.seq].sentence,
            "memo": about[one.seq].memo,
            "receipt": about[one.seq].receipt if reader.sees_inside else "",
            "seq": one.seq,
            "is_reversal": entries[one.seq].reverses_id is not None,
            "amount_minor": sign * one.amount_minor,
        }
        for one in postings
    ]
