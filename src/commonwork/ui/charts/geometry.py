"""Places on circles, and arrows along them. Angles in degrees, clockwise from the right, as SVG counts them."""

from math import cos, degrees, hypot, radians, sin

from django.utils.safestring import SafeString

from commonwork.ui.charts.svg import element, joined

Point = tuple[float, float]


def polar(centre: Point, radius: float, angle: float) -> Point:
    """The point at this angle on a circle.

    >>> polar((600.0, 350.0), 262, -90)
    (600.0, 88.0)
    """
    return (
        round(centre[0] + radius * cos(radians(angle)), 2),
        round(centre[1] + radius * sin(radians(angle)), 2),
    )


def arc(centre: Point, radius: float, start: float, end: float) -> str:
    """The path of an arc, clockwise from `start` to `end`."""
    (x1, y1), (x2, y2) = polar(centre, radius, start), polar(centre, radius, end)
    large = 1 if (end - start) % 360 > 180 else 0
    return f"M{x1:g} {y1:g}A{radius:g} {radius:g} 0 {large} 1 {x2:g} {y2:g}"


def ring_part(centre: Point, inner: float, outer: float, start: float, end: float) -> str:
    """The path of a piece of a ring between two radii, clockwise."""
    large = 1 if (end - start) % 360 > 180 else 0
    (x1, y1), (x2, y2) = polar(centre, outer, start), polar(centre, outer, end)
    (x3, y3), (x4, y4) = polar(centre, inner, end), polar(centre, inner, start)
    return (
        f"M{x1:g} {y1:g}A{outer:g} {outer:g} 0 {large} 1 {x2:g} {y2:g}"
        f"L{x3:g} {y3:g}A{inner:g} {inner:g} 0 {large} 0 {x4:g} {y4:g}z"
    )


def head(base: Point, tip: Point, breadth: float) -> str:
    """The path of an arrow's head from the middle of its base to its tip."""
    across, along = tip[0] - base[0], tip[1] - base[1]
    length = hypot(across, along) or 1.0
    side_x, side_y = -along / length * breadth / 2, across / length * breadth / 2
    points = (tip, (base[0] + side_x, base[1] + side_y), (base[0] - side_x, base[1] - side_y))
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "z"


def arc_arrow(
    centre: Point,
    radius: float,
    start: float,
    end: float,
    colour: str,
    *,
    width: float = 9,
    breadth: float = 28,
    length: float = 21,
) -> SafeString:
    """An arrow along a circle whose tip lies on it at `end`."""
    base_angle = end - degrees(length / radius)
    base, tip = polar(centre, radius, base_angle), polar(centre, radius, end)
    return joined(
        (
            element(
                "path",
                class_=f"outline-only stroke-{colour}",
                stroke_width=width,
                d=arc(centre, radius, start, base_angle + 0.4),
            ),
            element("path", class_=f"fill-{colour}", d=head(base, tip, breadth)),
        )
    )
