"""What people call the parties in the books that belong to a room: a resolution by its title, with its page."""

from collections.abc import Collection

from commonwork.books import asks
from commonwork.record.refs import resolve_many

RESOLUTION = "assembly.resolution"


def resolutions(keys: Collection[str]) -> dict[str, asks.Named]:
    """{key: title and page} of those keys that are resolutions."""
    found = resolve_many(f"{RESOLUTION}/{key}" for key in keys)
    return {
        reference.rpartition("/")[2]: asks.Named(str(row), row.get_absolute_url())  # type: ignore[attr-defined]
        for reference, row in found.items()
    }


asks.answer_party_names(resolutions)
