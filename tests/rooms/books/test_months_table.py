"""Months from a table: all of it or nothing, and every complaint with its line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commonwork.books import queries
from commonwork.books.actions import months, periods
from commonwork.books.models import Entry
from commonwork.books.month_table import COLUMNS, read
from commonwork.record.models import Fact
from commonwork.rules.refusal import Complaints
from tests.rooms.books import make

pytestmark = pytest.mark.django_db
WHO = {"by": make.BY, "at": make.AT}
HEAD = ",".join(COLUMNS)


def complaints_of(text: str) -> list[str]:
    with pytest.raises(Complaints) as caught:
        months.import_csv(text=text, **WHO)
    return [str(complaint) for complaint in caught.value.complaints]


def test_the_published_table_is_recorded_whole_and_only_once(published: Path) -> None:
    for key in ("freedom_farm", "nubias", "green_team"):
        make.book(key)
    text = (published / "jackson" / "sales.csv").read_text()
    rows = len(text.splitlines()) - 1
    months.import_csv(text=text, **WHO)
    assert Fact.objects.filter(kind="books.month.recorded").count() == rows == 41
    assert len(Fact.objects.get(kind="books.months.imported").data["months"]) == rows
    again = complaints_of(text)
    assert len(again) == rows and "recorded already" in again[0]
    assert Entry.objects.count() == 2 * rows


def test_every_complaint_names_its_line_and_nothing_is_recorded() -> None:
    nubias = make.book("nubias")
    make.book("bank")
    make.organisation("bare")
    periods.close(organisation=nubias.organisation, ends_on=date(2016, 1, 1), **WHO)
    said = complaints_of(
        "\n".join(
            [
                HEAD,
                "2016-01,nubias,100.00,0,0,0,0",
                "2016-13,nubias,100.00,0,0,0,0",
                "2016-02,nobody,1,0,0,0,0",
                "2016-02,nubias,ten,0,0,0,0",
                "2016-03,nubias,-1.00,0,0,0,1.001",
                "2016-04,nubias,1,0,0,0",
                "2016-01,nubias,5,0,0,0,0",
                "2016-05,nubias,0,0,0,0,0",
                "2015-12,nubias,5,0,0,0,0",
                "2016-01,bank,5,0,0,0,0",
                "2016-01,bare,5,0,0,0,0",
            ]
        )
    )
    wanted = {
        3: "written as 2016-01",
        4: "no co-op with this key",
        5: "is not an amount",
        7: "6 cells; 7 are needed",
        8: "stand in line 2",
        9: "needs no row",
        10: "closed for all days before 2016-01-01",
        11: "is not a co-op",
        12: "has not opened its books",
    }
    for line, text in wanted.items():
        assert any(one.startswith(f"Line {line}") and text in one for one in said), (line, said)
    assert any(one.startswith("Line 6, sales") and "less than 0" in one for one in said)
    assert any(one.startswith("Line 6, other_costs") and "more decimals" in one for one in said)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "The table is empty."),
        (HEAD, "The table has no rows below its heading."),
        ("month,coop\n2016-01,nubias", "Line 1, materials: This column is missing."),
        (f"{HEAD},wages\n2016-01,nubias,1,0,0,0,0,0", "Line 1, wages: This column is not known."),
        (f"{HEAD},sales\n2016-01,nubias,1,0,0,0,0,0", "Line 1, sales: This column stands there twice."),
        (f'{HEAD}\n2016-01,"nubias"x,1,0,0,0,0', "Line 2: This is not a table in CSV form"),
    ],
)
def test_a_table_that_is_none_is_refused(text: str, complaint: str) -> None:
    make.book("nubias")
    assert any(one.startswith(complaint) for one in complaints_of(text))


def test_columns_in_any_order_a_byte_order_mark_and_empty_lines_do_no_harm() -> None:
    nubias = make.book("nubias")
    shuffled = ["other_costs", "coop", "sales", "month", "materials", "member_wages", "other_wages"]
    text = "\ufeff" + ",".join(shuffled) + '\r\n\r\n5,nubias,"1,000.00",2016-01,0,0,0\r\n'
    months.import_csv(text=text, **WHO)
    assert queries.balance(nubias.organisation, "1000") == 99_500


def test_a_dry_run_changes_nothing() -> None:
    make.book("nubias")
    (row,) = months.check_csv(f"{HEAD}\n2016-01,nubias,100.00,0,0,0,0")
    assert row.amounts["sales_minor"] == 10_000 and Entry.objects.count() == 0


def test_sending_a_table_twice_records_it_once() -> None:
    make.book("nubias")
    text = f"{HEAD}\n2016-01,nubias,100.00,0,0,0,0"
    first = months.import_csv(text=text, once="t", **WHO)
    assert months.import_csv(text=text, once="t", **WHO) == first
    assert Entry.objects.count() == 1


class AnyText(TestCase):
    @given(st.text(max_size=300))
    def test_any_text_is_read_or_complained_about(self, text: str) -> None:
        rows, complaints = read(text)
        assert rows or complaints

    @given(st.lists(st.tuples(*[st.text(max_size=8)] * 7), max_size=4))
    def test_any_cells_are_read_or_complained_about(self, cells: list[tuple[str, ...]]) -> None:
        quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells]
        rows, complaints = read("\n".join([HEAD, *quoted]))
        assert rows or complaints
