"""What all charts share: safe text, elements, the frame with title, description and rows, and room for words.

Charts are drawn in one of two ways: with a fixed geometry (the loop), or stretched over the width of the column with
horizontal places in percent and type in pixels, so that words stay readable on every screen.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

# How wide letters run in a wide face, in parts of the type's size. Bold runs an eighth wider.
WIDTHS = {
    **dict.fromkeys("ijlíIJ'", 0.28),
    **dict.fromkeys(" ,.’·/:;|f-", 0.34),
    **dict.fromkeys("()[]tr!¡\u00a0", 0.40),
    **dict.fromkeys("sz“”?¿cLFkvxyP", 0.56),
    **dict.fromkeys("AVBRXZCK", 0.69),
    **dict.fromkeys("UHNDG&OQw", 0.77),
    **dict.fromkeys("#+<=>~−→×M", 0.85),
    **dict.fromkeys("%mW½@—", 0.98),
}


def width_of(text: str, size: float, *, is_bold: bool = False) -> float:
    """A careful guess at how wide a text runs in a wide face (never narrower than the system faces we know)."""
    units = sum(WIDTHS.get(letter, 0.63) for letter in text)
    return units * size * (1.13 if is_bold else 1.0)


def wrapped(text: Any, room: float, size: float, *, is_bold: bool = False) -> list[str]:
    """The text in lines that fit into `room` pixels; a single word that is too long keeps its line."""
    lines: list[str] = []
    for word in str(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, is_bold=is_bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def element(name: str, content: Any = "", /, **attributes: Any) -> SafeString:
    """One element; names are written with dashes for underscores, `class_` without its dash; None is left out."""
    pairs = format_html_join(
        "",
        ' {}="{}"',
        (
            (key.rstrip("_").replace("_", "-"), f"{value:g}" if isinstance(value, float) else value)
            for key, value in attributes.items()
            if value is not None and value != ""
        ),
    )
    return format_html("<{0}{1}>{2}</{0}>", mark_safe(name), pairs, content)  # noqa: S308 - a constant of ours


def joined(pieces: Iterable[Any]) -> SafeString:
    """Pieces one after the other, each escaped unless it is markup already."""
    return mark_safe("".join(conditional_escape(piece) for piece in pieces))  # noqa: S308 - each is escaped


def lines_of_text(lines: Sequence[str], x: Any, y: float, step: float, **attributes: Any) -> SafeString:
    """Lines of text below each other, the first with its foot on y."""
    return joined(
        element("text", line, x=x, y=y + place * step, **attributes) for place, line in enumerate(lines)
    )


def linked(content: SafeString, href: str, label: str = "") -> SafeString:
    """The content as a link, or as it is when there is no address."""
    return element("a", content, href=href, aria_label=label) if href else content


def chart(
    *,
    title: Any,
    drawings: Sequence[SafeString],
    head: Sequence[Any] = (),
    rows: Sequence[Sequence[Any]] = (),
    kind: str = "",
    note: Any = "",
) -> SafeString:
    """The frame: a figure with its drawings and, behind a disclosure, the table they were drawn from."""
    note_part = format_html('<p class="chart-note">{}</p>', note) if note else ""
    return format_html(
        '<figure class="chart {}">{}{}{}</figure>',
        kind,
        joined(drawings),
        note_part,
        table(title, head, rows) if rows else "",
    )


def drawing(
    content: SafeString,
    *,
    title: Any,
    words: Any,
    height: float,
    view_box: str = "",
    class_: str = "",
    key: str = "",
) -> SafeString:
    """One SVG with its title and description; `key` tells two drawings of one chart apart.

    With links inside it is a group, so that they can be reached; without, a picture.
    """
    stem = f"{key or 'chart'}-{sha256(f'{title}{words}'.encode()).hexdigest()[:8]}"
    return format_html(
        '<svg role="{}" width="100%"{} class="{}" aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title>'
        '<desc id="{}-d">{}</desc>{}</svg>',
        "group" if "<a " in content else "img",
        format_html(' viewBox="{}"', view_box) if view_box else format_html(' height="{}"', f"{height:g}"),
        class_,
        *(stem, stem, stem),
        title,
        stem,
        words,
        content,
    )


def table(title: Any, head: Sequence[Any], rows: Sequence[Sequence[Any]]) -> SafeString:
    """The rows behind a chart, behind a disclosure."""
    heads = joined(
        element("th", text, scope="col", class_="num" if place else "") for place, text in enumerate(head)
    )
    body = joined(element("tr", joined(_cell(cell, place) for place, cell in enumerate(row))) for row in rows)
    return format_html(
        '<details class="chart-rows"><summary>{}</summary><table class="ledger compact plain">'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></details>",
        gettext("The rows behind it"),
        title,
        heads,
        body,
    )


def _cell(value: Any, place: int) -> SafeString:
    return element("td", value, class_="num") if place else element("th", value, scope="row")
