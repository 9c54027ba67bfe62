"""Promised gifts: the open form, the giver's page with how to pay, and the officers' list of what waits."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from commonwork.access.acting import attempt, sent
from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import gift_letters, links, permits, permits_funds, queries, ways_to_give
from commonwork.bank.actions import promises as acts
from commonwork.bank.forms_promises import CameForm, PromiseForm, PromisesForm
from commonwork.bank.models import Fund, Gift, Pledge, Promise
from commonwork.bank.queries import promises as promised
from commonwork.bank.queries.reports import major
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.funds import asked
from commonwork.bank.views.loans import demo_note
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation, Person
from commonwork.ui.dates import day as day_words
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money

KEEP, SEE = Permission.SUPPORTER_KEEP, Permission.SUPPORTER_SEE
VISITOR = "system/visitor"
COLUMNS = [
    Column(
        "reference", gettext_lazy("Reference"), lambda row: row.shown_reference,
        show=lambda row: row.shown_reference.replace("-", "\u2011"),
        href=lambda row: row.get_absolute_url(),
    ),
    Column(
        "made_on", gettext_lazy("Promised"), lambda row: row.made_on, sort="made_on",
        show=lambda row: day_words(row.made_on, "short"),
    ),
    Column("giver", gettext_lazy("Giver"), lambda row: row.giver or _("without a name")),
    Column("fund", gettext_lazy("Fund"), lambda row: row.fund.name, sort="fund__name"),
    Column("every", gettext_lazy("How often"), lambda row: row.get_every_display(), sort="every"),
    Column("way", gettext_lazy("How it is paid"), lambda row: way_name(row)),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), sort="state"),
    Column(
        "amount", gettext_lazy("Amount"), lambda row: major(row.amount_minor), sort="amount_minor", is_number=True,
        show=lambda row: money(row.amount_minor),
    ),
]  # fmt: skip


def way_name(promise: Promise) -> str:
    """How a promise is to be paid, in words."""
    way = ways_to_give.WAYS.get(promise.way)
    return str(way.name) if way else promise.way


def _person(request: HttpRequest) -> Person | None:
    """Who is signed in, as a person of the network."""
    return getattr(request.user, "person", None)


@public
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    """Promise a gift, without an account; leads to a page with the reference and how to pay."""
    bank, on = permits.house(), today()
    ways = ways_to_give.open_ways(bank, on=on)
    funds = Fund.objects.filter(organisation=bank, opened_on__lte=on).order_by("opened_on", "pk")
    is_open = promised.are_taken(bank, on=on)
    chosen = request.GET.get("fund", "")
    form = PromiseForm(
        sent(request),
        funds=funds,
        ways=ways,
        initial={
            "fund": next((fund for fund in funds if fund.key == chosen), funds.first()),
            "way": ways[0].code if ways else "",
            "every": Pledge.Every.ONCE,
        },
    )
    person = _person(request)

    def act(**how: Any) -> Promise:
        return acts.make(house=bank, person=person, on=on, **form.arguments(), **how)

    if is_open and (made := attempt(request, form, act, by=person or VISITOR)):
        return redirect(links.promise_address(made[0]))
    context = {"form": form, "is_open": is_open, "name": queries.public_name(on), "bank": bank}
    return render(request, "bank/funds/promise.html", context, status=422 if form.errors else 200)


def _by_link(key: str, token: str) -> Promise:
    """A promise, for whoever holds its link. 404 otherwise, whatever is wrong with it."""
    found = Promise.objects.select_related("fund", "house", "supporter__person").filter(key=key).first()
    if found is None or not links.opens(found, token):
        raise Http404
    return found


@public
@never_cache
def show(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """The giver's page of a promise: its reference, how to pay, and taking it back."""
    return _given(request, _by_link(key, token), ActForm())


