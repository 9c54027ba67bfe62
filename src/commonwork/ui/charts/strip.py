"""Where each dollar went: one bar cut in parts, each named under its start, the small ones above with a tick.

On phones the names become a list with swatches. A budget strip is the same bar with its words inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commonwork.ui.charts.svg import chart, drawing, element, joined, lines_of_text, width_of, wrapped

TONES = ("green", "gold", "indigo", "clay", "ink")
NARROWEST = 640.0  # the width in pixels at which the words must still fit
SMALL = 0.03
BAR = 46


@dataclass(frozen=True)
class Segment:
    """One part. weight: any whole number >= 0; shown: what stands for it (else its cents of a dollar)."""

    name: Any
    weight: int
    tone: str = ""
    shown: Any = ""


def cents(weights: Sequence[int]) -> list[int]:
    """Weights as whole cents of one dollar; they add up to 100 (largest remainders, ties to the first).

    >>> cents([1, 1, 1]), cents([46, 32, 11, 1, 10])
    ([34, 33, 33], [46, 32, 11, 1, 10])
    """
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    floors = [weight * 100 // total for weight in weights]
    rest = [weight * 100 % total for weight in weights]
    for place in sorted(range(len(weights)), key=lambda place: (-rest[place], place))[: 100 - sum(floors)]:
        floors[place] += 1
    return floors


def dollar_strip(segments: Sequence[Segment], title: Any = "") -> SafeString:
    """The strip with its names, its list for phones, and its rows."""
    segments = [segment for segment in segments if segment.weight > 0]
    title = title or gettext("Where each dollar went")
    shown = [
        segment.shown or f"{part}¢"
        for segment, part in zip(segments, cents([segment.weight for segment in segments]), strict=True)
    ]
    tones = [segment.tone or TONES[place % len(TONES)] for place, segment in enumerate(segments)]
    words = ", ".join(f"{value} {segment.name}" for value, segment in zip(shown, segments, strict=True))
    drawings = [_bar_with_names(segments, shown, tones, title, words), _list(segments, shown, tones)]
    return chart(drawings=drawings, title=title, kind="dollar-strip")


def _bar_with_names(
    segments: Sequence[Segment], shown: Sequence[Any], tones: Sequence[str], title: Any, words: str
) -> SafeString:
    total = sum(segment.weight for segment in segments) or 1
    starts, start = [], 0.0
    for segment in segments:
        starts.append(start)
        start += segment.weight / total
    is_above = [
        _goes_above(segment, value, segment.weight / total)
        for segment, value in zip(segments, shown, strict=True)
    ]
    lift = 22 * sum(is_above)
    pieces: list[SafeString] = []
    rows_below, above = 1, 0
    for place, segment in enumerate(segments):
        part = segment.weight / total
        x = f"{starts[place] * 100:.2f}%"
        pieces.append(
            element(
                "rect", class_=f"fill-{tones[place]}", x=x, y=lift, width=f"{part * 100:.2f}%", height=BAR
            )
        )
        if is_above[place]:
            pieces.append(_name_above(segment, shown[place], starts[place] + part / 2, lift, above))
            above += 1
            continue
        lines = wrapped(segment.name, part * NARROWEST - 10, 14.5)
        rows_below = max(rows_below, len(lines))
        pieces.append(element("text", shown[place], class_="strip-value", x=x, y=lift + BAR + 26))
        pieces.append(lines_of_text(lines, x, lift + BAR + 45, 18, class_="quiet"))
    height = lift + BAR + 50 + 18 * (rows_below - 1)
    return drawing(joined(pieces), title=title, words=words, height=height, class_="wide-strip")


def _goes_above(segment: Segment, value: Any, part: float) -> bool:
    room = part * NARROWEST - 8
    longest = max(str(segment.name).split(" "), key=len)
    return part < SMALL or width_of(longest, 14.5) > room or width_of(str(value), 19, is_bold=True) > room


def _name_above(segment: Segment, value: Any, middle: float, lift: float, level: int) -> SafeString:
    y = 14 + 22 * level
    anchor = "end" if middle > 0.8 else "start" if middle < 0.2 else "middle"
    x = f"{middle * 100:.2f}%"
    text = joined(
        (element("tspan", value, class_="strong"), " ", element("tspan", segment.name, class_="quiet"))
    )
    return joined(
        (
            element("text", text, x=x, y=y, text_anchor=anchor),
            element("line", class_="stroke-edge", stroke_width=1, x1=x, x2=x, y1=y + 5, y2=lift),
        )
    )


def _list(segments: Sequence[Segment], shown: Sequence[Any], tones: Sequence[str]) -> SafeString:
    total = sum(segment.weight for segment in segments) or 1
    start, bar = 0.0, []
    for segment, tone in zip(segments, tones, strict=True):
        part = segment.weight * 100 / total
        bar.append(
            element("rect", class_=f"fill-{tone}", x=f"{start:.2f}%", width=f"{part:.2f}%", height=BAR)
        )
        start += part
    items = format_html_join(
        "",
        '<li><svg width="14" height="14" aria-hidden="true"><rect class="fill-{}" width="14" height="14"/></svg>'
        "<span>{}</span><b>{}</b></li>",
        ((tone, segment.name, value) for segment, value, tone in zip(segments, shown, tones, strict=True)),
    )
    return format_html(
        '<div class="strip-list"><svg width="100%" height="{}" aria-hidden="true">{}</svg><ul class="strip-names">{}</ul></div>',
        BAR,
        joined(bar),
        items,
    )


def budget_strip(segments: Sequence[Segment], title: Any, total: int = 0) -> SafeString:
    """A budget with its parts' names inside; what is left of `total` is dashed. `shown` must be given."""
    spent = sum(segment.weight for segment in segments)
    whole = max(total, spent, 1)
    start, pieces = 0.0, []
    for place, segment in enumerate(segments):
        part = segment.weight * 100 / whole
        tone = segment.tone or TONES[place % len(TONES)]
        pieces.append(
            element("rect", class_=f"fill-{tone} gap", x=f"{start:.2f}%", width=f"{part:.2f}%", height=54)
        )
        if part * NARROWEST / 100 > width_of(str(segment.name), 14.5, is_bold=True) + 24:
            on = "on-gold" if tone in {"gold", "line"} else "on-green"
            inner = joined(
                (
                    element("text", segment.name, class_=f"strong {on}", x=14, y=23),
                    element("text", segment.shown, class_=on, x=14, y=42),
                )
            )
            pieces.append(element("svg", inner, x=f"{start:.2f}%", width=f"{part:.2f}%", height=54))
        start += part
    if whole > spent:
        pieces.append(
            element(
                "rect",
                class_="outline-only stroke-edge",
                stroke_width=2,
                stroke_dasharray="5 3",
                x=f"{start:.2f}%",
                y=1,
                width=f"{100 - start:.2f}%",
                height=52,
            )
        )
    words = ", ".join(f"{segment.name} {segment.shown}" for segment in segments)
    svg = drawing(joined(pieces), title=title, words=words, height=54, class_="budget")
    named = format_html("<h3>{}</h3>", title)
    rows = [(segment.name, segment.shown) for segment in segments]
    return joined((named, chart(drawings=[svg], title=title, head=("", ""), rows=rows, kind="budget-strip")))
