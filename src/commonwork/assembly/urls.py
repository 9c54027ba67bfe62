"""Addresses of the assembly, under /assembly/."""

from django.urls import include, path

from commonwork.assembly import (
    urls_bodies,
    urls_budgets,
    urls_counts,
    urls_effects,
    urls_elections,
    urls_following,
)
from commonwork.assembly.views import ballots, face, proposals, resolutions, running

urlpatterns = [
    path(
        "votes/", include("commonwork.assembly.urls_votes")
    ),  # first: on the day of a vote everybody asks for it
    *urls_counts.urlpatterns,
    *urls_effects.urlpatterns,
    *urls_elections.urlpatterns,
    *urls_following.urlpatterns,
    *urls_budgets.urlpatterns,
    path("", face.face, name="assembly"),
    path("call/", running.call, name="assembly_call"),
    path("resolutions/", resolutions.list_all, name="assembly_resolutions"),
    path("resolutions/<slug:key>/", resolutions.show, name="assembly_resolution"),
    path("proposals/<slug:key>/", proposals.show, name="assembly_proposal"),
    path("proposals/<slug:key>/withdraw/", proposals.withdraw, name="assembly_proposal_withdraw"),
    *urls_bodies.urlpatterns,
    path("<slug:key>/", face.show, name="assembly_show"),
    path("<slug:key>/proposals/", proposals.list_all, name="assembly_proposals"),
    path("<slug:key>/propose/", proposals.make, name="assembly_propose"),
    path("<slug:key>/paper/", ballots.paper, name="assembly_paper"),
    path("<slug:key>/ballots/", ballots.published, name="assembly_ballots"),
    path("<slug:key>/ballots/enter/", ballots.enter, name="assembly_ballot_enter"),
    path("<slug:key>/ballots/enter-list/", ballots.enter_list, name="assembly_ballots_enter"),
    path("<slug:key>/ballots/take-back/", ballots.take_back, name="assembly_ballot_take_back"),
    path("<slug:key>/open/", running.open_voting, name="assembly_open"),
    path("<slug:key>/count/", running.count, name="assembly_count"),
    path("<slug:key>/resolve/", running.resolve, name="assembly_resolve"),
]
