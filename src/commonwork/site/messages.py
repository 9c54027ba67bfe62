"""Translations: gather every string into the catalogue, and compile it. Uses Babel, so nothing else is installed.

    python -m commonwork.site.messages      gather, and report what lacks a Spanish text

Texts come from Python (gettext and its kin, and `sentence` of refusals) and from Django's templates.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1]
LOCALE = SOURCE / "locale"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "sentence": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
TOLD = re.compile(
    rf"\b(?:{'|'.join(KEYWORDS)})\s*\(".encode()
)  # Babel reads slowly: only files that call one of these
CALL = re.compile(r"""\b(n?gettext|n?pgettext|_)\(((?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|[,\s])+)""")


def gather() -> Catalog:
    """Every string people see, with the file it stands in."""
    catalogue = Catalog(project="Commonwork", version="", copyright_holder="", fuzzy=False)
    for file in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in file.parts and TOLD.search(source := file.read_bytes()):
            for _line, message, _comments, context in extract("python", io.BytesIO(source), KEYWORDS):
                _add(catalogue, file, message, context)
    for file in sorted(SOURCE.rglob("templates/**/*.html")):
        for message, context in _of_template(file):
            _add(catalogue, file, message, context)
    return catalogue


def _add(catalogue: Catalog, file: Path, message: str | tuple[str, ...], context: str | None) -> None:
    if message and message != ("", ""):
        catalogue.add(message, locations=[(str(file.relative_to(SOURCE)), 1)], context=context)


def _of_template(file: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Strings of a template: Django rewrites it as calls, which Babel reads one by one."""
    from django.utils.translation.template import templatize

    for call in CALL.finditer(templatize(file.read_text(encoding="utf-8"))):
        source = f"{call[1]}({call[2].rstrip().rstrip(',')})".encode()
        for _line, message, _comments, context in extract("python", io.BytesIO(source), KEYWORDS):
            yield message, context


def update(language: str) -> Catalog:
    """The catalogue of a language brought up to the strings there are; texts no longer used fall away."""
    path = _path(language)
    kept = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as stream:
            kept = read_po(stream, locale=language)
    kept.update(gather(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, kept, width=120, sort_output=True, no_location=False, omit_header=False)
    return kept


def missing(catalogue: Catalog) -> list[str]:
    """Strings without a translation."""
    return [str(message.id) for message in catalogue if message.id and not _is_whole(message.string)]


def _is_whole(text: object) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)


def compile_all() -> None:
    """Compile every catalogue that is newer than its compiled form."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=path.parts[-3])
        with compiled.open("wb") as stream:
            write_mo(stream, catalogue)


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def main() -> int:
    """Gather, write the Spanish catalogue, say what it lacks."""
    catalogue = update("es")
    lacking = missing(catalogue)
    compile_all()
    sys.stdout.write(f"{len(catalogue)} texts, {len(lacking)} without a Spanish text\n")
    for text in lacking[:20]:
        sys.stdout.write(f"  {text}\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
