"""Lists leave as files that no spreadsheet runs."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from commonwork.ui.exports import DANGEROUS, UnknownFormat, escaped, respond

COLUMNS = [("who", "Who"), ("owed", "Owed"), ("on", "On")]
ROWS = [
    ('=HYPERLINK("http://x","y")', Decimal("-12.50"), date(2017, 4, 1)),
    ("@SUM(A1)", Decimal("1102.50"), date(2017, 7, 1)),
    ("Nubia’s Place", 0, None),
]


def body(response: object) -> bytes:
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined,call-overload]


@pytest.mark.parametrize(
    ("cell", "out"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+cmd", "'+1+cmd"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("- a list", "'- a list"),
        ("-12.50", "-12.50"),
        ("+1,000.25", "+1,000.25"),
        ("plain", "plain"),
        (-3, -3),
    ],
)
def test_a_cell_that_would_run_gets_an_apostrophe_and_a_number_stays(cell: object, out: object) -> None:
    assert escaped(cell) == out


@given(some.text(max_size=40))
def test_no_text_leaves_as_a_formula(text: str) -> None:
    out = escaped(text)
    if out.startswith(DANGEROUS):
        assert float(out.replace(",", "")) is not None  # only a number may begin so
    else:
        assert out in {text, f"'{text}"}


def test_csv_is_streamed_and_keeps_amounts_exact() -> None:
    response = respond("loans", COLUMNS, ROWS, "csv", note="Demo: invented figures")
    assert response.streaming
    assert 'filename="loans.csv"' in response["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"))))
    assert lines[0] == ["Who", "Owed", "On"]
    assert lines[1] == ['\'=HYPERLINK("http://x","y")', "-12.50", "2017-04-01"]
    assert lines[3] == ["Nubia’s Place", "0", ""]
    assert lines[4] == ["Demo: invented figures"]


def test_xlsx_holds_texts_and_numbers_but_no_formula() -> None:
    sheet = load_workbook(io.BytesIO(body(respond("loans", COLUMNS, ROWS, "xlsx")))).active
    assert sheet is not None
    assert sheet["A2"].value == '\'=HYPERLINK("http://x","y")'
    assert sheet["A2"].data_type == "s"
    assert sheet["B3"].value == 1102.5
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_json_keeps_the_words_as_they_are_and_says_that_a_demo_is_one() -> None:
    data = json.loads(body(respond("loans", COLUMNS, ROWS, "json", note="Demo")))
    assert data["note"] == "Demo"
    assert data["rows"][1] == {"who": "@SUM(A1)", "owed": "1102.50", "on": "2017-07-01"}


def test_an_unknown_format_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnknownFormat, match="not as exe"):
        respond("loans", COLUMNS, ROWS, "exe")
