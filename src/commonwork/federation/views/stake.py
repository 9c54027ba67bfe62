"""My stake: a person's shares, capital accounts and hours, as a page and as a part of the home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonwork.access.guard import signed_in
from commonwork.federation import permits, queries
from commonwork.federation.views.acting import day_shown


@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """What I own in each of my co-ops, what I worked this year, and where my share of last year came from."""
    person, on = permits.person_of(request.user), day_shown(request)
    stakes = queries.of_person(person, on=on) if person else []
    template = "_my_stake.html" if request.headers.get("HX-Request") == "true" else "my_stake.html"
    return render(request, f"federation/{template}", {"stakes": stakes, "on": on, "person": person})
