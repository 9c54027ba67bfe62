"""Reports for the bank's circle: gauges, loan tape, past due, who holds what, jobs, control accounts."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.bank import permits_funds
from commonwork.bank.forms_funds import DayFilter
from commonwork.bank.queries import concentration, gauges, reports, reserves
from commonwork.bank.queries.gauges import Standing
from commonwork.bank.queries.lending import fund_position
from commonwork.bank.views import gauge_rows
from commonwork.bank.views.loans import demo_note
from commonwork.charter.models import Policy
from commonwork.charter.queries import in_force
from commonwork.rules.prudential import BUCKETS, ratio_bp
from commonwork.ui.charts import Bar
from commonwork.ui.dates import day as day_words
from commonwork.ui.exports import respond_long
from commonwork.ui.money import money, percent

SEE = Permission.LOAN_SEE
CLASSES = {
    "well": gettext_lazy("well capitalised"),
    "adequate": gettext_lazy("adequately capitalised"),
    "under": gettext_lazy("undercapitalised"),
    "significantly under": gettext_lazy("significantly undercapitalised"),
    "critically under": gettext_lazy("critically undercapitalised"),
}
BUCKET_NAMES = {
    "current": gettext_lazy("nothing past due"),
    "1-29": gettext_lazy("1 to 29 days"),
    "30-59": gettext_lazy("30 to 59 days"),
    "60-89": gettext_lazy("60 to 89 days"),
    "90-179": gettext_lazy("90 to 179 days"),
    "180-359": gettext_lazy("180 to 359 days"),
    "360+": gettext_lazy("360 days or more"),
}


GAUGE_HEADS = [
    ("gauge", gettext_lazy("What")),
    ("now", gettext_lazy("Now")),
    ("limit", gettext_lazy("Limit")),
    ("holds", gettext_lazy("Does it hold?")),
    ("about", gettext_lazy("Largest")),
    ("source", gettext_lazy("Source of the limit")),
]


def chosen_day(request: HttpRequest) -> tuple[DayFilter, date]:
    """The day a report is asked for; never later than the day an account may see."""
    latest = permits_funds.day_for(request.user)
    form = DayFilter(request.GET if "on" in request.GET else None, initial={"on": latest})
    chosen = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    return form, min(chosen or latest, latest)


@requires(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """All reports, each with a sentence."""
    permits_funds.bank_for_circle(request.user)
    form, on = chosen_day(request)
    context = {"form": form, "on": on, "sees_holders": permits_funds.may_see_holders(request.user)}
    return render(request, "bank/funds/reports.html", context)


@requires(SEE)
def prudence(request: HttpRequest) -> HttpResponseBase:
    """The gauges of a day, each with its limit and where the limit comes from."""
    bank = permits_funds.bank_for_circle(request.user)
    form, on = chosen_day(request)
    rows = list(gauges.standings(bank, on=on))
    found = gauges.gauged(bank, on=on, rows=rows)
    if asked := request.GET.get("format"):
        return respond_long(
            f"gauges-{on}", GAUGE_HEADS, _gauges_in_a_file(found, rows, bank), asked, note=demo_note()
        )
    context = {
        "form": form,
        "on": on,
        "found": found,
        "rows": gauge_rows.rows(found, rows, fund_position(on, lender=bank), bank) if found.gauges else [],
        "class": CLASSES[found.gauges.net_worth_class] if found.gauges else "",
        "bars": _bars(found.gauges.buckets) if found.gauges else [],
        "reserve": reserves.held(bank, on=on, rows=rows),
    }
    return render(request, "bank/funds/gauges.html", context)


def _gauges_in_a_file(found: gauges.Gauged, rows: list[Standing], bank: Any) -> Iterator[tuple[Any, ...]]:
    """The gauges as rows of a file; none while there is nothing to gauge."""
    if found.gauges is None:
        return
    for row in gauge_rows.rows(found, rows, fund_position(found.on, lender=bank), bank):
        says = (_("holds") if row.holds else _("above the limit")) if row.is_decided else _("no limit")
        yield row.name, row.shown, row.limit, says, row.detail, "; ".join(one.source for one in row.policies)


def policy_of(code: str, bank: Any, on: date) -> Policy | None:
    """The policy in force, or None while no body has adopted one."""
    return in_force(code, on=on, organisation=bank)


def _bars(buckets: Any) -> list[Bar]:
    tones = {"current": "green", "1-29": "gold", "30-59": "gold"}
    return [
        Bar(BUCKET_NAMES[name], buckets[name] // 100, money(buckets[name]), tone=tones.get(name, "clay"))
        for _least, name in BUCKETS
    ]


@requires(SEE)
def tape(request: HttpRequest) -> HttpResponseBase:
    """The loan tape as of a day, sent on row by row."""
    bank = permits_funds.bank_for_circle(request.user)
    _form, on = chosen_day(request)
    columns = [(name, name) for name in reports.TAPE]
    rows = reports.loan_tape(bank, on=on)
    return respond_long(f"loan-tape-{on}", columns, rows, request.GET.get("format", "csv"), note=demo_note())


@requires(SEE)
def past_due(request: HttpRequest) -> HttpResponseBase:
    """Loans with an amount due, the longest waiting first."""
    return _table(
        request,
        "past-due",
        _("Past due"),
        _("Loans with an amount due, the longest waiting first. A quarter without surplus is never late."),
        [_("Loan"), _("Co-op"), _("Due on"), _("Days"), _("Due"), _("Loan owed")],
        lambda rows, _on: [
            (row.loan.full_name, row.loan.borrower.name, row.position.due_on, row.days_past_due,
             reports.major(row.position.due_minor), reports.major(row.position.principal_minor))
            for row in sorted(rows, key=lambda row: (-row.days_past_due, row.loan.key)) if row.position.due_minor
        ],
    )  # fmt: skip


@requires(SEE)
def portfolio(request: HttpRequest) -> HttpResponseBase:
    """Who holds what, the most first, with what is promised beside it."""

    def rows(standing: list[Standing], _on: date) -> list[tuple[Any, ...]]:
        found = reports.holdings(standing)
        whole = sum(one.principal_minor for one in found)
        return [
            (one.borrower.name, one.loans_count, reports.major(one.principal_minor), _share(one.principal_minor, whole),
             reports.major(one.undrawn_minor))
            for one in found
        ]  # fmt: skip

    return _table(
        request, "portfolio", _("Who holds what"),
        _("Each co-op, what it owes on loans, its share of all, and what is promised to it and not drawn yet."),
        [_("Co-op"), _("Loans"), _("Loan owed"), _("Share of all"), _("Not drawn yet")], rows,
    )  # fmt: skip


def _share(part: int, whole: int) -> str:
    return percent(ratio_bp(part, whole))


@requires(SEE)
def by_place(request: HttpRequest) -> HttpResponseBase:
    """What is owed on loans, place by place."""
    return _gathered(request, "by-place", _("Loans by place"), _("Place"), concentration.by_place)


@requires(SEE)
def by_trade(request: HttpRequest) -> HttpResponseBase:
    """What is owed on loans, trade by trade."""
    return _gathered(request, "by-trade", _("Loans by trade"), _("Trade"), concentration.by_trade)


def _gathered(
    request: HttpRequest, name: str, title: str, head: str, parts: Callable[[list[Standing]], list[Any]]
) -> HttpResponseBase:
    bank = permits_funds.bank_for_circle(request.user)

    def rows(standing: list[Standing], on: date) -> list[tuple[Any, ...]]:
        worth = gauges.worth(bank, on=on).net_worth_minor
        found = parts(standing)
        whole = sum(one.principal_minor for one in found)
        return [
            (one.name or _("not on file"), one.coops_count, one.loans_count, reports.major(one.principal_minor),
             percent(one.of(whole)), percent(one.of(worth)))
            for one in found
        ]  # fmt: skip

    heads = [head, _("Co-ops"), _("Loans"), _("Loan owed"), _("Share of all"), _("Of net worth")]
    return _table(
        request, name, title, _("How loans gather, and how much of net worth each part is."), heads, rows
    )


@requires(SEE)
def jobs(request: HttpRequest) -> HttpResponseBase:
    """Jobs kept and made at co-ops that borrowed, by place."""
    return _table(
        request,
        "jobs",
        _("Jobs kept and made"),
        _("People who work at each co-op that borrowed: on the day of its first loan, and now."),
        [_("Co-op"), _("Place"), _("First loan"), _("Then"), _("Now"), _("Kept"), _("Made"), _("Paid out")],
        lambda rows, on: [
            (one.coop.name, one.place, one.since_on, one.then_count, one.now_count, one.kept_count, one.made_count,
             reports.major(one.drawn_minor))
            for one in reports.impact(rows, on=on)
        ],
    )  # fmt: skip


@requires(SEE)
def controls(request: HttpRequest) -> HttpResponseBase:
    """Each register of the bank beside the account of the books that controls it."""
    bank = permits_funds.bank_for_circle(request.user)
    rows = reports.controls(bank)
    if asked := request.GET.get("format"):
        heads = [("register", _("Register")), ("account", _("Account")), ("books", _("In the books")),
                 ("register_sum", _("In the register")), ("difference", _("Difference"))]  # fmt: skip
        cells = [
            (
                _(one.what),
                one.account,
                *map(reports.major, (one.books_minor, one.register_minor, one.differs_minor)),
            )
            for one in rows
        ]
        return respond_long("control-accounts", heads, cells, asked, note=demo_note())
    is_equal = all(not row.differs_minor for row in rows)
    return render(request, "bank/funds/controls.html", {"rows": rows, "bank": bank, "is_equal": is_equal})


@requires(SEE)
def aging(request: HttpRequest) -> HttpResponseBase:
    """What is owed on loans, by how long the oldest amount due has waited."""

    def rows(standing: list[Standing], _on: date) -> list[tuple[Any, ...]]:
        owed = [row for row in standing if row.position.principal_minor > 0]
        whole = sum(row.position.principal_minor for row in owed)
        found = []
        for _least, name in BUCKETS:
            part = [row for row in owed if row.bucket == name]
            principal = sum(row.position.principal_minor for row in part)
            due = sum(row.position.due_minor for row in part)
            found.append((str(BUCKET_NAMES[name]), len(part), reports.major(due), reports.major(principal),
                          _share(principal, whole)))  # fmt: skip
        return [*found, (_("Together"), len(owed), reports.major(sum(row.position.due_minor for row in owed)),
                         reports.major(whole), _share(whole, whole))]  # fmt: skip

    return _table(
        request, "aging", _("Loans by age of what is due"),
        _("A day past due counts from an amount that was due. A quarter without surplus is never late."),
        [_("Past due"), _("Loans"), _("Due"), _("Loan owed"), _("Share of all")], rows,
    )  # fmt: skip


def _shown(cell: Any) -> Any:
    """A cell as the page says it: days in words, amounts with their marks."""
    if isinstance(cell, date):
        return day_words(cell, "short")
    return f"{cell:,.2f}" if isinstance(cell, Decimal) else cell


def _table(
    request: HttpRequest,
    name: str,
    title: str,
    lede: str,
    heads: list[str],
    make: Callable[[list[Standing], date], list[tuple[Any, ...]]],
) -> HttpResponseBase:
    """A report of rows: on the page, or as a file when the address asks for one."""
    bank = permits_funds.bank_for_circle(request.user)
    form, on = chosen_day(request)
    rows = make(list(gauges.standings(bank, on=on)), on)
    if asked := request.GET.get("format"):
        columns = [(f"column_{number}", head) for number, head in enumerate(heads, start=1)]
        return respond_long(f"{name}-{on}", columns, rows, asked, note=demo_note())
    context = {"form": form, "on": on, "title": title, "lede": lede, "heads": heads}
    context["rows"] = [list(zip(heads, map(_shown, row), strict=True)) for row in rows]
    return render(request, "bank/funds/report.html", context)