@public
@never_cache
def withdraw(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Take a promise back."""
    promise = _by_link(key, token)
    if request.method != "POST":
        return redirect(links.promise_address(promise))
    form = ActForm(request.POST)

    withdrawn = partial(acts.withdraw, promise=promise, on=today())
    if attempt(request, form, withdrawn, by=_person(request) or VISITOR):
        messages.success(request, _("You took your promise back, and what you had written was erased."))
        return redirect(links.promise_address(promise))
    return _given(request, _by_link(key, token), form, status=422)


def _given(request: HttpRequest, promise: Promise, form: ActForm, status: int = 200) -> HttpResponse:
    context = {
        "promise": promise,
        "form": form,
        "waits": promise.state == Promise.State.WAITING,
        "is_open": promise.state in {Promise.State.WAITING, Promise.State.KEPT},
        "how": gift_letters.how_to_pay(promise, on=today()),
        "way": way_name(promise),
        "again": promise.every != Pledge.Every.ONCE,
        "mailed": bool(gift_letters.address_of(promise)),
        "token": links.promise_token(promise),
        "name": queries.public_name(today()),
    }
    response = render(request, "bank/funds/promised.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@requires(SEE)
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Gifts that were promised on the open form; what waits comes first."""
    bank = permits_funds.bank_for(request.user, SEE)
    rows = Promise.objects.filter(house=bank).select_related(
        "fund", "person", "supporter__person", "supporter__organisation"
    )
    listing = Listing(
        request,
        rows.order_by(Case(When(state=Promise.State.WAITING, then=0), default=1), "-made_on"),
        columns=COLUMNS,
        form=PromisesForm,
        name="promised-gifts",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    waiting = promised.waiting(bank)
    context = {
        "listing": listing,
        "waiting": waiting.count(),
        "sum_minor": sum_of(waiting),
        "may_receive": may(request.user, Permission.LOAN_RECEIVE, bank),
    }
    return render(request, "bank/funds/promises.html", context)


def sum_of(rows: Any) -> int:
    """What promises add up to, each counted once."""
    return sum(rows.values_list("amount_minor", flat=True))


def _for(request: HttpRequest, key: str, permission: Permission) -> tuple[Organisation, Promise]:
    bank = permits_funds.bank_for(request.user, permission)
    rows = Promise.objects.select_related("fund", "house", "person", "supporter__person", "pledge")
    return bank, get_object_or_404(rows, key=key, house=bank)


@requires(SEE)
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One promised gift, for officers."""
    bank, promise = _for(request, key, SEE)
    is_open = promise.state in {Promise.State.WAITING, Promise.State.KEPT}
    context = {
        "promise": promise,
        "way": way_name(promise),
        "waits": promise.state == Promise.State.WAITING,
        "came": Gift.objects.filter(pledge=promise.pledge).select_related("fact") if promise.pledge else [],
        "may_keep": is_open and may(request.user, KEEP, bank),
        "told": tell(trail(promise)),
    }
    return render(request, "bank/funds/promise_one.html", context)


@requires(KEEP)
def came(request: HttpRequest, key: str) -> HttpResponse:
    """The money of a promise came by hand: book it, and send the receipt."""
    _bank, promise = _for(request, key, KEEP)
    way = ways_to_give.WAYS.get(promise.way)
    form = CameForm(
        sent(request),
        initial={
            "amount_minor": promise.amount_minor,
            "on": today(),
            "way": way.gift_way if way else Gift.Way.OTHER,
        },
    )
    said = {"reference": promise.shown_reference, "fund": promise.fund.name}
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: acts.receive(
            promise=promise,
            **{name: form.cleaned_data[name] for name in ("amount_minor", "on", "way")},
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        asked(
            _("The money of %(reference)s came") % said,
            _("Record the gift"),
            promise.get_absolute_url(),
            _("It is booked as a gift to “%(fund)s”. Where an address is known, the receipt is sent.") % said,
            _("The money came"),
        ),
    )


@requires(KEEP)
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Take a promise off the list for its giver."""
    _bank, promise = _for(request, key, KEEP)
    form = ActForm(sent(request))
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: acts.withdraw(
            promise=promise, on=today(), by=permits.person_of(request.user), at=now(), once=once
        ),
        asked(
            _("Take the promise %(reference)s back") % {"reference": promise.shown_reference},
            _("Take it back"),
            reverse("bank_promises"),
            _("For a giver who asks for it, or for what is no promise. What was written with it is erased."),
            _("Take it back"),
        ),
    )
