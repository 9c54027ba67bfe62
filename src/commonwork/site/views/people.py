"""People of the network: for those who keep them, and each person's own page."""

from operator import attrgetter

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.access.roles import ROLES
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.registry.models import Person
from commonwork.registry.queries import memberships, running
from commonwork.ui.addresses import address_of
from commonwork.ui.listing import Column, Listing


class NameFilter(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=80)

    def narrow(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """People whose name holds what was typed."""
        words = self.cleaned_data["q"]
        return queryset.filter(name__icontains=words) if words else queryset


@requires(Permission.PEOPLE_SEE)
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Everyone, by name."""
    listing = Listing(
        request,
        Person.objects.filter(is_forgotten=False),
        columns=[
            Column(
                "name",
                _("Name"),
                attrgetter("name"),
                sort="name",
                href=lambda row: address_of("person", row.key),
            ),
            Column("language", _("Language"), attrgetter("language"), sort="language"),
            Column("key", _("Key"), attrgetter("key"), sort="key"),
        ],
        form=NameFilter,
        default_sort="name",
        name="people",
    )
    if exported := listing.export():
        return exported
    return render(
        request,
        "site/people.html",
        {"listing": listing, "may_keep": may(request.user, Permission.PEOPLE_KEEP)},
    )


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One person: memberships, roles, competences, what happened. Their own page, or for those who keep people."""
    person = get_object_or_404(Person, key=key)
    is_self = getattr(request.user, "person_id", None) == person.pk
    demand(is_self or may(request.user, Permission.PEOPLE_SEE))
    day = today()
    context = {
        "shown": person,
        "is_self": is_self,
        "memberships": memberships(on=day).filter(person=person),
        "roles": [
            (ROLES[holding.role], holding)
            for holding in person.roles.filter(running(day)).select_related("organisation")
            if holding.role in ROLES
        ],
        "competences": person.competences.filter(revoked_on=None).select_related("competence"),
        "told": tell(trail(person)[:25]),
    }
    return render(request, "site/person.html", context)
