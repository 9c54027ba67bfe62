"""Law: no float for money, shares, counts or results in rules, books, bank and federation.

Estimates may use floats: they stand on the list below, each with its reason.
"""

import ast
from pathlib import Path

from tests.laws.house import PACKAGE, files, said, tree

EXACT = ("rules", "books", "bank", "federation")
GUARDED = "Equal Shares in floats with a guard: wherever the floats could decide, exact fractions decide"
CHANCE = "thousands of drawn paths of a plan: percentiles, never an amount that anyone pays or owes"
DRAWN = "where people stand on the map of opinions: drawn, never counted; counts there are whole numbers"
ESTIMATES = {
    "src/commonwork/rules/opinion_groups.py": DRAWN,
    "src/commonwork/rules/counting/shares.py": GUARDED,
    "src/commonwork/rules/counting/shares_exact.py": GUARDED,
    "src/commonwork/rules/counting/shares_reach.py": GUARDED,
    "src/commonwork/rules/feasibility/simulation.py": CHANCE,
}


def floats(module: ast.Module) -> list[str]:
    """Where a float is written, made, declared, or comes out of a true division of whole numbers."""
    return [
        f"line {node.lineno}: {ast.unparse(node)[:60]}"
        for node in ast.walk(module)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"float", "sqrt", "log", "exp"}
            and ast.unparse(node.func) in {"float", "math.sqrt", "math.log", "math.exp"}
        )
        or (isinstance(node, ast.Attribute) and node.attr in {"FloatField", "float64"})
        or (isinstance(node, ast.Name) and node.id == "FloatField")
    ]


def exact_files() -> list[Path]:
    places = [PACKAGE / name for name in EXACT]
    return [path for path in files(".py", under=("src",)) if any(place in path.parents for place in places)]


def test_what_must_be_exact_holds_no_float() -> None:
    paths = exact_files()
    assert len(paths) > 80, "the walk sees the files"
    found = {said(path): floats(tree(path)) for path in paths}
    assert {path: places for path, places in found.items() if places and path not in ESTIMATES} == {}


def test_the_list_of_estimates_names_only_what_is_there() -> None:
    assert [path for path in ESTIMATES if not floats(tree(PACKAGE.parents[1] / path))] == []


def test_this_law_can_fail() -> None:
    sample = "share = 0.05\nrate = float(text)\namount = models.FloatField()\ncents = 5\nbp = Decimal('0.05')"
    assert [line.partition(":")[0] for line in floats(ast.parse(sample))] == ["line 1", "line 2", "line 3"]
