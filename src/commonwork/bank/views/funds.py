"""Funds: the fund that goes round and the others, one fund and where its money is, how to give, opening and spending."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import permits, permits_funds, queries
from commonwork.bank.actions import funds
from commonwork.bank.forms_funds import ChooseFundForm, OpenFundForm, SpendForm
from commonwork.bank.models import Fund, Gift
from commonwork.bank.queries import fund_money, liquidity, promises, whereabouts
from commonwork.bank.queries.position import positions
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.loans import demo_note, major
from commonwork.registry.clock import now, today
from commonwork.ui.charts import Segment, Series
from commonwork.ui.dates import day as day_words
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import dollars, money


@public
def list_all(request: HttpRequest) -> HttpResponse:
    """The bank's funds, what they hold, and what can be lent now and in the months to come. Open to all."""
    bank, on = permits.house(), permits_funds.day_for(request.user)
    plan = liquidity.plan(bank, on=on)
    rows = Fund.objects.filter(organisation=bank).select_related("organisation").order_by("opened_on", "pk")
    context = {
        "bank": bank,
        "on": on,
        "plan": plan,
        "rows": [{"fund": fund, "whole": fund_money.whole(fund, on=on)} for fund in rows],
        "line": [
            Series(
                _("Can be lent"),
                [plan.now_minor // 100, *(month.can_lend_minor // 100 for month in plan.months)],
                shown=whole_dollars(plan.months[-1].can_lend_minor),
            )
        ],
        "labels": [month_words(on), *(month_words(month.ends_on) for month in plan.months)],
        "may_keep": may(request.user, Permission.SUPPORTER_KEEP, bank),
    }
    return render(request, "bank/funds/funds.html", context)


def whole_dollars(minor: int) -> str:
    """An amount without its cents, for the end of a line that has little room; the rows have the cents."""
    return dollars(minor // 100 * 100)


def month_words(day: date) -> str:
    """A month in a few letters, for under a line."""
    return str(date_format(day, "M"))


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """Where the money of one fund is: given, at work loan by loan, come back, lost, spent. Givers are not named."""
    fund, on = permits_funds.fund_of(key), permits_funds.day_for(request.user)
    whole = fund_money.whole(fund, on=on)
    loans = fund_money.loans_of(fund) if fund.is_lent else []
    standing = positions(loans, on=on)
    visible = set(permits.visible_loans(request.user).values_list("pk", flat=True))
    gifts = Gift.objects.filter(fund=fund, on__lte=on, taken_back_on=None).select_related("fact", "supporter")
    listing = Listing(
        request,
        gifts.order_by("-on", "-pk"),
        columns=[
            Column(
                "on", _("Day"), lambda gift: gift.on, sort="on", show=lambda gift: day_words(gift.on, "short")
            ),
            Column("who", _("From"), _public_name),
            Column("number", _("Receipt"), lambda gift: gift.fact.number),
            Column(
                "amount",
                _("Amount"),
                lambda gift: major(gift.amount_minor),
                sort="amount_minor",
                is_number=True,
            ),
        ],
        name=f"gifts-{fund.key}",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    context = {
        "fund": fund,
        "on": on,
        "whole": whole,
        "give_url": f"{reverse('bank_promise_make')}?fund={fund.key}",
        "other_minor": whole.given_minor - sum(gift.amount_minor for gift in gifts),
        "rule": whereabouts.rule_of(fund, on=on),
        "loans": [
            {"loan": loan, "standing": standing[loan.pk], "is_shown": loan.is_public or loan.pk in visible}
            for loan in loans
        ],
        "strip": strip(whole.at_work_minor, whole.ready_minor, whole.lost_minor, whole.spent_minor),
        "listing": listing,
        "spendings": fund.spendings.filter(on__lte=on).order_by("-on"),
        "may_keep": may(request.user, Permission.SUPPORTER_KEEP, fund.organisation),
    }
    return render(request, "bank/funds/fund.html", context)


def _public_name(gift: Gift) -> str:
    """A giver is named only where it agreed to."""
    named = gift.supporter.is_named and not gift.supporter.is_forgotten
    return gift.supporter.name if named else _("a supporter")


def strip(at_work: int, ready: int, lost: int, spent: int, kept: int = 0) -> list[Segment]:
    """The parts of a sum of money that are not zero, for the strip of a dollar."""
    parts = (
        (_("at work in co-ops"), at_work, "green"),
        (_("ready"), ready, "gold"),
        (_("lost"), lost, "clay"),
        (_("kept for its purpose"), kept, "indigo"),
        (_("spent on its purpose"), spent, "edge"),
    )
    return [Segment(name, minor, tone) for name, minor, tone in parts if minor > 0]


@public
def give(request: HttpRequest) -> HttpResponse:
    """How to give, and what happens then. Open to all."""
    bank = permits.house()
    context = {
        "bank": bank,
        "name": queries.public_name(today()),
        "is_open": promises.are_taken(bank, on=today()),
        "funds": Fund.objects.filter(organisation=bank).order_by("opened_on", "pk"),
        "may_keep": may(request.user, Permission.SUPPORTER_KEEP, bank),
    }
    return render(request, "bank/funds/give.html", context)


@requires(Permission.SUPPORTER_KEEP)
def open_fund(request: HttpRequest) -> HttpResponse:
    """Open a fund."""
    bank = permits_funds.bank_for(request.user, Permission.SUPPORTER_KEEP)
    form = OpenFundForm(sent(request), initial={"on": today(), "use": Fund.Use.LEND})
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: funds.open_fund(
            organisation=bank,
            name=form.cleaned_data["name"],
            use=form.cleaned_data["use"],
            purpose=form.cleaned_data["purpose"],
            on=form.cleaned_data["on"],
            key=""
            if fund_money.revolving(bank) or form.cleaned_data["use"] != Fund.Use.LEND
            else "revolving",
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        asked(
            _("Open a fund"),
            _("Open the fund"),
            reverse("bank_funds"),
            _("The first fund that is lent is the one all loans draw on that name no other."),
        ),
    )


@requires(Permission.SUPPORTER_KEEP)
def spend(request: HttpRequest, key: str) -> HttpResponse:
    """Note that a part of a fund went to what it is for."""
    permits_funds.bank_for(request.user, Permission.SUPPORTER_KEEP)
    fund = permits_funds.fund_of(key)
    form = SpendForm(sent(request), initial={"on": today()})
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: funds.spend(
            fund=fund,
            amount_minor=form.cleaned_data["amount_minor"],
            on_what=form.cleaned_data["on_what"],
            on=form.cleaned_data["on"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        asked(
            _("Spend from %(fund)s") % {"fund": fund.name},
            _("Note what was spent"),
            fund.get_absolute_url(),
            _("The fund holds %(held)s. Pay the cost itself in the books.")
            % {"held": money(fund_money.held(fund))},
        ),
    )


@requires(Permission.LOAN_DISBURSE)
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Say which fund a loan draws on."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    lent = Fund.objects.filter(organisation=loan.lender, use=Fund.Use.LEND).order_by("name")
    form = ChooseFundForm(sent(request), funds=lent, initial={"fund": fund_money.fund_of(loan)})
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: funds.choose(
            loan=loan,
            fund=form.cleaned_data["fund"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        asked(
            _("Choose the fund of %(loan)s") % {"loan": loan.full_name},
            _("Choose the fund"),
            loan.get_absolute_url(),
            _("A loan draws on one fund. It can be changed until money went out."),
        ),
    )


def asked(title: str, submit: str, back: str, lede: str = "", crumbs: str = "") -> dict[str, Any]:
    """What the page of one act shows around its form."""
    return {"title": title, "submit": submit, "back": back, "lede": lede, "crumb": crumbs or title}
