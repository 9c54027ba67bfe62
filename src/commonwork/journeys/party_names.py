"""What people call the parties in the books that belong to a room: a resolution, or what another assembly decided to
have done, by its title, with its page."""

from collections.abc import Collection

from commonwork.books import asks
from commonwork.record.refs import resolve_many

DECIDED = ("assembly.resolution", "assembly.effect")


def decided(keys: Collection[str]) -> dict[str, asks.Named]:
    """{key: title and page} of those keys that an assembly decided on."""
    found = resolve_many(f"{kind}/{key}" for kind in DECIDED for key in keys)
    return {
        reference.rpartition("/")[2]: asks.Named(str(row), row.get_absolute_url())  # type: ignore[attr-defined]
        for reference, row in found.items()
    }


asks.answer_party_names(decided)
