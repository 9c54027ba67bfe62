"""Putting a pack together: a zip written piece by piece, so that memory stays flat, and sealed by its own hash.

The same books as of the same day give the same bytes. The last 64 bytes of the file are the SHA-256 of all bytes
before them, kept where a zip keeps its comment: no byte can change unseen.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import translation

from commonwork.books.exports import evidence, reconciliations, statement_papers, statements, vouchers
from commonwork.books.exports.parts import OWN_PARTS, PARTS, Part, Pieces, Scope
from commonwork.books.models import Book
from commonwork.books.moment import one_moment
from commonwork.registry.queries import network
from commonwork.rules.chain import canonical
from commonwork.rules.refusal import Refusal, sentence

FORMAT = "commonwork-pack/1"
MARK = b"commonwork-pack sha256 "
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the same books give the same bytes: no clock in the zip
DECLARED = (
    evidence,
    statements,
    statement_papers,
    reconciliations,
    vouchers,
)  # declare themselves when imported


class NothingToPack(Refusal):
    sentence = sentence("There is no book that could be packed.")


@dataclass(frozen=True)
class Drawn:
    """A pack that was written: its hash, its size in bytes, how many files it has."""

    sha256: str
    size: int
    file_count: int


def of_books(*books: Book, on: date, shows_names: bool = False) -> Scope:
    """The scope of a pack of these books and their facts, as of a day. shows_names: with vouchers."""
    return Scope(books, on, is_network=False, shows_names=shows_names)


def of_organisation(book: Book, *, on: date) -> Scope:
    """The scope of what one organisation takes away: its book with vouchers, and every fact that concerns it."""
    return Scope((book,), on, is_network=False, shows_names=True, is_whole=True)


def of_network(*, on: date, shows_names: bool = False) -> Scope:
    """The scope of a pack of all books and the whole record, as of a day. Raises NothingToPack."""
    books = tuple(Book.objects.select_related("organisation").order_by("key"))
    if not books:
        raise NothingToPack()
    return Scope(books, on, is_network=True, shows_names=shows_names)


def write(target: Path, scope: Scope, *, more: Sequence[Part] = (), without: Collection[str] = ()) -> Drawn:
    """Write a pack to a file and return what was drawn. more: parts of this pack alone; without: keys of parts it has no
    use for. Its words are in the network's own language, whoever draws it: the same books give the same bytes."""
    with one_moment(), translation.override(settings.LANGUAGE_CODE):
        own = OWN_PARTS.values() if scope.is_whole else ()
        parts = [*(part for key, part in PARTS.items() if key not in without), *own, *more]
        with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as archive:
            hashes: dict[str, str] = {}
            for part in parts:
                for name, pieces in part.files(scope):
                    hashes[name] = _add(archive, name, pieces)
            program = files("commonwork.books").joinpath("verifier.py").read_text(encoding="utf-8")
            hashes["verify.py"] = _add(archive, "verify.py", [program])
            hashes["README.txt"] = _add(archive, "README.txt", [_readme(scope, parts)])
            _add(archive, "manifest.json", [_manifest(scope, hashes)])
            archive.comment = MARK + b"0" * 64
    digest = _seal(target)
    return Drawn(digest, target.stat().st_size, len(hashes) + 1)


def _add(archive: ZipFile, name: str, pieces: Pieces) -> str:
    """Write one file of the zip as its pieces come; return its hash."""
    assert name not in archive.namelist(), f"two parts of a pack write {name}"
    info = ZipInfo(name, EARLIEST)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    digest = sha256()
    with archive.open(info, "w", force_zip64=True) as file:
        for piece in pieces:
            data = piece.encode() if isinstance(piece, str) else piece
            digest.update(data)
            file.write(data)
    return digest.hexdigest()


def _manifest(scope: Scope, hashes: dict[str, str]) -> str:
    heads = [[book.key, *evidence.head(book, scope.on)] for book in scope.books]
    told = {
        "format": FORMAT,
        "scope": "network" if scope.is_network else "books",
        "on": scope.on.isoformat(),
        "books": heads,
        "between_books": evidence.between_books(),
        "files": hashes,
    }
    told["sha256"] = sha256(canonical(told)).hexdigest()
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _seal(target: Path) -> str:
    """Put the hash of all bytes before it at the end of the file; return the hash of the whole file."""
    digest, left = sha256(), target.stat().st_size - 64
    with target.open("r+b") as file:
        while left and (piece := file.read(min(left, 1 << 20))):
            digest.update(piece)
            left -= len(piece)
        end = digest.hexdigest().encode()
        file.seek(-64, 2)
        file.write(end)
    digest.update(end)
    return digest.hexdigest()


def _readme(scope: Scope, parts: Sequence[Part]) -> str:
    here = network()
    title = (
        here.name if here and scope.is_network else ", ".join(book.organisation.name for book in scope.books)
    )
    demo = "\nThis is a demo: people and figures are invented.\n" if here and here.is_demo else ""
    told = "\n".join(f"* {part.says}" for part in parts)
    return README.format(title=title, day=scope.on.isoformat(), demo=demo, parts=told)


README = """The books of {title}, as of the end of {day}
{demo}
What is in this pack
{parts}

How to check it, without the server
    python3 verify.py PACK.zip
Take verify.py out of the zip first (or use a copy you trust: it is one file that needs Python 3.11 and nothing else).
It works out every hash and every sum again and says what holds. "All of it holds." at the end means: no byte of this
file was changed since it was drawn; every entry follows from the one before it; all amounts add up.

What a check like this cannot show
That the pack is the one the network drew. For that, compare the SHA-256 of the whole file with the one the network
stated when the pack was drawn (the page "Packs for auditors" lists them), and the last seal with one you noted earlier.

Amounts are debit positive in the trial balance and the entries. manifest.json names every file with its SHA-256,
and itself with the SHA-256 of all it says besides (as JSON with sorted keys and no spaces).
"""
