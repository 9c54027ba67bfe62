"""Law: every act states a fact; whatever takes `by` in an actions module is an act; its arguments are keywords."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest

from commonwork.record.acts import ACTS, act
from commonwork.registry.models import Organisation
from tests.laws.house import modules

WRITES = {
    "create",
    "save",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
INSIDE = {  # what writes and is no act, because acts call it in their own transaction
    "commonwork.bank.actions.lock.keep_next_due": "notes within an act when a schedule asks next",
    "commonwork.bank.actions.payments.end_if_repaid": "ends a loan within the act that paid or corrected it",
    "commonwork.bank.actions.payments.take_in": "puts a payment into a loan's history within an act",
    "commonwork.bank.actions.settling.write_parts": "brings a loan's rows to what its replay says, within an act",
    "commonwork.books.actions.entries.post_many": "the one writer: posts from the fact of the act that calls it",
    "commonwork.books.actions.holds.reserve": "sets an amount aside within the act whose fact it is given",
    "commonwork.gatherings.actions.letters.forget": "erases what waits for a person whom an act has forgotten",
    "commonwork.gatherings.actions.letters.send": "notes that a letter has left; the act it tells of stated its fact",
    "commonwork.gatherings.actions.letters.send_waiting": "the same for all that wait, and gives old ones up",
    "commonwork.gatherings.actions.letters.write": "a letter within the act it tells of",
}


def functions(places: list[ModuleType]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Public functions a module defines itself."""
    for module in places:
        for name, function in vars(module).items():
            if (
                inspect.isfunction(function)
                and not name.startswith("_")
                and function.__module__ == module.__name__
            ):
                yield f"{module.__name__}.{name}", function


def not_acts(places: list[ModuleType]) -> list[str]:
    """Functions that say who did it, and are no acts."""
    done = set(ACTS)
    return [
        name
        for name, function in functions(places)
        if "by" in inspect.signature(function).parameters and function not in done
    ]


def writers(places: list[ModuleType]) -> list[str]:
    """Functions that write rows themselves, and are no acts."""
    done = set(ACTS)
    return [
        name for name, function in functions(places) if function not in done and WRITES & _called(function)
    ]


def _called(function: Callable[..., Any]) -> set[str]:
    body = ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function))))
    return {
        node.func.attr for node in body if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def not_keywords(acts: list[Callable[..., Any]]) -> list[str]:
    """Arguments of acts that could be given by place."""
    return [
        f"{one.__module__}.{one.__name__}({name})"
        for one in acts
        for name, parameter in inspect.signature(one).parameters.items()
        if parameter.kind not in {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    ]


def places() -> list[ModuleType]:
    return [*modules("actions"), *modules("journeys")]


def test_whatever_says_who_did_it_is_an_act() -> None:
    assert not_acts(places()) == []


def test_whatever_writes_is_an_act_or_a_named_part_of_one() -> None:
    assert sorted(writers(places())) == sorted(INSIDE)


def test_all_arguments_of_acts_are_keywords_and_every_act_says_when() -> None:
    places()
    ours = [one for one in ACTS if one.__module__.startswith("commonwork.")]
    assert len(ours) > 60, "the walk sees the acts"
    assert not_keywords(ours) == []
    timeless = [
        f"{one.__module__}.{one.__name__}" for one in ours if "at" not in inspect.signature(one).parameters
    ]
    assert timeless == []


@pytest.mark.django_db
def test_an_act_that_states_nothing_is_undone() -> None:
    def silent(*, name: str, by: str, at: datetime) -> Organisation:
        return Organisation.objects.create(key="silent", name=name, kind="ally")

    run = act(silent)
    ACTS.remove(run)
    with pytest.raises(AssertionError, match="stated no fact"):
        run(name="Silent", by="system/test", at=datetime(2016, 1, 1))
    assert not Organisation.objects.exists()


def test_this_law_can_fail() -> None:
    module = ModuleType("commonwork.room.actions.things")
    exec("def change(thing, *, by, at): ...\ndef read(*, on): ...", vars(module))
    for function in (module.change, module.read):
        function.__module__ = module.__name__
    assert _called(test_an_act_that_states_nothing_is_undone) & WRITES == {"create"}
    assert not_acts([module]) == ["commonwork.room.actions.things.change"]
    assert not_keywords([module.change]) == ["commonwork.room.actions.things.change(thing)"]
