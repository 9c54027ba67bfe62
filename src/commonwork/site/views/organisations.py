"""Organisations: the list, and each one's public page."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.books import queries as book_queries
from commonwork.federation import queries as federation
from commonwork.record.kinds import KINDS
from commonwork.record.models import Fact
from commonwork.record.queries import tell
from commonwork.registry.clock import today
from commonwork.registry.models import Membership, Organisation, SupplyLink
from commonwork.registry.queries import memberships
from commonwork.site.organisation_parts import dollar, round_trip
from commonwork.ui.listing import Column, Listing


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """The co-ops and institutions of the network, with where each stands."""
    kinds = [Organisation.Kind.COOP, Organisation.Kind.INSTITUTION]
    listing = Listing(
        request,
        Organisation.objects.filter(kind__in=kinds).select_related("place"),
        columns=[
            Column("name", _("Name"), lambda row: row.name, sort="name"),
            Column("kind", _("Kind"), lambda row: row.get_kind_display(), sort="kind"),
            Column("trade", _("Trade"), lambda row: row.trade, sort="trade"),
            Column(
                "stage", _("Stage"), lambda row: row.get_stage_display() if row.stage else "", sort="stage"
            ),
        ],
        default_sort="name",
        name="organisations",
    )
    if exported := listing.export():
        return exported
    return render(request, "site/organisations.html", {"listing": listing})


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One organisation: where it stands, what goes round, its open books, what happened."""
    organisation = get_object_or_404(Organisation.objects.select_related("place"), key=key)
    on = today()
    sees_inside = may(request.user, Permission.ORGANISATION_SEE, organisation)
    people = list(memberships(on=on, organisation=organisation).order_by("person__name"))
    named = [row for row in people if sees_inside or row.person.shows_name]
    has_books = book_queries.book_of(organisation) is not None and (
        organisation.has_open_books or may(request.user, Permission.BOOKS_SEE, organisation)
    )
    year = _year_to_show(organisation, on) if has_books else None
    context = {
        "organisation": organisation,
        "stages": organisation.stages.order_by("starts_on"),
        "owners": sum(row.class_code == Membership.Class.MEMBER for row in people),
        "others": sum(row.class_code != Membership.Class.MEMBER for row in people),
        "named": named,
        "unnamed_count": len(people) - len(named),
        "sees_inside": sees_inside,
        "round_trip": round_trip(organisation, on),
        "links": SupplyLink.objects.filter(source=organisation).select_related("target"),
        "stage_shape": "settled" if organisation.stage == Organisation.Stage.MEMBER else "waiting",
        "year": year,
        "books": dollar(organisation, year) if year else None,
        "year_ends": federation.year_ends(organisation).exclude(shared_on=None)[:3],
        "told": tell(_history(organisation, sees_inside)),
    }
    return render(request, "site/organisation.html", context)


def _year_to_show(organisation: Organisation, on: date) -> int:
    """The last whole calendar year with entries, else this one."""
    before = book_queries.result(
        organisation, starts_on=date(on.year - 1, 1, 1), ends_on=date(on.year, 1, 1), without=set()
    )
    return on.year - 1 if before else on.year


def _history(organisation: Organisation, sees_inside: bool) -> list[Fact]:
    facts = Fact.objects.filter(organisation=organisation.key)
    if not sees_inside:
        facts = facts.filter(kind__in=[code for code, kind in KINDS.items() if kind.is_public])
    return list(facts.order_by("-at", "-pk")[:12])
