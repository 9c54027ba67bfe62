"""Stub replaced in a moment."""
from typing import Any


def install(connection: Any) -> None:
    return None


def missing(connection: Any) -> list[str]:
    return []
