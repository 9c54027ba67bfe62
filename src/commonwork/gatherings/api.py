"""Read API of gatherings: what anyone may come to. No personal data."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.pagination import paginate
from pydantic import AwareDatetime, Field

from commonwork.gatherings import queries
from commonwork.gatherings.models import Gathering
from commonwork.registry.clock import today

router = Router(tags=["gatherings"])
WHOLES = ("place", "host", "within", "series")


class GatheringOut(Schema):
    """A public gathering. [starts_at, ends_at) in the time zone of its place."""

    key: str
    title: str
    kind: str = Field(description="class, circle, assembly, conference, report-back or meeting")
    summary: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime = Field(description="half-open: the moment it is over")
    time_zone: str
    place: str
    host: str = Field(description="key of the organisation that calls it")
    language: str
    needs_offered: list[str]
    is_all_day: bool = Field(description="lasts whole days")
    capacity: int | None = Field(description="places in the room; none where there is no limit")
    track: str = Field(description="of a session of a conference")
    room: str = Field(description="of a session of a conference")
    within: str = Field(description="key of the conference it is a session of, or empty")
    series: str = Field(description="key of the series it repeats in, or empty")
    is_called_off: bool
    is_invented: bool = Field(description="true for data of a demo network")

    @staticmethod
    def resolve_starts_at(row: Gathering) -> Any:
        return row.starts_local

    @staticmethod
    def resolve_ends_at(row: Gathering) -> Any:
        return row.ends_local

    @staticmethod
    def resolve_place(row: Gathering) -> str:
        return row.place.name if row.place else ""

    @staticmethod
    def resolve_host(row: Gathering) -> str:
        return row.host.key if row.host else ""

    @staticmethod
    def resolve_within(row: Gathering) -> str:
        return row.within.key if row.within else ""

    @staticmethod
    def resolve_series(row: Gathering) -> str:
        return row.series.key if row.series else ""

    @staticmethod
    def resolve_is_called_off(row: Gathering) -> bool:
        return row.called_off_at is not None


@router.get("/coming", response=list[GatheringOut], summary="Public gatherings to come, the nearest first")
@paginate
def coming(request: HttpRequest, kind: str = "") -> Any:
    return queries.of_kinds(queries.coming(today()).select_related(*WHOLES), [kind] if kind else [])


@router.get("/past", response=list[GatheringOut], summary="Public gatherings that were, the latest first")
@paginate
def past(request: HttpRequest, kind: str = "") -> Any:
    return queries.of_kinds(queries.past(today()).select_related(*WHOLES), [kind] if kind else [])


@router.get("/one/{key}", response=GatheringOut, summary="One public gathering")
def one(request: HttpRequest, key: str) -> Any:
    return _public(key)


@router.get(
    "/one/{key}/sessions", response=list[GatheringOut], summary="The public sessions of a conference, by time"
)
@paginate
def sessions(request: HttpRequest, key: str) -> Any:
    return _rows().filter(within=_public(key), is_public=True).order_by("starts_at", "track", "pk")


def _rows() -> QuerySet[Gathering]:
    return Gathering.objects.select_related(*WHOLES)


def _public(key: str) -> Gathering:
    row = _rows().filter(key=key, is_public=True).first()
    if row is None:
        raise Http404
    return row
