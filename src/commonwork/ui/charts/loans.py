"""A loan repaid from surplus: one bar a period is its surplus; the gold part went to the loan, the green part stayed.

A dashed part is due now; a loss hangs below zero in clay; a pause is a word in grey, never a colour of alarm.
On narrow screens the bars lie down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commonwork.ui.charts.svg import chart, drawing, element, joined, width_of
from commonwork.ui.money import amount, whole

TALLEST, SMALLEST_WITH_WORDS = 264.0, 20.0
NARROWEST = 320.0  # the width in pixels at which lying bars must still hold their words


@dataclass(frozen=True)
class LoanBar:
    """One period. due_minor: asked for now, not yet paid. note: "paused". All in minor units."""

    period: Any
    surplus_minor: int
    paid_minor: int = 0
    due_minor: int = 0
    note: Any = ""
    is_here: bool = False

    @property
    def to_loan(self) -> int:
        return self.paid_minor + self.due_minor

    @property
    def stays(self) -> int:
        return max(self.surplus_minor, 0) - self.to_loan


def loan_bars(rows: Sequence[LoanBar], title: Any = "", note: Any = "") -> SafeString:
    """The bars, upright on wide screens and lying on phones, with their rows behind them."""
    title = title or gettext("Surplus first, then payment")
    words = "; ".join(_told(row) for row in rows)
    head = (gettext("Period"), gettext("Surplus"), gettext("To the loan"), gettext("Stays with the co-op"))
    return chart(
        drawings=[_upright(rows, title, words), _lying(rows, title, words)],
        title=title,
        head=head,
        rows=[
            (row.period, amount(row.surplus_minor), amount(row.to_loan), amount(row.stays)) for row in rows
        ],
        kind="loan-bars",
        note=note,
    )


def _told(row: LoanBar) -> str:
    if row.due_minor:
        return gettext("%(period)s: surplus %(surplus)s, %(due)s due now") % {
            "period": row.period,
            "surplus": whole(row.surplus_minor),
            "due": whole(row.due_minor),
        }
    return gettext("%(period)s: surplus %(surplus)s, %(paid)s paid") % {
        "period": row.period,
        "surplus": whole(row.surplus_minor),
        "paid": whole(row.paid_minor),
    }


def _text(value: Any, x: Any, y: float, class_: str, anchor: str = "middle") -> SafeString:
    return element("text", value, x=x, y=round(y, 1), class_=class_, text_anchor=anchor)


def _upright(rows: Sequence[LoanBar], title: Any, words: str) -> SafeString:
    highest = max([row.surplus_minor for row in rows] + [1])
    lowest = -min([row.surplus_minor for row in rows] + [0])
    scale = TALLEST / highest
    zero = 28 + TALLEST
    below = min(lowest * scale, 90)
    slot = 100 / max(len(rows), 1)
    pieces = [_bar(row, place * slot, slot, zero, scale) for place, row in enumerate(rows)]
    pieces.append(element("line", class_="stroke-ink", stroke_width=2, x1="0", x2="100%", y1=zero, y2=zero))
    foot = zero + max(below + 30, 34)
    for place, row in enumerate(rows):
        class_ = "strong" if row.is_here else "quiet"
        pieces.append(_text(row.period, f"{(place + 0.5) * slot:.2f}%", foot, class_))
    return drawing(joined(pieces), title=title, words=words, height=foot + 8, class_="wide", key="upright")


def _bar(row: LoanBar, left: float, slot: float, zero: float, scale: float) -> SafeString:
    x, width = f"{left + slot * 0.16:.2f}%", f"{slot * 0.68:.2f}%"
    middle = f"{left + slot / 2:.2f}%"
    if row.surplus_minor < 0:
        deep = min(-row.surplus_minor * scale, 90)
        shown = whole(row.surplus_minor)
        inside = deep >= SMALLEST_WITH_WORDS
        return joined(
            (
                element("rect", class_="fill-clay", x=x, y=zero, width=width, height=round(deep, 1)),
                _text(
                    shown,
                    middle,
                    zero + (deep / 2 + 5 if inside else deep + 16),
                    "on-green" if inside else "ink-clay",
                ),
                _text(row.note, middle, zero - 10, "quiet") if row.note else "",
            )
        )
    paid, due, green = row.paid_minor * scale, row.due_minor * scale, row.stays * scale
    top = zero - paid - due - green
    pieces = [_part(paid, zero - paid, x, width, "gold", row.paid_minor, middle)]
    pieces.append(_part(due, zero - paid - due, x, width, "gold", row.due_minor, middle, is_due=True))
    pieces.append(_part(green, top, x, width, "green", row.stays, middle))
    lift = 30 if row.note else 10
    pieces.append(_text(whole(row.surplus_minor), middle, top - lift, "strong total"))
    if row.note:
        pieces.append(_text(row.note, middle, top - 10, "quiet"))
    return joined(pieces)


def _part(
    height: float, y: float, x: str, width: str, colour: str, minor: int, middle: str, *, is_due: bool = False
) -> SafeString:
    if height <= 0:
        return joined(())
    place = {"x": x, "y": round(y, 1), "width": width, "height": round(height, 1)}
    if is_due:
        rect = element(
            "rect", class_="fill-gold-tint stroke-gold", stroke_width=2, stroke_dasharray="5 3", **place
        )
    else:
        rect = element("rect", class_=f"fill-{colour}", **place)
    words: list[SafeString] = []
    if is_due and height >= 40:
        words.append(_text(whole(minor), middle, y + height / 2 - 2, "strong ink-gold"))
        words.append(_text(gettext("due now"), middle, y + height / 2 + 15, "tag ink-gold"))
    elif height >= SMALLEST_WITH_WORDS:
        words.append(
            _text(whole(minor), middle, y + height / 2 + 5, "ink-gold" if is_due else f"on-{colour}")
        )
    return joined((rect, *words))


def _lying(rows: Sequence[LoanBar], title: Any, words: str) -> SafeString:
    highest = max([row.surplus_minor for row in rows] + [1])
    lowest = -min([row.surplus_minor for row in rows] + [0])
    zero = 100 * lowest / (highest + lowest)
    scale = 100 / (highest + lowest)
    pieces = []
    for place, row in enumerate(rows):
        y = place * 56.0
        pieces.append(_text(row.period, "0", y + 15, "strong" if row.is_here else "quiet", "start"))
        told = " · ".join(str(part) for part in (whole(row.surplus_minor), row.note) if part != "")
        pieces.append(_text(told, "100%", y + 15, "strong", "end"))
        line = {"x1": f"{zero:.2f}%", "x2": f"{zero:.2f}%", "y1": y + 20, "y2": y + 48}
        pieces.append(element("line", class_="stroke-ink", stroke_width=2, **line))
        if row.surplus_minor < 0:
            wide = -row.surplus_minor * scale
            pieces.append(_flat("clay", zero - wide, wide, y, row.surplus_minor))
            continue
        paid = row.paid_minor * scale
        pieces.append(_flat("gold", zero, paid, y, row.paid_minor))
        pieces.append(_flat("gold", zero + paid, row.due_minor * scale, y, row.due_minor, is_due=True))
        pieces.append(_flat("green", zero + row.to_loan * scale, row.stays * scale, y, row.stays))
    return drawing(
        joined(pieces), title=title, words=words, height=len(rows) * 56, class_="narrow", key="lying"
    )


def _flat(colour: str, left: float, wide: float, y: float, minor: int, *, is_due: bool = False) -> SafeString:
    if wide <= 0:
        return joined(())
    place = {"x": f"{left:.2f}%", "y": y + 22, "width": f"{wide:.2f}%", "height": 24}
    class_ = "fill-gold-tint stroke-gold" if is_due else f"fill-{colour}"
    dash = {"stroke_width": 2, "stroke_dasharray": "5 3"} if is_due else {}
    rect = element("rect", class_=class_, **place, **dash)
    tone = "ink-gold" if is_due else "on-gold" if colour == "gold" else "on-green"
    due = [gettext("%(amount)s due") % {"amount": whole(minor)}] if is_due else []
    for shown in (*due, whole(minor)):
        if width_of(shown, 14.5) + 6 <= wide / 100 * NARROWEST:
            return joined((rect, _text(shown, f"{left + wide / 2:.2f}%", y + 39, tone)))
    return rect
