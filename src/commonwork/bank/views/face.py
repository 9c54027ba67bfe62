"""The bank's public face, and the rows behind its first figure: what was lent in a period."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import as_of, may
from commonwork.bank import permits, permits_funds, queries
from commonwork.bank.forms import PeriodForm
from commonwork.bank.models import Draw, Loan
from commonwork.bank.views import face_links
from commonwork.bank.views.loans import demo_note, major
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.registry.clock import today
from commonwork.ui.listing import Column, Listing

SHOWN_LOANS = 6


@public
def show(request: HttpRequest) -> HttpResponse:
    """What the bank is, what it has lent and can lend, how to ask. Open to all."""
    bank, on = permits.house(), as_of(request.user) or today()
    starts_on, ends_on = queries.lending_year(on)
    lent = queries.lent(starts_on, ends_on)
    shown = Loan.objects.filter(is_public=True, stage__in=Loan.HAS_TERMS).order_by("-agreed_on", "-pk")[
        :SHOWN_LOANS
    ]
    standing = queries.positions(list(shown), on=on)
    context = {
        "bank": bank,
        "name": queries.public_name(on),
        "on": on,
        "lent": lent,
        "last_day": ends_on - timedelta(days=1),
        "lent_url": f"{reverse('bank_lent')}?from={starts_on}&to={ends_on}",
        "fund": queries.fund_position(on, lender=bank),
        "financed": queries.coops_financed(on).filter(loans__is_public=True),
        "shown": [{"loan": loan, "standing": standing[loan.pk]} for loan in shown],
        "rate_bp": _policy("bank.loan_annual_rate_bp", on, bank),
        "share_bp": _policy("bank.loan_share_bp", on, bank),
        "size": _policy("bank.committee_size", on, bank),
        "quorum": _policy("bank.committee_quorum", on, bank),
        "may_apply": permits.borrowers(request.user).exists(),
        "may_list": permits.visible_loans(request.user).exists(),
        "needs": queries.needs(request.user, on),
        "around": face_links.around(request.user, bank),
        "rooms_of_the_bank": permits_funds.doors(request.user),
    }
    return render(request, "bank/face.html", context)


def _policy(code: str, on: Any, bank: Any) -> Any:
    """The value in force, or None while nothing is decided: a public page shows what there is."""
    row = in_force(code, on=on, organisation=bank)
    return row.value if row else None


@public
def lent(request: HttpRequest) -> HttpResponseBase:
    """The draws of a period; they add up to the figure that led here. A co-op that shows no loan is not named."""
    on = today()
    starts_on, ends_on = queries.lending_year(on)
    form = PeriodForm(
        request.GET if "from" in request.GET else None, initial={"from": starts_on, "to": ends_on}
    )
    if form.is_bound and form.is_valid():
        starts_on, ends_on = form.period
    visible = set(permits.visible_loans(request.user).values_list("pk", flat=True))

    def is_shown(draw: Draw) -> bool:
        return draw.loan.is_public or draw.loan_id in visible

    def who(draw: Draw) -> str:
        return draw.loan.borrower.name if is_shown(draw) else _("a co-op")

    listing = Listing(
        request,
        queries.draws(starts_on, ends_on),
        columns=[
            Column("on", _("Day"), lambda draw: draw.on, sort="on"),
            Column("coop", _("Co-op"), who),
            Column("loan", _("Loan"), lambda draw: draw.loan.key if is_shown(draw) else ""),
            Column("amount", _("Amount"), lambda draw: major(draw.amount_minor), sort="amount_minor"),
            Column("fact", _("Receipt"), lambda draw: draw.fact.number),
        ],
        name="lent",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    bank = permits.house()
    sees_books = bank.has_open_books or may(request.user, Permission.BOOKS_SEE, bank)
    context = {
        "name": queries.public_name(on),
        "form": form,
        "listing": listing,
        "rows": [
            {
                "draw": draw,
                "who": who(draw),
                "is_shown": is_shown(draw),
                "entry": _entry(draw) if sees_books else None,
            }
            for draw in listing.rows
        ],
        "starts_on": starts_on,
        "last_day": ends_on - timedelta(days=1),
        "total_minor": listing.queryset.aggregate(sum=Sum("amount_minor"))["sum"] or 0,
    }
    return render(request, "bank/lent.html", context, status=422 if form.is_bound and form.errors else 200)


def _entry(draw: Draw) -> Any:
    """The draw's entry in the lender's book."""
    entries = book_queries.entries_of(draw.fact)
    return next((entry for entry in entries if entry.book.key == draw.loan.lender.key), None)
