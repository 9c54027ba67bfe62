"""Play a season: adopt its policies, put its events in order, do them one after the other. All or nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, TypeAlias

from django.db import transaction

from commonwork.books import queries as book_queries
from commonwork.charter.actions import policies
from commonwork.registry.models import Network, Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.site.season import closing, course, lending, money, people
from commonwork.site.season.cast import BY, Cast, Event, moment
from commonwork.site.season.reading import SeasonFile

# policy of the season file -> policy of the charter
POLICIES = {
    "course_completion_sessions": "school.completion_sessions",
    "loan_annual_rate_bp": "bank.loan_annual_rate_bp",
    "loan_share_bp": "bank.loan_share_bp",
    "loan_day_count": "bank.loan_day_count",
    "loan_mode": "bank.loan_mode",
    "dues_rate_bp": "federation.dues_rate_bp",
    "dues_minimum": "federation.dues_minimum",
    "dues_waived_for": "federation.dues_waived_for",
    "split_individual_bp": "federation.split_individual_bp",
    "split_indivisible_reserve_bp": "federation.split_indivisible_reserve_bp",
    "split_education_bp": "federation.split_education_bp",
    "split_solidarity_bp": "federation.split_solidarity_bp",
    "patronage_basis": "federation.patronage_basis",
    "patronage_cash_bp": "federation.patronage_cash_bp",
    "capital_account_interest_bp": "federation.capital_account_interest_bp",
}
Part: TypeAlias = Callable[[Cast], Iterator[Event]]
FIXED: dict[str, Any] = {"assembly.rule": "approval-while-fits", "assembly.budget": "whole-dollars-down"}


class NetworkNotLoaded(Refusal):
    sentence = sentence("Load a network file first: commonwork load FILE.toml.")


class SeasonWasPlayed(Refusal):
    sentence = sentence("The season has been played in this network already.")
    status = 409


@transaction.atomic
def play(file: SeasonFile, *, also: Iterable[Part] = ()) -> int:
    """Play a season from its first day to its last, and with it the events of `also`; returns how many events it had.
    Raises NetworkNotLoaded, SeasonWasPlayed, and whatever an act refuses."""
    if not Organisation.objects.filter(key="bank").exists() or not Network.objects.exists():
        raise NetworkNotLoaded()
    if book_queries.book_of("bank") is not None:
        raise SeasonWasPlayed()
    cast = Cast(file)
    _adopt(file, cast.said["season"]["starts_on"])
    parts: list[Part] = [part.events for part in (people, money, course, lending, closing)]
    script = sorted(event for events in [*parts, *also] for event in events(cast))
    for event in script:
        event.run()
    return len(script)


def _adopt(file: SeasonFile, on: date) -> None:
    values = {POLICIES[name]: value for name, value in file.said["policies"].items() if name in POLICIES}
    for code, value in (values | FIXED).items():
        policies.adopt(
            code=code,
            value=value,
            starts_on=on,
            adopted_by="registry.body/peoples_assembly",
            source="invented for the golden season",
            by=BY,
            at=moment(on, 7),
        )
