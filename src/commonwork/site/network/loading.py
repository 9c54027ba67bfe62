"""Bring the network up to what a file says: only what differs is done, by the acts people use.

Loading never deletes. What the network may have decided itself since (a co-op's stage, its open books, a policy of that
day) is set only when the row is new, so that a later load does not undo it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from commonwork.bank import HOUSE_KEY
from commonwork.bank.actions import products
from commonwork.charter.actions import policies as policy_acts
from commonwork.charter.actions import principles as principle_acts
from commonwork.charter.models import Policy, Principle
from commonwork.federation.actions import tax_modes
from commonwork.gatherings.actions import gatherings
from commonwork.gatherings.models import Gathering
from commonwork.journeys import open_books
from commonwork.press import queries as press_queries
from commonwork.press.actions import news, pages
from commonwork.record.acts import act, state
from commonwork.registry.actions import organisations
from commonwork.registry.clock import at_time
from commonwork.registry.keys import key_from
from commonwork.registry.models import Body, Figure, Network, Organisation, Place, SupplyLink
from commonwork.site.network import conferences
from commonwork.site.network.reading import NetworkFile, moment

BY = "system/load"
BEGINNING = date(2016, 1, 1)  # products hold from the day the first policies do
OPENED: dict[str, Any] = {"source": "the file the network was loaded from", "by": BY}


@dataclass
class Loaded:
    """What a load did: one line for each change."""

    changes: list[str] = field(default_factory=list)

    def note(self, what: str) -> None:
        self.changes.append(what)


@transaction.atomic
def load(file: NetworkFile, *, at: datetime, is_demo: bool = False) -> Loaded:
    """Load a checked file, all or nothing. Returns the changes made; none when it was loaded before."""
    loaded = Loaded()
    network = _network(file, loaded, is_demo, at)
    steps: list[Callable[[NetworkFile, Loaded, Network, datetime], None]] = [
        _places,
        _institutions,
        _coops,
        _tax_modes,
        _supporters,
        _land,
        _bodies,
        _supply,
        _figures,
        _principles,
        _policies,
        _products,
        _gatherings,
        _news,
    ]
    for step in steps:
        step(file, loaded, network, at)
    if loaded.changes:
        _remember(network=network, count=len(loaded.changes), by=BY, at=at)
    return loaded


@act
def _remember(*, network: Network, count: int, by: str, at: datetime) -> Network:
    state("registry.network.loaded", subject=network, by=by, at=at, data={"changes": count})
    return network


def _network(file: NetworkFile, loaded: Loaded, is_demo: bool, at: datetime) -> Network:
    said = file.network
    values = {
        "name": said["name"],
        "place": said.get("place", ""),
        "purpose": said.get("purpose", ""),
        "launched": str(said.get("launched", "")),
        "address": said.get("address", "")
        or next((row["address"] for row in file.tables["place"] if row.get("address")), ""),
        "goal_jobs_bp": round(float(said.get("goal_jobs_share", 0.10)) * 10_000),
    }
    network = Network.objects.first()
    if network is None:
        network = Network.objects.create(is_demo=is_demo, **values)
        loaded.note(f"network {network.name}")
        return network
    changed = [name for name, value in values.items() if getattr(network, name) != value]
    for name in changed:
        setattr(network, name, values[name])
        loaded.note(f"network: {name}")
    if changed:
        network.save()
    return network


def _places(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    for row in file.tables["place"]:
        values = {"name": row["name"], "address": row.get("address", "")}
        _upsert(loaded, Place, {"key": row["key"]}, values)


def _institutions(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    for row in file.tables["institution"]:
        _organisation(
            loaded,
            at,
            key=row["key"],
            name=row["name"],
            kind=Organisation.Kind.INSTITUTION,
            about=row.get("about", ""),
            has_open_books=bool(row.get("open_books", True)),
        )


def _coops(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    for row in file.tables["coop"]:
        _organisation(
            loaded,
            at,
            key=row["key"],
            name=row["name"],
            kind=Organisation.Kind.COOP,
            trade=row.get("trade", ""),
            about=row.get("about", ""),
            stage=row.get("stage", "idea"),
            has_open_books=bool(row.get("open_books", True)),
        )


def _tax_modes(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    """How a co-op is taxed, unless it has said so itself."""
    for row in file.tables["coop"]:
        coop = Organisation.objects.get(key=row["key"])
        if row.get("tax_mode") and not coop.tax_mode:
            tax_modes.say(organisation=coop, tax_mode=row["tax_mode"], by=BY, at=at)
            loaded.note(f"tax mode of {coop.key}")


def _supporters(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    for row in file.tables["fund_source"]:
        name = row.get("name") or row["kind"].capitalize()
        _organisation(
            loaded,
            at,
            key=key_from(f"supporter {name}"),
            name=name,
            kind=Organisation.Kind.SUPPORTER,
            about=row["kind"],
        )
    for row in file.tables["inspiration"]:
        _organisation(loaded, at, key=key_from(row["name"]), name=row["name"], kind=Organisation.Kind.ALLY)


def _land(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    for row in file.tables["land"]:
        _organisation(
            loaded,
            at,
            key=row["key"],
            name=row["name"],
            kind=Organisation.Kind.LAND_TRUST,
            about=row.get("note", ""),
            parcels=row.get("parcels"),
        )


def _bodies(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    for row in file.tables["body"]:
        mark = row.get("engagement_mark")
        values = {
            "name": row["name"],
            "kind": row.get("kind", Body.Kind.ASSEMBLY),
            "population": row.get("population"),
            "population_source": row.get("population_source", ""),
            "population_year": row.get("population_year"),
            "engagement_mark_bp": round(float(mark) * 10_000) if mark is not None else None,
        }
        _upsert(loaded, Body, {"key": row["key"]}, values)


def _supply(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    coops = {coop.key: coop for coop in Organisation.objects.filter(kind=Organisation.Kind.COOP)}
    for row in file.tables["loop"]:
        link = {"source": coops[row["from"]], "target": coops[row["to"]], "what": row["what"]}
        _upsert(loaded, SupplyLink, link, {})


def _figures(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    for row in file.figures:
        name = {"key": row["key"], "area": row["area"], "year": str(row["year"])}
        _upsert(loaded, Figure, name, {"value": row["value"], "source": row["source"]})


def _principles(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    wanted = [
        {"name": row["name"], "text": row.get("text", ""), "sources": row.get("sources", [])}
        for row in file.tables["principle"]
    ]
    latest = Principle.objects.order_by("-adopted_on").values("adopted_on")[:1]
    there = list(
        Principle.objects.filter(adopted_on__in=latest).order_by("number").values("name", "text", "sources")
    )
    if wanted and wanted != there:
        principle_acts.adopt(principles=wanted, on=at.date(), by=BY, at=at)
        loaded.note(f"{len(wanted)} principles")


def _policies(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    for row in file.tables["policy"]:
        starts_on = moment(row["from"]).date()
        owner = Organisation.objects.get(key=row["organisation"]) if row.get("organisation") else None
        if Policy.objects.filter(code=row["code"], organisation=owner, starts_on=starts_on).exists():
            continue
        policy_acts.adopt(
            code=row["code"],
            value=row["value"],
            starts_on=starts_on,
            organisation=owner,
            adopted_by=row.get("adopted_by", BY),
            source=row["source"],
            by=BY,
            at=at,
        )
        loaded.note(f"policy {row['code']}")


def _products(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    """The bank takes up the products that come with the program, if it has none yet."""
    bank = Organisation.objects.filter(key=HOUSE_KEY).first()
    if bank is None or bank.products.exists():
        return
    products.take_up(lender=bank, on=BEGINNING, by=BY, at=at)
    loaded.note("products of the bank")


def _gatherings(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    places = {place.key: place for place in Place.objects.all()}
    for row in file.tables["gathering"]:
        starts, ends = moment(row["starts"]), moment(row["ends"])
        whole = _gather(
            loaded,
            at,
            title=row["title"],
            starts=starts,
            ends=ends,
            place=places.get(row.get("place", "")),
            summary=row.get("about", ""),
            kind=row.get("kind") or _kind_of(row["title"]),
            source=row.get("source", ""),
        )
        rows = [one for one in file.tables["session"] if one["gathering"] == row.get("key")]
        for line in conferences.load(rows, whole, moment=moment, by=BY, at=at):
            loaded.note(line)
    for row in file.tables["delegation"]:
        starts, ends = _days_of(row)
        _gather(
            loaded,
            at,
            title=f"Delegation: {row['to']}",
            starts=starts,
            ends=ends,
            place=None,
            summary=row.get("subject", ""),
            kind=Gathering.Kind.MEETING,
            source=row.get("source", ""),
        )


def _gather(
    loaded: Loaded, at: datetime, *, title: str, starts: datetime, ends: datetime, **fields: Any
) -> Gathering:
    begins, finishes = at_time(starts.date(), starts.time()), at_time(ends.date(), ends.time())
    there = Gathering.objects.filter(title=title, starts_at=begins).first()
    if there is not None:
        return there
    whole_days = starts.time() == ends.time() == time(0)
    made = gatherings.announce(
        title=title,
        starts_at=begins,
        ends_at=finishes,
        is_all_day=whole_days,
        takes_registrations=False,
        by=BY,
        at=at,
        **fields,
    )
    loaded.note(f"gathering {title}")
    return made


def _kind_of(title: str) -> str:
    words = title.lower()
    if "conference" in words:
        return Gathering.Kind.CONFERENCE
    if "report back" in words or "report-back" in words:
        return Gathering.Kind.REPORT_BACK
    return Gathering.Kind.MEETING


def _days_of(row: dict[str, Any]) -> tuple[datetime, datetime]:
    if row.get("month"):
        first = moment(f"{row['month']}-01")
        return first, (first + timedelta(days=32)).replace(day=1)
    return moment(row["from"]), moment(row["until"])


def _news(file: NetworkFile, loaded: Loaded, network: Network, at: datetime) -> None:
    if pages.index() is None:
        pages.prepare(network=network, by=BY, at=at)
        loaded.note("public site")
    for row in file.tables["news"]:
        if press_queries.has(row["title"]):
            continue
        news.publish(
            title=row["title"],
            on=moment(row["on"]).date() if row.get("on") else None,
            outlet=row.get("outlet", ""),
            author=row.get("author", ""),
            summary=row.get("about", ""),
            link=row.get("link", ""),
            is_invented=bool(row.get("invented", False)),
            by=BY,
            at=at,
        )
        loaded.note(f"news {row['title']}")


def _organisation(loaded: Loaded, at: datetime, *, key: str, name: str, kind: str, **fields: Any) -> None:
    """Enter it, or bring name, trade, about and parcels to the file's words; the stage only when it is new."""
    row = Organisation.objects.filter(key=key).first()
    if row is None:
        row = organisations.record(key=key, name=name, kind=kind, by=BY, at=at, **fields)
        loaded.note(f"{kind} {name}")
        if fields.get("has_open_books"):
            open_books.choose(
                organisation=row, is_open=True, on=at.date(), decided_on=at.date(), **OPENED, at=at
            )
        return
    fields.pop("stage", None)
    fields.pop("has_open_books", None)
    values = {"name": name, **fields}
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    for field_name in changed:
        setattr(row, field_name, values[field_name])
        loaded.note(f"{name}: {field_name}")
    if changed:
        row.save(update_fields=changed)


def _upsert(loaded: Loaded, model: Any, name: dict[str, Any], values: dict[str, Any]) -> None:
    row = model.objects.filter(**name).first()
    if row is None:
        model.objects.create(**name, **values)
        loaded.note(f"{model._meta.model_name} {next(iter(name.values()))}")
        return
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    for field_name in changed:
        setattr(row, field_name, values[field_name])
        loaded.note(f"{model._meta.model_name} {next(iter(name.values()))}: {field_name}")
    if changed:
        row.save()
