"""Lists: filtered, sorted, 25 a page, and handed out whole."""

import json
from typing import Any

import pytest
from django import forms
from django.db.models import QuerySet
from django.test import RequestFactory

from commonwork.registry.models import Organisation
from commonwork.ui.listing import Column, Listing

pytestmark = pytest.mark.django_db
COLUMNS = [
    Column("name", "Name", lambda coop: coop.name, sort="name"),
    Column("trade", "Trade", lambda coop: coop.trade),
]


class Narrow(forms.Form):
    q = forms.CharField(required=False)

    def narrow(self, queryset: QuerySet[Organisation]) -> QuerySet[Organisation]:
        return queryset.filter(name__icontains=self.cleaned_data["q"])


@pytest.fixture(autouse=True)
def sixty_co_ops() -> None:
    Organisation.objects.bulk_create(
        Organisation(key=f"coop-{n}", name=f"Co-op {n:02d}", kind="co-op", trade="=1+1" if n == 7 else "")
        for n in range(60)
    )


def listing(address: str, **more: Any) -> Listing:
    request = RequestFactory().get(address)
    return Listing(request, Organisation.objects.all(), columns=COLUMNS, name="co-ops", **more)


def test_a_page_holds_25_rows_and_pages_do_not_overlap() -> None:
    first, last = listing("/?sort=name"), listing("/?sort=name&page=3")
    assert [coop.name for coop in first.rows] == [f"Co-op {n:02d}" for n in range(25)]
    assert [coop.name for coop in last.rows] == [f"Co-op {n:02d}" for n in range(50, 60)]


def test_sorting_follows_the_address_but_only_by_columns_that_allow_it() -> None:
    assert listing("/?sort=-name").rows[0].name == "Co-op 59"
    assert listing("/?sort=tax_mode", default_sort="-name").sort == "-name"
    assert listing("/?sort=trade").sort == ""


def test_a_page_out_of_reach_is_the_nearest() -> None:
    assert listing("/?page=99").page.number == 3
    assert listing("/?page=x").page.number == 1


def test_the_questions_narrow_the_list_and_its_export() -> None:
    narrowed = listing("/?q=op+07&format=json", form=Narrow, note="Demo")
    answer = narrowed.export()
    assert answer is not None
    assert json.loads(answer.content) == {"note": "Demo", "rows": [{"name": "Co-op 07", "trade": "=1+1"}]}


def test_an_export_holds_all_pages() -> None:
    answer = listing("/?format=csv&page=2").export()
    assert answer is not None
    assert len(b"".join(answer).splitlines()) == 61


def test_without_a_format_there_is_no_export() -> None:
    assert listing("/").export() is None


def test_a_page_takes_two_queries(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        assert len(list(listing("/?sort=name&page=2").rows)) == 25
