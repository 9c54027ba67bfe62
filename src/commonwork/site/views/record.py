"""The record itself: all facts, and the seals over them."""

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may, where
from commonwork.record.models import Fact, Seal, SealMember
from commonwork.record.queries import tell
from commonwork.ui.listing import Column, Listing


class KindFilter(forms.Form):
    about = forms.CharField(label=_("Kind, thing or organisation"), required=False, max_length=80)

    def narrow(self, queryset: QuerySet[Fact]) -> QuerySet[Fact]:
        """Facts whose kind, subject or organisation holds what was typed."""
        words = self.cleaned_data["about"]
        asked = Q(kind__icontains=words) | Q(subject__icontains=words) | Q(organisation__icontains=words)
        return queryset.filter(asked) if words else queryset


@requires(Permission.RECORD_SEE)
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Facts of the organisations whose record this account may read, the newest first."""
    whole = Q(organisation="") if may(request.user, Permission.NETWORK_KEEP) else Q(pk__in=[])
    keys = where(request.user, Permission.RECORD_SEE).values("key")
    listing = Listing(
        request,
        Fact.objects.filter(Q(organisation__in=keys) | whole),
        columns=[
            Column("at", _("When"), lambda row: row.at, sort="at"),
            Column("kind", _("Kind"), lambda row: row.kind, sort="kind"),
            Column("subject", _("About"), lambda row: row.subject, sort="subject"),
            Column("actor", _("By"), lambda row: row.actor, sort="actor"),
            Column("organisation", _("Organisation"), lambda row: row.organisation, sort="organisation"),
        ],
        form=KindFilter,
        default_sort="-at",
        name="record",
    )
    if exported := listing.export():
        return exported
    return render(request, "site/record.html", {"listing": listing, "told": tell(listing.page.object_list)})


@public
def seals(request: HttpRequest) -> HttpResponseBase:
    """The chain of seals: enough to prove that a copy of the record is the record."""
    listing = Listing(
        request,
        Seal.objects.all(),
        columns=[
            Column("pk", _("Seal"), lambda row: row.pk, sort="pk"),
            Column("sealed_at", _("Sealed"), lambda row: row.sealed_at, sort="sealed_at"),
            Column("fact_count", _("Facts"), lambda row: row.fact_count, sort="fact_count"),
            Column("root", _("Merkle root"), lambda row: row.root, sort="root"),
            Column("hash", _("Chained hash"), lambda row: row.hash, sort="hash"),
        ],
        default_sort="-pk",
        name="seals",
    )
    if exported := listing.export():
        return exported
    waiting = Fact.objects.count() - SealMember.objects.count()
    return render(request, "site/seals.html", {"listing": listing, "waiting": waiting})
