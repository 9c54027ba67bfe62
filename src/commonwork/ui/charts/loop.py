"""The loop: the institutions on a circle, and on each arrow what flowed. One list of flows makes the wide drawing, the
path for phones and the list for screen readers, so that none can say what the others do not.

Geometry: DESIGN.md, "The loop".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.ui import quilt
from commonwork.ui.charts.geometry import Point, arc_arrow, polar, ring_part
from commonwork.ui.charts.svg import drawing, element, joined, lines_of_text, linked, width_of, wrapped

CENTRE: Point = (600.0, 350.0)
RADIUS, DISC, CLEAR = 262.0, 72.0, 18.0
RING, RING_WIDTH = 112.0, 20.0
ORDER = ("assembly", "school", "incubator", "bank", "federation")
NAMES = {
    "assembly": _("People’s Assembly"),
    "school": _("School"),
    "incubator": _("Incubator"),
    "bank": _("Bank"),
    "federation": _("Federation"),
}
COLOURS = {"people": "green", "money": "gold", "decisions": "indigo"}
FIGURE_SIZE, WORDS_SIZE, NAME_SIZE = 24.0, 16.5, 17.5
FIGURE_LONGEST, WORDS_LONGEST = 22, 30


@dataclass(frozen=True)
class Flow:
    """What went from one institution to the next. `source == target` is trade between sisters.

    dates: only where they differ from the caption's. href: the rows that sum to the figure.
    """

    source: str
    target: str
    tone: Literal["people", "money", "decisions"]
    figure: Any
    words: Any = ""
    href: str = ""
    dates: Any = ""

    @property
    def colour(self) -> str:
        return COLOURS[self.tone]

    @property
    def sentence(self) -> str:
        """The flow in words, for those who hear it."""
        told = ", ".join(str(part) for part in (self.figure, self.words) if part)
        if self.source == self.target:
            route = gettext("Within the %(name)s") % {"name": NAMES[self.source]}
        else:
            route = gettext("From %(source)s to %(target)s") % {
                "source": NAMES[self.source],
                "target": NAMES[self.target],
            }
        return f"{route}: {told}" + (f" ({self.dates})" if self.dates else "")


@dataclass(frozen=True)
class Jobs:
    """What stands in the middle: jobs in the federation, their share of the area's jobs, and the goal.

    share: as it reads ("0.014 %"); share_ppm: the same in parts per million, for the needle's true place.
    """

    jobs: int
    share: Any
    share_ppm: int
    goal_bp: int = 1000
    year_ago: int | None = None
    area: Any = ""
    source: Any = ""
    href: str = ""

    @property
    def goal(self) -> str:
        whole, rest = divmod(self.goal_bp, 100)
        return gettext("goal %(percent)s %%") % {"percent": f"{whole}.{rest:02d}".rstrip("0").rstrip(".")}

    @property
    def last_year(self) -> str:
        return (
            "" if self.year_ago is None else gettext("%(jobs)s a year ago") % {"jobs": f"{self.year_ago:,}"}
        )

    @property
    def sentence(self) -> str:
        parts = [
            f"{self.jobs:,} {gettext('jobs in the federation')}",
            f"{self.share} {gettext('of the area’s jobs')}",
        ]
        return ", ".join([*parts, self.last_year, self.goal] if self.last_year else [*parts, self.goal])


def place_of(key: str) -> Point:
    """The centre of an institution's disc."""
    return polar(CENTRE, RADIUS, -90 + 72 * ORDER.index(key))


def loop(
    flows: Sequence[Flow],
    jobs: Jobs | None = None,
    places: Mapping[str, str] | None = None,
    *,
    period: Any = "",
    dates: Any = "",
    is_demo: bool = False,
) -> SafeString:
    """The whole picture. places: {institution: address}; period: "The last 12 months"; dates: "to 12 May 2026"."""
    places = places or {}
    return SafeString(
        render_to_string(
            "ui/charts/loop.html",
            {
                "wide": _wide(flows, jobs, places),
                "jobs": jobs,
                "small_ring": _small_ring(jobs) if jobs else "",
                "stops": _path(flows, places),
                "first": {"name": NAMES[ORDER[0]], "mark": quilt.block(ORDER[0], 26)},
                "flows": flows,
                "period": period,
                "dates": dates,
                "is_demo": is_demo,
            },
        )
    )


