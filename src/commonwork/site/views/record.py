"""The record itself: all facts, and the seals over them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import where
from commonwork.record.models import Fact, Seal, SealMember
from commonwork.record.queries import tell
from commonwork.ui.listing import Column, Listing


@requires(Permission.RECORD_SEE)
def list_all(request: HttpRequest) -> HttpResponse:
    """Facts of the organisations whose record this account may read, the newest first."""
    keys = where(request.user, Permission.RECORD_SEE).values("key")
    listing = Listing(
        request,
        Fact.objects.filter(organisation__in=keys),
        columns=[
            Column("at", _("When")),
            Column("kind", _("Kind")),
            Column("subject", _("About")),
            Column("actor", _("By")),
            Column("organisation", _("Organisation")),
        ],
        search=["kind", "subject", "organisation"],
        default_sort="-at",
        name="record",
    )
    if exported := listing.export():
        return exported
    return render(request, "site/record.html", {"listing": listing, "told": tell(listing.page.object_list)})


@public
def seals(request: HttpRequest) -> HttpResponse:
    """The chain of seals: enough to prove that a copy of the record is the record."""
    listing = Listing(
        request,
        Seal.objects.all(),
        columns=[
            Column("pk", _("Seal")),
            Column("sealed_at", _("Sealed")),
            Column("fact_count", _("Facts")),
            Column("root", _("Merkle root")),
            Column("hash", _("Chained hash")),
        ],
        default_sort="-pk",
        name="seals",
    )
    if exported := listing.export():
        return exported
    waiting = Fact.objects.count() - SealMember.objects.count()
    return render(request, "site/seals.html", {"listing": listing, "waiting": waiting})
