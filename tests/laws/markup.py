"""Templates as trees: Django's own tags taken out, elements with their attributes, text and line."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
COMMENTS = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%\s*blocktranslate\b.*?endblocktranslate\s*%\}", re.DOTALL)
TAG, VALUE = re.compile(r"\{%.*?%\}", re.DOTALL), re.compile(r"\{\{.*?\}\}", re.DOTALL)
STEERS = re.compile(
    r"\{%\s*(if|elif|else|endif|for|empty|endfor|with|endwith|load|extends|block|endblock|url)\b"
)
HOLE, LINK = (
    "\u25a1",
    '<a href="\u25a1"></a>',
)  # stand where a template writes a value, a translated text, a link


@dataclass
class Element:
    """One element. `inside`: the names and attributes of everything within it."""

    name: str
    attributes: dict[str, str]
    line: int
    inside: list["Element"] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.elements: list[Element] = []
        self.texts: list[tuple[int, str]] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self.elements.append(element)
        for outer in self.open:
            outer.inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        names = [element.name for element in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "code", "pre"} & {element.name for element in self.open}:
            self.texts.append((self.getpos()[0], data))


def _hole(match: re.Match[str]) -> str:
    """What a tag leaves: a hole when it writes something, nothing when it steers; a link where it writes one.

    Lines stay where they are.
    """
    lines = "\n" * match[0].count("\n")
    if STEERS.match(match[0]):
        return lines
    return (LINK if re.search(r"\b(link|href)=", match[0]) else HOLE) + lines


def read(text: str) -> _Reader:
    """The elements and texts of a template."""
    plain = COMMENTS.sub(lambda match: "\n" * match[0].count("\n"), text)
    for pattern in (TRANSLATED, VALUE, TAG):
        plain = pattern.sub(_hole, plain)
    reader = _Reader()
    reader.feed(plain)
    reader.close()
    return reader
