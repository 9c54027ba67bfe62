"""The cryptography of sealed polls: a key shared among keepers, ballots of one length, pseudonyms and receipt codes.

The key of a poll is a random number that is split into parts (Shamir, k of n) when voting opens and then forgotten.
Each part is sealed to the public half of a code that only its keeper holds. A ballot is sealed to the public key of the
poll (X25519, HKDF-SHA256, ChaCha20-Poly1305) before it is stored. What this does not protect is said in
docs/rooms/assembly.md.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0, 1, I, L, O
PRIME = 2**128 + 51
PART_BYTES = 17
NONCE = bytes(12)  # each sealing has a key of its own, so one nonce will do
BLOCK = 64


class NotOpened(ValueError):
    """A sealed thing and a key that do not belong together."""


def new_code(length: int) -> str:
    """A random code that people can read out and type: 4.95 bits a letter."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def shown(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def typed(code: str) -> str:
    """A code as typed: capitals or not, spaces or not."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def code_hash(poll: str, code: str) -> str:
    """What is stored of a one-visit code: a hash keyed by the secret of this installation, which no database holds."""
    said = f"commonwork voting code|{poll}|{typed(code)}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def pseudonym(poll: str, secret: str) -> str:
    """The name under which a sealed ballot lies; only the voter's secret leads to it."""
    return hashlib.sha256(f"commonwork pseudonym|{poll}|{typed(secret)}".encode()).hexdigest()


def receipt_code(poll: str, secret: str) -> str:
    """The code under which a ballot stands in the opened list; it leads back neither to the secret nor the pseudonym."""
    drawn = hmac.new(typed(secret).encode(), f"commonwork receipt|{poll}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(drawn)
    letters = []
    for _ in range(16):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(letters)


# the key of a poll and its parts


def new_key() -> int:
    """A key: a random number below 2^128."""
    return secrets.randbits(128)


def public_of(key: int) -> bytes:
    """The public half of a key, to which ballots are sealed."""
    return _private(key).public_key().public_bytes_raw()


def split(key: int, *, needed: int, of: int) -> list[tuple[int, int]]:
    """(number, part) for each of `of` keepers; any `needed` of them give the key again, fewer tell nothing."""
    curve = [key, *(secrets.randbelow(PRIME) for _ in range(needed - 1))]
    return [
        (x, sum(factor * pow(x, power, PRIME) for power, factor in enumerate(curve)) % PRIME)
        for x in range(1, of + 1)
    ]


def joined(parts: Mapping[int, int]) -> int:
    """The key from enough parts by number (Lagrange at zero); from too few, some other number."""
    total = 0
    for x, part in parts.items():
        upper = lower = 1
        for other in parts:
            if other != x:
                upper, lower = upper * -other % PRIME, lower * (x - other) % PRIME
        total += part * upper * pow(lower, -1, PRIME)
    return total % PRIME


def code_key(poll: str, code: str) -> int:
    """The key that a keeper's code stands for."""
    drawn = hashlib.sha256(f"commonwork keeper|{poll}|{typed(code)}".encode()).digest()
    return int.from_bytes(drawn[:16])


def as_bytes(part: int) -> bytes:
    """A part as bytes."""
    return part.to_bytes(PART_BYTES)


# sealing


def seal(public: bytes, said: bytes) -> bytes:
    """Seal bytes to a public key: a fresh public half, then what only the key opens."""
    fresh = X25519PrivateKey.generate()
    mine = fresh.public_key().public_bytes_raw()
    shared = fresh.exchange(X25519PublicKey.from_public_bytes(public))
    return mine + ChaCha20Poly1305(_derived(shared, mine + public)).encrypt(NONCE, said, None)


def unseal(key: int, sealed: bytes) -> bytes:
    """What was sealed to a key. Raises NotOpened."""
    private, theirs = _private(key), sealed[:32]
    shared = private.exchange(X25519PublicKey.from_public_bytes(theirs))
    derived = _derived(shared, theirs + private.public_key().public_bytes_raw())
    try:
        return ChaCha20Poly1305(derived).decrypt(NONCE, sealed[32:], None)
    except InvalidTag:
        raise NotOpened from None


def keep(said: bytes) -> bytes:
    """Seal to the secret of this installation, which no database holds."""
    nonce = secrets.token_bytes(12)
    return nonce + ChaCha20Poly1305(_own()).encrypt(nonce, said, None)


def kept(sealed: bytes) -> bytes:
    """What `keep` sealed."""
    return ChaCha20Poly1305(_own()).decrypt(sealed[:12], sealed[12:], None)


def ballot(content: str, receipt: str, *, longest: int) -> bytes:
    """A ballot as bytes of one length for its poll, so that its length tells nothing."""
    said = json.dumps([content, receipt], separators=(",", ":")).encode()
    length = -(-(longest + 40) // BLOCK) * BLOCK
    assert len(said) <= length, "a ballot is never longer than the longest"
    return said.ljust(length)


def ballot_of(said: bytes) -> tuple[str, str]:
    """(content, receipt code) of a ballot's bytes."""
    content, receipt = json.loads(said)
    return str(content), str(receipt)


def _private(key: int) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_expanded(as_bytes(key), b"commonwork poll key"))


def _derived(shared: bytes, public_halves: bytes) -> bytes:
    return _expanded(shared, b"commonwork sealed ballot" + public_halves)


def _own() -> bytes:
    return _expanded(settings.SECRET_KEY.encode(), b"commonwork parts handed in")


def _expanded(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secret)


def numbers_of(parts: Sequence[tuple[int, bytes]]) -> dict[int, int]:
    """{number: part} of parts as bytes."""
    return {number: int.from_bytes(part) for number, part in parts}
