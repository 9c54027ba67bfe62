"""Bars, lines and stacked areas. The zero is shown, the last value stands beside its line, no legend is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from commonwork.ui.charts.svg import chart, drawing, element, joined, lines_of_text, linked, wrapped
from commonwork.ui.money import count

TALL = 200.0
PLOT = 76.0  # percent of the width; the rest holds the names beside the lines' ends


@dataclass(frozen=True)
class Bar:
    """One bar. value: any whole number; shown: how it reads (else with thousands marks)."""

    name: Any
    value: int
    shown: Any = ""
    tone: str = "green"
    href: str = ""

    @property
    def text(self) -> str:
        return str(self.shown) if self.shown != "" else count(self.value)


@dataclass(frozen=True)
class Series:
    """One line: a name and a value for each label. shown: how its last value reads."""

    name: Any
    values: Sequence[int]
    tone: str = "green"
    shown: Any = ""

    @property
    def text(self) -> str:
        return str(self.shown) if self.shown != "" else count(self.values[-1])


def bars(rows: Sequence[Bar], title: Any, unit: Any = "") -> SafeString:
    """Lying bars: name, bar, figure. Losses run left of the zero in clay."""
    words = ", ".join(f"{row.name} {row.text}" for row in rows)
    return chart(
        drawings=[_bars(rows, title, words, is_wide=True), _bars(rows, title, words, is_wide=False)],
        title=title,
        head=(title, unit),
        rows=[(row.name, row.text) for row in rows],
        kind="bars",
    )


def _bars(rows: Sequence[Bar], title: Any, words: str, *, is_wide: bool) -> SafeString:
    highest, lowest = max([row.value for row in rows] + [0]), min([row.value for row in rows] + [0])
    first, last = (32.0, 86.0) if is_wide else (0.0, 100.0)
    scale = (last - first) / ((highest - lowest) or 1)
    zero = first - lowest * scale
    pieces, y = [], 0.0
    for row in rows:
        names = wrapped(row.name, 190 if is_wide else 230, 14.5)
        text_y, bar_y = (y + 18, y + 4) if is_wide else (y + 15, y + 4 + 18 * len(names))
        next_y = y + (max(28, 18 * len(names) + 12) if is_wide else 34 + 18 * len(names))
        pieces.append(_lying_bar(row, zero, abs(row.value) * scale, bar_y))
        pieces.append(linked(lines_of_text(names, "0", text_y, 18), row.href))
        pieces.append(element("text", row.text, class_="strong", x="100%", y=text_y, text_anchor="end"))
        at = f"{zero:.2f}%"
        foot = next_y if is_wide else bar_y + 20
        pieces.append(
            element("line", class_="stroke-ink", stroke_width=2, x1=at, x2=at, y1=bar_y - 2, y2=foot)
        )
        y = next_y
    class_ = "wide" if is_wide else "narrow"
    return drawing(joined(pieces), title=title, words=words, height=y + 2, class_=class_, key=class_)


def _lying_bar(row: Bar, zero: float, long: float, y: float) -> SafeString:
    left = zero - long if row.value < 0 else zero
    tone = "clay" if row.value < 0 else row.tone
    return element("rect", class_=f"fill-{tone}", x=f"{left:.2f}%", y=y, width=f"{long:.2f}%", height=18)


def line(series: Sequence[Series], labels: Sequence[Any], title: Any, unit: Any = "") -> SafeString:
    """One or more lines over the same labels."""
    highest = max([value for one in series for value in one.values] + [1])
    lowest = min([value for one in series for value in one.values] + [0])
    span = (highest - lowest) or 1
    shapes, ends = [], []
    for one in series:
        points = _points(one.values, lowest, span)
        path = "M" + "L".join(f"{x:.2f} {y:.1f}" for x, y in points)
        shapes.append(
            element(
                "path",
                class_=f"outline-only stroke-{one.tone}",
                stroke_width=3,
                vector_effect="non-scaling-stroke",
                d=path,
            )
        )
        ends.append((points[-1][1], one))
    return _plot(shapes, ends, labels, title, unit, series, zero=TALL - TALL * -lowest / span)


def area(series: Sequence[Series], labels: Sequence[Any], title: Any, unit: Any = "") -> SafeString:
    """Stacked areas, the first at the bottom; for values that are never negative."""
    count_of = len(labels)
    totals = [sum(one.values[place] for one in series) for place in range(count_of)]
    span = max([*totals, 1])
    below = [0] * count_of
    shapes, ends = [], []
    for one in series:
        top = [low + value for low, value in zip(below, one.values, strict=True)]
        upper, lower = _points(top, 0, span), _points(below, 0, span)
        path = "M" + "L".join(f"{x:.2f} {y:.1f}" for x, y in [*upper, *reversed(lower)]) + "z"
        shapes.append(
            element("path", class_=f"fill-{one.tone} gap", d=path, vector_effect="non-scaling-stroke")
        )
        ends.append(((upper[-1][1] + lower[-1][1]) / 2, one))
        below = top
    return _plot(shapes, ends, labels, title, unit, series, zero=TALL)


def _points(values: Sequence[int], lowest: int, span: int) -> list[tuple[float, float]]:
    steps = max(len(values) - 1, 1)
    return [
        (place * 100 / steps, TALL - TALL * (value - lowest) / span) for place, value in enumerate(values)
    ]


def _plot(
    shapes: Sequence[SafeString],
    ends: Sequence[tuple[float, Series]],
    labels: Sequence[Any],
    title: Any,
    unit: Any,
    series: Sequence[Series],
    *,
    zero: float,
) -> SafeString:
    plot = element(
        "svg",
        joined(shapes),
        x="0",
        y=12,
        width=f"{PLOT}%",
        height=TALL,
        viewBox=f"0 0 100 {TALL:g}",
        preserveAspectRatio="none",
    )
    zero_line = element(
        "line", class_="stroke-ink", stroke_width=2, x1="0", x2=f"{PLOT}%", y1=zero + 12, y2=zero + 12
    )
    content = joined((plot, zero_line, _names(ends), _labels(labels)))
    words = "; ".join(f"{one.name}: {one.text}" for one in series)
    svg = drawing(content, title=title, words=words, height=TALL + 44)
    rows = [(label, *(count(one.values[place]) for one in series)) for place, label in enumerate(labels)]
    head = (unit or title, *(one.name for one in series))
    return chart(drawings=[svg], title=title, head=head, rows=rows, kind="series")


def _names(ends: Sequence[tuple[float, Series]]) -> SafeString:
    """Value and name beside each line's end, pushed apart so that none covers another."""
    pieces, lowest_free = [], 0.0
    for y, one in sorted(ends, key=lambda end: end[0]):
        names = wrapped(one.name, 92, 13.5)
        top = max(y + 12, lowest_free + 16)
        x = f"{PLOT + 2}%"
        tone = {"gold": "ink-gold", "ink": "strong"}.get(one.tone, f"ink-{one.tone}")
        pieces.append(element("text", one.text, class_=f"strong {tone}", x=x, y=round(top, 1)))
        pieces.append(lines_of_text(names, x, round(top + 16, 1), 15, class_="tag quiet"))
        lowest_free = top + 16 + 15 * (len(names) - 1)
    return joined(pieces)


def _labels(labels: Sequence[Any]) -> SafeString:
    """The first and the last label, and those between that have room."""
    steps = max(len(labels) - 1, 1)
    every = max(1, -(-len(labels) // 4))
    pieces = []
    for place, label in enumerate(labels):
        is_last = place == len(labels) - 1
        if not is_last and (place % every or len(labels) - 1 - place < every / 2):
            continue
        anchor = "start" if place == 0 else "end" if is_last else "middle"
        x = f"{place * PLOT / steps:.2f}%"
        pieces.append(element("text", label, class_="tag quiet", x=x, y=TALL + 34, text_anchor=anchor))
    return joined(pieces)
