"""Addresses of the incubator, under /incubator/."""

from django.urls import path

from commonwork.incubator.views import boards, face, gates, ideas, mentoring, plans, tasks, teams, workbooks

urlpatterns = [
    path("", face.face, name="incubator"),
    path("teams/", teams.board, name="incubator_teams"),
    path("board/", boards.show, name="incubator_board"),
    path("new-team/", teams.form_team, name="incubator_team_form"),
    path("teams/<slug:key>/", teams.show, name="incubator_team"),
    path("teams/<slug:key>/people/", teams.people, name="incubator_team_people"),
    path("teams/<slug:key>/leave/", teams.leave, name="incubator_team_leave"),
    path("teams/<slug:key>/gate/", gates.pass_gate, name="incubator_gate_pass"),
    path("teams/<slug:key>/gate/take-back/", gates.take_back, name="incubator_gate_take_back"),
    path("teams/<slug:key>/hours/", mentoring.log, name="incubator_hours_log"),
    path("teams/<slug:key>/tasks/<slug:code>/", tasks.task, name="incubator_task"),
    path("teams/<slug:key>/tasks/<slug:code>/reopen/", tasks.reopen, name="incubator_task_reopen"),
    path("teams/<slug:key>/review/", tasks.review, name="incubator_review"),
    path("teams/<slug:key>/rest/", tasks.rest, name="incubator_team_rest"),
    path("teams/<slug:key>/go-on/", tasks.resume, name="incubator_team_resume"),
    path("teams/<slug:key>/mentor/", tasks.mentor, name="incubator_team_mentor"),
    path("teams/<slug:key>/plan/", plans.show, name="incubator_plan"),
    path("teams/<slug:key>/plan/topics/<slug:part>/", plans.ask, name="incubator_plan_topic"),
    path("teams/<slug:key>/plan/topics/<slug:part>/now/", plans.preview, name="incubator_plan_preview"),
    path("teams/<slug:key>/plan/keep/", plans.keep, name="incubator_plan_keep"),
    path("teams/<slug:key>/plan/compare/", plans.compare, name="incubator_plan_compare"),
    path("teams/<slug:key>/plan/months/", plans.months, name="incubator_plan_months"),
    path("teams/<slug:key>/plan/workbook/", workbooks.download, name="incubator_plan_workbook"),
    path("teams/<slug:key>/plan/workbook/back/", workbooks.upload, name="incubator_plan_upload"),
    path("teams/<slug:key>/plan/workbook/accept/", workbooks.accept, name="incubator_plan_accept"),
    path("gates/", gates.list_all, name="incubator_gates"),
    path("hours/", mentoring.list_all, name="incubator_hours"),
    path("hours/by-funder/", mentoring.funders, name="incubator_hours_funders"),
    path("hours/<slug:key>/strike/", mentoring.strike, name="incubator_hours_strike"),
    path("ideas/", ideas.list_all, name="incubator_ideas"),
    path("new-idea/", ideas.propose, name="incubator_idea_propose"),
    path("ideas/<slug:key>/", ideas.show, name="incubator_idea"),
    path("ideas/<slug:key>/support/", ideas.support, name="incubator_idea_support"),
    path("ideas/<slug:key>/merge/", ideas.merge, name="incubator_idea_merge"),
    path("ideas/<slug:key>/decline/", ideas.decline, name="incubator_idea_decline"),
]
