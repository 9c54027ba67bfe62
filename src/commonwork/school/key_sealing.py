"""Private halves of the keys that sign badges, as the database may hold them: encrypted by a secret it does not hold."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from commonwork.school.models import IssuerKey

NONCE_BYTES = 12


def sealed(private: Ed25519PrivateKey, nonce: bytes) -> bytes:
    """The private half as the database may hold it."""
    return nonce + AESGCM(_sealing_key()).encrypt(nonce, private.private_bytes_raw(), None)


def opened(key: IssuerKey) -> Ed25519PrivateKey:
    """The private half, to sign with."""
    held = bytes(key.sealed_bytes)
    raw = AESGCM(_sealing_key()).decrypt(held[:NONCE_BYTES], held[NONCE_BYTES:], None)
    return Ed25519PrivateKey.from_private_bytes(raw)


def _sealing_key() -> bytes:
    """What opens private halves: drawn from the secret of this installation, which no database holds."""
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"commonwork school badges")
    return derived.derive(settings.SECRET_KEY.encode())
