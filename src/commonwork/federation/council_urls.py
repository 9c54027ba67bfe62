"""Addresses of delegates, admission and standing, under /federation/."""

from django.urls import path

from commonwork.federation.views import council, delegates, standing

urlpatterns = [
    path("delegates/", council.list_all, name="federation_bodies"),
    path("delegates/open/", council.open_one, name="federation_body_open"),
    path("delegates/bodies/<slug:key>/", council.show, name="federation_body"),
    path("delegates/bodies/<slug:key>/rule/", council.adopt, name="federation_body_adopt"),
    path("delegates/bodies/<slug:key>/share/", council.share, name="federation_body_share"),
    path("delegates/bodies/<slug:key>/ask/", council.ask, name="federation_body_ask"),
    path("delegates/bodies/<slug:key>/questions/", council.list_questions, name="federation_questions"),
    path("delegates/bodies/<slug:key>/send/<slug:coop_key>/", council.send, name="federation_body_send"),
    path("delegates/terms/<slug:key>/", delegates.show, name="federation_delegate"),
    path("delegates/terms/<slug:key>/recall/", delegates.recall, name="federation_delegate_recall"),
    path("delegates/terms/<slug:key>/step-down/", delegates.step_down, name="federation_delegate_step_down"),
    path("delegates/terms/<slug:key>/report/", delegates.report, name="federation_delegate_report"),
    path("delegates/questions/<slug:key>/", delegates.question, name="federation_question"),
    path("delegates/questions/<slug:key>/close/", delegates.close, name="federation_question_close"),
    path("delegates/questions/<slug:key>/vote/<slug:term_key>/", delegates.vote, name="federation_vote"),
    path(
        "delegates/questions/<slug:key>/tell/<slug:term_key>/", delegates.instruct, name="federation_instruct"
    ),
    path("applications/<slug:key>/evidence/", standing.show_evidence, name="federation_evidence"),
    path(
        "applications/<slug:key>/evidence/<slug:evidence_key>/<slug:paper>/",
        standing.evidence_paper,
        name="federation_evidence_paper",
    ),
    path("applications/<slug:key>/visit/", standing.record_visit, name="federation_visit"),
    path("coops/<slug:key>/suspend/", standing.suspend, name="federation_suspend"),
    path("coops/<slug:key>/restore/", standing.restore, name="federation_restore"),
    path("coops/<slug:key>/leave/", standing.leave, name="federation_leave"),
]
