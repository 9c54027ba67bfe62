"""The loop says the same in its drawing, on a phone and to a screen reader."""

import re
from math import cos, radians, sin

import pytest
from django.utils.html import strip_tags

from commonwork.ui import sample
from commonwork.ui.charts.loop import CENTRE, RADIUS, Flow, Jobs, loop, place_of, short_lines
from commonwork.ui.charts.svg import width_of

SPANISH = [
    Flow(
        "assembly",
        "school",
        "decisions",
        "Se eligieron 3 proyectos",
        "310 personas votaron sobre $10,800 del fondo",
    ),
    Flow(
        "school",
        "incubator",
        "people",
        "114 personas formadas y listas",
        "3 equipos de trabajo de los barrios",
    ),
    Flow("incubator", "bank", "people", "2 equipos preparados", "pasaron las cinco puertas del proceso"),
    Flow("bank", "federation", "money", "2 préstamos por $1,031,000", "se abrió 1 cooperativa con 9 empleos"),
    Flow("federation", "federation", "money", "$1,118,640", "comprado a sus cooperativas hermanas"),
    Flow("federation", "assembly", "money", "$104,200", "para el fondo de solidaridad"),
]


def parts(html: str) -> dict[str, str]:
    """The text of the three forms, white space and wrapping taken out."""
    wide = html[html.index('class="loop-wide"') : html.index('<div class="loop-path">')]
    wide = wide[wide.index("</desc>") :]
    path = html[html.index('<div class="loop-path">') : html.index('<ol class="loop-list')]
    listed = html[html.index('<ol class="loop-list') : html.index("<figcaption")]
    return {
        name: re.sub(r"\s+", "", strip_tags(text.replace("&amp;", "&")))
        for name, text in (("wide", wide), ("path", path), ("list", listed))
    }


def squeezed(text: object) -> str:
    return re.sub(r"\s+", "", str(text))


@pytest.mark.parametrize("flows", [sample.loop()["flows"], SPANISH], ids=["English", "Spanish"])
def test_every_flow_stands_in_the_drawing_in_the_path_and_in_the_list(flows: list[Flow]) -> None:
    told = parts(loop(flows, sample.loop()["jobs"]))
    for flow in flows:
        for name, text in told.items():
            assert squeezed(flow.figure) in text, (name, flow.figure)
            assert squeezed(flow.words) in text, (name, flow.words)


def test_the_list_goes_round_in_the_order_of_the_flows() -> None:
    flows = sample.loop()["flows"]
    listed = parts(loop(flows))["list"]
    places = [listed.index(squeezed(flow.sentence)) for flow in flows]
    assert places == sorted(places)


def test_each_disc_and_each_figure_is_a_link_when_it_has_an_address() -> None:
    flows = [Flow("bank", "federation", "money", "1 loan", "$3,000", "/bank/loans/")]
    html = loop(flows, places={"school": "/school/"})
    wide = html[: html.index('<div class="loop-path">')]
    assert wide.count('<a href="/bank/loans/">') == 1
    assert wide.count('<a href="/school/">') == 1


def test_discs_stand_where_the_design_puts_them() -> None:
    assert place_of("assembly") == (600, 88)  # 350 - 262
    x, y = 600 + 262 * cos(radians(-18)), 350 + 262 * sin(radians(-18))  # -90 + 72
    assert place_of("school") == pytest.approx((x, y), abs=0.01)
    assert place_of("bank")[0] + place_of("incubator")[0] == pytest.approx(1200, abs=0.1)  # mirrored


def test_an_arrow_ends_18_degrees_before_the_next_disc() -> None:
    html = loop([Flow("assembly", "school", "decisions", "x")])
    start, end = radians(-90 + 18), radians(-18 - 18)
    begins = (CENTRE[0] + RADIUS * cos(start), CENTRE[1] + RADIUS * sin(start))
    tip = (CENTRE[0] + RADIUS * cos(end), CENTRE[1] + RADIUS * sin(end))
    assert f"M{begins[0]:.2f} {begins[1]:.2f}A262" in html
    assert f'd="M{tip[0]:.2f} {tip[1]:.2f}' in html


def test_the_needle_stands_at_the_true_place_and_the_goal_is_only_outlined() -> None:
    html = loop([], Jobs(jobs=10, share="25 %", share_ppm=250_000))
    needle = re.search(r'<line class="stroke-green"[^>]*y1="([\d.]+)"[^>]*y2="([\d.]+)"', html)
    assert needle  # a quarter of the circle: it lies flat, to the right of the middle
    assert needle.groups() == ("350", "350") or needle.groups() == ("350.0", "350.0")
    assert 'class="fill-gold-tint stroke-gold"' in html


@pytest.mark.parametrize("flow", SPANISH)
def test_long_words_are_wrapped_and_stay_inside_the_picture(flow: Flow) -> None:
    html = loop([flow])
    wide = html[: html.index('<div class="loop-path">')]
    for x, anchor, text in re.findall(
        r'<text x="([\d.]+)" y="[\d.]+" class="loop-(?:figure|words)" text-anchor="(\w+)">([^<]+)', wide
    ):
        long = width_of(text, 24 if text in str(flow.figure) else 16.5, is_bold=text in str(flow.figure))
        left = float(x) - {"start": 0, "middle": long / 2, "end": long}[anchor]
        assert left >= -40  # the gutter of the page
        assert left + long <= 1240


def test_a_figure_of_more_than_22_characters_takes_a_second_line() -> None:
    assert short_lines("14 people trained", 22, 400, 24) == ["14 people trained"]
    assert short_lines("Se eligieron 3 proyectos", 22, 400, 24) == ["Se eligieron 3", "proyectos"]


def test_what_people_typed_is_escaped() -> None:
    html = loop([Flow("bank", "federation", "money", "<script>", "a & b")])
    assert "<script>" not in html
    assert "a &amp; b" in html
