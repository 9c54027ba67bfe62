"""A co-op's working face for its members, its share register, and one member's accounts."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, done_before, sent
from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.federation import permits, queries
from commonwork.federation.actions import buy_ins, wages
from commonwork.federation.forms import BuyInForm, DayForm, WageForm
from commonwork.federation.models import BuyIn
from commonwork.federation.queries import shares, stakes
from commonwork.federation.queries.hours import minutes_by_kind, of_coop
from commonwork.federation.queries.owning import SHARES
from commonwork.federation.queries.rights import member_rights, steps
from commonwork.federation.views.acting import asked, day_shown, exported, major, page_of
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.ui.money import money

TOLD = 12


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Where the co-op stands in the federation: class, people, hours, dues, trade, year-ends, history."""
    coop = permits.coop_inside(request.user, key)
    on = day_shown(request)
    year = on.replace(month=1, day=1)
    worked = minutes_by_kind(of_coop(coop, starts_on=year, ends_on=on + timedelta(days=1)))
    register = stakes.register(coop, on=on)
    context = {
        "coop": coop,
        "on": on,
        "belonging": next((row for row in queries.belonging(on=on) if row.organisation == coop), None),
        "owners": sum(row.class_code == Membership.Class.MEMBER for row in register),
        "workers": sum(bool(row.class_code) for row in register),
        "share_minor": sum(row.share_minor for row in register),
        "account_minor": sum(row.account_minor for row in register),
        "worked": worked,
        "year_ends": queries.year_ends(coop)[:5],
        "next_year": _next_year(coop, on.year),
        "dues": queries.charged().filter(organisation=coop)[:5],
        "invoices": queries.sister_trade(coop=coop, ends_on=on + timedelta(days=1))[:6],
        "affiliations": permits.visible_affiliations(request.user).filter(organisation=coop),
        "may_run": may(request.user, Permission.YEAR_END_RUN, coop),
        "may_keep": may(request.user, Permission.BOOKS_KEEP, coop),
        "may_enter": permits.may_enter_hours(request.user, coop),
        "told": tell(trail(coop)[:TOLD]),
    }
    return render(request, "federation/coop.html", context)


def _next_year(coop: Organisation, this_year: int) -> int:
    """The year whose end comes next: the one after the latest that is closed."""
    latest = queries.year_ends(coop).values_list("year", flat=True).first()
    return latest + 1 if latest else this_year


@signed_in
def members(request: HttpRequest, key: str) -> HttpResponse:
    """The roll and share register as of a day (?on=)."""
    coop = permits.coop_inside(request.user, key)
    on = day_shown(request)
    rows = stakes.register(coop, on=on)
    columns = [
        ("person", _("Name"), lambda row: row.person.name),
        ("class", _("Class"), lambda row: row.class_name),
        ("since", _("Since"), lambda row: row.since),
        ("certificate", _("Certificate"), lambda row: row.certificate),
        ("share", _("Share"), lambda row: major(row.share_minor)),
        ("account", _("Capital account"), lambda row: major(row.account_minor)),
    ]
    if answer := exported(request, f"members-{coop.key}", columns, rows):
        return answer
    context = {
        "coop": coop,
        "on": on,
        "page": page_of(request, rows),
        "share_minor": sum(row.share_minor for row in rows),
        "account_minor": sum(row.account_minor for row in rows),
        "may_keep": may(request.user, Permission.BOOKS_KEEP, coop),
        "keeps_members": may(request.user, Permission.MEMBERS_KEEP, coop),
    }
    return render(request, "federation/members.html", context)


