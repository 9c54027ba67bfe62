"""Pages of accounts with the bank, and of guarantees of its fund. Officers keep them; a holder sees the own account."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import sent
from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.models import Account
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.bank import permits
from commonwork.bank.actions import guarantees, holdings
from commonwork.bank.forms_loans import MoneyOnForm, OnForm
from commonwork.bank.forms_products import GuaranteeForm, HoldingForm
from commonwork.bank.models import Guarantee, Holding
from commonwork.bank.queries import holdings as reads
from commonwork.bank.views.products import major
from commonwork.bank.views.shown import Shown, page
from commonwork.books import queries as book_queries
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation, Person
from commonwork.ui.dates import day
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money, percent

ACTS = {
    "pay-in": (holdings.pay_in, gettext_lazy("Pay in")),
    "pay-out": (holdings.pay_out, gettext_lazy("Pay out")),
    "interest": (holdings.add_interest, gettext_lazy("Add the interest")),
}


def holder_name(holding: Holding) -> str:
    """Who the account belongs to."""
    holder = holding.person or holding.organisation
    return holder.name if holder else ""


@requires(Permission.HOLDING_KEEP)
def list_all(request: HttpRequest) -> HttpResponseBase:
    """All accounts with the bank."""
    bank = _house(request)
    listing = Listing(
        request,
        reads.holdings(bank),
        columns=[
            Column(
                "holder", _("Holder"), holder_name, href=lambda row: reverse("bank_holding", args=[row.key])
            ),
            Column("kind", _("Kind"), lambda row: row.get_kind_display(), sort="kind"),
            Column("opened_on", _("Opened"), lambda row: row.opened_on, sort="opened_on"),
            Column("ends_on", _("Ends"), lambda row: row.ends_on or ""),
            Column(
                "held",
                _("It holds"),
                lambda row: major(row.held_minor),
                sort="held_minor",
                is_number=True,
                show=lambda row: money(row.held_minor),
            ),
        ],
        name="accounts",
    )
    if answer := listing.export():
        return answer
    return render(request, "bank/holdings.html", {"listing": listing})


@requires(Permission.HOLDING_KEEP)
def open_account(request: HttpRequest) -> HttpResponse:
    """Open a share, savings or note account."""
    bank = _house(request)
    form = HoldingForm(
        sent(request),
        people=Person.objects.filter(is_forgotten=False).order_by("name"),
        organisations=Organisation.objects.exclude(pk=bank.pk).order_by("name"),
        initial={"on": today()},
    )
    return page(
        request,
        form,
        lambda once: holdings.open_account(
            house=bank,
            **{name: form.cleaned_data[name] for name in ("kind", "person", "organisation", "on", "ends_on")},
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        _about_accounts(_("Open an account"), _("Open the account")),
    )


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One account: for its holder and the bank's officers."""
    holding = _visible(request.user, key)
    rows = _running(list(holding.movements.order_by("on", "pk")))
    context: dict[str, Any] = {
        "holding": holding,
        "holder": holder_name(holding),
        "held_minor": reads.stands_at(holding, on=today()),
        "interest_minor": reads.interest_due(holding, on=today()),
        "rate": percent(holding.annual_rate_bp),
        "rows": rows[::-1][:200],
        "may_keep": may(request.user, Permission.HOLDING_KEEP, holding.house),
        "history": tell(trail(holding)[:25]),
    }
    return render(request, "bank/holding.html", context)