def _wide(flows: Sequence[Flow], jobs: Jobs | None, places: Mapping[str, str]) -> SafeString:
    pieces = [_sisters(flow) if flow.source == flow.target else _arrow(flow) for flow in flows]
    pieces += [_disc(key, places.get(key, "")) for key in ORDER]
    if jobs:
        pieces.append(_ring(jobs))
    return drawing(
        joined(pieces),
        title=gettext("The loop: what flowed between the institutions"),
        words=". ".join([*(flow.sentence for flow in flows), jobs.sentence if jobs else ""]),
        view_box=f"0 0 1200 {_tall(flows)}",
        height=700,
        class_="loop-wide",
        key="wide",
    )


def _tall(flows: Sequence[Flow]) -> int:
    """700, and a line more for each line that the label at the foot has beyond two."""
    foot = [flow for flow in flows if (flow.source, flow.target) == ("incubator", "bank")]
    lines = sum(len(_figures(flow, 340)) + len(_words(flow, 340)) + bool(flow.dates) for flow in foot)
    return 700 + 24 * max(lines - 2, 0)


def _disc(key: str, href: str) -> SafeString:
    x, y = place_of(key)
    names = wrapped(NAMES[key], 2 * DISC - 26, NAME_SIZE, is_bold=True)
    top = y - 24 if len(names) == 1 else y - 34
    content = joined(
        (
            element("circle", class_="fill-deep", cx=x, cy=y, r=DISC),
            element(
                "path",
                class_="fill-on-deep",
                transform=f"translate({x - 21:g} {top - 13:g}) scale(7)",
                d=quilt.block_path(key),
            ),
            lines_of_text(names, x, top + 57, 20, class_="disc-name", text_anchor="middle"),
        )
    )
    return linked(content, href)


def _arrow(flow: Flow) -> SafeString:
    start = -90 + 72 * ORDER.index(flow.source)
    end = start + 72 * ((ORDER.index(flow.target) - ORDER.index(flow.source)) % len(ORDER))
    return joined(
        (
            arc_arrow(CENTRE, RADIUS, start + CLEAR, end - CLEAR, flow.colour),
            _label_of_arc(flow, (start + end) / 2),
        )
    )


def _label_of_arc(flow: Flow, middle: float) -> SafeString:
    x, y = polar(CENTRE, RADIUS + 30, middle)
    if abs(x - CENTRE[0]) < 1:
        return _label(flow, x, y + 13, "middle", 340)
    anchor, room = ("start", 1210 - x) if x > CENTRE[0] else ("end", x + 10)
    more = len(_figures(flow, room)) + len(_words(flow, room)) - 2
    if y < CENTRE[1]:  # above the centre an arc runs outwards below its label: more lines push the label up
        y -= 24 * max(more, 0)
    return _label(flow, x, y - 2, anchor, room)


def _figures(flow: Flow, room: float) -> list[str]:
    return short_lines(flow.figure, FIGURE_LONGEST, room, FIGURE_SIZE, is_bold=True)


def _words(flow: Flow, room: float) -> list[str]:
    return short_lines(flow.words, WORDS_LONGEST, room, WORDS_SIZE) if flow.words else []


