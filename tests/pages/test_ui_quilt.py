"""Marks are the same everywhere and always."""

import re
from xml.etree import ElementTree

import pytest

from commonwork.ui import quilt


def points(path: str) -> set[tuple[float, float]]:
    return {(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)}


def test_the_same_key_gives_the_same_mark_on_every_machine() -> None:
    assert quilt.mark_paths("freedom_farm") == quilt.mark_paths("freedom_farm")
    # written down once, so that a change that would give every co-op a new mark is noticed
    (first, rim), (second, middle) = quilt.mark_paths("freedom_farm")
    assert (first, second) == ("gold", "indigo")
    assert rim.startswith("M0 0L1 1L0 1z")
    assert middle.startswith("M0 1L1 1L1 2z")


def test_different_keys_give_different_marks() -> None:
    marks = {str(quilt.mark(f"co-op-{number}")) for number in range(200)}
    assert len(marks) > 190


@pytest.mark.parametrize("key", ["freedom_farm", "nubias", "green_team", "x"])
def test_a_mark_is_mirrored_both_ways_and_has_two_colours(key: str) -> None:
    paths = dict(quilt.mark_paths(key))
    assert len(paths) == 2
    assert all(paths.values())
    for path in paths.values():
        assert points(path) == {(4 - x, y) for x, y in points(path)} == {(x, 4 - y) for x, y in points(path)}


def test_a_co_op_may_pick_its_colours() -> None:
    assert [colour for colour, _path in quilt.mark_paths("nubias", ("clay", "gold"))] == ["clay", "gold"]


def test_every_institution_has_a_block_and_unknown_rooms_get_the_network_diamond() -> None:
    blocks = {quilt.block_path(name) for name in quilt.INSTITUTIONS}
    assert len(blocks) == 5
    assert quilt.block_path("a room nobody thought of") == quilt.BLOCKS["network"]


@pytest.mark.parametrize(
    "svg", [quilt.mark("a&b"), quilt.block("bank"), quilt.disc("school"), quilt.band(14, "b")]
)
def test_every_picture_is_well_formed_and_carries_no_style(svg: str) -> None:
    ElementTree.fromstring(svg)
    assert "style=" not in svg


def test_a_code_square_can_be_told_from_its_ground() -> None:
    svg = quilt.code_square("http://localhost:8000/verify/7KQM4T9X22WD")
    assert "code-ground" in svg
    assert 'role="img"' in svg
