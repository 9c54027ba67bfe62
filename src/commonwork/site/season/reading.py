"""Read a season file and the tables beside it into checked values. The format is that of data/season.toml."""

import csv
import io
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from commonwork.rules.money import parse_minor
from commonwork.rules.refusal import Refusal, sentence

OWN = Path(__file__).parent / "data" / "season.toml"
TABLES = ("season", "policies", "people", "worker", "course", "team", "loan", "year_end", "assembly")


class UnreadableSeason(Refusal):
    sentence = sentence("The season file cannot be read: {why}")


@dataclass(frozen=True)
class SeasonFile:
    """said: the tables of the file. months, hours, ballots: rows of the tables beside it."""

    said: dict[str, Any]
    months: list[dict[str, str]]
    hours: list[dict[str, str]]
    ballots: list[dict[str, str]]


def read(path: Path = OWN) -> SeasonFile:
    """The season in a file. Raises UnreadableSeason."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = {name: _table(path.parent / f"{name}.csv") for name in ("months", "hours", "ballots")}
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSeason(why=f"{error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableSeason(why=f"{path.name}: {error}.") from error
    if missing := [name for name in TABLES if name not in said]:
        raise UnreadableSeason(why=f"it lacks {', '.join(missing)}.")
    return SeasonFile(said=said, **tables)


def cents(text: str) -> int:
    """An amount of the file in minor units."""
    return parse_minor(text, "USD")


def minutes(text: str) -> int:
    """Hours of the file as whole minutes."""
    whole = Decimal(text) * 60
    assert whole == whole.to_integral_value(), f"{text} h is not a whole number of minutes"
    return int(whole)


def _table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
