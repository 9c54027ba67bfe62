"""Read a network file into plain, checked values. Changes nothing; collects every complaint."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.site.network import conferences

TABLES: dict[str, tuple[str, ...]] = {  # table -> keys that must be there
    "institution": ("key", "name"),
    "body": ("key", "name"),
    "place": ("key", "name"),
    "coop": ("key", "name"),
    "loop": ("from", "to", "what"),
    "fund_source": ("kind",),
    "land": ("key", "name"),
    "gathering": ("title", "starts", "ends"),
    "session": ("gathering", "title", "starts", "ends"),
    "delegation": ("to",),
    "news": ("title",),
    "inspiration": ("name",),
    "principle": ("name",),
    "policy": ("code", "value", "from", "source"),
}
STAGES = {stage for stage in Organisation.Stage.values if stage}
TAX_MODES = {"", *Organisation.TaxMode.values}


class UnreadableNetworkFile(Refusal):
    sentence = sentence("The network file cannot be read: {why}")


@dataclass
class NetworkFile:
    """What a network file says. `tables` holds the lists by name, `figures` the rows of [figures]."""

    network: dict[str, Any]
    tables: dict[str, list[dict[str, Any]]]
    figures: list[dict[str, Any]]
    complaints: list[str] = field(default_factory=list)


def read(path: Path) -> NetworkFile:
    """The file's content. Raises UnreadableNetworkFile with every complaint when anything is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableNetworkFile(why=f"{path.name}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableNetworkFile(why=f"{path.name} is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableNetworkFile(why=f"{error}.") from error
    file = NetworkFile(network={}, tables={}, figures=[])
    _take_network(data, file)
    for name, required in TABLES.items():
        file.tables[name] = _take_table(data, name, required, file.complaints)
    _take_figures(data, file)
    _check_meaning(file)
    known = {"network", "figures", *TABLES}
    file.complaints += [f"[{name}] is not a table of a network file" for name in data if name not in known]
    if file.complaints:
        raise UnreadableNetworkFile(why="; ".join(file.complaints) + ".")
    return file


def _take_network(data: dict[str, Any], file: NetworkFile) -> None:
    network = data.get("network")
    if not isinstance(network, dict) or not _text(network.get("name")):
        file.complaints.append("[network] needs a name")
        return
    share = network.get("goal_jobs_share", 0.10)
    if not isinstance(share, int | float) or isinstance(share, bool) or not 0 < share <= 1:
        file.complaints.append("[network] goal_jobs_share must be a share between 0 and 1")
    file.network = network


def _take_table(
    data: dict[str, Any], name: str, required: tuple[str, ...], complaints: list[str]
) -> list[dict[str, Any]]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        complaints.append(f"[[{name}]] must be a list of tables")
        return []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        for key in required:
            if row.get(key) in (None, ""):
                complaints.append(f"[[{name}]] number {number} lacks “{key}”")
        key = row.get("key")
        if key is not None and key in seen:
            complaints.append(f"[[{name}]] has the key “{key}” twice")
        seen.add(str(key))
    return rows


def _take_figures(data: dict[str, Any], file: NetworkFile) -> None:
    block = data.get("figures", {})
    rows = block.get("row", []) if isinstance(block, dict) else []
    for number, row in enumerate(rows, start=1):
        missing = [key for key in ("key", "area", "value", "year", "source") if row.get(key) in (None, "")]
        if missing:
            file.complaints.append(f"figure number {number} lacks {', '.join(missing)}")
        elif isinstance(row["value"], bool) or not isinstance(row["value"], int | float):
            file.complaints.append(f"figure “{row['key']}” needs a number as value")
        else:
            file.figures.append(row | {"value": Decimal(str(row["value"]))})


def _check_meaning(file: NetworkFile) -> None:
    places = {row.get("key") for row in file.tables["place"]}
    coops = {row.get("key") for row in file.tables["coop"]}
    for row in file.tables["coop"]:
        if row.get("stage", "idea") not in STAGES:
            file.complaints.append(f"co-op “{row.get('key')}” has the unknown stage “{row.get('stage')}”")
        if row.get("tax_mode", "") not in TAX_MODES:
            file.complaints.append(f"co-op “{row.get('key')}” has the unknown tax mode “{row['tax_mode']}”")
    for row in file.tables["loop"]:
        for end in ("from", "to"):
            if row.get(end) not in coops:
                file.complaints.append(f"[[loop]] names the unknown co-op “{row.get(end)}”")
    spans = {}
    for row in file.tables["gathering"]:
        if row.get("place") and row["place"] not in places:
            file.complaints.append(f"gathering “{row.get('title')}” names the unknown place “{row['place']}”")
        try:
            if moment(row.get("starts")) >= moment(row.get("ends")):
                file.complaints.append(f"gathering “{row.get('title')}” ends before it starts")
            if row.get("key"):
                spans[row["key"]] = moment(row["starts"]), moment(row["ends"])
        except ValueError:
            file.complaints.append(f"gathering “{row.get('title')}” has a date that is not one")
    file.complaints += conferences.complaints(file.tables["session"], spans, moment)
    for row in file.tables["news"]:
        if row.get("on"):
            try:
                moment(row["on"])
            except ValueError:
                file.complaints.append(f"news “{row.get('title')}” has a date that is not one")


def moment(value: Any) -> datetime:
    """A date or date and time, from TOML or text, as a naive local datetime. Raises ValueError."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return datetime.fromisoformat(str(value)).replace(tzinfo=None)


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
