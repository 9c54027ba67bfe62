"""The quilt: each institution's traditional block, each co-op's own mark, and the band of flying geese.

Pure functions from names to SVG. Colours are classes of the style sheet, so the quilt follows light, dark and print.
"""

from collections.abc import Sequence
from hashlib import sha256

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

Point = tuple[float, float]
COLOURS = ("green", "gold", "indigo", "clay")


def _box(x: float, y: float, width: float, height: float | None = None) -> str:
    return f"M{x:g} {y:g}h{width:g}v{(width if height is None else height):g}h{-width:g}z"


def _shape(*points: Point) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "z"


_STAR = _shape(
    *((2, 0), (3, 1), (4, 0), (4, 2), (6, 2), (5, 3), (6, 4), (4, 4)),
    *((4, 6), (3, 5), (2, 6), (2, 4), (0, 4), (1, 3), (0, 2), (2, 2)),
)
_DIAMOND = _shape((3, 0.25), (5.75, 3), (3, 5.75), (0.25, 3))
_CORNERS = (
    _shape((0, 0), (1.4, 0), (0, 1.4))
    + _shape((6, 0), (6, 1.4), (4.6, 0))
    + _shape((6, 6), (4.6, 6), (6, 4.6))
    + _shape((0, 6), (0, 4.6), (1.4, 6))
)
_PINWHEEL = (
    _shape((0, 0), (3, 0), (3, 3))
    + _shape((6, 0), (6, 3), (3, 3))
    + _shape((6, 6), (3, 6), (3, 3))
    + _shape((0, 6), (0, 3), (3, 3))
)
_FLAGS = "".join(_shape((x, y), (x + 3, y), (x, y + 3)) for x in (0, 3) for y in (0, 3))
# A block is one path on a 6 x 6 grid. The names are those of the rooms.
BLOCKS: dict[str, str] = {
    "assembly": _STAR,
    "school": "".join(_shape((3, y), (6, y + 2), (0, y + 2)) for y in (0, 2, 4)),
    "incubator": _PINWHEEL,
    "bank": _DIAMOND + _CORNERS,
    "federation": _box(0, 0, 2) + _box(4, 0, 2) + _box(2, 2, 2) + _box(0, 4, 2) + _box(4, 4, 2),
    "home": _shape((3, 0), (6, 3), (5.2, 3), (5.2, 6), (0.8, 6), (0.8, 3), (0, 3)),
    "trade": _shape((0, 0), (6, 0), (3, 3)) + _shape((0, 6), (3, 3), (6, 6)),
    "land": (
        _shape((0, 0), (6, 0), (6, 1), (1, 1), (1, 6), (0, 6))
        + _shape((2, 2), (6, 2), (6, 3), (3, 3), (3, 6), (2, 6))
        + _box(4, 4, 2)
    ),
    "production": _FLAGS,
    "press": _box(0, 0, 6, 1) + _box(0, 2.5, 3.6, 1) + _box(0, 5, 6, 1),
    "city": _box(0, 3, 1.7, 3) + _box(2.15, 0, 1.7, 6) + _box(4.3, 1.5, 1.7, 4.5),
    "books": _box(0, 0, 2.6, 6)
    + _box(3.4, 0, 2.6, 1.5)
    + _box(3.4, 2.25, 2.6, 1.5)
    + _box(3.4, 4.5, 2.6, 1.5),
    "gatherings": (
        _box(2.25, 2.25, 1.5)
        + "".join(_box(x, y, 1.5) for x, y in ((2.25, 0), (4.5, 2.25), (2.25, 4.5), (0, 2.25)))
        + _shape((0, 0), (1.5, 0), (0, 1.5))
        + _shape((6, 0), (6, 1.5), (4.5, 0))
        + _shape((6, 6), (4.5, 6), (6, 4.5))
        + _shape((0, 6), (0, 4.5), (1.5, 6))
    ),
    "network": _shape((3, 0), (6, 3), (3, 6), (0, 3)),
    "allies": _shape((0, 0), (3, 3), (0, 6)) + _shape((6, 0), (6, 6), (3, 3)),
}
ALIASES = {
    "front": "assembly",
    "news": "press",
    "people": "gatherings",
    "fab": "production",
    "lab": "production",
}


def block_path(name: str) -> str:
    """The path of a block on a 6 x 6 grid; the network's diamond for names without a block of their own."""
    return BLOCKS.get(ALIASES.get(name, name), BLOCKS["network"])


def block(name: str, size: int = 14) -> SafeString:
    """A block in the colour of the text around it. It says nothing to a screen reader: its name stands beside it."""
    return format_html(
        '<svg class="block" width="{0}" height="{0}" viewBox="0 0 6 6" aria-hidden="true"><path d="{1}"/></svg>',
        size,
        block_path(name),
    )


