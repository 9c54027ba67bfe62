"""Addresses of votes, under /assembly/votes/."""

from django.urls import path

from commonwork.assembly.views import vote_paper, vote_running, votes, voting

urlpatterns = [
    path("", votes.list_all, name="assembly_votes"),
    path("new/", vote_running.draft, name="assembly_vote_draft"),
    path("pollcheck.py", votes.verifier, name="assembly_pollcheck"),
    path("piles/<slug:key>/second/", vote_paper.second, name="assembly_vote_second"),
    path("piles/<slug:key>/settle/", vote_paper.settle, name="assembly_vote_settle"),
    path("piles/<slug:key>/throw-away/", vote_paper.throw_away, name="assembly_vote_throw_away"),
    path("<slug:key>/", votes.show, name="assembly_poll"),
    path("<slug:key>/change/", vote_running.change, name="assembly_vote_change"),
    path("<slug:key>/open/", vote_running.open_voting, name="assembly_vote_open"),
    path("<slug:key>/close/", vote_running.close, name="assembly_vote_close"),
    path("<slug:key>/count/", vote_running.count, name="assembly_vote_count"),
    path("<slug:key>/call-off/", vote_running.void, name="assembly_vote_void"),
    path("<slug:key>/keepers/", vote_running.name_keepers, name="assembly_vote_keepers"),
    path("<slug:key>/keep/", vote_running.keep, name="assembly_vote_keep"),
    path("<slug:key>/code/", voting.code, name="assembly_vote_code"),
    path("<slug:key>/vote/", voting.vote, name="assembly_vote"),
    path("<slug:key>/codes/", vote_paper.codes, name="assembly_vote_codes"),
    path("<slug:key>/table/", vote_paper.table, name="assembly_vote_table"),
    path("<slug:key>/table/ballot/", vote_paper.at_table, name="assembly_vote_at_table"),
    path("<slug:key>/paper/", vote_paper.paper, name="assembly_vote_paper"),
    path("<slug:key>/piles/", vote_paper.piles, name="assembly_vote_piles"),
    path("<slug:key>/paper-marks/", vote_paper.mark, name="assembly_vote_mark"),
    path("<slug:key>/ballots/", votes.ballots, name="assembly_vote_ballots"),
    path("<slug:key>/board/", votes.board, name="assembly_vote_board"),
    path("<slug:key>/bundle.json", votes.bundle, name="assembly_vote_bundle"),
]
