"""The whole network as one file: out of one installation, into an empty one, and all of it equal."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import call_command
from django.db import connection

from commonwork.access.models import Account
from commonwork.books import queries as book_queries
from commonwork.books import verifier
from commonwork.books.exports import pack
from commonwork.books.proofs import prove
from commonwork.record import seals
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation, Person
from commonwork.site.bundles import loading, rows
from tests import conftest
from tests.rooms.books.test_packs import content, packed_again, small
from tests.worlds import kept_world

SECRETS = ("argon2", "pbkdf2", "secret_hash")


def use(kind: str) -> None:
    """Go to another database of the tests."""
    connection.close()
    conftest._use(kind)


def exported(file: Path) -> Path:
    call_command("export", str(file))
    return file


def as_it_stands() -> dict[str, object]:
    """Balances, rolls, decisions and hashes, as the pages read them."""
    books = {}
    for book in book_queries.all_books():
        rows_of = book_queries.trial_balance(book.organisation, on=max(book_queries.last_days()))
        books[book.key] = ([(row.code, row.balance_minor) for row in rows_of], book.head_seq, book.head_hash)
    counts = {model._meta.label: model._base_manager.count() for model in rows.kinds()}
    facts = list(Fact.objects.order_by("pk").values_list("code", "kind", "subject", "data"))
    return {"books": books, "counts": counts, "facts": facts, "proofs": prove().heads}


@pytest.mark.season
@pytest.mark.django_db(transaction=True)
def test_a_network_moves_into_an_empty_installation_and_nothing_is_lost(tmp_path: Path) -> None:
    before, first = as_it_stands(), exported(tmp_path / "first.zip")
    assert len(before["facts"]) > 400  # type: ignore[arg-type]
    assert verifier.main([str(first)]) == 0
    use("empty")
    assert not Organisation.objects.exists()
    call_command("import", str(first))
    assert as_it_stands() == before
    assert prove().holds and list(seals.check()) == []
    second = exported(tmp_path / "second.zip")
    assert second.read_bytes() == first.read_bytes(), "out again it is the same file, byte by byte"
    with pytest.raises(loading.NotEmpty):
        loading.load(first)
    newcomer = Person.objects.create(key="a_newcomer", name="A newcomer")
    assert newcomer.pk > max(Person.objects.exclude(pk=newcomer.pk).values_list("pk", flat=True))
    assert not Account.objects.exclude(password=rows.NO_PASSWORD).exists()
    text = b"".join(content(first).values()).decode()
    assert [
        secret for secret in SECRETS if secret in text.replace(content(first)["verify.py"].decode(), "")
    ] == []


def changed(inside: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    text = inside[name].decode()
    assert old in text
    return {**inside, name: text.replace(old, new, 1).encode()}


def bundle_of(make: Callable[[], object]) -> bytes:
    """What `make` leaves in the database, as a bundle."""
    make()
    with TemporaryDirectory() as folder:
        return exported(Path(folder) / "bundle.zip").read_bytes()


def _two_books() -> None:
    small()
    Person.objects.create(key="invented_ada", name="Ada (invented)", is_invented=True)


two_books = kept_world(lambda: bundle_of(_two_books))


@pytest.mark.one_engine
@pytest.mark.django_db(transaction=True)
def test_what_does_not_prove_itself_is_refused_and_nothing_is_kept(tmp_path: Path, two_books: bytes) -> None:
    first = tmp_path / "first.zip"
    first.write_bytes(two_books)
    inside = content(first)
    entries = inside["rows/books.entry.jsonl"].decode().splitlines()
    one = json.loads(entries[1])[-1]
    broken = {
        "an amount": changed(inside, "rows/books.posting.jsonl", "10000", "10001"),
        "a hash": changed(inside, "rows/books.entry.jsonl", one, "f" * 64),
        "a kind of entry": changed(inside, "rows/books.entry.jsonl", '"sale"', '"loan"'),
        "a fact": changed(inside, "rows/record.fact.jsonl", "system/tests", "system/nobody"),
        "an entry gone": {
            **inside, "rows/books.entry.jsonl": "\n".join([*entries[:-1], ""]).encode(),
        },
        "other columns": changed(inside, "rows/registry.person.jsonl", '"key"', '"kay"'),
        "no JSON": changed(inside, "rows/registry.person.jsonl", "[", "{"),
    }  # fmt: skip
    use("empty")
    for what, files in broken.items():
        path = packed_again(tmp_path / "broken.zip", files, with_manifest=True)
        with pytest.raises((loading.IsBroken, loading.DoesNotProve, loading.OtherVersion, loading.Refusal)):
            loading.load(path)
        assert not Organisation.objects.exists() and not Fact.objects.exists(), what
    (tmp_path / "byte.zip").write_bytes(two_books[:5000] + bytes([two_books[5000] ^ 1]) + two_books[5001:])
    with pytest.raises(loading.IsBroken):
        loading.load(tmp_path / "byte.zip")
    assert loading.load(first) > 100, "as it was it is taken in"


@pytest.mark.one_engine
@pytest.mark.season
@pytest.mark.django_db
def test_a_pack_for_auditors_is_not_brought_in(tmp_path: Path) -> None:
    call_command("export", str(tmp_path / "pack.zip"), "--for-auditors", "--book", "school")
    with pytest.raises(loading.HoldsNoRows):
        loading.load(tmp_path / "pack.zip")
    with ZipFile(tmp_path / "pack.zip") as archive:
        assert not any(name.startswith("rows/") for name in archive.namelist())


@pytest.mark.django_db
def test_what_is_no_bundle_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(loading.CannotBeRead):
        loading.load(tmp_path / "missing.zip")
    with ZipFile(tmp_path / "other.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("x", "y")
    with pytest.raises((loading.IsBroken, loading.CannotBeRead)):
        loading.load(tmp_path / "other.zip")


def test_every_kind_of_row_is_in_a_bundle_or_left_out_by_name() -> None:
    labels = {model._meta.label_lower for model in rows.kinds()}
    assert {
        "books.entry",
        "record.fact",
        "registry.person",
        "account.emailaddress",
        "assembly.ballot",
    } <= labels
    assert not labels & rows.LEFT_OUT
    assert pack.FORMAT == verifier.FORMAT and pack.MARK == verifier.MARK
