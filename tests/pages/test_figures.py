"""Every public figure equals the sum of the rows it links to: a crawler compares them on the demo network (PROMISES 8)."""

from decimal import Decimal

import pytest
from django.test import Client

from tests.pages.figures import BOOKS, Figure, Pages, number
from tests.pages.test_crawl import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.season]
KEY_PAGES = (
    "/",
    "/bank/",
    "/federation/",
    "/books/nubias/?year=2016",
    "/books/bank/trial-balance/?on=2016-12-31",
)
ELSEWHERE = {"/school/#courses": "counts the open ones of a list that shows all, each with its state"}


def wrong(pages: Pages, addresses: list[str]) -> tuple[int, list[str]]:
    """How many figures there are on these pages, and those whose rows say something else."""
    found = [figure for address in addresses for figure in pages.figures(address)]
    compared = [
        figure
        for figure in found
        if figure.href not in ELSEWHERE and (figure.value or BOOKS.match(figure.href))  # nothing has no rows
    ]
    return len(compared), [str(figure) for figure in compared if not pages.stands_for(figure)]


def test_figures_on_key_pages_are_the_sums_of_their_rows(client: Client) -> None:
    compared, faults = wrong(Pages(client), list(KEY_PAGES))
    print(f"{compared} figures on {len(KEY_PAGES)} pages compared with their rows")
    assert compared > 30
    assert faults == []


def test_a_figure_that_is_off_by_a_cent_is_seen(client: Client) -> None:
    pages = Pages(client)
    figures = [figure for address in KEY_PAGES[:4] for figure in pages.figures(address)]
    off = [Figure(one.page, one.value + Decimal("0.01"), one.shown, one.href) for one in figures]
    assert [str(figure) for figure in off if pages.stands_for(figure)] == []


@pytest.mark.soak
def test_every_figure_a_visitor_meets_is_the_sum_of_its_rows(client: Client) -> None:
    addresses = list(crawl(client, things=60, others=60, most=400))
    compared, faults = wrong(Pages(client), addresses)
    print(f"{compared} figures on {len(addresses)} pages compared with their rows")
    assert compared > 60
    assert faults == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1,102.50", "1102.50"),
        ("−\xa0$3.00", "-3.00"),
        ("4,200", "4200"),
        ("4\xa0h\xa030\xa0min", "4.5"),
        ("+\xa07.00", "7"),
    ],
)
def test_numbers_are_read_as_people_read_them(text: str, value: str) -> None:
    assert number(text) == Decimal(value)
    assert number("Cash") is None
