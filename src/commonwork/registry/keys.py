"""Keys: short names that stay with a thing for good, used in references, addresses and exports."""

import secrets

from django.utils.text import slugify

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_key(prefix: str) -> str:
    """A fresh random key that says nothing about the thing, e.g. person_7kq4t9x2mw."""
    return f"{prefix}_" + "".join(secrets.choice(LETTERS) for _ in range(10))


def key_from(name: str) -> str:
    """A key made of a public name.

    >>> key_from("Nubia's Place")
    'nubias_place'
    """
    return slugify(name.replace("'", "").replace("’", "")).replace("-", "_")[:60]
