"""What the laws walk through: the files of the house, its templates, its modules."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import commonwork

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "commonwork"


@cache
def files(*endings: str, under: tuple[str, ...] = ("src", "tests")) -> tuple[Path, ...]:
    """Files of the house with these endings; migrations, the environments of peers and what tools leave behind left out."""
    found = (path for folder in under for path in (ROOT / folder).rglob("*") if path.suffix in endings)
    return tuple(
        sorted(path for path in found if not {"migrations", "__pycache__", ".venvs"} & set(path.parts))
    )


def said(path: Path) -> str:
    """A path as a failing law names it."""
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    """The parsed file; not kept, since so many nodes in memory make the rest three times slower."""
    return ast.parse(path.read_text(encoding="utf-8"))


def templates() -> dict[str, str]:
    """{name: text} of all our templates."""
    return {said(path): path.read_text(encoding="utf-8") for path in files(".html", under=("src",))}


def modules(part: str) -> Iterator[ModuleType]:
    """Every module of the house whose dotted name has this part, e.g. actions."""
    for found in pkgutil.walk_packages(commonwork.__path__, "commonwork."):
        if part in found.name.split("."):
            yield importlib.import_module(found.name)
