"""Badges as other programs see them: signed, checked independently, revoked, expired, baked into pictures."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.urls import reverse
from openbadgeslib import ob3
from openbadgeslib.ob3.contexts import bundled_contexts

from commonwork.record.models import Fact
from commonwork.registry.models import Contact
from commonwork.school import key_sealing
from commonwork.school.actions import badges, keys, sessions
from commonwork.school.models import Badge, IssuerKey
from commonwork.school.views import credentials
from tests.rooms.school import make, verifier
from tests.rooms.school.test_pages import signed_in

pytestmark = pytest.mark.django_db
LATER = datetime(2016, 6, 1, tzinfo=UTC)


def fetch(address: str) -> bytes:
    answer = Client().get(urlsplit(address).path)
    assert answer.status_code == 200, address
    return bytes(answer.content)


def packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def download(badge: Badge, form: str) -> bytes:
    return bytes(Client().get(reverse("school_credential", args=[badge.key, form])).content)


def awarded(months: int | None = None) -> Badge:
    """Ada came to three of four evenings, and the badge was hers on 5 February 2016."""
    course, ada = make.small_course(), make.person("Ada")
    course.badge_months = months
    course.save()
    Contact.objects.create(person=ada, kind="email", value="Ada@example.org")
    make.enrol(course, ada)
    for number in (1, 2, 3):
        make.hold(course, number, ada)
    day = date(2016, 2, 5)
    return badges.award(course=course, person=ada, on=day, by=make.SEASON, at=make.noon(day))


def test_the_arithmetic_of_the_verifier_agrees_with_the_published_example() -> None:
    # RFC 8032, 7.1, test 1: the empty message.
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert verifier.is_signed(public, b"", signature)
    assert not verifier.is_signed(public, b"x", signature)


def test_an_independent_verifier_accepts_a_badge_and_refuses_it_once_revoked() -> None:
    badge = awarded()
    proof = download(badge, "jwt").decode()
    assert verifier.verify(proof, fetch, at=LATER)["name"] == "Reading the books"
    badges.revoke(
        badge=badge, reason="mistake", on=date(2016, 5, 1), by=make.SEASON, at=make.noon(date(2016, 5, 1))
    )
    with pytest.raises(verifier.Refused, match="revoked"):
        verifier.verify(proof, fetch, at=LATER)


def test_a_badge_changed_by_one_letter_or_signed_by_another_key_is_refused() -> None:
    badge = awarded()
    head, body, signature = download(badge, "jwt").decode().split(".")
    forged = json.loads(verifier.unpacked(body)) | {"name": "Chemistry"}
    changed = ".".join([head, packed(json.dumps(forged).encode()), signature])
    with pytest.raises(verifier.Refused, match="signature"):
        verifier.verify(changed, fetch, at=LATER)
    other = packed(Ed25519PrivateKey.generate().sign(f"{head}.{body}".encode()))
    with pytest.raises(verifier.Refused, match="signature"):
        verifier.verify(f"{head}.{body}.{other}", fetch, at=LATER)


def test_a_new_key_signs_from_now_on_and_what_the_old_one_signed_still_holds() -> None:
    badge = awarded()
    old = download(badge, "jwt").decode()
    keys.make(school=badge.course.school, by=make.SEASON, at=make.noon(date(2016, 3, 1)))
    new = download(badge, "jwt").decode()
    assert old.split(".")[0] != new.split(".")[0]
    for proof in (old, new):
        verifier.verify(proof, fetch, at=LATER)
    assert IssuerKey.objects.count() == 2
    stored = b"".join(bytes(row.sealed_bytes) for row in IssuerKey.objects.all())
    assert key_sealing.opened(IssuerKey.objects.first()).private_bytes_raw() not in stored  # type: ignore[arg-type]


def test_a_badge_with_an_end_holds_until_that_day() -> None:
    badge = awarded(months=3)
    proof = download(badge, "jwt").decode()
    assert badge.expires_on == date(2016, 5, 5)
    verifier.verify(proof, fetch, at=datetime(2016, 5, 4, tzinfo=UTC))
    with pytest.raises(verifier.Refused, match="expired"):
        verifier.verify(proof, fetch, at=datetime(2016, 5, 5, tzinfo=UTC))
    with pytest.raises(verifier.Refused, match="not valid yet"):
        verifier.verify(proof, fetch, at=datetime(2016, 2, 4, tzinfo=UTC))


def test_the_holder_is_a_salted_hash_and_no_name_or_address_is_told() -> None:
    badge = awarded()
    said = json.loads(download(badge, "json"))
    text = json.dumps(said)
    assert "Ada" not in text and "example.org" not in text and badge.person.key not in text
    holder = said["credentialSubject"]["identifier"][0]
    # Whoever knows the address can check it; the salt makes lists of addresses useless.
    assert (
        holder["identityHash"] == "sha256$" + sha256(b"ada@example.org" + holder["salt"].encode()).hexdigest()
    )
    assert said["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    Contact.objects.all().delete()
    assert "identifier" not in json.loads(download(badge, "json"))["credentialSubject"]


def test_both_pictures_carry_the_signed_badge() -> None:
    badge = awarded()
    png, svg = download(badge, "png"), download(badge, "svg").decode()
    for proof in (verifier.from_png(png), verifier.from_svg(svg)):
        assert verifier.verify(proof, fetch, at=LATER)["name"] == "Reading the books"
    assert Client().get(reverse("school_credential", args=[badge.key, "exe"])).status_code == 404


@time_machine.travel(LATER, tick=False)
def test_the_certificate_is_for_its_holder_and_keeps_hours_and_facilitator() -> None:
    badge = awarded()
    url = reverse("school_certificate", args=[badge.key])
    mine = signed_in(make.account(badge.person)).get(url)
    assert mine.content.startswith(b"%PDF") and mine["Content-Disposition"].endswith('.pdf"')
    assert signed_in(make.account(make.person("Stranger"))).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_library_s_own_verifier_agrees_also_for_what_an_older_key_signed() -> None:
    badge = awarded()
    old = download(badge, "jwt").decode()
    keys.make(school=badge.course.school, by=make.SEASON, at=make.noon(date(2016, 3, 1)))
    verifying = ob3.OB3Verifier.for_issuer_did("did:web:localhost%3A8000", download=fetch)
    for proof in (old, download(badge, "jwt").decode()):
        seen = verifying.verify(proof, check_status=True, download=fetch)
        assert seen.achievement.name == "Reading the books"
    badges.revoke(
        badge=badge, reason="mistake", on=date(2016, 5, 1), by=make.SEASON, at=make.noon(date(2016, 5, 1))
    )
    with pytest.raises(ob3.OB3VerificationError, match="revocation"):
        verifying.verify(old, check_status=True, download=fetch)


def test_a_credential_has_what_open_badges_asks_for_and_no_word_its_contexts_do_not_know() -> None:
    said = json.loads(download(awarded(months=3), "json"))
    assert said["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["issuer"].items() >= {"id": "did:web:localhost%3A8000", "type": ["Profile"]}.items()
    assert said["issuer"]["name"] and (said["validFrom"], said["validUntil"]) == (
        "2016-02-05T00:00:00Z",
        "2016-05-05T00:00:00Z",
    )
    subject = said["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"] and subject["id"].startswith("urn:uuid:")
    assert set(subject["achievement"]) == {"id", "type", "name", "description", "criteria"}
    assert subject["achievement"]["criteria"]["narrative"]
    assert said["credentialStatus"]["type"] == "BitstringStatusListEntry"
    assert said["credentialSchema"][0]["type"] == "1EdTechJsonSchemaValidator2019"
    # The contexts as published, which the library carries: a word that none of them defines would not be signed.
    known = words_of([bundled_contexts()[address] for address in said["@context"]])
    assert words_of(said) - {"@context"} <= known, words_of(said) - known


def words_of(told: Any) -> set[str]:
    """Every key that stands anywhere inside."""
    if isinstance(told, list):
        return set().union(*map(words_of, told))
    return set(told).union(*map(words_of, told.values())) if isinstance(told, dict) else set()


@time_machine.travel(LATER, tick=False)
def test_the_certificate_says_who_led_which_session_as_it_was_when_the_badge_was_awarded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of the three evenings Ada came to, Uma led the first and the third, Max the second; Zoe led the one she missed."""
    max_, zoe, uma, ada = (make.person(name) for name in ("Max", "Zoe", "Uma", "Ada"))
    course = make.course(trainer=uma)
    moment: dict[str, Any] = {"by": make.SEASON, "at": make.noon(make.OPENED)}
    sessions.lead(course=course, facilitators={2: max_, 4: zoe}, **moment)
    make.enrol(course, ada)
    for number in (1, 2, 3):
        make.hold(course, number, ada)
    day = date(2016, 2, 5)
    badge = badges.award(course=course, person=ada, on=day, by=make.SEASON, at=make.noon(day))
    sessions.lead(course=course, facilitators={1: zoe, 2: zoe}, **moment)  # said differently afterwards
    printed: list[dict[str, Any]] = []
    monkeypatch.setattr(
        credentials.pdf, "made", lambda template, data, frame: (printed.append(data), b"%PDF")[1]
    )
    signed_in(make.account(ada)).get(reverse("school_certificate", args=[badge.key]))
    told = {str(name): value for name, value in printed[0]["facts"]}
    assert told["Taught by"] == "Uma (invented): sessions 1, 3 · Max (invented): session 2"
    assert (told["Sessions attended"], told["Hours"]) == ("3", "6")
    shown = Client().get(badge.get_absolute_url()).content.decode()
    assert "Max" not in shown and "Uma" not in shown, "who did not agree is not named in public"


