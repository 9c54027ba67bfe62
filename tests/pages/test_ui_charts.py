"""Charts tell their rows, add up, and hold no style and no raw text."""

import doctest
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonwork.ui import charts, exports, money, sample
from commonwork.ui.charts import geometry, strip

LOAN, ORG, SURPLUS, COUNT, SERIES = (
    sample.loan(),
    sample.organisation(),
    sample.surplus(),
    sample.count(),
    sample.series(),
)
DRAWN = {
    "loan": charts.loan_bars(LOAN["bars"]),
    "dollar": charts.dollar_strip(ORG["dollar"]),
    "budget": charts.budget_strip(COUNT["budget"], "Equal shares", 12_600, "$1,800"),
    "sankey": charts.sankey(SURPLUS["stops"], SURPLUS["ribbons"]),
    "steps": charts.account_steps(sample.home()["levels"]),
    "bars": charts.bars([*SERIES["bars"], charts.Bar("Loss", -40)], "Votes"),
    "line": charts.line(SERIES["line"], SERIES["years"], "Jobs"),
    "area": charts.area(SERIES["area"], SERIES["years"], "Wealth"),
    "ring": charts.ring(6000, "60 %", "built", 8000),
    "round": charts.goes_round(ORG["spokes"], ORG["ties"]),
    "map": charts.network_map(ORG["spokes"], ORG["ties"]),
    "stage": charts.count_stage(COUNT["stage"], COUNT["quota"], "Stage 2"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_every_chart_is_well_formed_with_a_title_and_a_description(name: str) -> None:
    root = ElementTree.fromstring(DRAWN[name].replace("<h3>Equal shares</h3>", ""))
    drawings = [svg for svg in root.iter("svg") if svg.get("role") == "img"]
    assert drawings
    for svg in drawings:
        assert (svg.findtext("title") or "").strip()
        assert (svg.findtext("desc") or "").strip()


@pytest.mark.parametrize("name", DRAWN)
def test_no_chart_carries_a_style_of_its_own(name: str) -> None:
    assert "style=" not in DRAWN[name]


@pytest.mark.parametrize("module", [money, exports, strip, geometry])
def test_the_examples_in_the_documentation_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0


def test_the_bars_of_a_loan_show_what_went_and_what_stayed() -> None:
    html = DRAWN["loan"]
    assert "paused" in html
    assert "due now" in html
    assert "−\u00a03,000" in html  # the loss, with a real minus
    row = '<th scope="row">Q4 2025</th><td class="num">22,000.00</td><td class="num">11,000.00</td>'
    assert row in html


def test_a_pause_is_never_in_the_colour_of_alarm() -> None:
    paused = charts.loan_bars(
        [charts.LoanBar("Q4 2024", 0, note="paused"), charts.LoanBar("Q1 2025", 400_000)]
    )
    assert "clay" not in paused


@given(some.lists(some.integers(min_value=0, max_value=10**12), min_size=1, max_size=12))
def test_the_cents_of_a_dollar_always_make_a_dollar(weights: list[int]) -> None:
    parts = strip.cents(weights)
    assert sum(parts) == (100 if sum(weights) else 0)
    assert all(part >= 0 for part in parts)


def test_a_part_under_three_percent_is_named_above_the_bar() -> None:
    html = charts.dollar_strip([charts.Segment("wages", 98), charts.Segment("interest", 2)])
    wide = html[: html.index("strip-list")]
    assert '<tspan class="strong">2¢</tspan>' in wide  # with its tick, above
    assert '<text class="strip-value" x="0.00%"' in wide  # below, at its start


def test_ribbons_take_their_share_of_the_bar_they_leave() -> None:
    stops = [charts.Stop("a", 0, "10"), charts.Stop("b", 1, "7"), charts.Stop("c", 1, "3")]
    html = charts.sankey(stops, [charts.Ribbon("a", "b", 7), charts.Ribbon("a", "c", 3)])
    heights = [
        float(part.split('"')[0]) for part in html.split("<rect ")[1:4] for part in part.split('height="')[1:]
    ]
    assert heights[0] == pytest.approx(250, abs=0.1)
    assert heights[1] / heights[0] == pytest.approx(0.7, abs=0.01)


def test_words_are_escaped_in_charts() -> None:
    html = charts.bars([charts.Bar("<b>", 3)], "<i>")
    assert "<b>" not in html
    assert "<i>" not in html


def test_an_empty_chart_does_not_break() -> None:
    assert "svg" in charts.loan_bars([])
    assert "svg" in charts.dollar_strip([])
    assert "svg" in charts.bars([], "Votes")
    assert "svg" in charts.account_steps([])


def test_a_chart_with_links_is_a_group_so_that_they_can_be_reached() -> None:
    assert 'role="img"' in charts.bars([charts.Bar("Loan", 3)], "Loans")
    linked = charts.bars([charts.Bar("Loan", 3, href="/bank/")], "Loans")
    assert 'role="group"' in linked
    assert 'role="img"' not in linked
