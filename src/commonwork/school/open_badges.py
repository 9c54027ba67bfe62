"""Open Badges 3.0: a badge as a signed credential that anyone can check without asking us.

The credential (a verifiable credential, data model 2.0) travels as a compact JWS signed with Ed25519 (VC-JWT, `EdDSA`). Who
issues is named by `did:web`; the document behind it holds the keys. What was revoked stands in a bitstring status list. The
holder is a random identifier and a salted hash, so that a credential names nobody. Written by openbadgeslib; from our rows
it takes what is said, the key and the picture. The library is slow to load (a third of a second), so this module is
imported where a request needs it. Left out: proofs by `eddsa-rdfc-2022`, which need a canonicaliser of JSON-LD.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.urls import reverse
from openbadgeslib import baking, ob3
from openbadgeslib.keys import key_to_pem, public_jwk_from_pem

from commonwork.school import badge_pictures
from commonwork.school.key_sealing import opened
from commonwork.school.models import Badge, IssuerKey

BITS = 131_072  # the least a status list may hold, so that a place in it says little
LIST_HOLDS = timedelta(days=7)  # an older copy of the list proves nothing: it is fetched anew


class KeyedSigner(ob3.OB3Signer):
    """Signs, and names the key by its address in the issuer's document, so that several keys may stand there."""

    def __init__(self, key: IssuerKey) -> None:
        self.private = opened(key)
        super().__init__(self.private, algorithm="EdDSA")
        self.key_id = f"{did()}#{_fragment(key)}"

    def sign_payload(self, payload: dict[str, Any]) -> str:
        """The payload as a compact JWS whose head names the key."""
        return jwt.encode(payload, self.private, algorithm=self.algorithm, headers={"kid": self.key_id})


def did() -> str:
    """Who issues: did:web of this installation's address."""
    return ob3.did_web_from_url(f"https://{urlsplit(settings.ORIGIN).netloc}")


def did_document() -> dict[str, Any]:
    """The document behind `did()`: every key that ever signed, the latest first."""
    keys = [(_fragment(key), _public_jwk(key)) for key in IssuerKey.objects.order_by("-number")]
    if not keys:
        return {"@context": ["https://www.w3.org/ns/did/v1"], "id": did(), "verificationMethod": []}
    return ob3.build_did_document(did(), keys)


def credential(badge: Badge, *, address: str) -> ob3.OpenBadgeCredential:
    """The credential of a badge, before it is signed. address: the holder's e-mail, of which only a salted hash is told;
    empty where there is none."""
    course, competence, number = badge.course, badge.competence, badge.pk
    listed = _address(reverse("school_status_list", args=[number // BITS]))
    return ob3.OpenBadgeCredential(
        id=_address(badge.get_absolute_url()),
        name=course.title,
        issuer=ob3.Issuer(id=did(), name=course.school.name, url=settings.ORIGIN),
        recipient_id=f"urn:uuid:{badge.holder_id}",
        identifiers=[ob3.IdentityObject.create(address.lower(), badge.salt)] if address else [],
        achievement=ob3.Achievement(
            id=_address(course.get_absolute_url()),
            name=course.title,
            description=course.summary or competence.name,
            criteria_narrative=f"{course.sessions_needed} sessions attended. {competence.name}.",
        ),
        issuance_date=_moment(badge.awarded_on),
        expiration_date=_moment(badge.expires_on) if badge.expires_on else None,
        credential_status=[ob3.status_entry(listed, "revocation", number % BITS)],
    )


def signed(said: ob3.OpenBadgeCredential) -> str:
    """A credential as a compact JWS, by the latest key. The same credential is signed the same."""
    return _signer().sign(said)


def status_list(part: int, *, at: datetime) -> str:
    """Which badges were revoked, one bit each, as a compact JWS by the latest key."""
    revoked = Badge.objects.filter(pk__gte=part * BITS, pk__lt=(part + 1) * BITS, revoked_on__isnull=False)
    said = ob3.build_status_list_credential(
        did(),
        _address(reverse("school_status_list", args=[part])),
        "revocation",
        [number % BITS for number in revoked.values_list("pk", flat=True)],
        size_bits=BITS,
        issued=at,
        valid_until=at + LIST_HOLDS,
    )
    claims = {"iss": said["issuer"], "jti": said["id"], "nbf": int(at.timestamp())}
    return _signer().sign_payload(said | claims)


def in_svg(badge: Badge, proof: str) -> bytes:
    """The picture of a badge with its credential inside."""
    return baking.bake_svg(
        badge_pictures.svg(badge), proof, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3
    )


def in_png(badge: Badge, proof: str) -> bytes:
    """The picture of a badge with its credential inside (an iTXt chunk `openbadgecredential`)."""
    return baking.bake_png(badge_pictures.png(badge), proof, keyword=baking.ITXT_KEYWORD_OB3)


def _signer() -> KeyedSigner:
    return KeyedSigner(IssuerKey.objects.order_by("-number")[0])


def _public_jwk(key: IssuerKey) -> dict[str, Any]:
    return public_jwk_from_pem(key_to_pem(Ed25519PublicKey.from_public_bytes(bytes(key.public_bytes))))


def _fragment(key: IssuerKey) -> str:
    return f"key-{key.number}"


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=UTC)


def _address(path: str) -> str:
    return f"{settings.ORIGIN}{path}"
