"""Open Badges 3.0: a badge as a signed credential that anyone can check without asking us.

The credential (a verifiable credential, data model 2.0) travels as a compact JWS signed with Ed25519 (VC-JWT, `EdDSA`). Who
issues is named by `did:web`; the document behind it holds the keys. What was revoked stands in a bitstring status list. The
holder is a random identifier and a salted hash, so that a credential names nobody.
Sources: 1EdTech Open Badges 3.0, 8 (proof formats) and 5 (baking); W3C Bitstring Status List 1.0; RFC 7515; RFC 8037.
"""

import gzip
import json
from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime, time
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.urls import reverse

from commonwork.school.models import Badge, IssuerKey

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
BITS = 131_072  # the least a status list may hold, so that a place in it says little
NONCE_BYTES = 12
STAR = "M200 40 L248 110 L330 120 L284 190 L300 270 L200 240 L100 270 L116 190 L70 120 L152 110 Z"


def did() -> str:
    """Who issues: did:web of this installation's address."""
    host = urlsplit(settings.ORIGIN).netloc
    return f"did:web:{quote(host, safe='')}"


def sealed(private: Ed25519PrivateKey, nonce: bytes) -> bytes:
    """The private half as the database may hold it."""
    raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return nonce + AESGCM(_sealing_key()).encrypt(nonce, raw, None)


def public_of(private: Ed25519PrivateKey) -> bytes:
    """The public half."""
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _opened(key: IssuerKey) -> Ed25519PrivateKey:
    held = bytes(key.sealed_bytes)
    raw = AESGCM(_sealing_key()).decrypt(held[:NONCE_BYTES], held[NONCE_BYTES:], None)
    return Ed25519PrivateKey.from_private_bytes(raw)


def _sealing_key() -> bytes:
    """What opens private halves: drawn from the secret of this installation, which no database holds."""
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"commonwork school badges")
    return derived.derive(settings.SECRET_KEY.encode())


def did_document() -> dict[str, Any]:
    """The document behind `did()`: every key that ever signed."""
    keys = [
        {
            "id": _key_id(key.number),
            "type": "JsonWebKey",
            "controller": did(),
            "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": _packed(bytes(key.public_bytes))},
        }
        for key in IssuerKey.objects.order_by("number")
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did(),
        "verificationMethod": keys,
        "assertionMethod": [key["id"] for key in keys],
    }


