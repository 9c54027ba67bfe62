"""What each format means, by invented files whose sums are worked beside them."""

import doctest
from datetime import date
from decimal import Decimal
from types import ModuleType

import pytest

from commonwork.books import payees
from commonwork.books.bank_files import amounts, read
from commonwork.books.bank_files.csv_mapping import CsvMapping
from tests.rooms.books.bank_files.samples import CAMT, CSV_DE, CSV_US, ofx

MT940 = (
    ":20:JAN\n:25:987/654\n:28C:1/1\n:60F:C170101USD1000,\n"
    ":61:1701050105D50,NTRFNONREF//W1\n:86:/NAME/Water Works/REMI/Bill 5/\n"
    ":61:1701060106RD12,50NTRFNONREF\n:86:Fee given back\n"
    ":61:1701070107RC2,NTRFNONREF\n:62F:C170131USD{closing}\n-\n"
)


@pytest.mark.parametrize("module", [amounts, payees])
def test_the_examples_in_the_texts_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted > 1 and found.failed == 0


def said(raw: bytes, mapping: CsvMapping | None = None) -> list[str]:
    return [str(complaint) for complaint in read(raw, mapping).complaints]


def test_an_ofx_line_keeps_amount_day_payee_memo_and_reference_as_written() -> None:
    (account,) = read(ofx([("20170105", "-60.10", "Seed &amp; Feed", "f1")])).accounts
    (line,) = account.lines
    assert (line.on, str(line.amount), line.payee, line.memo, line.ref) == (
        date(2017, 1, 5), "-60.10", "Seed & Feed", "test", "f1",
    )  # fmt: skip
    assert (account.id, account.currency, account.opening, account.closing, account.closing_on) == (
        "0001234567", "USD", None, Decimal("100.00"), date(2017, 1, 31),
    )  # fmt: skip


def test_ofx_amounts_take_either_decimal_mark_and_only_plain_thousands() -> None:
    for text, amount in (("-60,10", "-60.10"), ("1,234.56", "1234.56"), ("-1 025,53", "-1025.53")):
        assert read(ofx([("20170105", text, "x", "1")])).accounts[0].sum == Decimal(amount)
    raw = ofx([("20170105", "1,23,4.56", "x", "1")])
    assert read(raw).accounts[0].lines == ()
    assert not read(raw).is_usable and "“1,23,4.56” is not an amount" in said(raw)[0]


def test_mt940_in_its_swift_envelope_is_read() -> None:
    inside = MT940.replace("{closing}", "960,5").rstrip("-\n")
    raw = f"{{1:F01HOPEUS}}{{2:I940}}{{4:\n{inside}\n:NS:22note\n-}}{{5:x}}\n".encode()
    assert read(raw).accounts == read(MT940.replace("{closing}", "960,5").encode()).accounts


def test_ofx_as_xml_and_as_sgml_say_the_same() -> None:
    sgml = ofx([("20170105", "-60.10", "Seed House", "f1")])
    xml = sgml.replace(b"<NAME>Seed House", b"<NAME>Seed House</NAME>").replace(
        b"<FITID>f1", b"<FITID>f1</FITID>"
    )
    xml = b'<?xml version="1.0"?><?OFX OFXHEADER="200"?>' + xml[xml.index(b"<OFX>") :]
    assert read(xml) == read(sgml)


def test_a_reference_on_two_lines_of_an_ofx_file_is_mentioned() -> None:
    raw = ofx([("20170105", "-1.00", "x", "same"), ("20170106", "-2.00", "y", "same")])
    assert said(raw) == ["Account 0001234567: the reference same stands on 2 lines."]
    assert read(raw).is_usable


def test_mt940_takes_back_credits_and_debits_the_right_way_round() -> None:
    # 1000.00 - 50.00 + 12.50 - 2.00 = 960.50
    (account,) = read(MT940.replace("{closing}", "960,5").encode()).accounts
    assert [line.amount for line in account.lines] == [Decimal("-50"), Decimal("12.50"), Decimal("-2")]
    assert (account.lines[0].payee, account.lines[0].memo, account.lines[0].ref) == (
        "Water Works",
        "Bill 5",
        "W1",
    )
    assert (account.opening, account.closing, account.closes) == (Decimal("1000"), Decimal("960.5"), True)


def test_a_statement_that_does_not_close_says_what_it_makes() -> None:
    raw = MT940.replace("{closing}", "960,51").encode()
    assert said(raw) == [
        "Account 987/654 opens at 1000; its lines add -39.50, which makes 960.50, but the file says it closes at 960.51."
    ]
    assert not read(raw).is_usable


def test_a_camt_batch_becomes_its_parts_and_a_reversal_keeps_its_mark() -> None:
    # 1000.00 + 250.00 - 60.00 - 30.00 + 15.50 = 1175.50; the pending 5.00 does not count
    statement = read(CAMT.replace("{closing}", "1175.50").encode())
    (account,) = statement.accounts
    assert [(str(line.amount), line.payee, line.ref) for line in account.lines] == [
        ("250.00", "Corner Shop", "A1"),
        ("-60.00", "Seed House", "B2/1"),
        ("-30.00", "Water Works", "B2/2"),
        ("15.50", "", ""),
    ]
    assert account.lines[0].memo == "Invoice 7" and account.lines[3].memo == "Fee given back"
    assert account.lines[3].on == date(2017, 1, 12)
    assert (account.opening, account.closing, account.closing_on) == (
        Decimal("1000.00"), Decimal("1175.50"), date(2017, 1, 31),
    )  # fmt: skip
    assert statement.is_usable and "not booked yet" in str(statement.complaints[0])
    assert not read(CAMT.replace("{closing}", "1170.50").encode()).is_usable