@requires(Permission.HOLDING_KEEP)
def move(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """Pay in, pay out, or add the interest."""
    _house(request)
    holding = _visible(request.user, key)
    if what not in ACTS:
        raise Http404
    act, title = ACTS[what][0], str(ACTS[what][1])
    is_interest = what == "interest"
    form: ActForm = (OnForm if is_interest else MoneyOnForm)(sent(request), initial={"on": today()})

    def run(once: str) -> Any:
        said = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return act(holding=holding, **said, by=permits.person_of(request.user), at=now(), once=once)

    shown = Shown(
        title=title,
        crumb=title,
        back_url=reverse("bank_holding", args=[holding.key]),
        back_text=str(holding.get_kind_display()),
        submit=title,
        seen=_("Only loan officers of the bank see this page."),
        lede=_("The account holds %(amount)s.") % {"amount": money(reads.stands_at(holding))},
        form_title=holder_name(holding),
    )
    return page(request, form, run, shown)


def _running(rows: list[Any]) -> list[tuple[Any, int]]:
    total, found = 0, []
    for row in rows:
        total += row.amount_minor
        found.append((row, total))
    return found


def _visible(account: Asker, key: str) -> Holding:
    holding = Holding.objects.filter(key=key).select_related("person", "organisation", "house").first()
    if holding is None:
        raise Http404
    person = account.person if isinstance(account, Account) else None
    is_own = person is not None and holding.person_id == person.pk
    is_own = is_own or bool(holding.organisation and may(account, Permission.BOOKS_SEE, holding.organisation))
    if not (is_own or may(account, Permission.HOLDING_KEEP, holding.house)):
        raise Http404
    return holding


def _house(request: HttpRequest) -> Organisation:
    bank = permits.house()
    demand(may(request.user, Permission.HOLDING_KEEP, bank))
    return bank


def _about_accounts(title: str, submit: str, **said: Any) -> Shown:
    usual: dict[str, Any] = {
        "back_url": reverse("bank_holdings"),
        "back_text": _("Accounts"),
        "form_title": _("The account"),
    }
    return Shown(
        title=title,
        crumb=title,
        submit=submit,
        seen=_("Only loan officers of the bank see this page."),
        **{**usual, **said},
    )


@requires(Permission.HOLDING_KEEP)
def list_guarantees(request: HttpRequest) -> HttpResponseBase:
    """Guarantees of the fund, and what the fund holds for them."""
    bank = _house(request)
    listing = Listing(
        request,
        Guarantee.objects.filter(guarantor=bank).select_related("borrower"),
        columns=[
            Column(
                "borrower",
                _("Co-op"),
                lambda row: row.borrower.name,
                sort="borrower__name",
                href=lambda row: reverse("bank_guarantee_call", args=[row.key]),
            ),
            Column("lender", _("Lender"), lambda row: row.outside_lender, sort="outside_lender"),
            Column(
                "starts_on",
                _("From"),
                lambda row: row.starts_on,
                sort="starts_on",
                show=lambda row: day(row.starts_on),
            ),
            Column(
                "ends_on",
                _("Until"),
                lambda row: row.ends_on,
                sort="ends_on",
                show=lambda row: day(row.ends_on),
            ),
            Column("stage", _("Stage"), lambda row: row.get_stage_display(), sort="stage"),
            Column(
                "amount",
                _("Amount"),
                lambda row: major(row.amount_minor),
                sort="amount_minor",
                is_number=True,
                show=lambda row: money(row.amount_minor),
            ),
        ],
        name="guarantees",
        default_sort="-starts_on",
    )
    if answer := listing.export():
        return answer
    context = {
        "listing": listing,
        "held_minor": -book_queries.balance(bank, guarantees.FUND, on=today()),
        "in_force_minor": guarantees.in_force(bank),
    }
    return render(request, "bank/guarantees.html", context)


def _about_guarantees(title: str, submit: str, **said: Any) -> Shown:
    return _about_accounts(
        title,
        submit,
        back_url=reverse("bank_guarantees"),
        back_text=_("Guarantees"),
        **{"form_title": _("The guarantee"), **said},
    )


@requires(Permission.HOLDING_KEEP)
def give_guarantee(request: HttpRequest) -> HttpResponse:
    """The fund guarantees an outside loan."""
    bank = _house(request)
    coops = Organisation.objects.filter(kind=Organisation.Kind.COOP).order_by("name")
    form = GuaranteeForm(sent(request), borrowers=coops, initial={"starts_on": today()})
    return page(
        request,
        form,
        lambda once: guarantees.give(
            guarantor=bank,
            **{name: value for name, value in form.cleaned_data.items() if name != "once"},
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        _about_guarantees(
            _("Give a guarantee"),
            _("Give the guarantee"),
            happens=_("The guarantee fund answers for it. No person ever does, so none can be named here."),
        ),
    )


@requires(Permission.HOLDING_KEEP)
def set_aside(request: HttpRequest) -> HttpResponse:
    """Put money of the general fund into the guarantee fund."""
    bank = _house(request)
    form = MoneyOnForm(sent(request), initial={"on": today()})
    return page(
        request,
        form,
        lambda once: guarantees.set_aside(
            house=bank,
            amount_minor=form.cleaned_data["amount_minor"],
            on=form.cleaned_data["on"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        _about_guarantees(
            _("Set money aside for guarantees"),
            _("Set it aside"),
            happens=_(
                "It moves from the general fund to the guarantee fund; the bank's cash stays as it is."
            ),
        ),
    )


@requires(Permission.HOLDING_KEEP)
def call_guarantee(request: HttpRequest, key: str) -> HttpResponse:
    """The outside lender asks, and the fund pays; or the guarantee ends unused."""
    return _guarantee(request, key, is_call=True)


@requires(Permission.HOLDING_KEEP)
def release_guarantee(request: HttpRequest, key: str) -> HttpResponse:
    """The guarantee ends."""
    return _guarantee(request, key, is_call=False)


def _guarantee(request: HttpRequest, key: str, *, is_call: bool) -> HttpResponse:
    bank = _house(request)
    row = Guarantee.objects.filter(guarantor=bank, key=key).select_related("borrower").first()
    if row is None:
        raise Http404
    guarantee = row
    form: ActForm = MoneyOnForm(
        sent(request), initial={"on": today(), "amount_minor": guarantee.amount_minor}
    )
    if not is_call:
        form = ActForm(sent(request))

    def run(once: str) -> Any:
        acting = {"by": permits.person_of(request.user), "at": now(), "once": once}
        if not is_call:
            return guarantees.release(guarantee=guarantee, **acting)
        said = {name: form.cleaned_data[name] for name in ("amount_minor", "on")}
        return guarantees.call(guarantee=guarantee, **said, **acting)

    words = {"amount": money(guarantee.amount_minor), "coop": guarantee.borrower.name}
    title = _("The fund pays a guarantee") if is_call else _("End the guarantee")
    shown = _about_guarantees(
        title,
        _("Pay from the fund") if is_call else _("End it"),
        lede=_("%(amount)s is guaranteed for %(coop)s.") % words,
        nothing=_("This guarantee has ended."),
        happens=_("The co-op's people are asked for nothing.") if is_call else "",
    )
    is_open = guarantee.stage == Guarantee.Stage.IN_FORCE
    if is_open:
        shown = replace(shown, others=[_other_end(guarantee, is_call=is_call)])
    return page(request, form if is_open or form.is_bound else None, run, shown)


def _other_end(guarantee: Guarantee, *, is_call: bool) -> tuple[str, str]:
    """The other way a guarantee ends, as a link."""
    if is_call:
        return _("End the guarantee unused"), reverse("bank_guarantee_release", args=[guarantee.key])
    return _("The outside lender asks for money"), reverse("bank_guarantee_call", args=[guarantee.key])
