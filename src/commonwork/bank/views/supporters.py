"""Supporters: the list, one of them, and what an officer records for one: gift, pledge, note, shares, account."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import links, permits, permits_funds
from commonwork.bank.actions import gifts, pay_accounts, supporters
from commonwork.bank.forms_funds import (
    GiftForm,
    OnDayForm,
    PayAccountForm,
    PledgeForm,
    SupporterForm,
)
from commonwork.bank.models import Fund, PayAccount, Pledge, Supporter
from commonwork.bank.queries import capital, whereabouts
from commonwork.bank.queries.payouts import accounts_of
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.funds import asked, strip
from commonwork.bank.views.loans import demo_note
from commonwork.record.queries import tell, trail
from commonwork.record.refs import ref
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation
from commonwork.ui.dates import day as day_words
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money

KEEP, SEE = Permission.SUPPORTER_KEEP, Permission.SUPPORTER_SEE


@requires(SEE)
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Everyone on the bank's list of supporters."""
    bank = permits_funds.bank_for(request.user, SEE)
    listing = Listing(
        request,
        Supporter.objects.select_related("person", "organisation").order_by("-since_on", "-pk"),
        columns=[
            Column("name", _("Name"), lambda one: one.name, href=lambda one: one.get_absolute_url()),
            Column("kind", _("Who"), lambda one: one.get_kind_display(), sort="kind"),
            Column(
                "since_on",
                _("Since"),
                lambda one: one.since_on,
                sort="since_on",
                show=lambda one: day_words(one.since_on, "short"),
            ),
        ],
        name="supporters",
        note=demo_note(),
    )
    if answer := listing.export():
        return answer
    context = {
        "listing": listing,
        "title": _("Supporters"),
        "lede": _("Who gives to the bank, promises to, lends to it or holds its shares."),
        "empty": _("Nobody is on the list yet."),
        "seen_by": _("Loan officers and auditors of the bank see this list."),
        "act_url": reverse("bank_supporter_new") if may(request.user, KEEP, bank) else "",
        "act_text": _("Put a supporter on the list"),
    }
    return render(request, "bank/funds/list.html", context)


@requires(SEE)
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One supporter: gifts and where they are, pledges, notes, shares, account."""
    one, on = permits_funds.supporter_for(request.user, key, SEE), permits_funds.day_for(request.user)
    bank = permits.house()
    given = whereabouts.given(one, on=on)
    payee = one.person or one.organisation or one
    context = {
        "supporter": one,
        "on": on,
        "given": given,
        "strip": strip(
            given.at_work_minor, given.ready_minor, given.lost_minor, given.spent_minor, given.kept_minor
        ),
        "pledges": [
            whereabouts.kept(pledge, on=on)
            for pledge in one.pledges.select_related("fund").order_by("starts_on")
        ],
        "held": capital.held(one, on=on),
        "account": accounts_of([payee], way=PayAccount.Way.ACH).get(ref(payee)),
        "years": years_of(one, on.year),
        "link": request.build_absolute_uri(links.address(one)) if not one.is_forgotten else "",
        "may_keep": may(request.user, KEEP, bank) and not one.is_forgotten,
        "told": tell(trail(one)),
    }
    return render(request, "bank/funds/supporter.html", context)


def years_of(one: Supporter, last: int) -> list[int]:
    """The years since a supporter came, the latest first."""
    return list(range(last, one.since_on.year - 1, -1))


@requires(KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """Put somebody on the list."""
    bank = permits_funds.bank_for(request.user, KEEP)
    form = SupporterForm(sent(request), initial={"kind": Supporter.Kind.PERSON, "language": "en"})
    made: list[Supporter] = []

    def act(once: str) -> None:
        data = form.cleaned_data
        made.append(
            supporters.record(
                lender=bank,
                on=today(),
                person=data["person"],
                **{name: data[name] for name in ("name", "kind", "email", "address", "language", "is_named")},
                by=permits.person_of(request.user),
                at=now(),
                once=once,
            )
        )

    if request.method == "POST" and form.attempt(act):
        return redirect(made[0])
    context = asked(_("Put a supporter on the list"), _("Put on the list"), reverse("bank_supporters"))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "bank/funds/act.html", {**context, "form": form}, status=status)


def _funds(bank: Organisation) -> Any:
    return Fund.objects.filter(organisation=bank).order_by("opened_on", "pk")


@requires(KEEP)
def gift(request: HttpRequest, key: str) -> HttpResponse:
    """Record a gift of a supporter."""
    one, bank = permits_funds.supporter_for(request.user, key, KEEP), permits.house()
    form = GiftForm(
        sent(request),
        funds=_funds(bank),
        pledges=whereabouts.running_pledges(on=today()).filter(supporter=one),
        initial={"on": today(), "way": "bank", "fund": _funds(bank).first()},
    )
    return _keeping(
        request,
        form,
        one,
        lambda data: gifts.receive(
            supporter=one,
            **{name: data[name] for name in ("fund", "amount_minor", "on", "way", "pledge")},
            return_minor=data["return_minor"] or 0,
            **_by(request, data),
        ),
        asked(
            _("Record a gift of %(name)s") % {"name": one.name}, _("Record the gift"), one.get_absolute_url()
        ),
    )


@requires(KEEP)
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take back a gift that did not hold."""
    row = permits_funds.gift_to_keep(request.user, key)
    form = OnDayForm(sent(request), initial={"on": today()})
    title = _("Take back the gift of %(amount)s") % {"amount": money(row.amount_minor)}
    lede = _(
        "For a check that bounced or money that was called back. A second entry takes the first one back."
    )
    return _keeping(
        request,
        form,
        row.supporter,
        lambda data: gifts.take_back(gift=row, on=data["on"], **_by(request, data)),
        asked(title, _("Take the gift back"), row.supporter.get_absolute_url(), lede),
    )


