"""A flow that divides: bars joined by tinted ribbons, words inside a ribbon or right of a bar, never across an edge.

On phones it becomes a list in which what comes out of a part stands below it, each with its own bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commonwork.ui.charts.svg import chart, drawing, element, joined, lines_of_text, wrapped

TALLEST, BAR, NARROWEST, GAP = 250.0, 14.0, 680.0, 20.0
ROOM_FOR_LAST = 0.2  # of the width, right of the last bars


@dataclass(frozen=True)
class Stop:
    """A bar: the column it stands in (from 0), its figure and words, its colour."""

    key: str
    column: int
    figure: Any
    words: Any = ""
    tone: str = "green"


@dataclass(frozen=True)
class Ribbon:
    """From one bar to another; weight in any whole unit, the same for all."""

    source: str
    target: str
    weight: int


@dataclass(frozen=True)
class _Placed:
    stop: Stop
    y: float
    height: float
    weight: int


def sankey(stops: Sequence[Stop], ribbons: Sequence[Ribbon], title: Any = "") -> SafeString:
    """The flow, with its list for phones and its rows."""
    title = title or gettext("How it divides")
    weights = {stop.key: _weight(stop.key, ribbons) for stop in stops}
    placed, height = _places(stops, weights)
    columns = max(stop.column for stop in stops)
    words = ", ".join(f"{stop.figure} {stop.words}" for stop in stops)
    shapes = [*_ribbons(ribbons, placed, columns), *(_bar(place, columns) for place in placed.values())]
    labels = [_words(place, columns, _out(place.stop.key, ribbons)) for place in placed.values()]
    svg = drawing(joined([*shapes, *labels]), title=title, words=words, height=height, class_="wide")
    return chart(drawings=[svg, _list(stops, ribbons, weights)], title=title, kind="sankey")


def _weight(key: str, ribbons: Sequence[Ribbon]) -> int:
    comes = sum(ribbon.weight for ribbon in ribbons if ribbon.target == key)
    goes = sum(ribbon.weight for ribbon in ribbons if ribbon.source == key)
    return max(comes, goes)


def _out(key: str, ribbons: Sequence[Ribbon]) -> list[Ribbon]:
    return [ribbon for ribbon in ribbons if ribbon.source == key]


def _places(stops: Sequence[Stop], weights: dict[str, int]) -> tuple[dict[str, _Placed], float]:
    """Bars stacked in their columns, at least a line of text apart, each column in the middle of the height."""
    columns: dict[int, list[Stop]] = {}
    for stop in stops:
        columns.setdefault(stop.column, []).append(stop)
    most = max(sum(weights[stop.key] for stop in column) for column in columns.values()) or 1
    scale = TALLEST / most
    tall = {
        index: sum(max(weights[stop.key] * scale, 8) for stop in column) + _gaps(column, weights, scale)
        for index, column in columns.items()
    }
    height = max(tall.values()) + 24
    placed = {}
    for index, column in columns.items():
        y = (height - tall[index]) / 2
        for place, stop in enumerate(column):
            bar = max(weights[stop.key] * scale, 3)
            placed[stop.key] = _Placed(stop, y, bar, weights[stop.key])
            y += bar + (_gap(bar) if place < len(column) - 1 else 0)
    return placed, height


def _gap(bar: float) -> float:
    """The room below a bar: enough for its own words when it is thinner than they are."""
    return GAP if bar >= 24 else GAP + 24 - bar


def _gaps(column: Sequence[Stop], weights: dict[str, int], scale: float) -> float:
    return sum(_gap(weights[stop.key] * scale) for stop in column[:-1])


def _left(column: int, columns: int) -> float:
    """Where a column's bars begin, in percent of the width."""
    return column * 100 * (1 - ROOM_FOR_LAST - BAR / NARROWEST) / columns if columns else 0.0


