"""Documents: kept once, told by content, without hidden data, served safely, erasable with the hash kept."""

from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from commonwork.record import documents, pictures
from commonwork.record.models import Attachment, Document, Fact
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation
from tests.rooms.books.make import AT, BY, FIRST, organisation

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
JACKSON = {1: "N", 2: (32.0, 17.0, 55.0), 3: "W", 4: (90.0, 11.0, 5.0)}


def photo(*, with_place: bool = True, size: tuple[int, int] = (60, 40), orientation: int = 1) -> bytes:
    """A photo as a phone takes it: with the place, the camera and a comment inside."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 3, size[1]))
    exif = picture.getexif()
    exif[0x0110] = "Phone of Ada"
    exif[0x0112] = orientation
    if with_place:
        exif[0x8825] = JACKSON
    kept = BytesIO()
    picture.save(kept, "JPEG", exif=exif, comment=b"kitchen of Ada")
    return kept.getvalue()


def who(house: Organisation) -> dict[str, Any]:
    return {"to": house, "organisation": house, "by": BY, "at": AT}


def test_a_photo_loses_its_place_camera_and_comment() -> None:
    house = organisation()
    sent = photo()
    assert b"Phone of Ada" in sent
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
    document = documents.attach(data=sent, **who(house))
    kept = bytes(Document.objects.get().content or b"")
    assert b"Ada" not in kept
    assert not Image.open(BytesIO(kept)).getexif()
    assert document.sha256 == sha256(kept).hexdigest()
    assert document.sent_sha256 == sha256(sent).hexdigest()


def test_a_photo_taken_sideways_is_kept_upright() -> None:
    _kind, kept = pictures.cleaned(photo(size=(60, 40), orientation=6))
    assert Image.open(BytesIO(kept)).size == (40, 60)


def test_the_same_file_sent_twice_is_one_document() -> None:
    house, sister = organisation(), organisation("green_team")
    first = documents.attach(data=PDF, **who(house))
    assert documents.attach(data=PDF, **who(sister)) == first
    with pytest.raises(documents.AttachedAlready):
        documents.attach(data=PDF, **who(house))
    assert (Document.objects.count(), Attachment.objects.count()) == (1, 2)


def test_the_same_picture_with_other_hidden_data_is_one_document() -> None:
    house, sister = organisation(), organisation("green_team")
    first = documents.attach(data=photo(), **who(house))
    assert documents.attach(data=photo(with_place=False), **who(sister)) == first


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"<html><script>alert(1)</script></html>", pictures.NotAPaper),
        (b"%PDF-1.7 that breaks off", pictures.NotAPaper),
        (b"\xff\xd8\xff\xe0 no picture", pictures.PictureBroken),
        (b"\x89PNG\r\n\x1a\n no picture", pictures.PictureBroken),
        (b"", pictures.NotAPaper),
        (b"%PDF-" + b"0" * pictures.MOST_BYTES + b"%%EOF", pictures.PaperTooLarge),
    ],
)
def test_what_is_no_paper_is_refused_and_nothing_is_kept(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        documents.attach(data=data, **who(organisation()))
    assert not Document.objects.exists()
    assert not Fact.objects.filter(kind__startswith="record.document").exists()


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 60 * 40 - 1)
    with pytest.raises(pictures.PictureBroken):
        pictures.cleaned(photo())


def test_a_paper_is_served_so_that_no_browser_runs_it() -> None:
    answer = documents.answer(documents.attach(data=PDF, **who(organisation())))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_an_erased_paper_loses_its_content_and_keeps_its_hashes() -> None:
    house = organisation()
    document = documents.attach(data=PDF, **who(house))
    documents.erase(document=document, **who(house))
    row = Document.objects.get()
    assert row.is_erased
    assert row.sha256 == sha256(PDF).hexdigest()
    assert documents.document_of(house, row.key) is None
    assert [paper.is_erased for paper in documents.papers(house)] == [True]
    fact = Fact.objects.get(kind="record.document.erased")
    assert fact.data["sha256"] == row.sha256
    with pytest.raises(documents.IsErased):
        documents.erase(document=document, **who(house))


def test_erasing_in_one_place_leaves_it_in_another() -> None:
    house, sister = organisation(), organisation("green_team")
    document = documents.attach(data=PDF, **who(house))
    documents.attach(data=PDF, **who(sister))
    documents.erase(document=document, **who(house))
    assert documents.document_of(house, document.key) is None
    assert documents.document_of(sister, document.key) is not None
    documents.erase(document=document, **who(sister))
    assert Document.objects.get().content is None


def test_a_paper_sent_again_after_it_was_erased_is_there_again() -> None:
    house = organisation()
    document = documents.attach(data=PDF, **who(house))
    documents.erase(document=document, **who(house))
    assert documents.attach(data=PDF, **who(house)) == document
    found = documents.document_of(house, document.key)
    assert found is not None
    assert bytes(found.content or b"") == PDF


def test_only_what_was_shown_is_public_and_an_erased_paper_is_not() -> None:
    house = organisation()
    document = documents.attach(data=PDF, **who(house))
    assert documents.document_of(house, document.key, only_public=True) is None
    documents.show(document=document, is_public=True, **who(house))
    assert documents.document_of(house, document.key, only_public=True) == document
    documents.show(document=document, is_public=False, **who(house))
    assert documents.document_of(house, document.key, only_public=True) is None
    documents.show(document=document, is_public=True, **who(house))
    documents.erase(document=document, **who(house))
    assert [paper.is_public for paper in documents.papers(house)] == [False]
    kinds = Fact.objects.filter(kind__startswith="record.document").order_by("pk")
    assert [kind.rpartition(".")[2] for kind in kinds.values_list("kind", flat=True)] == [
        "attached",
        "shown",
        "hidden",
        "shown",
        "erased",
    ]


def test_a_paper_taken_off_stands_nowhere_and_is_emptied() -> None:
    house = organisation()
    document = documents.attach(data=PDF, **who(house))
    documents.detach(document=document, **who(house))
    assert documents.papers(house) == []
    assert Document.objects.get().content is None
    assert Fact.objects.filter(kind="record.document.detached").count() == 1
    with pytest.raises(documents.IsErased):
        documents.detach(document=document, **who(house))


def test_an_attachment_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    house = organisation()

    def broken(*arguments: Any, **named: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(documents, "state", broken)
    with pytest.raises(RuntimeError):
        documents.attach(data=PDF, **{**who(house), "at": at_time(FIRST)})
    assert not Document.objects.exists()
    assert not Attachment.objects.exists()
