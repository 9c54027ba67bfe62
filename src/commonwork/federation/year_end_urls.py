"""Addresses of the year-end, task by task, and of what lies around it; under /federation/."""

from django.urls import path

from commonwork.federation.views import member_years, wizard, year_end_around

YEAR = "coops/<slug:key>/year-ends/<int:year>/"

urlpatterns = [
    path(f"{YEAR}tasks/", wizard.task_list, name="federation_year_end_tasks"),
    path(f"{YEAR}tasks/<slug:code>/", wizard.task, name="federation_year_end_task"),
    path(f"{YEAR}notices/", member_years.listed, name="federation_notices"),
    path(f"{YEAR}k-1/", year_end_around.k1, name="federation_k1"),
    path(f"{YEAR}members/<slug:person_key>/", member_years.why, name="federation_why"),
    path(f"{YEAR}members/<slug:person_key>/notice.pdf", member_years.paper, name="federation_notice"),
    path("coops/<slug:key>/split/", year_end_around.split, name="federation_split"),
    path("coops/<slug:key>/consents/", year_end_around.consents, name="federation_consents"),
    path(
        "coops/<slug:key>/consents/<slug:consent_key>/revoke/",
        year_end_around.revoke,
        name="federation_consent_revoke",
    ),
    path("coops/<slug:key>/old-shares/", year_end_around.old_shares, name="federation_redemptions"),
    path(
        "coops/<slug:key>/old-shares/<slug:redemption_key>/take-back/",
        year_end_around.old_shares_take_back,
        name="federation_redemption_take_back",
    ),
    path("coops/<slug:key>/1099-patr/<int:form_year>/", year_end_around.patr, name="federation_patr"),
    path(
        "coops/<slug:key>/1099-patr/<int:form_year>/<slug:person_key>.pdf",
        year_end_around.patr_copy,
        name="federation_patr_copy",
    ),
]
