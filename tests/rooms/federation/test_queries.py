"""What other storeys read: wealth, the solidarity fund, statements, registers, needs."""

from datetime import date

import pytest

from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.federation import queries
from commonwork.federation.actions import affiliations, year_ends
from commonwork.federation.checklist import ITEMS
from commonwork.federation.queries.owning import median
from tests.rooms.federation.make import (
    BY,
    NEW_YEAR,
    YEAR_END,
    Town,
    account,
    noon,
    play_2016,
    season_town,
)
from tests.rules.season import Season, cents
from tests.worlds import kept_world, published_folder

pytestmark = pytest.mark.django_db
PAID, LATER = date(2017, 1, 31), date(2017, 2, 15)


def _played() -> tuple[Town, Season]:
    """2016 played, The Green Team admitted, all three years shared and the solidarity shares paid."""
    made, season = season_town(published_folder())
    play_2016(made, season)
    team, on = made.coops["green_team"], date(2016, 5, 20)
    row = affiliations.apply(
        organisation=team,
        class_code="start-up",
        checklist={item.code: True for item in ITEMS},
        on=on,
        by=BY,
        at=noon(on),
    )
    affiliations.admit(affiliation=row, on=on, by=BY, at=noon(on))
    for coop in made.coops.values():
        closed = year_ends.close(organisation=coop, year=2016, by=BY, at=noon(YEAR_END))
        shared = year_ends.allocate(year_end=closed, on=YEAR_END, by=BY, at=noon(YEAR_END))
        year_ends.pay_solidarity(year_end=shared, on=PAID, by=BY, at=noon(PAID))
    return made, season


played = kept_world(_played)


def test_the_counts_of_the_season_come_out(played: tuple[Town, Season]) -> None:
    _, season = played
    for day, answer in season.answers["counts"]["workers"].items():
        jobs = queries.jobs(on=date.fromisoformat(day))
        assert (jobs.members, jobs.others, jobs.total) == (
            answer["members"],
            answer["others"],
            answer["total"],
        )
    for day, answer in season.answers["counts"]["wealth_of_members"].items():
        owned = queries.wealth(on=date.fromisoformat(day))
        assert owned.shares_minor == cents(answer["shares"])
        assert owned.capital_accounts_minor == cents(answer["capital_accounts"])


def test_the_median_stands_in_the_middle_of_all_owners(played: tuple[Town, Season]) -> None:
    """Share and account of the ten: 5,976.48 (Ada), 5,976.48 (Ben), 5,387.78 (Emil), 5,284.76 (Fay), 4,746.98 (Cleo),
    3,933.25 (Gus), 2,758.49 (Dina), 785.69, 783.64, 757.13. In the middle Cleo and Gus: half of 8,680.23 is 4,340.115.
    """
    owned = queries.wealth(on=YEAR_END)
    assert (owned.owners, owned.median_minor) == (10, 434012)  # half to even
    assert [median([]), median([5]), median([1, 2])] == [0, 5, 2]


def test_the_solidarity_fund_shows_every_line_and_what_is_still_owed(played: tuple[Town, Season]) -> None:
    year = {"starts_on": NEW_YEAR, "ends_on": date(2017, 1, 1)}
    assert queries.solidarity_pledged(**year) == 113983
    assert queries.solidarity_paid(**year) == 0
    assert queries.solidarity_paid(starts_on=PAID, ends_on=date(2017, 2, 1)) == 113983
    assert (queries.outstanding(on=YEAR_END), queries.outstanding(on=PAID)) == (113983, 0)
    assert queries.solidarity_fund_minor(on=date(2016, 12, 30)) == 0
    lines = queries.movements(until=YEAR_END)
    assert sum(line.change_minor for line in lines) == lines[0].balance_minor == 113983
    assert all(line.told and "shared its surplus" in line.told.sentence for line in lines)
    assert [row.organisation.key for row in queries.pledges(**year)] == [
        "freedom_farm",
        "nubias",
        "green_team",
    ]


