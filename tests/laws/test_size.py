"""Law: no file over 400 lines, no function over 60, no template over 120."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.laws.house import files, said, tree

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 60, 120


def too_long(paths: tuple[Path, ...], most: int) -> list[str]:
    counted = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{said(path)}: {count} lines" for path, count in counted.items() if count > most]


def long_functions(module: ast.Module) -> list[str]:
    """Functions (without the decorators above them) of more lines than are easily read."""
    return [
        f"{node.name}: {length} lines"
        for node in statements(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def statements(block: ast.AST) -> Iterator[ast.AST]:
    """Every statement below, without looking into expressions, where no function can stand."""
    for part in ("body", "orelse", "handlers", "finalbody", "cases"):
        inner = getattr(block, part, None)
        for node in inner if isinstance(inner, list) else ():
            yield node
            yield from statements(node)


def test_no_file_is_too_long() -> None:
    assert too_long(files(".py", ".sql", ".js", under=("src", "tests", "bench")), LONGEST_FILE) == []


def test_no_function_is_too_long() -> None:
    python = files(".py", under=("src", "tests", "bench"))
    long = [path for path in python if path.read_text(encoding="utf-8").count("\n") > LONGEST_FUNCTION]
    found = {said(path): long_functions(tree(path)) for path in long}
    assert {path: names for path, names in found.items() if names} == {}


def test_no_template_is_too_long() -> None:
    assert too_long(files(".html", ".txt", under=("src",)), LONGEST_TEMPLATE) == []


def test_this_law_can_fail() -> None:
    body = "\n".join(f"    x = {number}" for number in range(60))
    assert long_functions(ast.parse(f"def f():\n{body}")) == ["f: 61 lines"]
    inside = "class C:\n if x:\n  try: pass\n  except E:\n   match x:\n    case 1:\n"
    deep = "\n".join(f"     {line}" for line in f"async def g():\n{body}".splitlines())
    assert long_functions(ast.parse(inside + deep)) == ["g: 61 lines"]
    assert long_functions(ast.parse(f"def f():\n{body[: body.rindex(chr(10))]}")) == []
    assert too_long((Path(__file__),), 10)