# Which of the four cells of a quarter take the second colour: (column, row) counted from the corner.
_SECOND = (
    {(1, 1)},
    {(0, 1), (1, 1)},
    {(0, 1)},
    {(1, 0)},
    {(1, 0), (0, 1)},
    {(0, 0), (1, 1)},
)
# Half squares by the corner that is left out, then the full square.
_HALVES: tuple[tuple[Point, ...], ...] = (
    ((0, 0), (1, 0), (0, 1)),
    ((0, 0), (1, 0), (1, 1)),
    ((1, 0), (1, 1), (0, 1)),
    ((0, 0), (1, 1), (0, 1)),
)
_FULL: tuple[Point, ...] = ((0, 0), (1, 0), (1, 1), (0, 1))


def _quarter(seed: bytes) -> dict[tuple[int, int], tuple[Point, ...]]:
    """The four cells of the upper left quarter: three halves and one full square, or four halves."""
    cells = ((0, 0), (1, 0), (0, 1), (1, 1))
    shapes = {cell: _HALVES[seed[2 + place] % 4] for place, cell in enumerate(cells)}
    full = seed[6] % 5
    if full < 3:
        shapes[cells[full + 1]] = _FULL
    return shapes


def _mirrored(cell: tuple[int, int], shape: Sequence[Point]) -> str:
    column, row = cell
    corner = [(column + x, row + y) for x, y in shape]
    return "".join(
        _shape(*((4 - x if across else x, 4 - y if down else y) for x, y in corner))
        for across in (False, True)
        for down in (False, True)
    )


def mark_paths(key: str, colours: tuple[str, str] | None = None) -> list[tuple[str, str]]:
    """[(colour, path on a 4 x 4 grid), ...] of a co-op's mark: the same key gives the same mark, always."""
    seed = sha256(key.encode()).digest()
    first = COLOURS[seed[0] % 4]
    second = [colour for colour in COLOURS if colour != first][seed[1] % 3]
    if colours:
        first, second = colours
    seconds = _SECOND[seed[7] % len(_SECOND)]
    paths = {first: "", second: ""}
    for cell, shape in _quarter(seed).items():
        paths[second if cell in seconds else first] += _mirrored(cell, shape)
    return list(paths.items())


def mark(key: str, size: int = 48, colours: tuple[str, str] | None = None) -> SafeString:
    """A co-op's own 4 x 4 mirrored mark, seeded by its key, in two of the four colours."""
    pieces = mark_safe(  # noqa: S308 - digits and letters made above
        "".join(f'<path class="fill-{colour}" d="{path}"/>' for colour, path in mark_paths(key, colours))
    )
    return format_html(
        '<svg class="mark" width="{0}" height="{0}" viewBox="0 0 4 4" aria-hidden="true">'
        '<rect class="fill-sheet" width="4" height="4"/>{1}'
        '<rect class="mark-edge" x=".02" y=".02" width="3.96" height="3.96"/></svg>',
        size,
        pieces,
    )


_BAND = (("green", "gold", "ink"), ("clay", "", "green"), ("indigo", "gold", "clay"), ("green", "", "ink"))


def band(height: int = 12, name: str = "band") -> SafeString:
    """The band of flying geese that closes pages and heads receipts. `name` must be its own on the page."""
    pieces = []
    for place, (left, goose, right) in enumerate(_BAND):
        x = place * 2
        pieces.append(f'<path class="fill-{left}" d="{_shape((x, 0), (x + 1, 0), (x, 1))}"/>')
        pieces.append(f'<path class="fill-{right}" d="{_shape((x + 1, 0), (x + 2, 0), (x + 2, 1))}"/>')
        if goose:
            pieces.append(f'<path class="fill-{goose}" d="{_shape((x + 1, 0), (x + 2, 1), (x, 1))}"/>')
    return format_html(
        '<svg class="band" width="100%" height="{0}" aria-hidden="true"><defs>'
        '<pattern id="{1}" width="{2}" height="{0}" patternUnits="userSpaceOnUse">'
        '<g transform="scale({0})">{3}</g></pattern></defs>'
        '<rect width="100%" height="{0}" fill="url(#{1})"/></svg>',
        height,
        name,
        height * 8,
        mark_safe("".join(pieces)),  # noqa: S308 - digits and letters made above
    )


INSTITUTIONS = ("assembly", "school", "incubator", "bank", "federation")


def disc(name: str, size: int = 48) -> SafeString:
    """An institution's block in a deep green disc."""
    return format_html(
        '<svg class="disc" width="{0}" height="{0}" viewBox="0 0 20 20" aria-hidden="true">'
        '<circle class="fill-deep" cx="10" cy="10" r="10"/>'
        '<path class="fill-on-deep" transform="translate(5.5 5.5) scale(1.5)" d="{1}"/></svg>',
        size,
        block_path(name),
    )


def code_square(text: str) -> SafeString:
    """A code square that phones read (QR, medium error correction)."""
    matrix = segno.make(text, error="m", micro=False).matrix
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="code-square" viewBox="-2 -2 {0} {0}" width="120" height="120" role="img" aria-label="{1}">'
        '<rect class="code-ground" x="-2" y="-2" width="{0}" height="{0}"/><path d="{2}"/></svg>',
        len(matrix) + 4,
        gettext("Code square of this address"),
        path,
    )