def test_the_latest_shared_year_adds_up_all_co_ops(played: tuple[Town, Season]) -> None:
    """SEASON.md: 11,431.90 + 11,226.82 + 2,119.15 = 24,777.87; individual 7,430.74 + 6,009.65 + 1,377.45."""
    assert queries.latest_shared(on=date(2016, 12, 30)) is None
    sums = queries.latest_shared(on=LATER)
    assert sums is not None
    assert (sums.year, sums.coops, sums.result_minor, sums.individual_minor) == (2016, 3, 2477787, 1481784)
    assert sums.reserve_minor == 228638 + 383033 + 42383
    parts = sums.individual_minor + sums.reserve_minor + sums.education_minor + sums.solidarity_minor
    assert parts == sums.result_minor
    assert queries.surplus_shared(starts_on=YEAR_END, ends_on=date(2017, 1, 1)) == 2477787


def test_a_statement_rolls_an_account_forward_from_its_postings(played: tuple[Town, Season]) -> None:
    made, _ = played
    farm, ada = made.coops["freedom_farm"], made.people["invented_ada"]
    whole = queries.statement(farm, ada)
    assert [line.balance_minor for line in whole.lines] == [420000, 547648]
    assert (whole.opening_minor, whole.closing_minor) == (0, 547648)
    assert "shared its surplus of 2016" in whole.lines[1].told.sentence  # type: ignore[union-attr]
    later = queries.statement(farm, ada, starts_on=date(2017, 1, 1))
    assert (later.opening_minor, later.lines, later.closing_minor) == (547648, (), 547648)
    assert queries.statement(farm, ada, code="3000").closing_minor == 50000


def test_the_register_is_as_of_a_day(played: tuple[Town, Season]) -> None:
    made, _ = played
    team = made.coops["green_team"]
    assert queries.register(team, on=date(2016, 5, 1)) == []
    rows = queries.register(team, on=date(2016, 5, 2))
    assert [(row.person.key, row.share_minor, row.account_minor) for row in rows] == [
        ("invented_iris", 50000, 0),
        ("invented_jonah", 50000, 0),
        ("invented_kemi", 50000, 0),
    ]
    (stake,) = queries.of_person(made.people["invented_ada"], on=YEAR_END)
    assert (stake.share_minor, stake.account_minor, stake.minutes) == (50000, 547648, 1380 * 60)
    assert stake.latest is not None
    assert stake.latest.cash_minor == 85100


def test_trade_counts_the_season_s_invoices(played: tuple[Town, Season]) -> None:
    """SEASON.md, consolidated: sister trade of 2016 comes to 7,635.00; as a day's last twelve months without the first
    quarter's 300 + 300 + 400."""
    assert queries.sister_trade_total(starts_on=NEW_YEAR, ends_on=date(2017, 1, 1)) == 763500
    starts_on, ends_on = queries.trade_year(date(2017, 4, 1))
    assert (starts_on, ends_on) == (date(2016, 4, 2), date(2017, 4, 2))
    assert queries.sister_trade_total(starts_on=starts_on, ends_on=ends_on) == 663500
    assert queries.trade_year(date(2019, 4, 1)) == (date(2016, 1, 1), date(2017, 1, 1))


def test_a_treasurer_is_told_what_waits(played: tuple[Town, Season]) -> None:
    made, _ = played
    emil = account(made.people["invented_emil"], "treasurer", made.coops["nubias"])
    assert may(emil, Permission.YEAR_END_RUN, made.coops["nubias"])
    told = [(need.title, need.due_on) for need in queries.needs(emil, date(2017, 4, 1))]
    assert told == [
        ("Pay $180.00 to The Green Team", date(2017, 1, 10)),
        ("Pay $320.00 to Freedom Farms Cooperative", date(2017, 1, 10)),
        ("Pay out 2016 in Nubia's Place", date(2017, 9, 15)),
    ]
    next_year = queries.needs(emil, date(2018, 1, 3))
    assert "Close 2017 for Nubia's Place" in [need.title for need in next_year]


def test_a_delegate_is_asked_to_answer_and_not_for_the_own_co_op(played: tuple[Town, Season]) -> None:
    made, _ = played
    market = made.coop("peoples_grocery", "People's Grocery", "")
    affiliations.apply(
        organisation=market, class_code="start-up", checklist={}, on=LATER, by=BY, at=noon(LATER)
    )
    ada = account(made.people["invented_ada"], "delegate", made.coops["freedom_farm"])
    insider = account(made.worker(market, "invented_pia", on=date(2016, 1, 1)), "delegate", market)
    assert [need.title for need in queries.needs(ada, LATER)] == [
        "Answer the application of People's Grocery"
    ]
    assert queries.needs(insider, LATER) == []
