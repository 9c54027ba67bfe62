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
    is_above = _above(segments, shown, starts, total)
    lift = 22 * sum(is_above)
    levels = _levels([place for place, above in enumerate(is_above) if above], starts)
    pieces: list[SafeString] = []
    rows_below = 1
    for place, segment in enumerate(segments):
        part = segment.weight / total
        x = f"{starts[place] * 100:.2f}%"
        pieces.append(
            element(
                "rect", class_=f"fill-{tones[place]}", x=x, y=lift, width=f"{part * 100:.2f}%", height=BAR
            )
        )
        if is_above[place]:
            pieces.append(_name_above(segment, shown[place], starts[place] + part / 2, lift, levels[place]))
            continue
        following = [starts[later] for later in range(place + 1, len(segments)) if not is_above[later]]
        room = (following[0] if following else 1 + 14 / NARROWEST) - starts[place]
        lines = wrapped(segment.name, room * NARROWEST - 6, 14.5)
        rows_below = max(rows_below, len(lines))
        pieces.append(element("text", shown[place], class_="strip-value", x=x, y=lift + BAR + 26))
        pieces.append(lines_of_text(lines, x, lift + BAR + 45, 18, class_="quiet"))
    height = lift + BAR + 50 + 18 * (rows_below - 1)
    return drawing(joined(pieces), title=title, words=words, height=height, class_="wide-strip")


def _levels(above: Sequence[int], starts: Sequence[float]) -> dict[int, int]:
    """Which line above the bar each name takes, so that no tick crosses a name: on the left half the first name stands
    highest and runs right, on the right half the last stands highest and runs left."""
    left = [place for place in above if starts[place] < 0.5]
    right = [place for place in above if starts[place] >= 0.5]
    return {place: level for level, place in enumerate([*left, *reversed(right)])}


def _above(
    segments: Sequence[Segment], shown: Sequence[Any], starts: Sequence[float], total: int
) -> list[bool]:
    """Which names stand above the bar: parts under three percent, and those without room before the next name below.

    Reckoned from the right; the last may reach a little beyond the bar.
    """
    above, next_below = [], 1 + 14 / NARROWEST
    for segment, value, start in zip(reversed(segments), reversed(shown), reversed(starts), strict=True):
        room = (next_below - start) * NARROWEST - 6
        longest = max(str(segment.name).split(" "), key=len)
        needs = max(width_of(longest, 14.5), width_of(str(value), 19, is_bold=True))
        above.append(segment.weight < SMALL * total or needs > room)
        if not above[-1]:
            next_below = start
    return above[::-1]


def _name_above(segment: Segment, value: Any, middle: float, lift: float, level: int) -> SafeString:
    y = 14 + 22 * level
    anchor = "end" if middle >= 0.5 else "start"
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
        '<div class="strip-list"><svg width="100%" height="{}" aria-hidden="true">{}</svg>'
        '<ul class="strip-names">{}</ul></div>',
        BAR,
        joined(bar),
        items,
    )


def budget_strip(segments: Sequence[Segment], title: Any, total: int = 0, left_over: Any = "") -> SafeString:
    """A budget with its parts' names inside; what is left of `total` is dashed. `shown` must be given.

    left_over: how the rest reads ("$1,800").
    """
    spent = sum(segment.weight for segment in segments)
    whole = max(total, spent, 1)
    lines = [_inside(segment, whole) for segment in segments]
    height = 18.0 + 19 * max([len(each) for each in lines] + [2])
    start, pieces = 0.0, []
    tones = [segment.tone or TONES[place % len(TONES)] for place, segment in enumerate(segments)]
    for segment, tone, words in zip(segments, tones, lines, strict=True):
        part = segment.weight * 100 / whole
        on = "on-gold" if tone == "gold" else "plain" if tone == "line" else "on-green"
        place = {"x": f"{start:.2f}%", "width": f"{part:.2f}%", "height": height}
        pieces.append(element("rect", class_=f"fill-{tone} gap", **place))
        named = [
            element("text", word, class_=f"strong {on}", x=14, y=24 + 19 * n)
            for n, word in enumerate(words[:-1])
        ]
        value = [element("text", word, class_=on, x=14, y=24 + 19 * (len(words) - 1)) for word in words[-1:]]
        pieces.append(element("svg", joined([*named, *value]), **place))
        start += part
    if whole > spent:
        pieces.append(_left_over(start, height, left_over))
    told = ", ".join(f"{segment.name} {segment.shown}" for segment in segments)
    svg = drawing(joined(pieces), title=title, words=told, height=height, class_="wide-strip")
    rest = [Segment(gettext("left over"), whole - spent, "paper", left_over)] if whole > spent else []
    shown = [segment.shown for segment in [*segments, *rest]]
    listed = _list([*segments, *rest], shown, [*tones, *("paper" for _one in rest)])
    return joined(
        (format_html("<h3>{}</h3>", title), chart(drawings=[svg, listed], title=title, kind="dollar-strip"))
    )


def _inside(segment: Segment, whole: int) -> list[str]:
    """The words that fit inside a part, its value last; nothing when they do not fit."""
    room = segment.weight / whole * NARROWEST - 22
    lines = wrapped(segment.name, room, 14.5, is_bold=True)
    fits = all(width_of(line, 14.5, is_bold=True) <= room for line in lines)
    return [*lines, str(segment.shown)] if fits and len(lines) < 4 else []


def _left_over(start: float, height: float, shown: Any) -> SafeString:
    place = {"x": f"{start:.2f}%", "width": f"{100 - start:.2f}%"}
    dashed = {"stroke_width": 2, "stroke_dasharray": "5 3"}
    words: list[SafeString] = []
    if shown and (100 - start) * NARROWEST / 100 > width_of(gettext("left over"), 14.5, is_bold=True) + 22:
        words.append(element("text", gettext("left over"), class_="strong quiet", x=14, y=24))
        words.append(element("text", shown, class_="quiet", x=14, y=43))
    frame = element("rect", class_="outline-only stroke-edge", y=1, height=height - 2, **place, **dashed)
    return joined((frame, element("svg", joined(words), height=height, **place)))
