"""Worlds: what many tests begin with, made once a worker and found by each test as it was made.

`played = kept_world(lambda: play(town()))` is a fixture. Its builder runs with everything committed, in a database of
its own; a test works there in a transaction that is undone, or commits in a copy and leaves it to the next.
What the builder returns is given to each test as a deep copy.

Where tests call the builder themselves, it is `@lasting` and they (or their file) are marked `begins_in(make)`.
"""

import copy
import functools
import inspect
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.databases import ROOT

Made = TypeVar("Made")
MADE: dict[str, Any] = {}  # what the builders of this worker returned, by world
_here = [""]


def published_folder() -> Path:
    """The folder of published answers; what needs it is skipped where it is absent."""
    folder = Path(os.environ.get("COMMONWORK_PUBLISHED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("the published answers are not on this machine (COMMONWORK_PUBLISHED_DATA)")
    return folder


class Builder:
    """The world a function makes; `kind` names its databases."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.is_small = hasattr(make, "__wrapped__")
        make = inspect.unwrap(make)
        module, line = make.__module__, make.__code__.co_firstlineno
        self.make = make
        self.kind = f"world_{zlib.crc32(module.encode()):08x}_{line}"


def kept_world(make: Callable[[], Any]) -> Any:
    """A fixture that gives what `make` returned, in the database `make` left; of a `lasting` builder, see there."""
    builder = Builder(make)

    def world(db: None) -> Any:
        return given(builder.make)

    world.builder = builder  # type: ignore[attr-defined]
    return pytest.fixture(world)


def here(kind: str | None = None) -> str:
    """The world of the test that runs now; told by whoever changes to another."""
    if kind is not None:
        _here[0] = kind
    return _here[0]


def begins_in(make: Callable[[], Any] | None) -> pytest.MarkDecorator:
    """The mark of tests that begin in the world `make` leaves; with None, in an empty database after all."""
    return pytest.mark.begins_in(Builder(make) if make else None)


def given(make: Callable[[], Any]) -> Any:
    """What `make` returned when the test begins in its world; in any other database it is called."""
    return copy.deepcopy(MADE[Builder(make).kind]) if begun_in(make) else make()


def lasting(make: Callable[[], Made]) -> Callable[[], Made]:
    """A small builder that gives what it made before, in tests that begin in its world. On PostgreSQL, where a database
    takes longer to make than what it holds, each test calls it."""

    @functools.wraps(make)
    def made() -> Made:
        return given(make)

    return made


def begun_in(make: Callable[[], Any]) -> bool:
    """Whether the test that runs now begins in the world `make` left."""
    return here() == Builder(make).kind


def builder_of(item: pytest.Item) -> Builder | None:
    """The world a test asks for through its fixtures; two in one test are a mistake."""
    definitions = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    found = {
        builder.kind: builder
        for name in item.fixturenames  # type: ignore[attr-defined]
        if name in definitions and (builder := getattr(definitions[name][-1].func, "builder", None))
    }
    marked = item.get_closest_marker("begins_in")
    if marked and (asked := marked.args[0]):
        found[asked.kind] = asked
    if "TEST_DATABASE_URL" in os.environ:
        found = {kind: builder for kind, builder in found.items() if not builder.is_small}
    assert len(found) < 2, f"{item.nodeid} begins in two worlds: {', '.join(found)}"
    return next(iter(found.values()), None)
