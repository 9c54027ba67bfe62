"""Records of a NACHA file: fields at fixed places, 94 characters a line.

`read` takes a file apart into records of typed fields (amounts and counts are integers where the file holds a number),
`written` puts them together again, byte for byte: also what stands beyond the 94th character, how lines end, and fields
that hold no number where one belongs. Nothing is judged here; that is `nacha_check`.
Source: Nacha Operating Rules, Appendix Three (ACH record format specifications).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from commonwork.rules.refusal import Refusal, sentence

WIDTH = 94
ENCODING = "latin-1"  # each byte is one character, so that nothing is lost on the way
Field = tuple[str, int, bool]  # name, width, is it a number padded with zeros


def _fields(*given: tuple[str, int] | tuple[str, int, bool]) -> tuple[Field, ...]:
    return tuple((one[0], one[1], len(one) > 2 and bool(one[2])) for one in given)


FILE_HEADER = _fields(
    ("record", 1), ("priority", 2), ("destination", 10), ("origin", 10), ("made_on", 6), ("made_at", 4),
    ("modifier", 1), ("record_size", 3), ("blocking", 2), ("format", 1), ("destination_name", 23),
    ("origin_name", 23), ("reference", 8),
)  # fmt: skip
BATCH_HEADER = _fields(
    ("record", 1), ("service_class", 3), ("company", 16), ("discretionary", 20), ("company_id", 10), ("sec", 3),
    ("description", 10), ("descriptive_date", 6), ("effective_on", 6), ("settlement", 3), ("status", 1), ("odfi", 8),
    ("number", 7, True),
)  # fmt: skip
IAT_HEADER = _fields(
    ("record", 1), ("service_class", 3), ("iat_indicator", 16), ("exchange_indicator", 2), ("exchange_reference_kind", 1),
    ("exchange_reference", 15), ("country", 2), ("originator", 10), ("sec", 3), ("description", 10),
    ("from_currency", 3), ("to_currency", 3), ("effective_on", 6), ("settlement", 3), ("status", 1), ("odfi", 8),
    ("number", 7, True),
)  # fmt: skip
DETAIL = _fields(
    ("record", 1), ("transaction", 2), ("rdfi", 8), ("check_digit", 1), ("account", 17), ("amount", 10, True),
    ("individual_id", 15), ("name", 22), ("discretionary", 2), ("addenda", 1), ("trace", 15),
)  # fmt: skip
IAT_DETAIL = _fields(
    ("record", 1), ("transaction", 2), ("rdfi", 8), ("check_digit", 1), ("addenda_count", 4, True), ("reserved", 13),
    ("amount", 10, True), ("account", 35), ("reserved_too", 2), ("screening", 1), ("second_screening", 1),
    ("addenda", 1), ("trace", 15),
)  # fmt: skip
ADV_DETAIL = _fields(
    ("record", 1), ("transaction", 2), ("rdfi", 8), ("check_digit", 1), ("account", 15), ("amount", 12, True),
    ("advice_routing", 9), ("file_id", 5), ("operator_data", 1), ("name", 22), ("discretionary", 2), ("addenda", 1),
    ("routing", 8), ("julian_day", 3), ("sequence", 4),
)  # fmt: skip
ADDENDA = _fields(
    ("record", 1), ("type", 2), ("payment_info", 80), ("sequence", 4, True), ("detail", 7, True)
)
ADDENDA_OTHER = _fields(("record", 1), ("type", 2), ("text", 76), ("trace", 15))
BATCH_CONTROL = _fields(
    ("record", 1), ("service_class", 3), ("count", 6, True), ("hash", 10, True), ("debit", 12, True),
    ("credit", 12, True), ("company_id", 10), ("authentication", 19), ("reserved", 6), ("odfi", 8),
    ("number", 7, True),
)  # fmt: skip
ADV_CONTROL = _fields(
    ("record", 1), ("service_class", 3), ("count", 6, True), ("hash", 10, True), ("debit", 20, True),
    ("credit", 20, True), ("operator_data", 19), ("odfi", 8), ("number", 7, True),
)  # fmt: skip
FILE_CONTROL = _fields(
    ("record", 1), ("batches", 6, True), ("blocks", 6, True), ("count", 8, True), ("hash", 10, True),
    ("debit", 12, True), ("credit", 12, True), ("reserved", 39),
)  # fmt: skip
ADV_FILE_CONTROL = _fields(
    ("record", 1), ("batches", 6, True), ("blocks", 6, True), ("count", 8, True), ("hash", 10, True),
    ("debit", 20, True), ("credit", 20, True), ("reserved", 23),
)  # fmt: skip
FILLER = _fields(("text", WIDTH))


class NotAPaymentFile(Refusal):
    sentence = sentence("Line {line} is no record of a payment file: it begins with “{first}”.")


@dataclass(frozen=True)
class Record:
    """One line. kind: header, batch, detail, addenda, batch-control, control, filler; `ending`: what follows its fields
    on the line, its end included."""

    kind: str
    layout: tuple[Field, ...]
    values: Mapping[str, str | int]
    ending: str = "\n"

    def text(self, name: str) -> str:
        """A field as text, the blanks around it taken off; "" where the record has none."""
        return str(self.values.get(name, "")).strip()

    def number(self, name: str) -> int:
        """A field as a number; 0 where it holds none."""
        found = self.values.get(name, 0)
        return found if isinstance(found, int) else int(found) if str(found).strip().isdigit() else 0


@dataclass
class _Reading:
    sec: str = ""
    is_adv_file: bool = False
    records: list[Record] = field(default_factory=list)


def read(content: bytes) -> list[Record]:
    """The records of a file in their order. Raises NotAPaymentFile."""
    reading = _Reading()
    lines = content.decode(ENCODING).split("\n")
    whole = [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    for number, line in enumerate(whole, start=1):
        body = line.rstrip("\r\n")
        if not body and not line.strip():
            reading.records.append(Record("filler", (), {}, line))
            continue
        kind, layout = _kind(body, reading, number)
        reading.records.append(_record(kind, layout, body, line[len(body) :]))
    return reading.records


def _kind(body: str, reading: _Reading, number: int) -> tuple[str, tuple[Field, ...]]:
    first = body[0]
    if first == "9" and set(body.rstrip()) <= {"9"}:
        return "filler", FILLER
    if first == "5":
        reading.sec = (
            "IAT" if body[4:20].strip() in ("", "IATCOR") and body[50:53] in ("IAT", "COR") else body[50:53]
        )
        reading.is_adv_file |= reading.sec == "ADV"
    sec, adv = reading.sec, reading.is_adv_file
    layouts = {
        "1": ("header", FILE_HEADER),
        "5": ("batch", IAT_HEADER if sec == "IAT" else BATCH_HEADER),
        "6": ("detail", {"IAT": IAT_DETAIL, "ADV": ADV_DETAIL}.get(sec, DETAIL)),
        "7": ("addenda", ADDENDA if body[1:3] == "05" else ADDENDA_OTHER),
        "8": ("batch-control", ADV_CONTROL if sec == "ADV" else BATCH_CONTROL),
        "9": ("control", ADV_FILE_CONTROL if adv else FILE_CONTROL),
    }
    if first not in layouts:
        raise NotAPaymentFile(line=number, first=first if first.isprintable() else "?")
    return layouts[first]


def _record(kind: str, layout: tuple[Field, ...], body: str, ending: str) -> Record:
    values: dict[str, str | int] = {}
    place = 0
    for name, width, is_number in layout:
        piece = body[place : place + width]
        place += width
        whole = is_number and len(piece) == width and piece.isascii() and piece.isdigit()
        values[name] = int(piece) if whole else piece
    return Record(kind, layout, values, body[place:] + ending)


def written(records: Iterable[Record]) -> bytes:
    """The file again: numbers padded with zeros, texts as they stood."""
    return "".join(_line(record) for record in records).encode(ENCODING)


def _line(record: Record) -> str:
    pieces = []
    for name, width, _is_number in record.layout:
        value = record.values[name]
        pieces.append(f"{value:0{width}d}" if isinstance(value, int) else value)
    return "".join(pieces) + record.ending


def new(kind: str, layout: tuple[Field, ...], **values: str | int) -> Record:
    """A record made here: texts cut and padded on the right with blanks, numbers checked for their width."""
    ready: dict[str, str | int] = {}
    for name, width, is_number in layout:
        value = values.get(name, 0 if is_number else "")
        if isinstance(value, int):
            assert value < 10**width, f"{name} does not fit into {width} digits"
            ready[name] = value
        else:
            ready[name] = value[:width].ljust(width)
    return Record(kind, layout, ready)
