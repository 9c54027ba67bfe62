"""The API `/api/v1/`: every room's router, put together; errors as problem+json (RFC 9457)."""

from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from commonwork.access.token_auth import TokenAuth
from commonwork.registry.models import Figure, Organisation
from commonwork.registry.queries import network
from commonwork.rules.refusal import Refusal
from commonwork.ui.refusals import said

ROUTERS = ("federation", "incubator", "school", "bank", "assembly", "gatherings", "books", "press", "horizon")


api = NinjaAPI(
    title="Commonwork",
    version="1",
    urls_namespace="api",
    docs_url=None,
    description="Public figures of a solidarity-economy network, and what your token may read.",
)
general = Router(tags=["network"])


class NetworkOut(Schema):
    """The network. is_demo: people, votes and money are invented."""

    name: str
    place: str
    purpose: str
    goal_jobs_bp: int
    is_demo: bool


class OrganisationOut(Schema):
    """An organisation of the register."""

    key: str
    name: str
    kind: str
    stage: str
    trade: str
    has_open_books: bool


class FigureOut(Schema):
    """A figure about the area; never without area, source and year."""

    key: str
    area: str
    value: str
    year: str
    source: str


class HealthOut(Schema):
    """Whether the server and its database answer."""

    status: str
    database: str


class MeOut(Schema):
    """Whose token this is."""

    person: str
    scopes: list[str]
    expires: datetime | None = None


class Problem(Schema):
    """An error as RFC 9457 describes it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""


@general.get("/network", response={200: NetworkOut, 404: Problem}, summary="The network")
def get_network(request: HttpRequest) -> Any:
    here = network()
    if here is None:
        raise Http404
    return here


@general.get("/organisations", response=list[OrganisationOut], summary="All organisations, by name")
def list_organisations(request: HttpRequest, kind: str = "") -> Any:
    rows = Organisation.objects.order_by("name")
    return rows.filter(kind=kind) if kind else rows


@general.get(
    "/organisations/{key}", response={200: OrganisationOut, 404: Problem}, summary="One organisation"
)
def get_organisation(request: HttpRequest, key: str) -> Any:
    row = Organisation.objects.filter(key=key).first()
    if row is None:
        raise Http404
    return row


@general.get("/figures", response=list[FigureOut], summary="Figures about the area")
def list_figures(request: HttpRequest) -> Any:
    return [
        FigureOut(
            key=row.key, area=row.area, value=f"{row.value.normalize():f}", year=row.year, source=row.source
        )
        for row in Figure.objects.order_by("key", "year")
    ]


@general.get("/me", response={200: MeOut, 401: Problem}, auth=TokenAuth(), summary="Whose token this is")
def me(request: HttpRequest) -> Any:
    person = getattr(request.user, "person", None)
    return MeOut(person=person.key if person else "", scopes=sorted(request.token_scopes))  # type: ignore[attr-defined]


@general.get("/health", response=HealthOut, summary="Does the server answer?")
def health(request: HttpRequest) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HealthOut(status="ok", database=connection.vendor)


api.add_router("", general)
for _room in ROUTERS:
    if find_spec(f"commonwork.{_room}.api"):
        api.add_router(f"/{_room}", import_module(f"commonwork.{_room}.api").router)


def _problem(status: int, title: str, detail: str = "") -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return _problem(error.status, "Refused", said(error))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(404, "Not found")


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _problem(403, "Not allowed")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors)
    return _problem(422, "Not valid", places)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(error.status_code, "Not done", str(error))


@api.exception_handler(AuthenticationError)
def _authentication(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _problem(401, "Sign in with a token")
