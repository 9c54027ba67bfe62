"""The page on which an organisation takes away what it owns: who may, what comes, and that it is stated."""

import hashlib
import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from commonwork.books import verifier
from commonwork.books.exports.parts import PARTS
from commonwork.record.models import Fact
from tests.rooms.books.test_packs import small
from tests.rooms.books.test_pages import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/books/nubias/take-away/"


def test_the_treasurer_takes_away_the_own_book_and_the_file_is_stated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(PARTS, "papers")  # PDFs: test_pack_papers.py
    small()
    treasurer = signed_in("treasurer", "nubias")
    assert b"Everything we own here" in treasurer.get("/books/nubias/").content
    assert b"No file was written yet" in treasurer.get(PAGE).content
    raw = b"".join(treasurer.post(PAGE))
    (tmp_path / "own.zip").write_bytes(raw)
    assert verifier.main([str(tmp_path / "own.zip")]) == 0
    names = ZipFile(io.BytesIO(raw)).namelist()
    assert {"members.csv", "rows/books.entry.jsonl", "books/nubias/entries.jsonl"} <= set(names)
    fact = Fact.objects.get(kind="books.bundle.drawn")
    assert (fact.organisation, fact.data["sha256"]) == ("nubias", hashlib.sha256(raw).hexdigest())
    assert fact.data["sha256"].encode() in treasurer.get(PAGE).content
    assert treasurer.get("/books/freedom_farm/take-away/").status_code == 404


def test_neither_members_nor_auditors_take_it_away() -> None:
    small()
    for role, organisation in (("worker-owner", "nubias"), ("auditor", None)):
        client = signed_in(role, organisation)
        assert client.get(PAGE).status_code == 403
        assert b"Everything we own here" not in client.get("/books/nubias/").content
    assert signed_in("steward", None).get(PAGE).status_code == 200
