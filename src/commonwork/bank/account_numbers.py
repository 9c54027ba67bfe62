"""Account numbers as the database may hold them: encrypted with a key drawn from the secret of this installation,
which no database holds; read only where a payment file is written."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from commonwork.rules.refusal import Refusal, sentence

NONCE_BYTES = 12


class NumberUnreadable(Refusal):
    """The secret of this installation does not open the number: it came with a bundle, or the secret was changed."""

    sentence = sentence("An account number was kept by another installation. Put the account on file again.")
    status = 409


def sealed(number: str, *, of: str) -> bytes:
    """The number of the account with the key `of`; what is sealed for one account opens for no other."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key()).encrypt(nonce, number.encode(), of.encode())


def opened(held: bytes, *, of: str) -> str:
    """The number again. Raises NumberUnreadable when it was sealed for another account or by another installation."""
    try:
        return AESGCM(_key()).decrypt(held[:NONCE_BYTES], held[NONCE_BYTES:], of.encode()).decode()
    except InvalidTag as fault:
        raise NumberUnreadable() from fault


def _key() -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"commonwork bank account numbers")
    return derived.derive(settings.SECRET_KEY.encode())
