"""Payout runs: what waits to be paid, putting a run together, releasing it by others, taking its file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import sent
from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import permits, permits_funds
from commonwork.bank.actions import pay_accounts, payout_runs
from commonwork.bank.forms_funds import PayAccountForm, PayerForm, RunForm
from commonwork.bank.models import PayoutRun
from commonwork.bank.payment_files.providers import PROVIDERS
from commonwork.bank.queries import payouts
from commonwork.bank.views.acting import act_page
from commonwork.bank.views.funds import asked
from commonwork.bank.views.loans import demo_note, major
from commonwork.bank.views.supporters import kept_account
from commonwork.record.queries import tell, trail
from commonwork.record.refs import resolve
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation, Person
from commonwork.ui.dates import day as day_words
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money
from commonwork.ui.parts import Step

WHAT = {"draw": gettext_lazy("a draw on a loan"), "account": gettext_lazy("money out of an account")}
MAKE, RELEASE = Permission.PAYOUT_MAKE, Permission.PAYOUT_RELEASE


@signed_in
def list_all(request: HttpRequest) -> HttpResponseBase:
    """All runs, the latest first."""
    demand(permits_funds.may_see_payouts(request.user))
    bank = permits.house()
    listing = Listing(
        request,
        payouts.runs(bank),
        columns=[
            Column("run", _("Run"), lambda run: run.key, href=lambda run: run.get_absolute_url()),
            Column("pays_on", _("Pays on"), lambda run: run.pays_on, sort="pays_on",
                   show=lambda run: day_words(run.pays_on, "short")),
            Column("stage", _("Stage"), lambda run: run.get_stage_display(), sort="stage"),
            Column("made_by", _("Put together by"), lambda run: run.made_by.name),
            Column("count", _("Payouts"), lambda run: run.payouts_count, sort="payouts_count", is_number=True),
            Column("total", _("Total"), lambda run: major(run.total_minor), sort="total_minor", is_number=True),
        ],
        name="payout-runs",
        note=demo_note(),
    )  # fmt: skip
    if answer := listing.export():
        return answer
    context = {
        "listing": listing,
        "title": _("Payouts"),
        "lede": _(
            "Payments that go to the bank in one file. Whoever puts a file together cannot release it."
        ),
        "empty": _("No payouts were put together yet."),
        "seen_by": _(
            "Those who make and release payouts, and auditors, see this list. Amounts are in dollars."
        ),
        "act_url": reverse("bank_payout_new") if may(request.user, MAKE, bank) else "",
        "act_text": _("Put payouts together"),
    }
    return render(request, "bank/funds/list.html", context)


@requires(MAKE)
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of file: each with what waits for it."""
    bank = permits_funds.bank_for(request.user, MAKE)
    ways = []
    for provider in PROVIDERS.values():
        waiting = payouts.to_pay(bank, way=provider.way, to_people=provider.to_people)
        ways.append({"provider": provider, "ready": [row for row in waiting if row.account is not None]})
    missing = [row for row in payouts.to_pay(bank, way="ach") if row.account is None]
    context = {"ways": ways, "missing": missing, "payer": payouts.payer(bank, way="ach"), "what": WHAT}
    return render(request, "bank/funds/payout_choose.html", context)


