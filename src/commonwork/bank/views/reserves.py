"""The loss reserve: reckoned and posted, what was charged against it; posting the difference, taking a posting back."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import permits, permits_funds
from commonwork.bank.actions import reserves as acts
from commonwork.bank.forms_funds import OnDayForm
from commonwork.bank.models import ReservePosting
from commonwork.bank.queries import reserves
from commonwork.bank.queries.reports import major
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.funds import asked
from commonwork.bank.views.loans import demo_note
from commonwork.bank.views.reports import chosen_day, policy_of
from commonwork.registry.clock import now, today
from commonwork.ui.dates import day as day_words
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import change, money, percent

SEE, KEEP = Permission.LOAN_SEE, Permission.BOOKS_KEEP
USUAL, MORE = "bank.charge_off_bp", "bank.charge_off_more_bp"


class PostForm(ActForm):
    """The day and the difference that the preview showed."""

    on = forms.DateField(widget=forms.HiddenInput)
    expected_minor = forms.IntegerField(widget=forms.HiddenInput)


@requires(SEE)
def show(request: HttpRequest) -> HttpResponseBase:
    """What is reckoned on a day, what the books hold, how they differ, and every posting and charge."""
    bank = permits_funds.bank_for_circle(request.user)
    form, on = chosen_day(request)
    listing = _listing(request, bank, on)
    if answer := listing.export():
        return answer
    context = {
        "form": form,
        "on": on,
        "bank": bank,
        "held": reserves.held(bank, on=on),
        "listing": listing,
        "charges": reserves.charges(bank, on=on)[:100],
        "sources": [one for one in (policy_of(USUAL, bank, on), policy_of(MORE, bank, on)) if one],
        "may_post": may(request.user, KEEP, bank) and on == permits_funds.day_for(request.user) == today(),
        "last": reserves.latest(bank) if may(request.user, KEEP, bank) else None,
        "reserve_account": reserves.RESERVE,
    }
    return render(request, "bank/funds/reserve.html", context)


def _listing(request: HttpRequest, bank: Any, on: date) -> Listing:
    def said(row: ReservePosting) -> str:
        if row.taken_back_on:
            return _("taken back on %(day)s") % {"day": day_words(row.taken_back_on, "short")}
        return _("stands")

    return Listing(
        request,
        reserves.postings(bank, on=on),
        columns=[
            Column("on", _("As of"), lambda row: row.on, show=lambda row: day_words(row.on, "short")),
            Column(
                "receipt",
                _("Receipt"),
                lambda row: row.fact.number,
                href=lambda row: reverse("receipt", args=[row.fact.number]),
            ),
            Column("state", _("State"), said),
            Column("balance", _("Loans owed"), lambda row: major(row.balance_minor), is_number=True),
            Column("rate", _("Rate of loss"), lambda row: percent(row.charge_off_bp + row.more_bp)),
            Column("reckoned", _("Reckoned"), lambda row: major(row.reckoned_minor), is_number=True),
            Column(
                "posted",
                _("Posted"),
                lambda row: major(row.change_minor),
                is_number=True,
                show=lambda row: change(row.change_minor),
            ),
        ],
        name="loss-reserve",
        note=demo_note(),
    )


@requires(KEEP)
def post(request: HttpRequest) -> HttpResponse:
    """Show what would be booked for a day, then book it."""
    bank = permits_funds.bank_for(request.user, KEEP)
    day_form, on = chosen_day(request)
    held = reserves.held(bank, on=on)
    form = PostForm(sent(request), initial={"on": on, "expected_minor": held.differs_minor})
    differs = held.differs_minor
    context = {
        "day_form": day_form,
        "on": on,
        "held": held,
        "is_raised": differs > 0,
        "size_minor": abs(differs),
        "submit": _("Post %(amount)s") % {"amount": money(abs(differs))},
        "back": reverse("bank_reserve"),
        "last": reserves.latest(bank),
    }
    is_open = bool(held.reckoned and differs) or form.is_bound
    return act_page(
        request,
        "bank/funds/reserve_post.html",
        form if is_open else None,
        lambda once: acts.post(
            house=bank,
            on=form.cleaned_data["on"],
            expected_minor=form.cleaned_data["expected_minor"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        context,
    )


@requires(KEEP)
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take the last posting back."""
    bank = permits_funds.bank_for(request.user, KEEP)
    posting = get_object_or_404(ReservePosting.objects.select_related("house"), key=key, house=bank)
    form = OnDayForm(sent(request), initial={"on": today()})
    said = {"amount": _signed(posting.change_minor), "day": day_words(posting.on)}
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: acts.take_back(
            posting=posting,
            on=form.cleaned_data["on"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        asked(
            _("Take back the posting as of %(day)s") % said,
            _("Take the posting back"),
            reverse("bank_reserve"),
            _("%(amount)s was posted. A second entry takes the first one back; both stay in the book.")
            % said,
            _("Take a posting back"),
        ),
    )


def _signed(minor: int) -> str:
    return money(minor) if minor > 0 else f"−{money(-minor)}"
