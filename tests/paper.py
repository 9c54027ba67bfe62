"""A small reader of tagged PDF, enough to test papers: catalogue, title, language, structure and text."""

import re
import zlib
from dataclasses import dataclass, field


@dataclass
class PaperRead:
    """The objects of a PDF by number, its catalogue, and the text of its pages."""

    objects: dict[int, bytes]
    catalogue: bytes
    title: str
    language: str
    is_tagged: bool
    tags: dict[str, int]
    text: str
    names_standard: bool
    pages: int = field(default=0)


def read(content: bytes) -> PaperRead:
    """What a PDF says of itself and in its pages."""
    objects = {int(n): body for n, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", content, re.S)}
    catalogue = next(body for body in objects.values() if b"/Type/Catalog" in body)
    metadata = b"".join(_stream(body) for body in objects.values() if b"/Type/Metadata" in body)
    title = re.search(rb"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", metadata, re.S)
    language = re.search(rb"/Lang\(([^)]*)\)", catalogue)
    tags: dict[str, int] = {}
    for body in objects.values():
        for tag in re.findall(rb"/S/(\w+)", body):
            tags[tag.decode()] = tags.get(tag.decode(), 0) + 1
    pages = [body for body in objects.values() if re.search(rb"/Type/Page\b", body)]
    return PaperRead(
        objects=objects,
        catalogue=catalogue,
        title=title[1].decode() if title else "",
        language=language[1].decode() if language else "",
        is_tagged=b"/Marked true" in catalogue and b"/StructTreeRoot" in catalogue,
        tags=tags,
        text="\n".join(_text_of(page, objects) for page in pages),
        names_standard=b"pdfuaid:part" in metadata,
        pages=len(pages),
    )


def _stream(body: bytes) -> bytes:
    start, length = re.search(rb"stream\r?\n", body), re.search(rb"/Length (\d+)", body)
    if start is None or length is None:
        return b""
    raw = body[start.end() : start.end() + int(length[1])]  # a stream may itself end in a line break
    return zlib.decompress(raw) if b"/FlateDecode" in body[: start.start()] else raw


def _text_of(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = _fonts(page, objects)
    contents = re.search(rb"/Contents (\d+) 0 R", page)
    assert contents is not None
    text, letters = [], {}
    string = rb"(?:<[^>]*>|%b)" % _LITERAL
    pattern = rb"/(\w+) [\d.]+ Tf|\[((?:%b|[^\]])*)\] ?TJ|(%b) ?Tj|\bET\b" % (string, string)
    for found in re.finditer(pattern, _stream(objects[int(contents[1])]), re.S):
        if found[1]:
            letters = fonts.get(found[1], {})
        elif found[2] is not None or found[3] is not None:
            text.append(_shown(found[2] if found[2] is not None else found[3], letters))
        else:
            text.append("\n")
    return "".join(text)


def _shown(operand: bytes, letters: dict[int, str]) -> str:
    raw = b""
    for hexed, literal in re.findall(rb"<([^>]*)>|(%b)" % _LITERAL, operand, re.S):
        raw += bytes.fromhex(hexed.decode()) if hexed else _unescaped(literal[1:-1])
    return "".join(letters.get(raw[at] * 256 + raw[at + 1], "?") for at in range(0, len(raw) - 1, 2))


_LITERAL = rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)"  # brackets within are balanced or escaped
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _unescaped(literal: bytes) -> bytes:
    def one(found: "re.Match[bytes]") -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign.isdigit() else _ESCAPES.get(sign, sign)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, literal, flags=re.S)


def _fonts(page: bytes, objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    """{name in the page: {code: letters}} from the maps that fonts carry for readers."""
    resources = re.search(rb"/Resources (\d+) 0 R", page)
    source = objects[int(resources[1])] if resources else page
    fonts = re.search(rb"/Font (\d+) 0 R", source)
    source = objects[int(fonts[1])] if fonts else source
    named = re.search(rb"/Font<<(.*?)>>", source, re.S)
    pairs = re.findall(rb"/(\w+) (\d+) 0 R", named[1] if named else source)
    found = {}
    for name, number in pairs:
        to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        if to_unicode:
            found[name] = _map(_stream(objects[int(to_unicode[1])]).decode())
    return found


def _map(cmap: str) -> dict[int, str]:
    letters = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            start = int.from_bytes(bytes.fromhex(text), "big")
            for code in range(int(first, 16), int(last, 16) + 1):
                letters[code] = chr(start + code - int(first, 16))
    return letters
