"""Which format a file has, and its reading."""

import re
from dataclasses import replace

from commonwork.books.bank_files import camt053, csv_table, mt940, ofx
from commonwork.books.bank_files.csv_mapping import CsvMapping
from commonwork.books.bank_files.statement import Statement, complaint, refused
from commonwork.books.bank_files.text import text_of
from commonwork.rules.refusal import sentence

MOST_BYTES = 10 * 1024 * 1024
MOST_COMPLAINTS = 100
_TAGGED = re.compile(r"^:(?:20|25|28C?|60[FM]|61|62[FM]):", re.MULTILINE)


def read(raw: bytes, mapping: CsvMapping | None = None) -> Statement:
    """What a bank statement file says. mapping: how to read it when it is CSV; guessed when none is given.

    Never raises for what a file holds: a file of which nothing can be understood gives complaints only.
    """
    if len(raw) > MOST_BYTES:
        return refused(
            sentence("This file is larger than {most} MB. A month's statement is far smaller."),
            most=MOST_BYTES // 1024**2,
        )
    text = text_of(raw)
    if isinstance(text, Statement):
        return text
    match format_of(text):
        case "ofx":
            statement = ofx.parse(text)
        case "camt.053":
            statement = camt053.parse(text)
        case "mt940":
            statement = mt940.parse(text)
        case "csv":
            statement = csv_table.parse(text, mapping)
        case _:
            return refused(sentence("This is neither OFX, QFX, camt.053, MT940 nor CSV."))
    return _shortened(statement.with_sums_checked())


def _shortened(statement: Statement) -> Statement:
    """A broken file complains of every line; nobody reads more than some of that."""
    more = len(statement.complaints) - MOST_COMPLAINTS
    if more <= 0:
        return statement
    rest = complaint(sentence("There are {count} more complaints."), count=more)
    return replace(statement, complaints=(*statement.complaints[:MOST_COMPLAINTS], rest))


def format_of(text: str) -> str:
    """The format of a text: "ofx", "camt.053", "mt940", "csv", or "" for other markup."""
    head = text[:4000].upper()
    if "<OFX" in head or "OFXHEADER" in head:
        return "ofx"
    if "BKTOCSTMR" in head or "CAMT.05" in head:
        return "camt.053"
    if _TAGGED.search(text):
        return "mt940"
    return "" if text.lstrip().startswith("<") else "csv"