@requires(KEEP)
def pledge(request: HttpRequest, key: str) -> HttpResponse:
    """Note a pledge of a supporter."""
    one, bank = permits_funds.supporter_for(request.user, key, KEEP), permits.house()
    form = PledgeForm(
        sent(request),
        funds=_funds(bank),
        initial={"starts_on": today(), "every": Pledge.Every.MONTH, "fund": _funds(bank).first()},
    )
    return _keeping(
        request,
        form,
        one,
        lambda data: gifts.promise(
            supporter=one,
            **{name: data[name] for name in ("fund", "amount_minor", "every", "starts_on", "ends_on")},
            on=today(),
            **_by(request, data),
        ),
        asked(
            _("Note a pledge of %(name)s") % {"name": one.name},
            _("Note the pledge"),
            one.get_absolute_url(),
            _("A pledge is a promise, no debt. It stands in no book until the money comes."),
        ),
    )


@requires(KEEP)
def end_pledge(request: HttpRequest, key: str) -> HttpResponse:
    """End a pledge."""
    row = permits_funds.pledge_to_keep(request.user, key)
    form = OnDayForm(sent(request), initial={"on": today()})
    return _keeping(
        request,
        form,
        row.supporter,
        lambda data: gifts.end_pledge(pledge=row, on=data["on"], **_by(request, data)),
        asked(_("End the pledge"), _("End the pledge"), row.supporter.get_absolute_url()),
    )


@requires(KEEP)
def account(request: HttpRequest, key: str) -> HttpResponse:
    """Put the account a supporter is paid to on file."""
    one, bank = permits_funds.supporter_for(request.user, key, KEEP), permits.house()
    form = PayAccountForm(sent(request), initial={"way": "ach", "kind": "checking", "name": one.name})

    def act(once: str) -> None:
        data = form.cleaned_data
        pay_accounts.keep(
            owner=one.person or one.organisation or one,
            lender=bank,
            is_person=one.kind == Supporter.Kind.PERSON,
            **{name: data[name] for name in ("way", "name", "routing", "number", "kind")},
            by=permits.person_of(request.user),
            at=now(),
        )

    return kept_account(request, form, act, one, one.get_absolute_url())


def kept_account(
    request: HttpRequest, form: ActForm, act: Callable[[str], Any], one: Any, back: str
) -> HttpResponse:
    """The page that takes an account number: it leads back, since a number needs no receipt, and is never shown again."""
    if request.method == "POST" and form.attempt(act):
        return redirect(back)
    lede = _("The number is kept encrypted. Pages show its last four digits only.")
    context = asked(_("Bank account of %(name)s") % {"name": one.name}, _("Keep the account"), back, lede)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "bank/funds/act.html", {**context, "form": form}, status=status)


@requires(KEEP)
def renew_link(request: HttpRequest, key: str) -> HttpResponse:
    """Make the link to a supporter's page new."""
    one, bank = permits_funds.supporter_for(request.user, key, KEEP), permits.house()
    form = ActForm(sent(request))
    lede = _("Whoever holds the old link no longer gets in. Send the new one to the supporter.")
    return _keeping(
        request,
        form,
        one,
        lambda data: supporters.renew_link(supporter=one, lender=bank, **_by(request, data)),
        asked(_("Make a new link"), _("Make the link new"), one.get_absolute_url(), lede),
    )


@requires(KEEP)
def forget(request: HttpRequest, key: str) -> HttpResponse:
    """Forget a supporter from outside."""
    one, bank = permits_funds.supporter_for(request.user, key, KEEP), permits.house()
    form = ActForm(sent(request))
    if request.method == "POST" and form.attempt(
        lambda once: supporters.forget(
            supporter=one, lender=bank, by=permits.person_of(request.user), at=now(), once=once
        )
    ):
        return redirect(one)
    lede = _("Name, addresses and account are erased. Amounts and days stay in the books.")
    context = asked(
        _("Forget %(name)s") % {"name": one.name}, _("Erase the name"), one.get_absolute_url(), lede
    )
    return render(request, "bank/funds/act.html", {**context, "form": form})


def _keeping(
    request: HttpRequest,
    form: ActForm,
    one: Supporter,
    act: Callable[[dict[str, Any]], Any],
    context: dict[str, Any],
) -> HttpResponse:
    return act_page(
        request, "bank/funds/act.html", form, lambda once: act({**form.cleaned_data, "token": once}), context
    )


def _by(request: HttpRequest, data: dict[str, Any]) -> dict[str, Any]:
    return {"by": permits.person_of(request.user), "at": now(), "once": data["token"]}
