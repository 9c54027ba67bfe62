"""An independent check of a badge: from the file alone and what the network publishes, with code of its own.

Nothing of the program is used. The signature is checked by the arithmetic of Ed25519 itself (RFC 8032, 5.1.7).
"""

import gzip
import json
import struct
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import datetime
from hashlib import sha512
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def plus(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    k, m, n, o = f - e, h - g, h + g, f + e
    return k * m % P, n * o % P, m * n % P, k * o % P


def times(factor: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            found = plus(found, point)
        point, factor = plus(point, point), factor >> 1
    return found


def point_of(raw: bytes) -> Point:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    assert not (x * x - square) % P, "no point of the curve"
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of(bytes([0x58]) + bytes([0x66]) * 31)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Does the signature of a message hold?"""
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(sha512(r + public + message).digest(), "little") % ORDER
    left, right = times(s, BASE), plus(point_of(r), times(challenge, point_of(public)))
    return (
        s < ORDER
        and not (left[0] * right[2] - right[0] * left[2]) % P
        and not (left[1] * right[2] - right[1] * left[2]) % P
    )


def unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Refused(Exception):
    """What a verifier says no to, and why."""


def read(proof: str, fetch: Callable[[str], bytes]) -> dict[str, Any]:
    """The content of a compact JWS whose issuer's document holds the key it names."""
    head, body, signature = proof.split(".")
    said, told = json.loads(unpacked(head)), json.loads(unpacked(body))
    did, _, _key = said["kid"].partition("#")
    document = json.loads(fetch(f"https://{unquote(did.removeprefix('did:web:'))}/.well-known/did.json"))
    keys = {key["id"]: key["publicKeyJwk"] for key in document["verificationMethod"]}
    if (
        said["alg"] != "EdDSA"
        or said["kid"] not in document["assertionMethod"]
        or told["iss"] != document["id"]
    ):
        raise Refused("the issuer does not name this key")
    if not is_signed(unpacked(keys[said["kid"]]["x"]), f"{head}.{body}".encode(), unpacked(signature)):
        raise Refused("the signature does not hold")
    return dict(told)


def verify(proof: str, fetch: Callable[[str], bytes], *, at: datetime) -> dict[str, Any]:
    """The achievement a badge proves at a moment. Raises Refused."""
    told = read(proof, fetch)
    if not {"VerifiableCredential", "OpenBadgeCredential"} <= set(told["type"]):
        raise Refused("not a badge")
    if datetime.fromisoformat(told["validFrom"]) > at:
        raise Refused("not valid yet")
    if "validUntil" in told and datetime.fromisoformat(told["validUntil"]) <= at:
        raise Refused("expired")
    status = told["credentialStatus"]
    listed = read(fetch(status["statusListCredential"]).decode(), fetch)
    if "validUntil" in listed and datetime.fromisoformat(listed["validUntil"]) <= at:
        raise Refused("the list is too old")
    bits = gzip.decompress(unpacked(listed["credentialSubject"]["encodedList"].removeprefix("u")))
    place = int(status["statusListIndex"])
    if len(bits) * 8 < 131_072 or listed["credentialSubject"]["statusPurpose"] != "revocation":
        raise Refused("the list is too short to hide in")
    if bits[place // 8] >> (7 - place % 8) & 1:
        raise Refused("revoked")
    return dict(told["credentialSubject"]["achievement"])


def from_png(data: bytes) -> str:
    """The credential inside a picture: the iTXt chunk `openbadgecredential`."""
    place = 8
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        assert (
            zlib.crc32(kind + body) == struct.unpack(">I", data[place + 8 + length : place + 12 + length])[0]
        )
        if kind == b"iTXt" and body.startswith(b"openbadgecredential\0"):
            return body.rpartition(b"\0")[2].decode()
        place += 12 + length
    raise Refused("no credential inside")


def from_svg(text: str) -> str:
    """The credential inside a drawing."""
    found = ElementTree.fromstring(text).find("{https://purl.imsglobal.org/ob/v3p0}credential")
    if found is None:
        raise Refused("no credential inside")
    return str(found.attrib["verify"])