def short_lines(text: Any, longest: int, room: float, size: float, *, is_bold: bool = False) -> list[str]:
    """The text in lines of at most `longest` characters that also fit the room in a wide face."""
    lines: list[str] = []
    for word in str(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and len(longer) <= longest and width_of(longer, size, is_bold=is_bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _label(flow: Flow, x: float, y: float, anchor: str, room: float) -> SafeString:
    figures, words = _figures(flow, room), _words(flow, room)
    words_top = y + (len(figures) - 1) * 27 + 25
    dates = [str(flow.dates)] if flow.dates else []
    wide = max(
        [width_of(line, FIGURE_SIZE, is_bold=True) for line in figures]
        + [width_of(line, WORDS_SIZE) for line in words]
    )
    left = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
    content = joined(
        (
            element(
                "rect",
                fill="none",
                pointer_events="all",
                x=round(left, 1),
                y=y - 24,
                width=round(wide, 1),
                height=words_top - y + 22 * len(words) + 10,
            ),
            lines_of_text(figures, x, y, 27, class_="loop-figure", text_anchor=anchor),
            lines_of_text(words, x, words_top, 21, class_="loop-words", text_anchor=anchor),
            lines_of_text(dates, x, words_top + 21 * len(words), 18, class_="tag quiet", text_anchor=anchor),
        )
    )
    return linked(content, flow.href)


def _sisters(flow: Flow) -> SafeString:
    """Trade between sisters: a small loop of its own, outwards of the federation."""
    centre = polar(CENTRE, RADIUS + DISC + 34, -90 + 72 * ORDER.index(flow.source))
    x = centre[0] - 49
    return joined(
        (
            arc_arrow(centre, 30, 66, 340, flow.colour, width=6, breadth=20, length=16),
            _label(flow, x, centre[1] - 3, "end", x + 24),
        )
    )


def _ring(jobs: Jobs) -> SafeString:
    inner, outer = RING - RING_WIDTH / 2, RING + RING_WIDTH / 2
    wedge = jobs.goal_bp * 360 / 10_000
    needle = -90 + jobs.share_ppm * 360 / 1_000_000
    (x1, y1), (x2, y2) = polar(CENTRE, inner - 5, needle), polar(CENTRE, outer + 5, needle)
    goal_x, goal_y = polar(CENTRE, outer + 14, -90 + wedge / 2)
    content = joined(
        (
            element(
                "circle",
                class_="outline-only stroke-line",
                stroke_width=RING_WIDTH,
                cx=CENTRE[0],
                cy=CENTRE[1],
                r=RING,
            ),
            element(
                "path",
                class_="fill-gold-tint stroke-gold",
                stroke_width=2,
                d=ring_part(CENTRE, inner, outer, -90, -90 + wedge),
            ),
            element("line", class_="stroke-green", stroke_width=5, x1=x1, y1=y1, x2=x2, y2=y2),
            element("text", jobs.goal, class_="ring-goal ink-gold", x=goal_x - 2, y=goal_y + 2),
            _ring_words(jobs),
        )
    )
    return linked(content, jobs.href)


def _ring_words(jobs: Jobs) -> SafeString:
    number = f"{jobs.jobs:,}"
    size = min(68.0, 170 / width_of(number, 1, is_bold=True))
    what = wrapped(gettext("jobs in the federation"), 178, 15, is_bold=True)
    lines = [
        *wrapped(f"{jobs.share} {gettext('of the area’s')}", 178, 15),
        *([jobs.last_year] if jobs.last_year else []),
    ]
    tall = size * 0.73
    y = CENTRE[1] - (tall + 8 + 22 * (len(what) + len(lines))) / 2 + tall
    centred = {"text_anchor": "middle"}
    return joined(
        (
            element(
                "text", number, class_="ring-number", font_size=round(size, 1), x=CENTRE[0], y=y, **centred
            ),
            lines_of_text(what, CENTRE[0], y + 26, 21, class_="ring-what", **centred),
            lines_of_text(lines, CENTRE[0], y + 26 + 22 * len(what), 22, class_="ring-line", **centred),
        )
    )


def _small_ring(jobs: Jobs) -> SafeString:
    """The ring of the phone's path; its figures stand beside it as text."""
    centre, inner, outer = (94.0, 100.0), 76.0, 93.0
    wedge = jobs.goal_bp * 360 / 10_000
    needle = -90 + jobs.share_ppm * 360 / 1_000_000
    (x1, y1), (x2, y2) = polar(centre, inner - 4, needle), polar(centre, outer + 4, needle)
    number = f"{jobs.jobs:,}"
    what = wrapped(gettext("jobs in the federation"), 124, 14.5, is_bold=True)
    leader_x, leader_y = polar(centre, outer + 1, -90 + min(wedge, 45) * 1.2)
    content = joined(
        (
            element("circle", class_="outline-only stroke-line", stroke_width=17, cx=94, cy=100, r=84.5),
            element(
                "path",
                class_="fill-gold-tint stroke-gold",
                stroke_width=2,
                d=ring_part(centre, inner, outer, -90, -90 + wedge),
            ),
            element("line", class_="stroke-green", stroke_width=5, x1=x1, y1=y1, x2=x2, y2=y2),
            element(
                "path", class_="outline-only stroke-gold", stroke_width=2, d=f"M{leader_x:g} {leader_y:g}H190"
            ),
            element(
                "text",
                number,
                class_="ring-number",
                font_size=round(min(54.0, 124 / width_of(number, 1, is_bold=True)), 1),
                text_anchor="middle",
                x=94,
                y=104,
            ),
            lines_of_text(what, 94, 124, 18, class_="ring-what", text_anchor="middle"),
        )
    )
    return drawing(
        content,
        title=gettext("Jobs in the federation"),
        words=jobs.sentence,
        view_box="0 0 190 195",
        height=195,
        class_="small-ring",
        key="small",
    )


def _path(flows: Sequence[Flow], places: Mapping[str, str]) -> list[dict[str, Any]]:
    """The same flows as stops of a way downward: after each institution what leaves it, its own trade first."""
    stops = []
    for key in ORDER:
        leaving = [flow for flow in flows if flow.source == key]
        leaving.sort(key=lambda flow: flow.source != flow.target)
        stops.append(
            {
                "name": NAMES[key],
                "href": places.get(key, ""),
                "mark": quilt.disc(key, 60),
                "flows": leaving,
                "colour": leaving[-1].colour if leaving else "line",
            }
        )
    return stops
