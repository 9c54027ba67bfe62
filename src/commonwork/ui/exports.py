"""Lists on the way out: CSV, XLSX and JSON, with cells that spreadsheets must not run as formulas escaped.

Whether the data is invented is said in the file itself (`note`), as on every page.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.encoding import force_str

from commonwork.rules.refusal import Refusal, sentence

FORMATS = ("csv", "xlsx", "json")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Columns = Sequence[tuple[str, Any]]
Rows = Iterable[Sequence[Any]]
Answer = HttpResponse | StreamingHttpResponse


class UnknownFormat(Refusal):
    sentence = sentence("Lists come as CSV, XLSX or JSON, not as {format}.")


def escaped(value: Any) -> Any:
    """A text that a spreadsheet could run gets an apostrophe in front; numbers stay numbers.

    >>> escaped("=1+1"), escaped("-12.50"), escaped("- a note"), escaped(-3)
    ("'=1+1", '-12.50', "'- a note", -3)
    """
    if isinstance(value, str) and value.startswith(DANGEROUS) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    whole, _point, rest = text.lstrip("+-").replace(",", "").partition(".")
    return text[1:2].isdigit() and (whole + rest).isascii() and (whole + rest).isdigit()


def plain(value: Any) -> Any:
    """A value as a file can hold it: lazy texts become texts, amounts and dates keep their kind."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, bool | int | Decimal | date):
        return value
    return force_str(value)


def respond(
    name: str, columns: Columns, rows: Rows, format: str, note: Any = ""
) -> HttpResponse | StreamingHttpResponse:
    """The list as a download called `name`. columns: (key, heading); rows in their order.

    Raises UnknownFormat. Source of the escaping: OWASP, "CSV Injection".
    """
    makers: dict[str, Callable[[Columns, Rows, str], Answer]] = {
        "csv": _csv,
        "xlsx": _xlsx,
        "json": _json,
    }
    if format not in makers:
        raise UnknownFormat(format=format[:20])
    response = makers[format](columns, rows, force_str(note))
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def respond_long(
    name: str, columns: Columns, rows: Rows, format: str, note: Any = ""
) -> HttpResponse | StreamingHttpResponse:
    """Like `respond`, for lists of any length: rows are taken one by one and sent on (JSON, CSV) or written to a file
    on disk first (XLSX), so that memory stays flat. Raises UnknownFormat."""
    if format not in FORMATS:
        raise UnknownFormat(format=format[:20])
    if format == "json":
        lines = _json_lines(columns, rows, force_str(note))
        response: Answer = StreamingHttpResponse(lines, content_type="application/json")
    elif format == "xlsx":
        file = TemporaryFile()  # noqa: SIM115  closed by the response
        _written(columns, rows, force_str(note), file)
        file.seek(0)
        response = FileResponse(file, content_type=XLSX)
    else:
        response = _csv(columns, rows, force_str(note))
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _json_lines(columns: Columns, rows: Rows, note: str) -> Iterator[str]:
    keys = [key for key, _heading in columns]
    yield f'{{"note": {json.dumps(note, ensure_ascii=False)}, "rows": [' if note else '{"rows": ['
    for number, row in enumerate(rows):
        ready = dict(zip(keys, (_json_value(value) for value in row), strict=True))
        yield (",\n" if number else "\n") + json.dumps(ready, ensure_ascii=False)
    yield "\n]}"


class _Echo:
    """What csv.writer writes to: hands each line straight on."""

    def write(self, line: str) -> str:
        return line


def _csv(columns: Columns, rows: Rows, note: str) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([escaped(force_str(heading)) for _key, heading in columns])
        for row in rows:
            yield writer.writerow([escaped(_text(value)) for value in row])
        if note:
            yield writer.writerow([escaped(note)])

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _text(value: Any) -> Any:
    value = plain(value)
    return value.isoformat() if isinstance(value, date) else value


def _xlsx(columns: Columns, rows: Rows, note: str) -> HttpResponse:
    stream = BytesIO()
    _written(columns, rows, note, stream)
    return HttpResponse(stream.getvalue(), content_type=XLSX)


def _written(columns: Columns, rows: Rows, note: str, to: IO[bytes]) -> None:
    from commonwork.ui.workbooks import write  # its library takes a third of a start; few requests need it

    heads = [escaped(force_str(heading)) for _key, heading in columns]
    write(to, heads, ([escaped(plain(value)) for value in row] for row in rows), note=escaped(note))


def _json(columns: Columns, rows: Rows, note: str) -> HttpResponse:
    keys = [key for key, _heading in columns]
    content: dict[str, Any] = {"note": note} if note else {}
    content["rows"] = [dict(zip(keys, (_json_value(value) for value in row), strict=True)) for row in rows]
    return HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json")


def _json_value(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
