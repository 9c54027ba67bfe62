"""Papers: tagged PDF with title and language, whose text is what was given, whatever was given."""

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonwork.ui import pdf
from tests.paper import PaperRead, read

COLUMNS = [
    pdf.TableColumn("Dollars", is_number=False, grows=True),
    pdf.TableColumn("2016"),
    pdf.TableColumn("Change"),
]
HOSTILE = (
    "#set text(red)",
    "$x^2$ *bold* _it_ `raw` <label> @ref",
    '"#read("/etc/passwd")"',
    "\\u{0} \\ ] } ) // comment /* */",
    "#panic()",
    "= heading\n- item\n+ item",
)


def paper(text: str = "Sales", **frame: str) -> PaperRead:
    rows = [
        pdf.TableRow("group", ["What was sold"]),
        pdf.TableRow("row", [text, "1,234.50", "−\u00a03.00"]),
        pdf.TableRow("result", ["Surplus", "1,234.50", "+\u00a02.00"]),
    ]
    table = pdf.Table("Freedom Farms", "2016", COLUMNS, rows, reading=["It went well."], notes=["A note."])
    words = {"title": "Income statement", "network": "Cooperation Jackson", "about": "Freedom Farms, 2016"}
    return read(pdf.of_table(pdf.Frame(**(words | frame)), table))


def test_a_paper_is_tagged_and_says_its_title_and_language() -> None:
    found = paper()
    assert found.is_tagged and found.names_standard, "PDF/UA-1"
    assert found.title == "Income statement · Freedom Farms, 2016"
    assert found.language == "en"
    assert found.tags["H1"] == 1 and found.tags["Table"] == 1
    assert found.tags["TH"] == 3 and found.tags["TR"] == 4
    with override("es"):
        assert paper().language == "es"


def test_a_paper_holds_its_figures_head_and_page_number() -> None:
    found = paper(mark="Demo: invented data")
    for text in ("1,234.50", "−\u00a03.00", "Surplus", "Cooperation Jackson", "Page 1 of 1", "It went well."):
        assert text in found.text, text
    assert found.text.count("Demo: invented data") == 2, "beside the title, and at the foot of every page"
    assert "Demo" not in paper().text


def test_long_papers_repeat_their_head_on_every_page() -> None:
    rows = [pdf.TableRow("row", [f"line {number}", "1.00", ""]) for number in range(150)]
    frame = pdf.Frame("General ledger", "Cooperation Jackson", is_wide=True)
    found = read(pdf.of_table(frame, pdf.Table("Nubia's Place", "2016", COLUMNS, rows)))
    assert found.pages > 3
    assert found.text.count("Cooperation Jackson") == found.pages == found.text.count("Dollars")
    assert f"Page {found.pages} of {found.pages}" in found.text


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_what_people_wrote_is_only_text(text: str) -> None:
    found = paper(text, title=text, network=text)
    assert "".join(text.split()) in "".join(found.text.split())


@pytest.mark.parametrize("text", ["日本の協同組合", "🎉", "\x00\x07bell", "\ud800 half", "\uffff"])
def test_signs_no_font_has_do_not_stop_a_paper(text: str) -> None:
    found = paper(f"Sales {text} end")
    assert found.is_tagged and "Sales" in found.text and "end" in found.text


def test_text_that_runs_from_right_to_left_makes_a_tagged_paper() -> None:
    assert paper("\u202eright to left", title="تعاونية").is_tagged


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_text_makes_a_tagged_paper(text: str) -> None:
    assert paper(text).is_tagged
