"""A capital account as steps: where it stood, what came and went, where it stands, and what it would become."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commonwork.ui.charts.svg import chart, drawing, element, joined, lines_of_text, wrapped
from commonwork.ui.money import dollars, money

TALLEST = 190.0


@dataclass(frozen=True)
class Level:
    """One step. kind "level": the account stands at `amount_minor`; "change": it moved by it; "expected": it would
    stand at it, and `notes` say why as (amount text, words)."""

    name: Any
    amount_minor: int
    kind: Literal["level", "change", "expected"] = "level"
    tone: str = ""
    notes: tuple[tuple[Any, Any], ...] = ()
    is_here: bool = False


def account_steps(levels: Sequence[Level], title: Any = "") -> SafeString:
    """The steps from left to right; changes hang between the levels they join."""
    title = title or gettext("Capital account")
    standing, tops = 0, []
    for level in levels:
        before = standing
        standing = standing + level.amount_minor if level.kind == "change" else level.amount_minor
        tops.append((before, standing))
    highest = max([max(pair) for pair in tops] + [1])
    scale, zero = TALLEST / highest, TALLEST + 34
    slot = 100 / max(len(levels), 1)
    pieces = [_connectors(levels, tops, slot, zero, scale)]
    rows_below = 1
    for place, level in enumerate(levels):
        pieces.append(_step(level, tops[place], place * slot, slot, zero, scale))
        middle = f"{(place + 0.5) * slot:.2f}%"
        class_ = "strong" if level.is_here else "quiet"
        for form, room in (("wide", slot * 4.7), ("narrow", slot * 3.2)):
            names = wrapped(level.name, room, 14.5)
            rows_below = max(rows_below, len(names))
            placed = {"class_": f"{class_} {form}", "text_anchor": "middle"}
            pieces.append(lines_of_text(names, middle, zero + 22, 18, **placed))
    pieces.append(element("line", class_="stroke-ink", stroke_width=2, x1="0", x2="100%", y1=zero, y2=zero))
    words = ", ".join(f"{level.name}: {_shown(level)}" for level in levels)
    svg = drawing(
        joined(pieces), title=title, words=words, height=zero + 12 + 18 * rows_below, class_="account-steps"
    )
    return chart(
        drawings=[svg],
        title=title,
        head=(gettext("Step"), gettext("Amount")),
        rows=[(level.name, money(level.amount_minor)) for level in levels],
        kind="steps",
    )


def _shown(level: Level) -> str:
    if level.kind == "change" and level.amount_minor > 0:
        return f"+\u00a0{dollars(level.amount_minor)}"
    return dollars(level.amount_minor)


def _connectors(
    levels: Sequence[Level], tops: Sequence[tuple[int, int]], slot: float, zero: float, scale: float
) -> SafeString:
    lines = []
    for place in range(len(levels) - 1):
        if levels[place + 1].kind == "expected":
            continue
        y = round(zero - tops[place][1] * scale, 1)
        x1, x2 = (place + 0.87) * slot, (place + 1.13) * slot
        lines.append(
            element(
                "line", class_="stroke-edge", stroke_width=1, x1=f"{x1:.2f}%", x2=f"{x2:.2f}%", y1=y, y2=y
            )
        )
    return joined(lines)


def _step(
    level: Level, pair: tuple[int, int], left: float, slot: float, zero: float, scale: float
) -> SafeString:
    x, width, middle = f"{left + slot * 0.13:.2f}%", f"{slot * 0.74:.2f}%", f"{left + slot / 2:.2f}%"
    if level.kind == "expected":
        return _expected(level, pair, x, width, middle, f"{left + slot * 0.13 - 2:.2f}%", zero, scale)
    low = min(pair) * scale if level.kind == "change" else 0.0
    high = max(pair) * scale if level.kind == "change" else pair[1] * scale
    tone = level.tone or ("gold" if level.kind == "change" else "green")
    class_ = "strong" if level.kind == "level" else "plain"
    return joined(
        (
            element(
                "rect",
                class_=f"fill-{tone}",
                x=x,
                width=width,
                y=round(zero - high, 1),
                height=round(max(high - low, 2), 1),
            ),
            element(
                "text",
                _shown(level),
                class_=class_,
                x=middle,
                y=round(zero - high - 10, 1),
                text_anchor="middle",
            ),
        )
    )


def _expected(
    level: Level,
    pair: tuple[int, int],
    x: str,
    width: str,
    middle: str,
    beside: str,
    zero: float,
    scale: float,
) -> SafeString:
    now, then = pair[0] * scale, pair[1] * scale
    top = zero - then
    pieces = [
        element(
            "rect", class_="fill-green-tint", x=x, width=width, y=round(zero - now, 1), height=round(now, 1)
        ),
        element(
            "rect",
            class_="outline-only stroke-green",
            stroke_width=2,
            stroke_dasharray="5 3",
            x=x,
            width=width,
            y=round(top, 1),
            height=round(then, 1),
        ),
        element(
            "text",
            dollars(level.amount_minor),
            class_="strong",
            x=middle,
            y=round(top - 10, 1),
            text_anchor="middle",
        ),
    ]
    for place, (shown, words) in enumerate(level.notes):
        y = top + 22 + place * 40
        pieces.append(
            element(
                "text", shown, class_="strong ink-green wide", x=middle, y=round(y, 1), text_anchor="middle"
            )
        )
        pieces.append(
            element(
                "text", words, class_="tag quiet wide", x=middle, y=round(y + 17, 1), text_anchor="middle"
            )
        )
        text = f"{shown} {words}"
        pieces.append(
            element(
                "text",
                text,
                class_="strong ink-green narrow",
                x=beside,
                y=round(top + 16 + place * 20, 1),
                text_anchor="end",
            )
        )
    return joined(pieces)
