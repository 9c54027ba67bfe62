"""The public, dated status page of a co-op, and keeping what it says about itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, sent
from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.charter.queries import principles
from commonwork.federation import council_permits, permits
from commonwork.federation.actions import profiles
from commonwork.federation.forms import DayForm
from commonwork.federation.models import CoopContact, CoopProfile, Premises
from commonwork.federation.profile_forms import ConsentForm, PremisesForm, PrincipleForm, ProfileForm
from commonwork.federation.queries.coops import belonging
from commonwork.federation.queries.profiles import profile, stages
from commonwork.federation.queries.standing import rights, standing, way
from commonwork.federation.views.acting import asked, day_shown, exported
from commonwork.registry.clock import today
from commonwork.ui.addresses import address_of


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Where a co-op stands, with the day of every stage; what it agreed to show of itself. Open to all."""
    coop, on = permits.coop(key), day_shown(request)
    rows = stages(coop)
    columns = [
        ("stage", _("Stage"), lambda row: row.get_stage_display()),
        ("from", _("From"), lambda row: row.starts_on),
    ]
    if answer := exported(request, f"stages-{coop.key}", columns, rows):
        return answer
    inside = permits.sees_inside(request.user, coop) and request.GET.get("as") != "public"
    here = next((row for row in belonging(on=on) if row.organisation == coop), None)
    names = {row.number: row.name for row in principles(on=on)}
    shown = profile(coop, on=on, inside=inside)
    context = {
        "coop": coop,
        "on": on,
        "stages": rows,
        "standing": standing(coop, here, on=on),
        "belonging": here,
        "rights": next((row for row in rights(on=on) if here and row.class_code == here.class_code), None),
        "way": way(coop, on=on),
        "profile": shown,
        "reports": [(row, names.get(row.principle, "")) for row in shown.reports],
        "inside": inside,
        "may_keep": inside and may(request.user, Permission.MEMBERS_KEEP, coop),
        "keeps": council_permits.keeps(request.user),
    }
    return render(request, "federation/status.html", context)


@requires(Permission.MEMBERS_KEEP)
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Legal body, tax mode, trades, contacts."""
    coop = permits.coop_for(request.user, key, Permission.MEMBERS_KEEP)
    row = CoopProfile.objects.filter(organisation=coop).first()
    contacts = dict(CoopContact.objects.filter(organisation=coop).values_list("kind", "value"))
    start: dict[str, Any] = {"tax_mode": coop.tax_mode, "trades": coop.trade, **contacts}
    if row is not None:
        start |= {"legal_form": row.legal_form, "formed_on": row.formed_on, "trades": row.trades}
    form = ProfileForm(sent(request), initial=start)

    def act(**how: Any) -> Any:
        given = form.cleaned_data
        return profiles.keep(
            organisation=coop,
            legal_form=given["legal_form"],
            tax_mode=given["tax_mode"],
            formed_on=given["formed_on"],
            trades=given["trades"],
            contacts={kind: given[kind] for kind in CoopContact.Kind.values},
            **how,
        )

    ask = asked(
        coop=coop,
        title=_("About the co-op"),
        lede=_("How it is taxed decides which way a surplus can go. What everyone may see is chosen apart."),
        submit=_("Keep it"),
        back=address_of("federation_status", coop.key),
    )
    return act_page(request, form, act, ask)


@requires(Permission.MEMBERS_KEEP)
def consent(request: HttpRequest, key: str) -> HttpResponse:
    """What everyone may see."""
    coop = permits.coop_for(request.user, key, Permission.MEMBERS_KEEP)
    row = CoopProfile.objects.filter(organisation=coop).first()
    form = ConsentForm(sent(request), initial={"parts": row.public_parts if row else []})
    ask = asked(
        coop=coop,
        title=_("What everyone may see"),
        lede=_("Enter what the members agreed. Name, trade and stage are public in any case."),
        submit=_("Keep this choice"),
        back=address_of("federation_status", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: profiles.consent(
            organisation=coop,
            parts=form.cleaned_data["parts"],
            on=today(),
            **how,
        ),
        ask,
    )


@requires(Permission.MEMBERS_KEEP)
def add_premises(request: HttpRequest, key: str) -> HttpResponse:
    """Enter premises."""
    coop = permits.coop_for(request.user, key, Permission.MEMBERS_KEEP)
    form = PremisesForm(sent(request), initial={"on": today()})

    def act(**how: Any) -> Any:
        given = form.cleaned_data
        return profiles.add_premises(
            organisation=coop,
            name=given["name"],
            address=given["address"],
            use=given["use"],
            on=given["on"],
            **how,
        )

    ask = asked(
        coop=coop,
        title=_("Enter premises"),
        lede=_("Where the co-op works. Places that several use are named alike."),
        submit=_("Enter the premises"),
        back=address_of("federation_status", coop.key),
    )
    return act_page(request, form, act, ask)


@requires(Permission.MEMBERS_KEEP)
def leave_premises(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Leave premises."""
    coop = permits.coop_for(request.user, key, Permission.MEMBERS_KEEP)
    row = get_object_or_404(Premises.objects.select_related("place"), organisation=coop, pk=pk)
    form = DayForm(sent(request), initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("Leave %(place)s") % {"place": row.place.name},
        lede=_("From that day on the place is no longer shown."),
        submit=_("Leave these premises"),
        back=address_of("federation_status", coop.key),
    )
    return act_page(
        request,
        form,
        lambda **how: profiles.leave_premises(premises=row, on=form.cleaned_data["on"], **how),
        ask,
    )


@requires(Permission.MEMBERS_KEEP)
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Report on a principle."""
    coop = permits.coop_for(request.user, key, Permission.MEMBERS_KEEP)
    offered = [(row.number, f"{row.number}. {row.name}") for row in principles(on=today())]
    form = PrincipleForm(sent(request), principles=offered, initial={"year": today().year - 1})

    def act(**how: Any) -> Any:
        given = form.cleaned_data
        return profiles.report(
            organisation=coop,
            principle=int(given["principle"]),
            year=given["year"],
            says=given["says"],
            on=today(),
            **how,
        )

    ask = asked(
        coop=coop,
        title=_("Report on a principle"),
        lede=_("In the co-op's own words. Leave out people's names."),
        submit=_("Keep the report"),
        back=address_of("federation_status", coop.key),
    )
    return act_page(request, form, act, ask)