def test_a_camt_batch_whose_parts_do_not_add_up_stays_one_line() -> None:
    raw = CAMT.replace("{closing}", "1175.50").replace(
        '<Amt Ccy="EUR">30.00</Amt>', '<Amt Ccy="EUR">31.00</Amt>'
    )
    assert [str(line.amount) for line in read(raw.encode()).accounts[0].lines] == [
        "250.00",
        "-90.00",
        "15.50",
    ]


def test_a_csv_of_an_american_bank_is_understood_without_help() -> None:
    # 950.00 + 50.00 = 1000.00 before the first line; -50.00 - 60.00 + 1,250.00 leads to 2,140.00
    statement = read(CSV_US.encode())
    (account,) = statement.accounts
    assert [(line.on, str(line.amount), line.payee, line.ref) for line in account.lines] == [
        (date(2017, 1, 5), "-50.00", "Water Works", "R1"),
        (date(2017, 1, 13), "-60.00", "Seed House", "R2"),
        (date(2017, 1, 31), "1250.00", "Corner Shop, Inc.", "R3"),
    ]
    assert (account.opening, account.closing) == (Decimal("1000.00"), Decimal("2140.00"))
    assert statement.complaints == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_of_a_german_bank_is_understood_in_every_encoding(encoding: str) -> None:
    (account,) = read(CSV_DE.replace("Eckladen", "Eckladen Süd").encode(encoding)).accounts
    assert [(line.on, str(line.amount), line.payee, line.memo) for line in account.lines] == [
        (date(2017, 1, 5), "-50.00", "Wasserwerk", "Abschlag"),
        (date(2017, 1, 31), "1250.00", "Eckladen Süd", "Rechnung 7"),
    ]
    assert (account.opening, account.closing) == (Decimal("1000.00"), Decimal("2200.00"))


def test_a_csv_with_a_wrong_running_balance_does_not_close() -> None:
    raw = CSV_US.replace("2140.00", "2141.00").encode()
    assert "which makes 2140.00, but the file says it closes at 2141.00" in said(raw)[0]


def test_days_that_could_be_read_both_ways_are_said_to_be() -> None:
    raw = b"Date,Amount,Name\n01/02/2017,5.00,a\n03/04/2017,6.00,b\n"
    assert said(raw) == ["Day and month could be read either way here; they were taken as month/day."]
    assert [line.on for line in read(raw).accounts[0].lines] == [date(2017, 1, 2), date(2017, 3, 4)]
    turned = CsvMapping(on=0, amount=1, payee=2, order="dmy")
    assert [line.on for line in read(raw, turned).accounts[0].lines] == [date(2017, 2, 1), date(2017, 4, 3)]
    assert said(raw, turned) == []


@pytest.mark.parametrize("head", ["", "When;Who;How much\n", "Hope Credit Union\n\nWhen;Who;How much\n"])
def test_columns_without_names_we_know_are_found_by_what_is_in_them(head: str) -> None:
    raw = f"{head}31.01.2017;Seed House;-1.060,10\n02.02.2017;Market;10,00\n".encode()
    assert [(line.on, str(line.amount), line.payee) for line in read(raw).accounts[0].lines] == [
        (date(2017, 1, 31), "-1060.10", "Seed House"),
        (date(2017, 2, 2), "10.00", "Market"),
    ]


def test_a_row_of_a_csv_that_cannot_be_read_is_named_by_its_number() -> None:
    raw = b"Date,Amount,Name\n2017-01-02,5.00,a\n2017-02-31,6.00,b\n2017-01-03,six,c\n,,\n"
    assert said(raw) == ["Row 3: “2017-02-31” is not a day.", "Row 4: “six” is not an amount."]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04 anything", "packed file or a workbook"),
        (b"\x1f\x8b\x08", "packed file"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01\x02\x03" * 50, "not text"),
        (b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (b"just a letter to the bank", "no columns"),
        (b"name,colour\nada,green\n", "No column with days"),
        (b"Date,Amount\nnever,nothing\n", "is not a day"),
        (b"<html><body>Sign in</body></html>", "neither OFX"),
        (b"<OFX></OFX>", "no account"),
        (b':20:X\n:28C:1\n', "no statement"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>', "broken"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.02"><BkToCstmrAcctRpt/></Document>', "no bank"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_gets_a_sentence(raw: bytes, words: str) -> None:
    statement = read(raw)
    assert statement.accounts == ()
    assert words in " ".join(map(str, statement.complaints))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_can_grow(encoding: str) -> None:
    laughs = "".join(
        f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{"&l0;" * 9 * (n > 0)}">' for n in range(9)
    )
    bomb = f'<?xml version="1.0"?><!DOCTYPE camt.053 [{laughs}]><Document><BkToCstmrStmt>&l8;</BkToCstmrStmt></Document>'
    assert "document type" in said(bomb.encode(encoding))[0]
    fetch = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>BkToCstmrStmt &e;</Document>'
    assert "document type" in said(fetch.encode(encoding))[0]
