"""The map of opinions: who answers alike stands close together. Each mark carries the letter of its group."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from commonwork.ui.charts.svg import chart, drawing, element, joined

TALL, EDGE = 320.0, 34.0
STEP_X, STEP_Y = 2, 10  # percent, pixels


@dataclass(frozen=True)
class Dot:
    """One person's place; the middle of all is (0, 0)."""

    x: float
    y: float
    is_you: bool = False


@dataclass(frozen=True)
class Group:
    """One group. The last letter of its name stands in its marks."""

    name: Any
    tone: str
    dots: Sequence[Dot]

    @property
    def size(self) -> str:
        """How many, in words."""
        return ngettext("%(count)d person", "%(count)d people", len(self.dots)) % {"count": len(self.dots)}


def opinion_map(groups: Sequence[Group], title: Any) -> SafeString:
    """People as round marks, those in one place as one larger mark; yours has a ring. Rows: how many in each group."""
    dots = [dot for group in groups for dot in group.dots]
    wide = max([abs(dot.x) for dot in dots] + [1e-9])
    tall = max([abs(dot.y) for dot in dots] + [1e-9])
    pieces = [
        element("line", class_="stroke-line", x1="50%", x2="50%", y1=0, y2=TALL),
        element("line", class_="stroke-line", x1="0", x2="100%", y1=TALL / 2, y2=TALL / 2),
    ]
    for group in groups:
        pieces += _marks(group, wide, tall)
    words = ", ".join(f"{group.name}: {group.size}" for group in groups)
    svg = drawing(joined(pieces), title=title, words=words, height=TALL, class_="opinion-map", key="opinions")
    rows = [(group.name, group.size) for group in groups]
    note = gettext(
        "Who answers alike stands close together. Nobody is named; only you see which mark is yours."
    )
    return chart(
        drawings=[svg], title=title, head=(gettext("Group"), gettext("People")), rows=rows, note=note
    )


def _marks(group: Group, wide: float, tall: float) -> list[SafeString]:
    """The marks of one group, the largest first, so that small ones stay in view."""

    def place(dot: Dot) -> tuple[int, int]:
        """Where a dot is drawn; dots closer than a mark is wide fall together."""
        across, up = dot.x / wide * 44, dot.y / tall * (TALL / 2 - EDGE)
        return round(across / STEP_X) * STEP_X, round(up / STEP_Y) * STEP_Y

    places = Counter(place(dot) for dot in group.dots)
    yours = {place(dot) for dot in group.dots if dot.is_you}
    pieces = []
    for (x, y), count in places.most_common():
        at_x, at_y = f"{50 + x}%", round(TALL / 2) - y
        radius = min(30, 10 + isqrt(9 * (count - 1)))
        if (x, y) in yours:
            ring = {"class_": "outline-only stroke-ink", "stroke_width": 3}
            pieces.append(element("circle", cx=at_x, cy=at_y, r=radius + 4, **ring))
        pieces.append(element("circle", class_=f"fill-{group.tone}", cx=at_x, cy=at_y, r=radius))
        letter = {"class_": "mark-letter", "text_anchor": "middle"}
        pieces.append(element("text", str(group.name)[-1:], x=at_x, y=at_y + 5, **letter))
    return pieces
