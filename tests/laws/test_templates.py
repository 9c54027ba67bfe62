"""Laws of templates: pages work without htmx; nothing inline that the Content-Security-Policy forbids; every word
people see is translated."""

import ast
import re
from collections.abc import Iterator

from tests.laws.house import files, said, templates, tree
from tests.laws.markup import HOLE, read

SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "data-label", "label", "summary")
NAMES = {
    "Commonwork",
    "CSV",
    "XLSX",
    "JSON",
    "JWT",
    "PNG",
    "SVG",
    "API",
    "OpenAPI",
    "SHA",
    "RSS",
    "iCal",
    "kB",
    "MB",
}  # the same in all languages
LABELS = ("label", "help_text", "empty_label", "verbose_name")
WORD = re.compile(r"[^\W\d_]{2,}")


def only_by_htmx(text: str) -> list[str]:
    """Elements that send or fetch by htmx and offer no plain way: no address of their own, no link or form inside."""
    return [
        f"line {element.line}: <{element.name}>"
        for element in read(text).elements
        if {"hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch"} & set(element.attributes)
        and not {"href", "action", "formaction"} & set(element.attributes)
        and not (element.name == "button" and element.attributes.get("type", "submit") == "submit")
        and not any({"href", "action"} & set(inner.attributes) for inner in element.inside)
    ]


def inline(text: str) -> list[str]:
    """Styles and scripts that stand in the page itself."""
    return [
        f"line {element.line}: <{element.name}>"
        for element in read(text).elements
        if element.name == "style"
        or (
            element.name == "script"
            and "src" not in element.attributes
            and element.attributes.get("type") != "application/json"
        )
        or "style" in element.attributes
        or any(name.startswith(("on", "hx-on")) for name in element.attributes)
        or any(value.strip().lower().startswith("javascript:") for value in element.attributes.values())
    ]


def untranslated(text: str) -> list[str]:
    """Words that people read or hear and that no translate tag holds."""
    page = read(text)
    texts = [(line, part) for line, part in page.texts]
    texts += [
        (element.line, value)
        for element in page.elements
        for name, value in element.attributes.items()
        if name in SPOKEN
    ]
    return [f"line {line}: {word}" for line, part in texts for word in _words(part)]


def _words(text: str) -> Iterator[str]:
    plain = re.sub(r"&#?\w+;", " ", text.replace(HOLE, " "))
    yield from (word for word in WORD.findall(plain) if word not in NAMES)


def untranslated_labels(module: ast.Module) -> list[str]:
    """label=, help_text= and the like in Python that hold a bare text."""
    return [
        f"line {node.lineno}: {keyword.arg}={keyword.value.value!r}"
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in LABELS
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
        and WORD.search(keyword.value.value)
    ]


def found(law: object) -> dict[str, list[str]]:
    """{template: what breaks the law}."""
    broken = {name: law(text) for name, text in templates().items()}  # type: ignore[operator]
    return {name: places for name, places in broken.items() if places}


def test_no_page_needs_htmx() -> None:
    assert found(only_by_htmx) == {}


def test_nothing_stands_inline() -> None:
    assert found(inline) == {}


def test_every_word_people_see_is_translated() -> None:
    assert found(untranslated) == {}


def test_every_label_in_python_is_translated() -> None:
    labelled = re.compile(rf"\b({'|'.join(LABELS)})\s*=")
    read = [
        path for path in files(".py", under=("src",)) if labelled.search(path.read_text(encoding="utf-8"))
    ]
    broken = {said(path): untranslated_labels(tree(path)) for path in read}
    assert {path: places for path, places in broken.items() if places} == {}


def test_these_laws_can_fail() -> None:
    assert only_by_htmx('<div hx-get="/x"></div>\n<p hx-get="/x"><a href="/x">x</a></p>') == ["line 1: <div>"]
    assert only_by_htmx('<div hx-get="/x">{% section title=_("x") link=url %}x{% endsection %}</div>') == []
    assert only_by_htmx('<a href="/x" hx-get="/x"></a><form action="" hx-post="/x"></form>') == []
    assert inline("<p style='color: red'>") and inline("<script>x</script>") and inline('<a onclick="x()">')
    assert inline('<a href="javascript:x()">') and not inline('<script src="/x.js" defer></script>')
    assert untranslated("{# a note #}<p>Pay now{% if x %} twice{% endif %}</p>") == [
        "line 1: Pay", "line 1: now", "line 1: twice",
    ]  # fmt: skip
    assert untranslated('<img alt="A farm">{% translate "Pay" %} {{ name }} · CSV &amp;') == ["line 1: farm"]
    assert untranslated("{% blocktranslate trimmed %}Pay {{ x }}{% endblocktranslate %}") == []
    assert untranslated_labels(ast.parse('F(label="Name", help_text=_("x y"))')) == ["line 1: label='Name'"]