def test_a_badge_past_its_last_day_is_not_called_valid() -> None:
    badge = awarded(months=3)
    with time_machine.travel(datetime(2016, 5, 4, 18, tzinfo=UTC), tick=False):
        assert "This badge is valid." in Client().get(badge.get_absolute_url()).content.decode()
    with time_machine.travel(datetime(2016, 5, 5, 18, tzinfo=UTC), tick=False):
        page = Client().get(badge.get_absolute_url()).content.decode()
    assert "This badge is valid." not in page and "This badge held until" in page


def test_the_nine_of_the_golden_season_hold_badges_a_verifier_accepts_and_one_is_refused(
    published: Path,
) -> None:
    """Journey: cooperative basics; each of nine downloads a badge, and the one revoked is refused."""
    golden = make.golden_course(published)
    rows = list(golden.course.badges.select_related("person").order_by("person__key"))
    proofs = [download(row, "jwt").decode() for row in rows]
    assert [row.person.key for row in rows] == golden.answers["completed"]
    for proof in proofs:
        assert verifier.verify(proof, fetch, at=LATER)["name"] == "Cooperative basics"
    day = date(2016, 4, 1)
    badges.revoke(badge=rows[0], reason="roll-corrected", on=day, by=make.SEASON, at=make.noon(day))
    refused: list[Any] = []
    for proof in proofs:
        try:
            verifier.verify(proof, fetch, at=LATER)
        except verifier.Refused as why:
            refused.append(str(why))
    assert refused == ["revoked"]
    assert Fact.objects.filter(kind="school.key.made").count() == 1
