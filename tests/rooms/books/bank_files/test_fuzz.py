"""Whatever comes in, reading gives a statement or complaints, never a fault (PROMISES 20)."""

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonwork.books.bank_files import read
from commonwork.books.bank_files.csv_mapping import MARKS, ORDERS, CsvMapping
from tests.rooms.books.bank_files.samples import CAMT, CSV_DE, CSV_US, ofx
from tests.rooms.books.bank_files.test_formats import MT940

SAMPLES = [
    ofx([("20170105", "-60.10", "Seed &amp; Feed", "f1"), ("20170106", "7", "x", "f2")]),
    CAMT.replace("{closing}", "1175.50").encode(),
    MT940.replace("{closing}", "960,5").encode(),
    CSV_US.encode(),
    CSV_DE.encode("utf-16"),
]
PIECES = [
    b"<",
    b">",
    b"</STMTTRN>",
    b"<STMTTRN>",
    b":61:",
    b":62F:",
    b"\n",
    b"\x00",
    b"\xff\xfe",
    b",",
    b";",
    b'"',
    b"-",
]
PIECES += [
    b"9" * 40,
    b"20170231",
    b"<!DOCTYPE x>",
    b"&#55296;",
    b"&amp",
    b"NaN",
    b"1e999",
    b"\xc3",
    b"\r",
    b"?20",
    b"{0}",
]


def demand_an_answer(raw: bytes) -> None:
    """The answer has its shape, is JSON, and says something when there is no account."""
    statement = read(raw)
    shown = statement.as_json()
    json.dumps(shown).encode()
    assert statement.accounts or statement.complaints
    for account in statement.accounts:
        assert all(line.amount.is_finite() for line in account.lines)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """The same with a few pieces cut, doubled, turned or put in."""
    for _ in range(chance.randint(1, 6)):
        at, much = chance.randrange(len(raw) + 1), chance.randint(1, 40)
        match chance.randrange(4):
            case 0:
                raw = raw[:at] + raw[at + much :]
            case 1:
                raw = raw[:at] + raw[at : at + much] + raw[at:]
            case 2:
                raw = raw[:at] + chance.choice(PIECES) + raw[at:]
            case _:
                raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
    return raw


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00\xd8")
@example(b"a,b\n\x00")
def test_any_bytes_get_an_answer(raw: bytes) -> None:
    demand_an_answer(raw)


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    demand_an_answer(text.encode("utf-8", "surrogatepass"))
    demand_an_answer(f"<OFX>{text}".encode("utf-8", "surrogatepass"))
    demand_an_answer(f":20:x\n:61:{text}\n:86:{text}".encode("utf-8", "surrogatepass"))


@settings(max_examples=150)
@given(st.sampled_from(SAMPLES), st.integers())
def test_mutations_of_each_format_get_an_answer(raw: bytes, seed: int) -> None:
    demand_an_answer(mutated(raw, random.Random(seed)))


@given(
    rows=st.lists(
        st.lists(st.text(alphabet='0123456789.,-/" Aé', max_size=12), max_size=5), min_size=1, max_size=8
    ),
    order=st.sampled_from(ORDERS),
    mark=st.sampled_from(MARKS),
    columns=st.lists(st.one_of(st.none(), st.integers(-2, 9)), min_size=6, max_size=6),
    head=st.integers(-1, 4),
)
def test_any_mapping_of_any_table_gets_an_answer(
    rows: list[list[str]], order: str, mark: str, columns: list[int | None], head: int
) -> None:
    on, amount, money_in, money_out, payee, balance = columns
    mapping = CsvMapping(
        order=order, mark=mark, head_row=head, on=on, amount=amount,
        money_in=money_in, money_out=money_out, payee=payee, balance=balance,
    )  # fmt: skip
    statement = read("\n".join(",".join(row) for row in rows).encode(), mapping)
    assert statement.accounts or statement.complaints


def test_mutations_of_the_published_files_get_an_answer(published: Path) -> None:
    files = [*(published / "bank" / "ofx").glob("*.ofx"), *(published / "bank" / "mt940").glob("*.sta")]
    chance = random.Random(20)
    for file in sorted(files):
        raw = file.read_bytes()[:6000]
        for _ in range(25):
            demand_an_answer(mutated(raw, chance))


@pytest.mark.soak
def test_many_mutations_of_the_published_files_get_an_answer(published: Path) -> None:
    files = [*(published / "bank" / "ofx").glob("*.ofx"), *(published / "bank" / "mt940").glob("*.sta")]
    chance = random.Random()
    for raw in [*(file.read_bytes() for file in sorted(files)), *SAMPLES]:
        for _ in range(1000):
            demand_an_answer(mutated(raw, chance))


@pytest.mark.parametrize(
    "piece",
    [b"<a", b"<OFX><STMTTRN>", b":61:1701050105D5,N\n", b"?20?21", b"a,b,c\n", b"<OFX aaaaa", b'"', b"<Stmt>", b":::"],
)  # fmt: skip
def test_a_large_file_of_nonsense_is_answered_soon(piece: bytes) -> None:
    started = time.process_time()
    demand_an_answer((b":20:x\n" if piece[:1] in b":?" else b"") + piece * (300_000 // len(piece)))
    assert time.process_time() - started < 5


def test_deeply_nested_xml_is_answered() -> None:
    demand_an_answer(b"<Document>BkToCstmrStmt" + b"<Stmt>" * 50_000)
    demand_an_answer(b"<Document>BkToCstmrStmt" + b"<Stmt>" * 20_000 + b"</Stmt>" * 20_000 + b"</Document>")
