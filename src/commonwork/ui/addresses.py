"""Addresses of pages, each worked out once."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(8192)
def address_of(name: str, *args: str | int) -> str:
    """The address of a page, worked out once for the same name and arguments. Raises NoReverseMatch."""
    return reverse(name, args=args)
