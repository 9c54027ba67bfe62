"""Bytes of a file as text: byte-order marks, UTF-16, UTF-8, else Windows-1252, which every byte is read in."""

import codecs

from commonwork.books.bank_files.statement import Statement, refused
from commonwork.rules.refusal import sentence

OTHERS = {
    b"PK\x03\x04": sentence("This is a packed file or a workbook. Unpack it, or save the workbook as CSV."),
    b"\x1f\x8b": sentence("This is a packed file. Unpack it first."),
    b"%PDF-": sentence("This is a PDF. Ask the bank's site for OFX, QFX, CSV, camt.053 or MT940."),
    b"\xd0\xcf\x11\xe0": sentence("This is an old workbook. Save it as CSV."),
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def text_of(raw: bytes) -> str | Statement:
    """The text of a file with plain line ends, or why it has none."""
    for head, why in OTHERS.items():
        if raw.startswith(head):
            return refused(why)
    text = _decoded(raw)
    if text is None or "\0" in text:
        return refused(sentence("This file is not text, so it cannot be a bank statement."))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.strip() else refused(sentence("This file is empty."))


def _decoded(raw: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _try(raw[len(mark) :], encoding)
    head = raw[:2000]
    if head.count(0) * 3 > len(head):  # every second byte empty: UTF-16 without its mark
        return _try(raw, "utf-16-le" if head[1:2] == b"\0" else "utf-16-be")
    text = _try(raw, "utf-8")
    return raw.decode("cp1252", errors="replace") if text is None else text


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None
