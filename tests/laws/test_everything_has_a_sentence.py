"""Law: every kind of fact, every policy, every rule and every setting has a sentence in docs/."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from commonwork.access.permissions import Permission
from commonwork.charter.kinds import POLICIES
from commonwork.record.acts import ACTS
from commonwork.record.kinds import KINDS
from commonwork.rules.reckon import RULES
from tests.laws.house import ROOT, files, modules, tree

ROOMS, RULE_PAGES = ROOT / "docs" / "rooms", ROOT / "docs" / "rules"
FEWEST_WORDS = 3


def lines(pages: Iterable[Path]) -> list[str]:
    return [line for page in pages for line in page.read_text(encoding="utf-8").splitlines()]


def without_a_sentence(names: Iterable[str], said: list[str]) -> list[str]:
    """Names that no line holds in backticks together with some words of its own."""
    spoken: set[str] = set()
    for line in said:
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"`[^`]*`", " ", line))
        if len(words) >= FEWEST_WORDS:
            spoken |= set(re.findall(r"`([^`]+)`", line))
    return sorted(name for name in names if name not in spoken)


def settings_read() -> set[str]:
    """Names of environment variables that the program reads; a file that names neither way is not parsed."""
    reading = [path for path in files(".py", under=("src",)) if WAYS.search(path.read_text(encoding="utf-8"))]
    return {name for path in reading for name in _names(tree(path)) if name not in OTHERS}


WAYS = re.compile(r"environ|getenv")
OTHERS = {"DJANGO_SETTINGS_MODULE": "Django's own; the program sets it itself"}


def _names(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        key: ast.expr | None = None
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
            key = node.slice
        elif isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func)
            if re.search(r"environ\.(get|setdefault|pop)$|getenv$", called):
                key = node.args[0]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def test_every_kind_of_fact_has_a_sentence() -> None:
    kinds = [code for code in KINDS if not code.startswith("test.")]
    assert without_a_sentence(kinds, lines(ROOMS.glob("*.md"))) == []


def test_every_policy_has_a_sentence() -> None:
    assert without_a_sentence(POLICIES, lines(ROOMS.glob("*.md"))) == []


def test_every_rule_has_a_page_that_the_list_of_rules_leads_to() -> None:
    assert sorted(name for name in RULES if not (RULE_PAGES / f"{name}.md").is_file()) == []
    index = (RULE_PAGES / "README.md").read_text(encoding="utf-8")
    assert sorted(name for name in RULES if f"({name}.md)" not in index) == []


def test_every_setting_has_a_sentence() -> None:
    read = settings_read()
    assert {"DATABASE_URL", "COMMONWORK_HOME", "COMMONWORK_ORIGIN"} <= read, "the walk sees settings"
    assert without_a_sentence(read, lines([ROOT / "docs" / "settings.md"])) == []


def test_docs_do_not_speak_of_what_is_not_there() -> None:
    list(modules("actions"))
    rooms = "|".join(sorted({code.partition(".")[0] for code in KINDS}))
    named = set(
        re.findall(rf"^\| `((?:{rooms})\.[a-z_.]+)`", "\n".join(lines(ROOMS.glob("*.md"))), re.MULTILINE)
    )
    acts = {f"{one.__module__.rpartition('.')[2]}.{one.__name__}" for one in ACTS}
    assert len(acts) > 60, "the walk sees the acts"
    assert sorted(named - set(KINDS) - set(POLICIES) - set(Permission) - acts) == []


def test_this_law_can_fail() -> None:
    said = [
        "| `bank.loan.agreed` | borrower and bank agreed |",
        "`bank.loan.shown` `bank.vote.cast` |",
        "bank.loan.repaid is said",
    ]
    names = ["bank.loan.agreed", "bank.loan.shown", "bank.vote.cast", "bank.loan.repaid"]
    assert without_a_sentence(names, said) == ["bank.loan.repaid", "bank.loan.shown", "bank.vote.cast"]
    assert list(_names(ast.parse("os.environ['A'], os.environ.get('B'), environ.setdefault('C', 1)"))) == [
        "A",
        "B",
        "C",
    ]