@requires(MAKE)
def new(request: HttpRequest, provider: str) -> HttpResponse:
    """Put a run together from what waits."""
    bank = permits_funds.bank_for(request.user, MAKE)
    way = PROVIDERS.get(provider)
    if way is None:
        raise Http404
    waiting = [
        row for row in payouts.to_pay(bank, way=way.way, to_people=way.to_people) if row.account is not None
    ]
    choices = [(row.key, _words(row)) for row in waiting]
    first = {"provider": provider, "payments": [key for key, _said in choices], "pays_on": today()}
    form = RunForm(sent(request), choices=choices, initial=first)
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: payout_runs.make(
            organisation=bank,
            provider=provider,
            sources=form.cleaned_data["payments"],
            pays_on=form.cleaned_data["pays_on"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        asked(
            _("Put payouts together: %(way)s") % {"way": way.name},
            _("Put the run together"),
            reverse("bank_payout_new"),
            _("From here on the run is locked. Others must release it before the bank gets it."),
        ),
    )


def _words(row: payouts.ToPay) -> str:
    return _("%(amount)s to %(name)s (%(account)s), %(what)s of %(day)s") % {
        "amount": money(row.amount_minor),
        "name": row.to.name,
        "account": row.account,
        "what": WHAT[row.what],
        "day": day_words(row.on, "short"),
    }


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One run: its payouts, who released it, its file."""
    run = permits_funds.run_for(request.user, key)
    person = permits.person_of(request.user)
    releases = list(run.releases.select_related("person").order_by("number"))
    may_release = (
        run.stage == PayoutRun.Stage.WAITING
        and may(request.user, RELEASE, run.organisation)
        and person.pk != run.made_by_id
        and person.pk not in [one.person_id for one in releases]
    )
    context: dict[str, Any] = {
        "run": run,
        "provider": PROVIDERS[run.format],
        "steps": _steps(run, len(releases)),
        "releases": releases,
        "left": run.releases_needed - len(releases),
        "payouts": [
            {"payout": one, "to": resolve(one.account.owner)}
            for one in run.payouts.select_related("account", "source").order_by("number")
        ],
        "may_release": may_release,
        "is_maker": person.pk == run.made_by_id,
        "may_cancel": run.stage == PayoutRun.Stage.WAITING and may(request.user, MAKE, run.organisation),
        "may_take": run.stage == PayoutRun.Stage.RELEASED and may(request.user, MAKE, run.organisation),
        "taken": payout_runs.times_taken(run),
        "told": tell(trail(run)),
    }
    return render(request, "bank/funds/payout_run.html", context)


def _steps(run: PayoutRun, given: int) -> list[Step]:
    waits = run.stage == PayoutRun.Stage.WAITING
    said = _("%(given)s of %(needed)s people") % {"given": given, "needed": run.releases_needed}
    if run.stage == PayoutRun.Stage.CANCELLED:
        return [Step(_("Put together"), "", state="done"), Step(_("Cancelled"), "", state="here")]
    return [
        Step(_("Put together"), day_words(run.made_at.date(), "short"), state="done"),
        Step(_("Release"), said, state="here" if waits else "done"),
        Step(_("Released and locked"), "", state="to-come" if waits else "here"),
    ]


@requires(RELEASE)
def release(request: HttpRequest, key: str) -> HttpResponse:
    """One person's release."""
    run = permits_funds.run_for(request.user, key, RELEASE)
    form = ActForm(sent(request))
    title = _("Release %(count)s payouts, %(total)s in all") % {
        "count": run.payouts_count,
        "total": money(run.total_minor, run.unit),
    }
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: payout_runs.approve(run=run, by=permits.person_of(request.user), at=now(), once=once),
        asked(
            title,
            _("Release the payouts"),
            run.get_absolute_url(),
            _("Compare the payments with what you know first. Your name stands beside your release."),
        ),
    )


@requires(MAKE)
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Cancel a run that is not released."""
    run = permits_funds.run_for(request.user, key, MAKE)
    form = ActForm(sent(request))
    return act_page(
        request,
        "bank/funds/act.html",
        form,
        lambda once: payout_runs.cancel(run=run, by=permits.person_of(request.user), at=now(), once=once),
        asked(
            _("Cancel this run"),
            _("Cancel the run"),
            run.get_absolute_url(),
            _("Nothing is paid. Its payments can go into another run."),
        ),
    )


@requires(MAKE)
def take_file(request: HttpRequest, key: str) -> HttpResponse:
    """Take the file along; the page asks first, because each taking is on record."""
    run = permits_funds.run_for(request.user, key, MAKE)
    form = ActForm(sent(request))
    if request.method == "POST" and form.attempt(
        lambda once: payout_runs.take_file(run=run, by=permits.person_of(request.user), at=now())
    ):
        run.refresh_from_db()
        file = payouts.file_of(run)
        response = HttpResponse(file.content, content_type=file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
    context = asked(
        _("Take the payment file"),
        _("Take the file"),
        run.get_absolute_url(),
        _(
            "It holds account numbers. Send it to the bank, then erase every copy. That you took it is on record."
        ),
    )
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "bank/funds/act.html", {**context, "form": form}, status=status)


@requires(MAKE)
def payer(request: HttpRequest) -> HttpResponse:
    """The account the bank pays from."""
    bank = permits_funds.bank_for(request.user, MAKE)
    form = PayerForm(sent(request), initial={"way": "ach", "kind": "checking", "name": bank.name})

    def act(_once: str) -> None:
        _keep(
            form,
            bank,
            bank,
            request,
            payer_id=form.cleaned_data["payer_id"],
            bank_name=form.cleaned_data["bank_name"],
        )

    return kept_account(request, form, act, bank, reverse("bank_payout_new"))


@requires(MAKE)
def payee(request: HttpRequest, key: str) -> HttpResponse:
    """The account a co-op, or a person who has money with the bank, is paid to."""
    bank = permits_funds.bank_for(request.user, MAKE)
    to = Organisation.objects.filter(key=key).first() or Person.objects.filter(key=key).first()
    if to is None:
        raise Http404
    form = PayAccountForm(sent(request), initial={"way": "ach", "kind": "checking", "name": to.name})
    return kept_account(
        request, form, lambda _once: _keep(form, to, bank, request), to, reverse("bank_payout_new")
    )


def _keep(
    form: PayAccountForm, owner: Organisation | Person, bank: Organisation, request: HttpRequest, **more: str
) -> None:
    data = form.cleaned_data
    pay_accounts.keep(
        owner=owner,
        lender=bank,
        is_person=isinstance(owner, Person),
        **{name: data[name] for name in ("way", "name", "routing", "number", "kind")},
        **more,
        by=permits.person_of(request.user),
        at=now(),
    )
