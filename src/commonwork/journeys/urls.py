"""Addresses of the joins where a person decides."""

from django.urls import path

from commonwork.journeys.views import (
    circles,
    first_years,
    grants,
    idea_priorities,
    launches,
    loan_papers,
    loan_requests,
    open_books,
    outcomes,
    trained,
)

urlpatterns = [
    path("assembly/resolutions/<slug:key>/grant/", grants.pay, name="assembly_resolution_pay"),
    path("incubator/ideas/<slug:key>/raise/", idea_priorities.lift, name="journeys_idea_raise"),
    path("incubator/teams/<slug:key>/first-year/", first_years.show, name="journeys_first_year"),
    path("incubator/outcomes/", outcomes.show, name="journeys_outcomes"),
    path("incubator/outcomes/teams/", outcomes.rows, name="journeys_outcome_rows"),
    path("school/outcomes/", trained.show, name="journeys_trained"),
    path("incubator/from-course/<slug:key>/", circles.form_team, name="journeys_circle"),
    path("incubator/from-circle/<slug:key>/", circles.from_circle, name="journeys_circle_team"),
    path("incubator/teams/<slug:key>/borrow/", loan_requests.ask, name="journeys_loan_request"),
    path("incubator/teams/<slug:key>/borrow/begin/", loan_requests.begin, name="journeys_application_begin"),
    path("incubator/teams/<slug:key>/open/", launches.launch, name="journeys_launch"),
    path("bank/loans/<slug:key>/request/", loan_papers.show, name="journeys_loan_papers"),
    path("books/<slug:org_key>/open/", open_books.show, name="open_books"),
    path("books/<slug:org_key>/open/choose/", open_books.choose, name="open_books_choose"),
    path("books/<slug:org_key>/open/<int:seq>/", open_books.entry, name="open_books_entry"),
]
