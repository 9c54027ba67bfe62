"""What one organisation takes away: its books, members, papers and facts, into an installation of its own."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from commonwork.books import queries, verifier
from commonwork.books.exports.parts import PARTS
from commonwork.books.models import Book, Entry
from commonwork.books.proofs import prove
from commonwork.federation.models import Allocation, Hours
from commonwork.record import seals
from commonwork.record.models import Fact
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.rules.chain import payload_hash
from commonwork.site.bundles import loading, own, rows
from tests.journeys.test_bundles import use
from tests.rooms.books.test_packs import content, packed_again

KEY = "freedom_farm"


@pytest.fixture(autouse=True)
def no_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are tested where they are made; here they would only take their time."""
    monkeypatch.delitem(PARTS, "papers")


def taken(folder: Path) -> Path:
    call_command("export", str(folder / "own.zip"), "--organisation", KEY)
    return folder / "own.zip"


def as_it_stands() -> dict[str, Any]:
    """What the organisation has: balances, roll, hours, shared surplus, hashes of its entries and facts."""
    book = Book.objects.select_related("organisation").get(key=KEY)
    here: dict[str, Any] = {"organisation": book.organisation}
    last = max(queries.span(book) or ())
    about = Fact.objects.filter(abouts__ref=f"registry.organisation/{KEY}").exclude(kind="books.book.arrived")
    return {
        "balances": [(row.code, row.balance_minor) for row in queries.trial_balance(**here, on=last)],
        "parties": queries.parties(book.organisation, "3100", on=last),
        "entries": list(Entry.objects.filter(book=book).order_by("seq").values_list("seq", "hash")),
        "facts": {fact.code: payload_hash(seals.says(fact)) for fact in about.distinct()},
        "roll": sorted(Membership.objects.filter(**here).values_list("person__name", "starts_on", "ends_on")),
        "hours": sorted(Hours.objects.filter(**here).values_list("person__key", "starts_on", "minutes")),
        "shared": sorted(
            Allocation.objects.filter(year_end__organisation=book.organisation)
            .values_list("person__key", "total_minor")
        ),
    }  # fmt: skip


@pytest.mark.season
@pytest.mark.django_db(transaction=True)
def test_a_co_op_goes_on_in_an_installation_of_its_own_and_nothing_of_its_own_is_lost(tmp_path: Path) -> None:
    before, file = as_it_stands(), taken(tmp_path)
    assert verifier.main([str(file)]) == 0
    assert before["roll"] and before["hours"] and before["shared"] and len(before["facts"]) > 50
    _names_nobody_else(file)
    use("empty")
    call_command("import", str(file))
    assert as_it_stands() == before
    report = prove()
    assert report.holds and list(seals.check()) == []
    assert any("elsewhere" in proof.evidence for proof in report.proofs)
    assert set(Book.objects.values_list("key", flat=True)) == {KEY}
    others = Organisation.objects.exclude(key=KEY)
    assert others.exists() and not others.exclude(about="").exists(), (
        "others come with their public name alone"
    )
    with pytest.raises(loading.NotEmpty):
        loading.load(file)


def _names_nobody_else(file: Path) -> None:
    """Members of other co-ops are not named anywhere in the file, nor are the other co-ops' entries in it."""
    inside = content(file)
    text = b"\n".join(inside.values()).decode(errors="replace")
    members = Membership.objects.filter(organisation__key=KEY).values("person")
    strangers = Person.objects.exclude(pk__in=members).values_list("name", flat=True)
    assert len(strangers) > 5
    named = [(name, [part for part, said in inside.items() if name.encode() in said]) for name in strangers]
    assert [one for one in named if one[1]] == []
    for name in Person.objects.filter(pk__in=members).values_list("name", flat=True):
        assert name in inside["members.csv"].decode()
    theirs = Entry.objects.exclude(book__key=KEY).values_list("hash", flat=True)
    assert [one for one in theirs if one in text] == []


@pytest.mark.one_engine
@pytest.mark.season
@pytest.mark.django_db(transaction=True)
def test_a_bundle_that_was_tampered_with_is_caught_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    file = taken(tmp_path)
    raw, inside = file.read_bytes(), content(file)
    (tmp_path / "byte.zip").write_bytes(raw[:9000] + bytes([raw[9000] ^ 1]) + raw[9001:])
    assert verifier.main([str(tmp_path / "byte.zip")]) == 1
    changes = {
        "books/freedom_farm/entries.jsonl": ('"on":"2016-', '"on":"2015-'),
        "facts.jsonl": ("system/season", "system/nobody"),
        "rows/books.posting.jsonl": ("10000", "10001"),
        "rows/record.fact.jsonl": ("registry.person/", "registry.place/"),
    }
    use("empty")
    for name, (old, new) in changes.items():
        text = inside[name].decode()
        assert old in text, (name, old)
        changed = {**inside, name: text.replace(old, new, 1).encode()}
        broken = packed_again(tmp_path / "broken.zip", changed, with_manifest=True)
        with pytest.raises((loading.IsBroken, loading.DoesNotProve, loading.Refusal)):
            loading.load(broken)
        assert not Organisation.objects.exists(), name


def test_what_comes_points_to_nothing_that_stays_behind() -> None:
    kinds = set(own.kinds())
    outside = {
        (model._meta.label_lower, field.name)
        for model in kinds
        for field in rows.fields(model)
        if field.is_relation and field.related_model not in kinds
    }
    assert outside == set()


@pytest.mark.django_db
def test_an_unknown_organisation_or_a_narrower_question_is_refused(tmp_path: Path) -> None:
    for options in (["--organisation", "nobody"], ["--organisation", KEY, "--on", "2016-01-01"]):
        with pytest.raises(loading.Refusal):
            call_command("export", str(tmp_path / "x.zip"), *options)
    assert list(tmp_path.iterdir()) == []
