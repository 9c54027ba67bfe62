"""Money that came: the lines of the bank's statement that wait, and saying of one what it is."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.acting import sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.bank import permits, permits_funds
from commonwork.bank.actions import incoming as acts
from commonwork.bank.forms_funds import SettleForm
from commonwork.bank.queries import incoming
from commonwork.bank.queries.capital import holder_of
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.funds import asked
from commonwork.registry.clock import now
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal
from commonwork.ui.dates import day as day_words
from commonwork.ui.forms import ActForm
from commonwork.ui.money import money
from commonwork.ui.refusals import said as refused

SHOWN = 100


@requires(Permission.LOAN_RECEIVE)
def list_all(request: HttpRequest) -> HttpResponse:
    """The lines of money in that wait, each with its likeliest meaning."""
    bank = permits_funds.bank_for(request.user, Permission.LOAN_RECEIVE)
    lines = incoming.open_in(bank)
    rows = []
    for line in lines[:SHOWN]:
        found = incoming.offers(bank, line)
        rows.append({"line": line, "best": words(found[0]) if found else "", "count": len(found)})
    known = len(incoming.known_in(bank))
    context = {"rows": rows, "more": max(0, len(lines) - SHOWN), "bank": bank, "known": known}
    return render(request, "bank/funds/receive.html", context)


@requires(Permission.LOAN_RECEIVE)
def settle(request: HttpRequest, key: str) -> HttpResponse:
    """Say what one line is; it is booked and matched at once."""
    bank = permits_funds.bank_for(request.user, Permission.LOAN_RECEIVE)
    line = incoming.line_of(bank, key)
    if line is None:
        raise Http404
    found = incoming.offers(bank, line)
    title = _("%(amount)s came on %(day)s") % {"amount": money(line.amount_minor), "day": day_words(line.on)}
    lede = " · ".join(text for text in (line.payee, line.memo, line.ref) if text)
    if not found:
        context = asked(title, "", reverse("bank_receive"), lede)
        return render(request, "bank/funds/receive_none.html", {**context, "line": line})
    form = SettleForm(
        sent(request),
        choices=[(offer.key, words(offer)) for offer in found],
        initial={"offer": found[0].key},
    )
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: _settle(bank, line, form.cleaned_data["offer"], request, once),
        asked(title, _("Book it and match the line"), reverse("bank_receive"), lede),
    )


@requires(Permission.LOAN_RECEIVE)
def book_known(request: HttpRequest) -> HttpResponse:
    """Book every line that carries the reference of a promised gift. Each is booked by itself, so that one that is
    refused holds up no other."""
    bank = permits_funds.bank_for(request.user, Permission.LOAN_RECEIVE)
    found = incoming.known_in(bank)
    form = ActForm(sent(request))
    if request.method == "POST" and form.is_valid():
        booked = _book_known(request, found, form)
        said = ngettext(
            "%(count)s gift was booked and its receipt sent.",
            "%(count)s gifts were booked and their receipts sent.",
            booked,
        )
        messages.success(request, said % {"count": booked})
        if booked == len(found):
            return redirect("bank_receive")
    whole = money(sum(line.amount_minor for line, _promise in found))
    context = asked(
        ngettext("Book %(count)s promised gift", "Book %(count)s promised gifts", len(found))
        % {"count": len(found)},
        _("Book them and send the receipts"),
        reverse("bank_receive"),
        _("Together %(whole)s. Each line carries the reference of its promise, which checks itself.")
        % {"whole": whole},
        _("Promised gifts"),
    )
    status = 422 if form.errors else 200
    return render(request, "bank/funds/act.html", {**context, "form": form}, status=status)


def _book_known(request: HttpRequest, found: list[tuple[Any, Any]], form: ActForm) -> int:
    """Returns how many were booked; what was refused stands in the form."""
    booked = 0
    for line, promise in found:
        by: dict[str, Any] = {"by": permits.person_of(request.user), "at": now(), "once": f"known-{line.key}"}
        try:
            acts.as_promise(line=line, promise=promise, **by)
        except Refusal as refusal:
            form.add_error(None, f"{promise.shown_reference}: {refused(refusal)}")
        else:
            booked += 1
    return booked


def _settle(bank: Organisation, line: Any, offer: str, request: HttpRequest, once: str) -> Any:
    what, _colon, key = offer.partition(":")
    thing: Any = incoming.thing_of(bank, what, key)
    if thing is None:
        raise Http404
    by: dict[str, Any] = {"by": permits.person_of(request.user), "at": now(), "once": once}
    if what == "loan":
        return acts.as_loan_payment(line=line, loan=thing, **by)
    if what == "promise":
        return acts.as_promise(line=line, promise=thing, **by)
    if what == "account":
        return acts.as_pay_in(line=line, holding=thing, **by)
    if what == "pledge":
        return acts.as_gift(line=line, supporter=thing.supporter, fund=thing.fund, pledge=thing, **by)
    fund = incoming.gift_fund(bank)
    if fund is None:
        raise Http404
    return acts.as_gift(line=line, supporter=thing, fund=fund, **by)


def words(offer: incoming.Offer) -> str:
    """What an offer says it is."""
    if offer.what == "loan":
        return _("A payment on %(loan)s") % {"loan": offer.thing.full_name}
    if offer.what == "promise":
        return _("The promised gift %(reference)s to %(fund)s") % {
            "reference": offer.thing.shown_reference,
            "fund": offer.thing.fund.name,
        }
    if offer.what == "pledge":
        return _("A pledge of %(name)s for %(fund)s") % {
            "name": offer.thing.supporter.name,
            "fund": offer.thing.fund.name,
        }
    if offer.what == "account":
        said = {"kind": offer.thing.get_kind_display(), "name": holder_of(offer.thing).name}
        return _("Paid in: %(kind)s of %(name)s") % said
    return _("A gift of %(name)s to the loan fund") % {"name": offer.thing.name}
