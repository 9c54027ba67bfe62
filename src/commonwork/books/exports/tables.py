"""Tables as CSV text, piece by piece: cells that spreadsheets could run are escaped."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.encoding import force_str

from commonwork.ui.exports import escaped, plain


class _Echo:
    def write(self, line: str) -> str:
        return line


def as_csv(headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A table line by line, headings first."""
    writer = csv.writer(_Echo(), lineterminator="\n")
    yield writer.writerow([escaped(force_str(heading)) for heading in headings])
    for row in rows:
        yield writer.writerow([escaped(_cell(value)) for value in row])


def _cell(value: Any) -> Any:
    value = plain(value)
    return value.isoformat() if isinstance(value, date) else value
