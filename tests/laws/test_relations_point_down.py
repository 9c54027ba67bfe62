"""Law: relations between models point strictly down (a string foreign key slips past import contracts)."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings

ABREAST = (  # packages of one storey, which must not point at each other
    {"charter", "books"},
    {"federation", "incubator", "school", "bank", "assembly", "press"},
    {"journeys", "horizon"},
)


def storey(label: str) -> int | None:
    """The height of one of our apps; None for others, which everybody stands on."""
    order = [name.rpartition(".")[2] for name in settings.STOREYS]
    if label not in order:
        return None
    beside = next((group for group in ABREAST if label in group), {label})
    return min(order.index(other) for other in beside)


def relations() -> Iterator[tuple[str, str]]:
    """(model, model it points at): foreign keys, one-to-one, many-to-many, parents."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model is not None:
                assert not isinstance(field.related_model, str)
                yield model._meta.label, field.related_model._meta.label


def points_wrong(model: str, target: str) -> bool:
    """Does a relation between two of our apps not point strictly down (or stay at home)?"""
    here, there = (label.partition(".")[0] for label in (model, target))
    if here == there or storey(there) is None:
        return False
    return storey(here) is None or storey(here) <= storey(there)  # type: ignore[operator]


def test_every_relation_points_down_or_stays_in_its_app() -> None:
    found = set(relations())
    assert ("bank.Loan", "registry.Organisation") in found, "the walk sees relations"
    assert ("access.Account", "registry.Person") in found
    allowed = {
        (model, target) for model, target in found if storey(model.partition(".")[0]) is None
    }  # third parties point at the account that settings name
    assert sorted(pair for pair in found - allowed if points_wrong(*pair)) == []
    assert {target for _, target in allowed if storey(target.partition(".")[0]) is not None} <= {
        "access.Account"
    }


def test_the_storeys_of_the_settings_are_the_apps_there_are() -> None:
    ours = [config.name for config in apps.get_app_configs() if config.name.startswith("commonwork.")]
    assert sorted(ours) == sorted(settings.STOREYS)


def test_this_law_can_fail() -> None:
    assert points_wrong("record.Fact", "registry.Person"), "up"
    assert points_wrong("bank.Loan", "federation.Affiliation"), "sideways, room to room"
    assert points_wrong("gatherings.Gathering", "school.Course")
    assert not points_wrong("school.Course", "gatherings.Gathering")
    assert not points_wrong("bank.Draw", "bank.Loan")
