"""Every rule has a page with its sentence and a worked example that anyone can recompute."""

import doctest
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from commonwork.rules.reckon import RULES
from commonwork.site.reckon_command import parsed

PAGES = Path(__file__).parents[2] / "docs" / "rules"
BLOCK = re.compile(r"```json\n(.*?)```", re.DOTALL)


def blocks(name: str) -> list[bytes]:
    return [block.encode() for block in BLOCK.findall((PAGES / f"{name}.md").read_text(encoding="utf-8"))]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_a_page_with_its_sentence(name: str) -> None:
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {name}\n{RULES[name].sentence}\n")
    assert "**Source.**" in page
    assert f"commonwork reckon {name} example.json" in page
    assert f"]({name}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", RULES)
def test_the_example_of_a_page_gives_its_answer(name: str) -> None:
    question, answer = blocks(name)
    assert RULES[name].reckon(parsed(question)) == parsed(answer)


@pytest.mark.parametrize("name", RULES)
def test_the_example_of_a_page_fits_the_schemas(name: str) -> None:
    question, answer = (parsed(block) for block in blocks(name))
    schemas = RULES[name].schemas()
    for schema, value in ((schemas["input"], question), (schemas["output"], answer)):
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(value)
    for key in schemas["input"]["required"]:
        without = {name: value for name, value in question.items() if name != key}
        assert not Draft202012Validator(schemas["input"]).is_valid(without)


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    pages = {page.stem for page in PAGES.glob("*.md") if not page.stem.startswith("counting-")}
    assert pages - {"README", "chain"} == set(RULES)


def test_the_example_of_the_chain_page_holds() -> None:
    failed, tried = doctest.testfile(str(PAGES / "chain.md"), module_relative=False)
    assert (failed, tried > 3) == (0, True)
