"""Read API of gatherings: what anyone may come to. No personal data."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.pagination import paginate
from pydantic import AwareDatetime, Field

from commonwork.gatherings import queries
from commonwork.gatherings.models import Gathering
from commonwork.registry.clock import today

router = Router(tags=["gatherings"])


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
    def resolve_is_called_off(row: Gathering) -> bool:
        return row.called_off_at is not None


@router.get("/coming", response=list[GatheringOut], summary="Public gatherings to come, the nearest first")
@paginate
def coming(request: HttpRequest, kind: str = "") -> Any:
    return queries.of_kinds(queries.coming(today()), [kind] if kind else [])


@router.get("/past", response=list[GatheringOut], summary="Public gatherings that were, the latest first")
@paginate
def past(request: HttpRequest, kind: str = "") -> Any:
    return queries.of_kinds(queries.past(today()), [kind] if kind else [])


@router.get("/one/{key}", response=GatheringOut, summary="One public gathering")
def one(request: HttpRequest, key: str) -> Any:
    rows = Gathering.objects.select_related("place", "host")
    row = rows.filter(key=key, is_public=True).first()
    if row is None:
        raise Http404
    return row
