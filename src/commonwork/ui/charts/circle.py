"""Pictures round a circle: a ring of progress, what goes round between co-ops, and who trades with whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commonwork.ui import quilt
from commonwork.ui.charts.geometry import Point, arc_arrow, polar, ring_part
from commonwork.ui.charts.svg import chart, drawing, element, joined, lines_of_text, linked, wrapped

MARK = 104.0


@dataclass(frozen=True)
class Spoke:
    """A co-op on the circle: its key (its mark is made from it), its name, and what it does there."""

    key: str
    name: Any
    detail: Any = ""
    href: str = ""
    colours: tuple[str, str] | None = None


@dataclass(frozen=True)
class Tie:
    """What goes from one to another; weight decides how thick the arrow is."""

    source: str
    target: str
    weight: int
    figure: Any
    words: Any = ""
    tone: str = "green"
    href: str = ""


def ring(part_bp: int, text: Any, detail: Any = "", goal_bp: int = 0, title: Any = "") -> SafeString:
    """A ring filled to `part_bp`; a goal is an outlined mark on it, never a filling."""
    centre: Point = (80.0, 80.0)
    share = max(0, min(part_bp, 10_000)) * 360 / 10_000
    pieces = [element("circle", class_="outline-only stroke-line", stroke_width=16, cx=80, cy=80, r=68)]
    if share >= 359.9:
        pieces.append(
            element("circle", class_="outline-only stroke-green", stroke_width=16, cx=80, cy=80, r=68)
        )
    elif share:
        pieces.append(element("path", class_="fill-green", d=ring_part(centre, 60, 76, -90, -90 + share)))
    if goal_bp:
        (x1, y1), (x2, y2) = (polar(centre, radius, -90 + goal_bp * 360 / 10_000) for radius in (56, 80))
        pieces.append(element("line", class_="stroke-gold", stroke_width=4, x1=x1, y1=y1, x2=x2, y2=y2))
    pieces.append(element("text", text, class_="ring-number", font_size=34, x=80, y=84, text_anchor="middle"))
    pieces.append(
        lines_of_text(wrapped(detail, 104, 13.5), 80, 104, 16, class_="tag quiet", text_anchor="middle")
    )
    svg = drawing(
        joined(pieces),
        title=title or text,
        words=f"{text} {detail}",
        view_box="0 0 160 160",
        height=160,
        class_="ring",
        key=f"ring-{part_bp}",
    )
    return chart(drawings=[svg], title=title or text, kind="ring-chart")


def _places(spokes: Sequence[Spoke], centre: Point, radius: float) -> dict[str, Point]:
    step = 360 / max(len(spokes), 1)
    return {spoke.key: polar(centre, radius, -90 + place * step) for place, spoke in enumerate(spokes)}


def _thickness(tie: Tie, ties: Sequence[Tie], least: float, most: float) -> float:
    heaviest = max(one.weight for one in ties) or 1
    return round(least + (most - least) * tie.weight / heaviest, 1)


def _mark_at(spoke: Spoke, point: Point, size: float) -> SafeString:
    scale = size / 4
    pieces = [
        element("path", class_=f"fill-{colour}", d=path)
        for colour, path in quilt.mark_paths(spoke.key, spoke.colours)
    ]
    return element(
        "g",
        joined(
            (
                element("rect", class_="fill-sheet", width=4, height=4),
                *pieces,
                element("rect", class_="mark-edge", width=4, height=4),
            )
        ),
        transform=f"translate({point[0] - size / 2:g} {point[1] - size / 2:g}) scale({scale:g})",
    )


def goes_round(spokes: Sequence[Spoke], ties: Sequence[Tie], title: Any = "") -> SafeString:
    """What goes round between neighbours on a circle; the thicker the arrow, the more."""
    title = title or gettext("What goes round")
    centre, radius = (460.0, 262.0), 186.0
    places, step = _places(spokes, centre, radius), 360 / max(len(spokes), 1)
    order = [spoke.key for spoke in spokes]
    pieces = [_spoke(spoke, places[spoke.key], centre) for spoke in spokes]
    clear = 36.0 if len(spokes) < 4 else 26.0
    for tie in ties:
        start = -90 + step * order.index(tie.source)
        hops = (order.index(tie.target) - order.index(tie.source)) % len(order)
        end = start + step * hops
        width = _thickness(tie, ties, 5, 15)
        pieces.append(
            arc_arrow(
                centre,
                radius,
                start + clear,
                end - clear,
                tie.tone,
                width=width,
                breadth=max(26, width * 2.4),
                length=22,
            )
        )
        pieces.append(_tie_words(tie, polar(centre, radius + 34, (start + end) / 2), centre))
    words = ". ".join(_told(tie, spokes) for tie in ties)
    svg = drawing(
        joined(pieces),
        title=title,
        words=words,
        view_box="0 0 920 530",
        height=530,
        class_="wide",
        key="round",
    )
    path = SafeString(render_to_string("ui/charts/round_path.html", {"stops": _stops(spokes, ties)}))
    head = (gettext("From"), gettext("To"), gettext("What"))
    names = {spoke.key: spoke.name for spoke in spokes}
    rows = [(names[tie.source], names[tie.target], f"{tie.figure} {tie.words}") for tie in ties]
    return chart(drawings=[svg, path], title=title, head=head, rows=rows, kind="goes-round")


def _spoke(spoke: Spoke, point: Point, centre: Point) -> SafeString:
    x, y = point
    if abs(x - centre[0]) < 30:
        text_x, text_y, anchor = x, y + MARK / 2 + 28, "middle"
    elif x > centre[0]:
        text_x, text_y, anchor = x + MARK / 2 + 20, y - 2, "start"
    else:
        text_x, text_y, anchor = x - MARK / 2 - 20, y - 2, "end"
    names = wrapped(spoke.name, 300 if anchor == "middle" else 190, 20, is_bold=True)
    foot = text_y + 24 * len(names)
    content = joined(
        (
            _mark_at(spoke, point, MARK),
            lines_of_text(names, text_x, text_y, 24, class_="round-name", text_anchor=anchor),
            element("text", spoke.detail, class_="round-words", x=text_x, y=foot, text_anchor=anchor),
        )
    )
    return linked(content, spoke.href)


def _tie_words(tie: Tie, point: Point, centre: Point) -> SafeString:
    x, y = point
    anchor = "middle" if abs(x - centre[0]) < 30 else "start" if x > centre[0] else "end"
    drop = 22 if anchor == "middle" else -16
    content = joined(
        (
            element("text", tie.figure, class_="round-figure", x=x, y=y + drop, text_anchor=anchor),
            element("text", tie.words, class_="round-words", x=x, y=y + drop + 28, text_anchor=anchor),
        )
    )
    return linked(content, tie.href)


def _told(tie: Tie, spokes: Sequence[Spoke]) -> str:
    names: Mapping[str, Any] = {spoke.key: spoke.name for spoke in spokes}
    route = gettext("From %(source)s to %(target)s") % {
        "source": names[tie.source],
        "target": names[tie.target],
    }
    return f"{route}: {tie.figure} {tie.words}"


def _stops(spokes: Sequence[Spoke], ties: Sequence[Tie]) -> list[dict[str, Any]]:
    return [
        {
            "spoke": spoke,
            "mark": quilt.mark(spoke.key, 60, spoke.colours),
            "ties": [tie for tie in ties if tie.source == spoke.key],
        }
        for spoke in spokes
    ]


def network_map(spokes: Sequence[Spoke], ties: Sequence[Tie], title: Any = "") -> SafeString:
    """Who trades with whom: lines between any two, thicker for more; the rows behind it say how much."""
    title = title or gettext("Who trades with whom")
    centre, radius = (460.0, 240.0), 176.0
    places = _places(spokes, centre, radius)
    names: Mapping[str, Any] = {spoke.key: spoke.name for spoke in spokes}
    pieces = []
    for tie in ties:
        (x1, y1), (x2, y2) = places[tie.source], places[tie.target]
        bend_x, bend_y = (x1 + x2 + centre[0]) / 3, (y1 + y2 + centre[1]) / 3
        path = f"M{x1:g} {y1:g}Q{bend_x:.1f} {bend_y:.1f} {x2:g} {y2:g}"
        width = _thickness(tie, ties, 1.5, 11)
        pieces.append(element("path", class_=f"outline-only stroke-{tie.tone}", stroke_width=width, d=path))
    for spoke in spokes:
        x, y = places[spoke.key]
        middle = abs(x - centre[0]) < 30
        anchor = "middle" if middle else "start" if x > centre[0] else "end"
        text_x = x if middle else x + 36 if x > centre[0] else x - 36
        text_y = (y - 36 if y < centre[1] else y + 50) if middle else y + 6
        name = element("text", spoke.name, class_="round-name", x=text_x, y=text_y, text_anchor=anchor)
        pieces.append(linked(joined((_mark_at(spoke, (x, y), 48), name)), spoke.href))
    words = ". ".join(_told(tie, spokes) for tie in ties)
    tall = max(y for _x, y in places.values()) + 66
    svg = drawing(
        joined(pieces),
        title=title,
        words=words,
        view_box=f"0 0 920 {tall:g}",
        height=tall,
        class_="map",
        key="map",
    )
    head = (gettext("From"), gettext("To"), gettext("What"))
    rows = [(names[tie.source], names[tie.target], f"{tie.figure} {tie.words}") for tie in ties]
    lines = joined(
        element("li", joined((element("b", f"{source} → {target}"), element("span", what))))
        for source, target, what in rows
    )
    listed = element("ul", lines, class_="rows trade-list narrow")
    return chart(drawings=[svg, listed], title=title, head=head, rows=rows, kind="network-map")
