"""Papers: tagged PDF (PDF/UA-1) made by typst from a template and data, on letter paper, with the network's name as
running head, page numbers, the language of the text, and the mark of a demo.

What people wrote reaches the template as JSON and is only ever shown as text, so it cannot be read as markup. Fonts
are those inside the typst package; nothing is read from the machine or the network. A character they lack becomes a
white square, since a tagged paper must be able to show all its text.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import typst
from django.http import HttpResponse
from django.utils.encoding import force_str
from django.utils.translation import get_language
from django.utils.translation import gettext as _

STANDARD: Final = "ua-1"
TEMPLATES = files("commonwork.ui").joinpath("typst")
BLANK = "\N{WHITE SQUARE}"
BEYOND_THE_FONTS = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u0377\\u0384-\\u038a\\u038c\\u038e-\\u03a1\\u03a3-\\u04ff"
    "\\u1e00-\\u1eff\\u2000-\\u2040\\u2044-\\u2052\\u20a0-\\u20bf\\u25a1]"
)  # all but what Libertinus Serif is known to have: Latin, Greek, Cyrillic, punctuation, currencies
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|.)")


@dataclass(frozen=True)
class Frame:
    """What stands on every paper. mark: what is said of a demo's data, or nothing. about: what tells this paper from
    others of its title (whose it is, of which days). is_wide: letter turned on its side."""

    title: str
    network: str
    mark: str = ""
    about: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class TableColumn:
    """A column of a paper's table; figures stand on the right. grows: takes the room the others leave."""

    heading: str
    is_number: bool = True
    grows: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row of a paper's table: group (a heading), row, total or result; cells are texts, ready to be shown."""

    kind: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A paper of one table. subject: whose it is. span: the days it speaks of. reading: what it says in words."""

    subject: str
    span: str
    columns: Sequence[TableColumn]
    rows: Sequence[TableRow]
    reading: Sequence[str] = ()
    notes: Sequence[str] = field(default=())


def of_table(frame: Frame, table: Table) -> bytes:
    """A paper of one table."""
    return made(TEMPLATES.joinpath("table.typ"), asdict(table), frame)


def made(template: Traversable, data: Mapping[str, Any], frame: Frame) -> bytes:
    """The PDF of a template (text of typst, without a frame of its own) and its data.

    The template finds the data as `given`, the frame as `given.frame`, and may use what `frame.typ` defines.
    """
    language = (get_language() or "en").split("-")[0]
    words = {"language": language, "page_words": _("Page {page} of {pages}")}
    given = _without_controls(
        json.dumps({**data, "frame": asdict(frame) | words}, ensure_ascii=False, default=force_str)
    )
    source = TEMPLATES.joinpath("frame.typ").read_bytes() + b"\n" + template.read_bytes()
    try:
        return _compiled(source, given)
    except typst.TypstError as refusal:
        if "could not be displayed" not in str(refusal):
            raise
        return _compiled(source, BEYOND_THE_FONTS.sub(BLANK, given))


def _compiled(source: bytes, given: str) -> bytes:
    return typst.compile(
        source,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"given": given},
        pdf_standards=STANDARD,
    )


def _without_controls(written: str) -> str:
    """JSON without what no paper can show: control characters and halves of characters; line breaks stay.

    >>> _without_controls('{"a": "x\\\\u0007y\\\\n"}')
    '{"a": "x y\\\\n"}'
    """
    whole = written.encode("utf-8", "replace").decode()
    return _ESCAPE.sub(lambda found: " " if found[0][1] in "ubfr" else found[0], whole)


def answer(name: str, content: bytes) -> HttpResponse:
    """A paper as a download called `name`.pdf."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
