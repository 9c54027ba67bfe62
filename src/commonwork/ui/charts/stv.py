"""One stage of a count: names, bars and figures in one right column, the quota dashed.

Green is in, gold still standing, indigo what just arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commonwork.ui.charts.svg import chart, drawing, element, joined


@dataclass(frozen=True)
class Standing:
    """One person in one stage. votes_bp, arrived_bp: votes in hundredths; shown: how the figure reads."""

    name: Any
    votes: int
    arrived: int = 0
    shown: Any = ""
    state: Literal["in", "standing", "out"] = "standing"
    is_new: bool = False


def count_stage(rows: Sequence[Standing], quota: int, title: Any, most: int = 0) -> SafeString:
    """The bars of one stage. votes, arrived, quota and most in hundredths of a vote; most: the longest bar of all."""
    most = max(most, quota, *(row.votes for row in rows), 1)
    first, last = 39.0, 72.0
    scale = (last - first) / most
    needs = f"{first + quota * scale:.2f}%"
    pieces = []
    for place, row in enumerate(rows):
        pieces.append(_row(row, 26.0 + place * 31, first, scale))
    foot = 26 + len(rows) * 31 - 4
    dash = {"stroke_width": 2, "stroke_dasharray": "3 3"}
    pieces.append(
        element(
            "line", class_="stroke-ink", stroke_width=2, x1=f"{first}%", x2=f"{first}%", y1=22, y2=foot + 4
        )
    )
    pieces.append(element("line", class_="stroke-ink", x1=needs, x2=needs, y1=22, y2=foot + 4, **dash))
    needed = gettext("needs %(votes)s") % {"votes": f"{quota / 100:g}"}
    pieces.append(element("text", needed, class_="strong", x=needs, y=15, text_anchor="middle"))
    words = ", ".join(f"{row.name}: {row.shown or row.state}" for row in rows)
    svg = drawing(joined(pieces), title=title, words=words, height=foot + 8, class_="stage", key="stage")
    return chart(drawings=[svg], title=title, kind="count-stage")


def _row(row: Standing, y: float, first: float, scale: float) -> SafeString:
    colour = "green" if row.state == "in" else "gold"
    class_ = "strong" if row.state == "in" else "quiet" if row.state == "out" else "plain"
    pieces = [element("text", row.name, class_=class_, x=f"{first - 2.5}%", y=y + 15, text_anchor="end")]
    if row.state != "out":
        kept = (row.votes - row.arrived) * scale
        place = {"y": y, "height": 20}
        pieces.append(element("rect", class_=f"fill-{colour}", x=f"{first}%", width=f"{kept:.2f}%", **place))
        if row.arrived:
            pieces.append(
                element(
                    "rect",
                    class_="fill-indigo",
                    x=f"{first + kept:.2f}%",
                    width=f"{row.arrived * scale:.2f}%",
                    **place,
                )
            )
        figure = "strong" if row.is_new else "plain"
        pieces.append(element("text", row.shown, class_=figure, x="91%", y=y + 15, text_anchor="end"))
    state = {"in": gettext("in"), "out": gettext("out")}.get(row.state, "")
    if state:
        tone = "quiet" if row.state == "out" else "ink-green strong" if row.is_new else "ink-green"
        pieces.append(element("text", state, class_=tone, x="100%", y=y + 15, text_anchor="end"))
    return joined(pieces)
