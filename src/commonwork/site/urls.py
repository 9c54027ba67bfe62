"""All addresses. Each room keeps its own; here they are put together."""

from django.urls import include, path
from django.views.i18n import set_language

from commonwork.access.guard import public
from commonwork.school.views.credentials import issuer
from commonwork.site import rooms
from commonwork.site.api import api
from commonwork.site.importing.views import take_in_people
from commonwork.site.views import (
    front,
    help_pages,
    home,
    organisations,
    people,
    policies,
    practice,
    receipts,
    record,
    search,
    tokens,
)

urlpatterns = [
    path("", front.front, name="front"),
    path(".well-known/did.json", issuer, name="did"),
    path("healthz", front.healthz, name="healthz"),
    path("home/", home.home, name="home"),
    path("language/", public(set_language), name="set_language"),
    path("organisations/", organisations.list_all, name="organisations"),
    path("organisations/<slug:key>/", organisations.show, name="organisation"),
    path("receipts/<str:number>/", receipts.show, name="receipt"),
    path("verify/", receipts.verify, name="verify"),
    path("record/", record.list_all, name="record"),
    path("record/seals/", record.seals, name="record_seals"),
    path("people/", people.list_all, name="people"),
    path("people/import/", take_in_people, name="people_import"),
    path("people/<slug:key>/", people.show, name="person"),
    path("search/", search.search, name="search"),
    path("practice/", practice.list_all, name="practice"),
    path("practice/<slug:key>/", practice.sign_in, name="practice_sign_in"),
    path("tokens/", tokens.list_all, name="tokens"),
    path("tokens/<slug:key>/revoke/", tokens.revoke, name="token_revoke"),
    path("help/", help_pages.helping, name="help"),
    path("data/", help_pages.data, name="data"),
    path("software/", help_pages.software, name="software"),
    path("principles/", help_pages.principles, name="principles"),
    path("policies/", policies.list_all, name="policies"),
    path("policies/<str:code>/", policies.show, name="policy"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    *(path(f"{key}/", include(f"commonwork.{key}.urls")) for key in rooms.INCLUDED if rooms.has_pages(key)),
    path("", include("commonwork.journeys.urls")),
    path("", include("commonwork.horizon.urls")),
]
handler400 = "commonwork.site.views.errors.bad_request"
handler403 = "commonwork.site.views.errors.forbidden"
handler404 = "commonwork.site.views.errors.not_found"
handler500 = "commonwork.site.views.errors.broken"
