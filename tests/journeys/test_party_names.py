"""A party in the books that is a resolution is called by its title, on the pages of the books as elsewhere."""

import pytest
from django.test import Client

from commonwork.assembly.models import Resolution
from commonwork.books import queries
from commonwork.books.asks import party_names
from commonwork.books.models import Budget, BudgetLine

pytestmark = [pytest.mark.season, pytest.mark.django_db, pytest.mark.one_engine]


def test_a_budget_line_shows_the_title_of_its_resolution_and_not_its_key() -> None:
    titles = {row.key: row for row in Resolution.named.all()}
    line = BudgetLine.objects.filter(party__in=titles).select_related("budget__book")[0]
    resolution = titles[line.party]
    assert party_names(["nobody", line.party])[line.party].href == resolution.get_absolute_url()
    assert set(party_names(["nobody"])) == set()
    page = Client().get(f"/books/{line.budget.book.key}/budgets/{line.budget.key}/").content.decode()
    assert str(resolution) in page
    assert f": {line.party.replace('_', ' ')}" not in page


def test_no_line_of_any_budget_shows_a_bare_key() -> None:
    parties = set(BudgetLine.objects.exclude(party="").values_list("party", flat=True))
    assert parties and parties == set(party_names(parties))


def test_a_list_asks_for_the_names_of_all_its_resolutions_at_once(
    django_assert_max_num_queries: object,
) -> None:
    budget = Budget.objects.filter(lines__party__gt="").select_related("book")[0]
    keys = list(Resolution.objects.values_list("key", flat=True))
    assert queries.book_of(budget.book.key) and len(keys) > 1
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        assert len(party_names(keys)) == len(keys)
