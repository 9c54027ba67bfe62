"""What auditors read in a pack: statements as papers, vouchers with their list, bank reconciliations."""

import csv
import hashlib
import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from commonwork.books import queries
from commonwork.books.entry_papers import entry_ref
from commonwork.books.exports import pack, parts
from commonwork.books.models import Book
from commonwork.record import documents
from commonwork.record.models import Document
from commonwork.registry.models import Person
from tests import paper
from tests.record.test_documents import PDF
from tests.rooms.books import make
from tests.rooms.books.bank_feed import make as bank_make
from tests.rooms.books.test_packs import content, faults, small
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
END = date(2016, 12, 31)
WHO: dict[str, Any] = {"by": make.BY, "at": make.AT}


def drawn(
    tmp_path: Path, scope: parts.Scope | None = None, *, without: Collection[str] = ("papers",)
) -> Path:
    """A pack; its statements as PDF come only where a test is about them."""
    path = tmp_path / "pack.zip"
    pack.write(path, scope or pack.of_network(on=END), without=without)
    return path


@begins_in(small)
def test_each_statement_stands_in_the_pack_as_a_paper(tmp_path: Path) -> None:
    small()
    inside = content(drawn(tmp_path, without=()))
    for what in queries.STATEMENTS:
        for folder in ("books/nubias", "books/freedom_farm", "all-books"):
            assert inside[f"{folder}/{what}-2016.pdf"].startswith(b"%PDF-"), (folder, what)
    assert not any(name.endswith("-2015.pdf") for name in inside), "nothing before the books began"
    found = paper.read(inside["books/nubias/income-2016.pdf"])
    assert found.is_tagged and "100.00" in found.text  # what `small` sold: $100.00


@begins_in(small)
def test_the_year_before_comes_with_the_year_so_far() -> None:
    small()
    scope = pack.of_network(on=date(2017, 6, 30))
    names = [name for name, _not_made_yet in parts.PARTS["papers"].files(scope)]
    assert {"books/nubias/cash-2016.pdf", "books/nubias/cash-2017.pdf"} <= set(names)


def test_papers_of_the_same_books_are_the_same_bytes_whoever_draws_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "STATEMENTS", ("income", "sheet"))  # each is made by the same hand
    nubias = small()
    with_papers(nubias)
    scope = pack.of_network(on=END, shows_names=True)
    first = pack.write(tmp_path / "a.zip", scope)
    with translation.override("es"):
        second = pack.write(tmp_path / "b.zip", scope)
    assert first == second
    assert b"CreationDate" not in content(tmp_path / "a.zip")["books/nubias/sheet-2016.pdf"]


def with_papers(book: Book) -> list[Document]:
    """Two papers beside the first entry; the second is erased again."""
    entry = queries.entry_of(book, 1)
    assert entry is not None
    to = entry_ref(entry)
    papers = [
        documents.attach(data=PDF + extra, to=to, organisation=book.organisation, **WHO)
        for extra in (b"%a", b"%b")
    ]
    documents.erase(document=papers[1], to=to, organisation=book.organisation, **WHO)
    return papers


@begins_in(small)
def test_vouchers_are_named_by_their_hash_and_listed_and_erased_ones_are_gone(tmp_path: Path) -> None:
    nubias = small()
    kept, erased = with_papers(nubias)
    path = drawn(tmp_path, pack.of_network(on=END, shows_names=True))
    inside = content(path)
    name = f"vouchers/{kept.sha256}.pdf"
    assert hashlib.sha256(inside[name]).hexdigest() == kept.sha256
    assert json.loads(inside["vouchers.json"]) == [
        {"ref": "books.entry/nubias-1", "hash": kept.sha256, "kind": "pdf", "file": name, "book": "nubias", "entries": [1]}
    ]  # fmt: skip
    assert not any(erased.sha256 in one for one in inside)
    assert b"THEY MAY SHOW NAMES" in inside["README.txt"]
    assert faults(path) == []
    later = content(drawn(tmp_path, pack.of_network(on=date(2015, 12, 31), shows_names=True)))
    assert json.loads(later["vouchers.json"]) == [], "as of a day before the entry"


@begins_in(small)
def test_readers_who_may_not_see_names_get_no_voucher(tmp_path: Path) -> None:
    with_papers(small())
    inside = content(drawn(tmp_path, pack.of_network(on=END)))
    assert not any(name.startswith("vouchers") for name in inside)


@pytest.mark.parametrize("shows_names", [True, False])
def test_a_reconciliation_goes_from_the_books_to_the_bank(tmp_path: Path, shows_names: bool) -> None:
    Person.objects.create(key="x", name="X")
    book, _entries = bank_make.farm_book()
    bank_make.take_in(bank_make.bank_account(book))
    scope = pack.of_books(book, on=date(2017, 1, 31), shows_names=shows_names)
    text = content(drawn(tmp_path, scope))["books/freedom_farm/bank/1000-reconciliation.csv"].decode()
    rows = list(csv.DictReader(text.splitlines()))
    told = {row["row"]: row["amount"] for row in rows}
    assert (told["the books say"], told["the bank says"]) == ("1454.50", "1164.50")  # see bank_feed/make.py
    assert ("Tool Barn" in text) is shows_names
