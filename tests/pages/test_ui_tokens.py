"""The colours can be read, and the style sheets stay small."""

import re
from pathlib import Path

import pytest

from commonwork import ui

STATIC = Path(ui.__file__).parent / "static" / "ui"
COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{3,6})\b")


def colours(css: str) -> dict[str, str]:
    return dict(COLOUR.findall(css))


def schemes() -> dict[str, dict[str, str]]:
    light, dark = (STATIC / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    return {
        "light": colours(light),
        "dark": colours(dark),
        "print": colours(light) | colours((STATIC / "print.css").read_text()),
    }


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: (lighter + 0.05) / (darker + 0.05)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = ("paper", "sheet", "green-tint", "gold-tint", "clay-tint", "indigo-tint")
TEXTS = [
    *((text, ground) for text in ("ink", "quiet") for ground in GROUNDS),
    *((text, ground) for text in ("green", "gold-ink", "clay", "indigo") for ground in ("paper", "sheet")),
    *(("green", "green-tint"), ("gold-ink", "gold-tint"), ("clay", "clay-tint"), ("indigo", "indigo-tint")),
    *(("on-green", "green"), ("on-green", "clay"), ("on-green", "indigo")),
    *(("on-deep", "deep"), ("on-gold", "gold"), ("paper", "ink")),
]


def test_the_measure_of_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)  # the greatest there is
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # WebAIM's well-known near miss


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str) -> None:
    tokens = schemes()[scheme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("mark", ["edge", "gold", "green", "ink"])
def test_borders_of_controls_and_the_focus_ring_are_seen(scheme: str, mark: str) -> None:
    tokens = schemes()[scheme]
    assert contrast(tokens[mark], tokens["paper"]) >= 3
    assert contrast(tokens[mark], tokens["sheet"]) >= 3


@pytest.mark.parametrize(
    ("scheme", "token", "ground", "ratio"),
    [  # from the table of the design
        ("light", "ink", "paper", 16.1),
        ("light", "quiet", "paper", 6.5),
        ("light", "gold-ink", "paper", 6.7),
        ("light", "on-gold", "gold", 4.7),
        ("dark", "ink", "paper", 15.6),
        ("dark", "indigo", "paper", 9.4),
        ("dark", "on-deep", "deep", 5.8),
    ],
)
def test_the_tokens_have_the_contrast_the_design_states(
    scheme: str, token: str, ground: str, ratio: float
) -> None:
    tokens = schemes()[scheme]
    assert contrast(tokens[token], tokens[ground]) == pytest.approx(ratio, abs=0.1)


def test_dark_gives_every_colour_a_value_of_its_own() -> None:
    assert set(schemes()["dark"]) == set(schemes()["light"])


def test_the_style_sheets_have_fewer_than_900_lines_in_all() -> None:
    assert sum(len(file.read_text().splitlines()) for file in STATIC.glob("*.css")) < 900


def test_colours_are_named_once_and_used_by_name() -> None:
    allowed = {"tokens.css", "print.css"}
    named = {
        f"{file.name}: {match}"
        for file in STATIC.glob("*.css")
        if file.name not in allowed
        for match in re.findall(r"#[0-9A-Fa-f]{3,6}\b", file.read_text())
    }
    # code squares and the white button of the join band are the same by day and by night
    assert named <= {
        "components.css: #1C1B17",
        "components.css: #FFFDF8",
        "components.css: #14532D",
        "forms.css: #fff",
    }
