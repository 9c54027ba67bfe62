"""Dues: what co-ops paid, and charging one for a year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, done_before, sent
from commonwork.access.guard import demand, public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.federation import HOUSE_KEY, queries
from commonwork.federation.actions import dues
from commonwork.federation.forms import DayForm, DuesForm
from commonwork.federation.views.acting import as_file, asked, demo_note, major
from commonwork.registry.clock import today
from commonwork.ui.listing import Column, Listing


@public
def list_all(request: HttpRequest) -> HttpResponse:
    """The dues of all years, with the wages they were reckoned from. Open to all."""
    listing = Listing(
        request,
        queries.charged(),
        columns=[
            Column("year", _("Year"), lambda row: row.year, sort="year"),
            Column("coop", _("Co-op"), lambda row: row.organisation.name, sort="organisation__name"),
            Column(
                "wages", _("Wages"), lambda row: major(row.wages_minor), sort="wages_minor", is_number=True
            ),
            Column("rate", _("Rate, basis points"), lambda row: row.rate_bp),
            Column("at_rate", _("At the rate"), lambda row: major(row.at_rate_minor)),
            Column("minimum", _("Minimum"), lambda row: major(row.minimum_minor)),
            Column("maximum", _("Maximum"), lambda row: major(row.maximum_minor or 0) or None),
            Column("worked", _("Paid by work"), lambda row: major(row.worked_minor)),
            Column("due", _("Paid"), lambda row: major(row.due_minor), sort="due_minor", is_number=True),
        ],
        name="dues",
        note=demo_note(),
    )
    if answer := as_file(listing):
        return answer
    context = {"listing": listing, "may_charge": may(request.user, Permission.DUES_CHARGE, HOUSE_KEY)}
    return render(request, "federation/dues.html", context)


@requires(Permission.DUES_CHARGE)
def charge(request: HttpRequest) -> HttpResponse:
    """Charge a co-op for a year; the amount is reckoned from its books."""
    demand(may(request.user, Permission.DUES_CHARGE, HOUSE_KEY))
    on = today()
    coops = [row.organisation for row in queries.belonging(on=on)]
    form = DuesForm(sent(request), coops=coops, initial={"on": on, "year": on.year - 1})

    def act(**how: Any) -> Any:
        return dues.charge(
            organisation=form.cleaned_data["organisation"],
            year=form.cleaned_data["year"],
            worked_minutes=form.cleaned_data["worked"] or 0,
            waiver_source=form.cleaned_data["waiver_source"],
            on=form.cleaned_data["on"],
            **how,
        )

    ask = asked(
        title=_("Charge dues"),
        lede=_("The amount comes from the wages in the co-op's own books. It is entered in both books."),
        submit=_("Charge the dues"),
    )
    return act_page(request, form, act, ask)


@requires(Permission.DUES_CHARGE)
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take charged dues back, so that they can be charged again."""
    demand(may(request.user, Permission.DUES_CHARGE, HOUSE_KEY))
    if answer := done_before(request):
        return answer
    row = get_object_or_404(queries.charged(), key=key)
    form = DayForm(sent(request), initial={"on": row.charged_on})
    ask = asked(
        title=_("Take back the dues of %(coop)s for %(year)s")
        % {"coop": row.organisation.name, "year": row.year},
        lede=_("Opposite entries are written in both books. Then the dues can be charged again."),
        submit=_("Take the dues back"),
        back=reverse("federation_dues"),
    )
    return act_page(
        request, form, lambda **how: dues.take_back(dues_charge=row, on=form.cleaned_data["on"], **how), ask
    )
