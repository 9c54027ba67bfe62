"""Packs for auditors: a pack proves itself without the server, and no changed byte goes unseen."""

import hashlib
import io
import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.test import Client

from commonwork.books import actions as books
from commonwork.books import verifier
from commonwork.books.actions import memos, periods
from commonwork.books.exports import pack, parts
from commonwork.books.models import Book, Entry
from commonwork.record import seals
from commonwork.record.models import Fact
from commonwork.registry.models import Network, Organisation, Person
from tests.rooms.books import make
from tests.rooms.books.test_pages import signed_in
from tests.worlds import begins_in, kept_world, lasting

pytestmark = pytest.mark.django_db
END = date(2016, 12, 31)


def drawn(
    tmp_path: Path, scope: parts.Scope | None = None, *, without: tuple[str, ...] = ("papers",)
) -> Path:
    """A pack without its PDFs, which test_pack_papers.py is about: they would make every check here slower."""
    path = tmp_path / "pack.zip"
    pack.write(path, scope or pack.of_network(on=END), without=without)
    return path


def faults(path: Path) -> list[str]:
    """The claims that do not hold, by their first words."""
    return [check.claim for check in verifier.Verifier(str(path)).run().checks if check.fault_count]


def content(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed_again(path: Path, inside: dict[str, bytes], *, with_manifest: bool) -> Path:
    """A pack made to look whole again: sealed by a hash of its own, and (if asked) with hashes of the changed files."""
    if with_manifest:
        manifest = json.loads(inside["manifest.json"])
        manifest["files"] = {
            name: hashlib.sha256(data).hexdigest() for name, data in inside.items() if name != "manifest.json"
        }
        manifest["books"] = [
            [row["key"], row["head_seq"], row["head_hash"]]
            for row in map(json.loads, inside["books.jsonl"].splitlines())
        ]
        del manifest["sha256"]
        manifest["sha256"] = verifier.sha(verifier.canonical(manifest))
        inside = {**inside, "manifest.json": verifier.pretty(manifest)}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in inside.items():
            archive.writestr(name, data)
        archive.comment = pack.MARK + b"0" * 64
    whole = path.read_bytes()[:-64]
    path.write_bytes(whole + hashlib.sha256(whole).hexdigest().encode())
    return path


@lasting
def small() -> Book:
    """Two books with a movement between them, a closed period, a memo, and a party; all facts are sealed."""
    unsealed()
    seals.seal(at=make.AT)
    return Book.objects.get(key="nubias")


def unsealed() -> None:
    nubias, farm = make.book("nubias"), make.book("freedom_farm")
    make.cash(nubias, 10_000)
    books.post_mirrored(
        sides=[
            (nubias.organisation, [books.Line("5010", 300, "freedom_farm"), books.Line("2000", -300, "freedom_farm")]),
            (farm.organisation, [books.Line("1100", 300, "nubias"), books.Line("4010", -300, "nubias")]),
        ],
        on=date(2016, 1, 20), kind="invoice", source=make.fact(),
    )  # fmt: skip
    periods.close(organisation=nubias.organisation, ends_on=date(2016, 2, 1), by=make.BY, at=make.AT)
    books.post(
        organisation=nubias.organisation, on=date(2016, 3, 1), kind="share", source=make.fact(), memo="a secret",
        lines=[books.Line("1000", 100), books.Line("3000", -100, "invented_ada")],
    )  # fmt: skip


def _packed() -> bytes:
    small()
    with TemporaryDirectory() as folder:
        return drawn(Path(folder)).read_bytes()


made = kept_world(_packed)


@pytest.fixture
def packed(made: bytes, tmp_path: Path) -> Path:
    """The pack of the two small books, drawn once."""
    path = tmp_path / "pack.zip"
    path.write_bytes(made)
    return path


@pytest.mark.season
def test_a_pack_of_the_season_proves_itself_on_a_machine_without_the_server(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    (tmp_path / "verify.py").write_bytes(content(path)["verify.py"])
    alone = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(path), "--json"]
    done = subprocess.run(alone, check=False, capture_output=True, text=True, cwd=tmp_path, env={})
    assert done.returncode == 0, done.stderr + done.stdout
    report = json.loads(done.stdout)
    entries = Entry.objects.filter(effective_on__lte=END)
    counts = [proof["count"] for proof in report["proofs"]]
    assert report["holds"] and entries.count() in counts
    assert {row["book"] for row in report["books"]} == set(Book.objects.values_list("key", flat=True))


@pytest.mark.season
def test_the_same_books_as_of_the_same_day_give_the_same_bytes(tmp_path: Path) -> None:
    farm = Book.objects.get(key="freedom_farm")
    first = pack.write(tmp_path / "first.zip", pack.of_books(farm, on=END))
    second = pack.write(tmp_path / "second.zip", pack.of_books(farm, on=END))
    assert first == second
    assert hashlib.sha256((tmp_path / "first.zip").read_bytes()).hexdigest() == first.sha256


@pytest.mark.season
def test_a_pack_names_nobody(tmp_path: Path) -> None:
    everything = b"\n".join(content(drawn(tmp_path, pack.of_network(on=date(2100, 1, 1)))).values()).decode()
    people = Person.objects.values_list("name", flat=True)
    assert len(people) > 10
    assert [name for name in people if name in everything] == []


@pytest.mark.season
def test_the_loan_tape_comes_with_the_banks_book_alone(tmp_path: Path) -> None:
    bank, farm = Book.objects.get(key="bank"), Book.objects.get(key="freedom_farm")
    tape = content(drawn(tmp_path, pack.of_books(bank, on=END)))["loans/loan-tape.csv"].decode()
    assert tape.splitlines()[1].startswith("green_team_1,green_team,bank,revolving,USD,2016-04-11")
    assert "loans/loan-tape.csv" not in content(drawn(tmp_path, pack.of_books(farm, on=END)))


def mutations(path: Path, count: int, tmp_path: Path) -> list[str]:
    """Change one byte, `count` times, in the file and in the files within it; return what was not noticed."""
    rng, raw, inside = random.Random(7), path.read_bytes(), content(path)
    names, unseen, broken = sorted(inside), [], tmp_path / "broken.zip"
    for number in range(count):
        if number % 2:
            at, change = rng.randrange(len(raw)), rng.randrange(1, 256)
            broken.write_bytes(raw[:at] + bytes([raw[at] ^ change]) + raw[at + 1 :])
            where = f"byte {at}"
        else:  # within, the outer seal renewed: only the manifest tells
            name = names[number // 2 % len(names)]
            data, change = inside[name], rng.randrange(1, 256)
            at = rng.randrange(len(data))
            changed = data[:at] + bytes([data[at] ^ change]) + data[at + 1 :]
            packed_again(broken, {**inside, name: changed}, with_manifest=False)
            where = f"{name} {at}"
        if verifier.main([str(broken)]) == 0:
            unseen.append(where)
    return unseen


def test_100_changed_bytes_are_all_noticed(
    tmp_path: Path, packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mutations(packed, 100, tmp_path) == []


@pytest.mark.parametrize("word", ["scope", "on", "between_books", "files", "format", "sha256"])
def test_a_manifest_changed_anywhere_is_broken(tmp_path: Path, packed: Path, word: str) -> None:
    """Found by the 10,000 changed bytes: which accounts mirror each other was under no hash but the file's own."""
    inside = content(packed)
    name = word.encode()
    at = inside["manifest.json"].index(b'"' + name + b'"') + len(name) + 2
    value = next(n for n, byte in enumerate(inside["manifest.json"]) if n > at and chr(byte).isalnum())
    other = bytes([inside["manifest.json"][value] ^ 1])
    inside["manifest.json"] = inside["manifest.json"][:value] + other + inside["manifest.json"][value + 1 :]
    broken = packed_again(tmp_path / "broken.zip", inside, with_manifest=False)
    assert verifier.main([str(broken)]) == 1


@pytest.mark.parametrize("shape", ["--json", ""])
def test_a_pack_whose_list_of_books_lost_a_name_is_broken_and_said_to_be(
    tmp_path: Path, packed: Path, capsys: pytest.CaptureFixture[str], shape: str
) -> None:
    """Found by the 10,000 changed bytes: the verifier stumbled over what it was about to print."""
    inside = content(packed)
    inside["books.jsonl"] = inside["books.jsonl"].replace(b"head_hash", b"head_hasi")
    broken = packed_again(tmp_path / "broken.zip", inside, with_manifest=False)
    assert verifier.main([str(broken), *([shape] if shape else [])]) == 1
    said = capsys.readouterr().out
    assert ('"holds": false' if shape else "The pack is broken.") in said


@pytest.mark.soak
@pytest.mark.season
def test_10_000_changed_bytes_are_all_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mutations(drawn(tmp_path), 10_000, tmp_path) == []


def test_a_changed_byte_of_entries_and_facts_is_noticed_even_with_new_hashes_around_it(
    tmp_path: Path, packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside, rng = content(packed), random.Random(3)
    unseen = []
    for name in (
        "books/nubias/entries.jsonl",
        "books/freedom_farm/entries.jsonl",
        "facts.jsonl",
        "seals.jsonl",
    ):
        for _ in range(20):
            data = inside[name]
            at = rng.randrange(len(data))
            changed = data[:at] + bytes([data[at] ^ rng.randrange(1, 256)]) + data[at + 1 :]
            path = packed_again(tmp_path / "x.zip", {**inside, name: changed}, with_manifest=True)
            if verifier.main([str(path)]) == 0:
                unseen.append((name, at))
    assert unseen == []


def edited(inside: dict[str, bytes], name: str, change: Callable[[list[dict]], None]) -> dict[str, bytes]:
    rows = [json.loads(line) for line in inside[name].splitlines()]
    change(rows)
    return {**inside, name: b"".join(verifier.canonical(row) + b"\n" for row in rows)}


def _rechained(rows: list[dict]) -> None:
    """All hashes of a chain worked out again, as a forger would."""
    link = verifier.GENESIS
    for row in rows:
        row["previous"] = link
        payload = verifier.sha(verifier.canonical(row["payload"]))
        link = row["hash"] = verifier.step(link, row["seq"], row["id"], row["at"], payload)


def _forge(inside: dict[str, bytes], change: Callable[[list[dict]], None]) -> dict[str, bytes]:
    """The entries of nubias changed, rechained, and the head in books.jsonl made to fit."""
    name, heads = "books/nubias/entries.jsonl", []

    def forged(rows: list[dict]) -> None:
        change(rows)
        _rechained(rows)
        heads.append((rows[-1]["seq"], rows[-1]["hash"]))

    def fitted(rows: list[dict]) -> None:
        for row in rows:
            if row["key"] == "nubias":
                row["head_seq"], row["head_hash"] = heads[0]

    return edited(edited(inside, name, forged), "books.jsonl", fitted)


def _other_amounts(rows: list[dict]) -> None:
    for line in rows[-1]["payload"]["lines"]:
        line[1] *= 2


def _one_amount(rows: list[dict]) -> None:
    rows[-1]["payload"]["lines"][0][1] += 1


def _other_side(rows: list[dict]) -> None:
    for line in rows[1]["payload"]["lines"]:
        line[1] *= 2


def _other_fact(rows: list[dict]) -> None:
    rows[0]["payload"]["source"] = "ABCDEFGHJKMN"


@pytest.mark.parametrize(
    ("forge", "claim"),
    [
        (_other_amounts, "Every trial balance"),
        (_one_amount, "Every entry adds up"),
        (_other_side, "Movements between books"),
        (_other_fact, "Every entry comes from a fact"),
        (_other_side, "Closed periods"),
    ],
)
def test_a_forger_who_rewrites_the_chain_is_caught_by_what_the_chain_must_agree_with(
    tmp_path: Path, packed: Path, forge: Callable[[list[dict]], None], claim: str
) -> None:
    inside = _forge(content(packed), forge)
    found = faults(packed_again(tmp_path / "forged.zip", inside, with_manifest=True))
    assert any(said.startswith(claim) for said in found)


def test_a_fact_that_was_changed_is_not_in_its_seal(tmp_path: Path, packed: Path) -> None:

    def lie(rows: list[dict]) -> None:
        rows[0]["fact"]["actor"] = "system/somebody-else"

    inside = edited(content(packed), "facts.jsonl", lie)
    found = faults(packed_again(tmp_path / "forged.zip", inside, with_manifest=True))
    assert found == ["Every sealed fact stands in its seal, and the seals are chained."]


def test_a_file_too_many_is_noticed(packed: Path) -> None:
    packed_again(packed, {**content(packed), "extra.txt": b"x"}, with_manifest=False)
    assert faults(packed) == ["Every file has the hash the manifest gives it, and there is no other file."]


@begins_in(small)
def test_entries_of_later_days_are_there_as_hashes_alone(tmp_path: Path) -> None:
    nubias = small()
    make.cash(nubias, 98_765_432_100, on=date(2017, 5, 5), kind="later.kind")
    make.cash(nubias, 500, on=date(2016, 6, 1))
    path = drawn(tmp_path, pack.of_books(nubias, on=END))
    found = verifier.Verifier(str(path)).run()
    assert found.holds and found.withheld == 1
    everything = b"\n".join(content(path).values())
    assert not [secret for secret in (b"later.kind", b"98765432100", b"2017-05-05") if secret in everything]


@begins_in(small)
def test_memos_stay_where_they_can_be_erased(tmp_path: Path) -> None:
    nubias = small()
    assert b"a secret" not in b"".join(content(drawn(tmp_path)).values())
    memos.erase(entry=Entry.objects.get(book=nubias, kind="share"), by=make.BY, at=make.AT)
    assert faults(drawn(tmp_path)) == []


def test_facts_not_sealed_yet_are_counted_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsealed()
    assert verifier.main([str(drawn(tmp_path))]) == 0
    assert "facts were not sealed yet" in capsys.readouterr().out


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_pack_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    assert verifier.main([str(tmp_path / "x.zip")]) in {1, 2}
    shown = capsys.readouterr()
    assert (shown.out + shown.err).strip()
    assert verifier.main([str(tmp_path / "missing.zip")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@begins_in(small)
def test_the_auditor_draws_a_pack_no_later_than_the_day_they_see(tmp_path: Path) -> None:
    small()
    Network.objects.create(name="A network")
    auditor = signed_in("auditor", None, as_of_on=END)
    page = auditor.get("/books/all/packs/")
    assert page.status_code == 200 and b"2016-12-31" in page.content
    assert auditor.post("/books/all/packs/", {"on": "2017-01-01"}).status_code == 422
    answer = auditor.post("/books/all/packs/", {"on": "2016-12-31"})
    raw = b"".join(answer)  # type: ignore[call-overload]
    (tmp_path / "got.zip").write_bytes(raw)
    assert faults(tmp_path / "got.zip") == []
    fact = Fact.objects.get(kind="books.packs.drawn")
    assert fact.data["sha256"] == hashlib.sha256(raw).hexdigest()
    assert fact.data["sha256"].encode() in auditor.get("/books/all/packs/").content


@begins_in(small)
def test_the_treasurer_draws_a_pack_of_the_own_book_and_no_other(tmp_path: Path) -> None:
    small()
    treasurer = signed_in("treasurer", "nubias")
    answer = treasurer.post("/books/nubias/packs/", {"on": "2016-12-31"})
    assert answer["Content-Type"] == "application/zip"
    inside = ZipFile(io.BytesIO(b"".join(answer))).namelist()  # type: ignore[call-overload]
    assert "books/nubias/entries.jsonl" in inside and "books/freedom_farm/entries.jsonl" not in inside
    assert Fact.objects.get(kind="books.pack.drawn").organisation == "nubias"
    assert treasurer.get("/books/freedom_farm/packs/").status_code == 404
    assert treasurer.get("/books/all/packs/").status_code == 403


@begins_in(small)
def test_packs_are_not_for_members_and_the_public(client: Client) -> None:
    small()
    Organisation.objects.update(has_open_books=True)
    assert client.get("/books/nubias/packs/").status_code == 302
    assert signed_in("worker-owner", "nubias").get("/books/nubias/packs/").status_code == 403