def _ribbons(ribbons: Sequence[Ribbon], placed: dict[str, _Placed], columns: int) -> list[SafeString]:
    left: dict[str, float] = {}
    entered: dict[str, float] = {}
    shapes = []
    for ribbon in ribbons:
        source, target = placed[ribbon.source], placed[ribbon.target]
        leaves = source.height * ribbon.weight / (source.weight or 1)
        enters = target.height * ribbon.weight / (target.weight or 1)
        y1 = source.y + left.get(ribbon.source, 0.0)
        y2 = target.y + entered.get(ribbon.target, 0.0)
        left[ribbon.source] = left.get(ribbon.source, 0.0) + leaves
        entered[ribbon.target] = entered.get(ribbon.target, 0.0) + enters
        path = (
            f"M0 {y1:.1f}C50 {y1:.1f} 50 {y2:.1f} 100 {y2:.1f}V{y2 + enters:.1f}"
            f"C50 {y2 + enters:.1f} 50 {y1 + leaves:.1f} 0 {y1 + leaves:.1f}z"
        )
        x1, x2 = _left(source.stop.column, columns), _left(target.stop.column, columns)
        tone = target.stop.tone if target.stop.tone != "ink" else "green"
        shapes.append(
            element(
                "svg",
                element("path", class_=f"fill-{tone}-tint", d=path),
                x=f"{x1 + 0.4:.2f}%",
                y=0,
                width=f"{x2 - x1:.2f}%",
                height=400,
                viewBox="0 0 100 400",
                preserveAspectRatio="none",
            )
        )
    return shapes


def _bar(place: _Placed, columns: int) -> SafeString:
    x = f"{_left(place.stop.column, columns):.2f}%"
    return element(
        "rect",
        class_=f"fill-{place.stop.tone}",
        x=x,
        y=round(place.y, 1),
        width=BAR,
        height=round(place.height, 1),
    )


def _middle(place: _Placed, leaving: Sequence[Ribbon]) -> float:
    """Where the words stand: in the middle of the widest ribbon that leaves, so that they cross no edge."""
    y, widest, middle = place.y, 0.0, place.y + place.height / 2
    for ribbon in leaving:
        thick = place.height * ribbon.weight / (place.weight or 1)
        if thick > widest:
            widest, middle = thick, y + thick / 2
        y += thick
    return middle


def _words(place: _Placed, columns: int, leaving: Sequence[Ribbon]) -> SafeString:
    """The figure and its words right of the bar; in one line when the bar is thin."""
    x = _left(place.stop.column, columns)
    end = _left(place.stop.column + 1, columns) if leaving else 100.0
    room = (end - x) * NARROWEST / 100 - BAR - 20
    lines = wrapped(place.stop.words, room, 14.5) if place.stop.words else []
    middle = _middle(place, leaving)
    if place.height < 36 or not lines:
        text = joined((element("tspan", place.stop.figure, class_="flow-figure"), "  ", " ".join(lines)))
        inner = element("text", text, class_="quiet", x=BAR + 10, y=round(middle + 6, 1))
    else:
        top = middle - 2 - 9 * (len(lines) - 1)
        inner = joined(
            (
                element("text", place.stop.figure, class_="flow-figure", x=BAR + 10, y=round(top, 1)),
                lines_of_text(lines, BAR + 10, round(top + 20, 1), 18, class_="quiet"),
            )
        )
    return element("svg", inner, x=f"{x:.2f}%", overflow="visible")


def _list(stops: Sequence[Stop], ribbons: Sequence[Ribbon], weights: dict[str, int]) -> SafeString:
    by_key = {stop.key: stop for stop in stops}
    most = max(weights.values()) or 1
    targets = {ribbon.target for ribbon in ribbons}

    def branch(key: str) -> SafeString:
        stop = by_key[key]
        below = format_html_join("", "{}", ((branch(ribbon.target),) for ribbon in _out(key, ribbons)))
        return format_html(
            '<li><b>{}</b> <span>{}</span><svg width="100%" height="8" aria-hidden="true">'
            '<rect class="fill-{}" width="{}%" height="8"/></svg>{}</li>',
            stop.figure,
            stop.words,
            stop.tone,
            f"{max(weights[key] * 100 / most, 0.5):.1f}",
            format_html("<ul>{}</ul>", below) if below else mark_safe(""),
        )

    roots = format_html_join("", "{}", ((branch(stop.key),) for stop in stops if stop.key not in targets))
    return format_html('<ul class="flow-list narrow">{}</ul>', roots)
