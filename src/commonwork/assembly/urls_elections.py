"""Addresses of offices, elections, terms, recalls and counts, under /assembly/."""

from django.urls import path

from commonwork.assembly.views import elections, poll_counts, terms

urlpatterns = [
    path("counts/<slug:key>/", poll_counts.show, name="assembly_count_of"),
    path("offices/", elections.list_offices, name="assembly_offices"),
    path("offices/create/", elections.create_office, name="assembly_office_create"),
    path("offices/<slug:key>/", elections.show_office, name="assembly_office"),
    path("offices/<slug:key>/call/", elections.call, name="assembly_election_call"),
    path("elections/<slug:key>/", elections.show, name="assembly_election"),
    path("elections/<slug:key>/nominate/", elections.nominate, name="assembly_nominate"),
    path("elections/<slug:key>/vote/", elections.prepare_vote, name="assembly_election_vote"),
    path("elections/<slug:key>/seat/", elections.seat, name="assembly_election_seat"),
    path("elections/<slug:key>/vacancy/", terms.fill, name="assembly_vacancy"),
    path("elections/<slug:key>/countback/<int:number>/", terms.countback, name="assembly_countback"),
    path("nominations/<slug:key>/answer/", elections.answer, name="assembly_nomination_answer"),
    path("terms/<slug:key>/leave/", terms.leave, name="assembly_term_leave"),
    path("terms/<slug:key>/recall/", terms.ask_recall, name="assembly_recall_ask"),
    path("recalls/<slug:key>/", terms.show_recall, name="assembly_recall"),
    path("recalls/<slug:key>/sign/", terms.sign, name="assembly_recall_sign"),
    path("recalls/<slug:key>/vote/", terms.vote, name="assembly_recall_vote"),
    path("recalls/<slug:key>/close/", terms.close, name="assembly_recall_close"),
]
