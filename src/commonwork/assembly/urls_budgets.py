"""Addresses of participatory budgets, under /assembly/."""

from django.urls import path

from commonwork.assembly.views import budgets, projects

urlpatterns = [
    path("budgets/", budgets.list_rounds, name="assembly_budgets"),
    path("budgets/open/", budgets.open_round, name="assembly_budget_open"),
    path("budgets/<slug:key>/", budgets.show, name="assembly_budget"),
    path("budgets/<slug:key>/idea/", projects.propose, name="assembly_budget_idea"),
    path("budgets/<slug:key>/close-ideas/", budgets.close_ideas, name="assembly_budget_close_ideas"),
    path("budgets/<slug:key>/vote/", budgets.prepare_vote, name="assembly_budget_vote"),
    path("budgets/<slug:key>/count/", budgets.take_count, name="assembly_budget_count"),
    path("budgets/<slug:key>/decide/", budgets.decide, name="assembly_budget_decide"),
    path("projects/<slug:key>/", projects.show_project, name="assembly_budget_project"),
    path("projects/<slug:key>/review/", projects.review, name="assembly_budget_review"),
    path("projects/<slug:key>/withdraw/", projects.withdraw, name="assembly_budget_withdraw"),
]