def credential(badge: Badge, *, address: str) -> dict[str, Any]:
    """The credential of a badge, before it is signed. address: the holder's e-mail, of which only a salted hash is told;
    empty where there is none."""
    course, competence, number = badge.course, badge.competence, badge.pk
    listed = _address(reverse("school_status_list", args=[number // BITS]))
    holder: dict[str, Any] = {"type": ["AchievementSubject"], "id": f"urn:uuid:{badge.holder_id}"}
    if address:
        holder["identifier"] = [_hashed(address, badge.salt)]
    holder["achievement"] = {
        "id": _address(course.get_absolute_url()),
        "type": ["Achievement"],
        "name": course.title,
        "description": course.summary or competence.name,
        "criteria": {"narrative": f"{course.sessions_needed} sessions attended. {competence.name}."},
    }
    said = {
        "@context": CONTEXTS,
        "id": _address(badge.get_absolute_url()),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": course.title,
        "issuer": {"id": did(), "type": ["Profile"], "name": course.school.name, "url": settings.ORIGIN},
        "validFrom": _moment(badge.awarded_on),
        "credentialSubject": holder,
        "credentialStatus": {
            "id": f"{listed}#{number % BITS}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(number % BITS),
            "statusListCredential": listed,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    return said | ({"validUntil": _moment(badge.expires_on)} if badge.expires_on else {})


def status_list(part: int, *, at: datetime) -> dict[str, Any]:
    """Which badges were revoked: one bit each, the first bit of a byte being its highest."""
    bits = bytearray(BITS // 8)
    revoked = Badge.objects.filter(pk__gte=part * BITS, pk__lt=(part + 1) * BITS, revoked_on__isnull=False)
    for number in revoked.values_list("pk", flat=True):
        place = number % BITS
        bits[place // 8] |= 0x80 >> (place % 8)
    address = _address(reverse("school_status_list", args=[part]))
    return {
        "@context": CONTEXTS[:1],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(),
        "validFrom": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + _packed(gzip.compress(bytes(bits), mtime=0)),
        },
    }


def signed(said: dict[str, Any]) -> str:
    """A credential as a compact JWS, by the latest key. The same credential is signed the same."""
    key = IssuerKey.objects.order_by("-number")[0]
    head = {"alg": "EdDSA", "typ": "JWT", "kid": _key_id(key.number)}
    issuer = said["issuer"] if isinstance(said["issuer"], str) else said["issuer"]["id"]
    claims: dict[str, Any] = {"iss": issuer, "jti": said["id"], "sub": said["credentialSubject"]["id"]}
    starts = datetime.fromisoformat(said["validFrom"])
    claims["nbf"] = int(starts.timestamp())
    if "validUntil" in said:
        claims["exp"] = int(datetime.fromisoformat(said["validUntil"]).timestamp())
    whole = f"{_packed(_json(head))}.{_packed(_json(said | claims))}"
    return f"{whole}.{_packed(_opened(key).sign(whole.encode()))}"


def in_svg(badge: Badge, proof: str) -> str:
    """The picture of a badge with its credential inside (baked, as the specification says for SVG)."""
    title, school = escape(badge.course.title), escape(badge.course.school.name)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" '
        f'viewBox="0 0 400 400" role="img" aria-label={quoteattr(badge.course.title)}>'
        f"<openbadges:credential verify={quoteattr(proof)}></openbadges:credential>"
        '<rect width="400" height="400" rx="24" fill="#FBF7EE"/>'
        f'<path d="{STAR}" fill="#14532D"/>'
        '<path d="M200 90 L240 150 L200 210 L160 150 Z" fill="#B7791F"/>'
        '<g text-anchor="middle" font-family="sans-serif">'
        f'<text x="200" y="320" font-size="24" font-weight="700" fill="#1C1B17">{title}</text>'
        f'<text x="200" y="352" font-size="15" fill="#5E594D">{school}</text></g>'
        "</svg>"
    )


def in_png(badge: Badge, proof: str) -> bytes:
    """The picture of a badge with its credential inside (baked: an iTXt chunk `openbadgecredential`)."""
    from PIL import Image, ImageDraw, ImageFont  # a third of a second; few requests need it
    from PIL.PngImagePlugin import PngInfo

    picture = Image.new("RGB", (600, 600), "#FBF7EE")
    draw = ImageDraw.Draw(picture)
    star = [
        (300, 60),
        (372, 165),
        (495, 180),
        (426, 285),
        (450, 405),
        (300, 360),
        (150, 405),
        (174, 285),
        (105, 180),
        (228, 165),
    ]
    draw.polygon(star, fill="#14532D")
    draw.polygon([(300, 135), (360, 225), (300, 315), (240, 225)], fill="#B7791F")
    for height, size, words, colour in (
        (455, 34, badge.course.title, "#1C1B17"),
        (510, 22, badge.course.school.name, "#5E594D"),
    ):
        while size > 12 and draw.textlength(words, font=ImageFont.load_default(size)) > 560:
            size -= 2
        draw.text((300, height), words, font=ImageFont.load_default(size), fill=colour, anchor="mm")
    chunks, out = PngInfo(), BytesIO()
    chunks.add_itxt("openbadgecredential", proof)
    picture.save(out, "PNG", pnginfo=chunks)
    return out.getvalue()


def _hashed(address: str, salt: str) -> dict[str, Any]:
    digest = sha256(f"{address.lower()}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def _moment(day: date) -> str:
    return datetime.combine(day, time(0), tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _address(path: str) -> str:
    return f"{settings.ORIGIN}{path}"


def _key_id(number: int) -> str:
    return f"{did()}#key-{number}"


def _json(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