@signed_in
def statement(request: HttpRequest, key: str, person_key: str) -> HttpResponse:
    """One member's share and capital account, rolled forward from the postings. Shown to the member and inside."""
    coop = permits.coop(key)
    person = Person.objects.filter(key=person_key).first()
    own = permits.person_of(request.user)
    if person is None or not (own == person or permits.sees_inside(request.user, coop)):
        raise Http404
    account = stakes.statement(coop, person)
    columns = [
        ("on", _("Day"), lambda row: row.on),
        ("what", _("What happened"), lambda row: row.told.sentence if row.told else ""),
        ("change", _("Change"), lambda row: major(row.change_minor)),
        ("balance", _("Balance"), lambda row: major(row.balance_minor)),
    ]
    if answer := exported(request, f"capital-account-{coop.key}", columns, account.lines):
        return answer
    context = {
        "coop": coop,
        "person": person,
        "is_own": own == person,
        "account": account,
        "share": stakes.statement(coop, person, code=SHARES),
        "allocations": stakes.allocations(coop, person),
        "buy_ins": BuyIn.objects.filter(organisation=coop, person=person, taken_back_on=None).order_by(
            "paid_on"
        ),
        "plan": shares.plan_of(coop, person),
        "certificate": shares.certificate_of(coop, person),
        "notes": [(note, shares.note_left(note)) for note in shares.notes(coop).filter(person=person)],
        "steps": steps(coop, person),
        "rights": member_rights(coop, person, on=today()),
        "may_keep": may(request.user, Permission.BOOKS_KEEP, coop),
        "sees_books": may(request.user, Permission.BOOKS_SEE, coop),
    }
    return render(request, "federation/statement.html", context)


@requires(Permission.BOOKS_KEEP)
def buy_in(request: HttpRequest, key: str) -> HttpResponse:
    """The treasurer records what a worker-owner paid for the share."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    owners = memberships(on=today(), organisation=coop).filter(class_code=Membership.Class.MEMBER)
    form = BuyInForm(
        sent(request), people=Person.objects.filter(memberships__in=owners), initial={"on": today()}
    )

    def pay(**how: Any) -> Any:
        return buy_ins.pay(
            organisation=coop,
            person=form.cleaned_data["person"],
            on=form.cleaned_data["on"],
            amount_minor=form.cleaned_data["amount"],
            **how,
        )

    return act_page(
        request,
        form,
        pay,
        asked(
            coop=coop,
            title=_("Record a buy-in"),
            lede=_("What a worker-owner pays for the share. It stands in the share register the same day."),
            submit=_("Record the buy-in"),
        ),
    )


@requires(Permission.BOOKS_KEEP)
def wage(request: HttpRequest, key: str) -> HttpResponse:
    """The treasurer sets what an hour of somebody's work earns from a day on."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    people = Person.objects.filter(memberships__in=memberships(on=today(), organisation=coop))
    form = WageForm(sent(request), people=people, initial={"on": today()})

    def set_wage(**how: Any) -> Any:
        return wages.set_one(
            organisation=coop,
            person=form.cleaned_data["person"],
            hourly_wage_minor=form.cleaned_data["hourly_wage"],
            on=form.cleaned_data["on"],
            **how,
        )

    return act_page(
        request,
        form,
        set_wage,
        asked(
            coop=coop,
            title=_("Set an hourly wage"),
            lede=_("Used where a surplus is shared by hours and wages. The wage before stays on record."),
            submit=_("Set the wage"),
        ),
    )


@requires(Permission.BOOKS_KEEP)
def take_buy_in_back(request: HttpRequest, key: str, buy_in_key: str) -> HttpResponse:
    """The treasurer takes a buy-in back."""
    coop = permits.coop_for(request.user, key, Permission.BOOKS_KEEP)
    if answer := done_before(request):
        return answer
    rows = BuyIn.objects.filter(organisation=coop, taken_back_on=None).select_related("person")
    row = get_object_or_404(rows, key=buy_in_key)
    form = DayForm(sent(request), initial={"on": row.paid_on})
    ask = asked(
        coop=coop,
        title=_("Take the buy-in back"),
        lede=_("%(person)s paid %(amount)s for the share. An opposite entry takes it back.")
        % {"person": row.person.name, "amount": money(row.amount_minor)},
        submit=_("Take the buy-in back"),
    )
    return act_page(
        request, form, lambda **how: buy_ins.take_back(buy_in=row, on=form.cleaned_data["on"], **how), ask
    )
