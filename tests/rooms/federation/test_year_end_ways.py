"""The pages around the year-end, and the ways of other tax modes and of a loss."""

from datetime import date

import pytest
from django.test import Client

from commonwork.books import queries as book_queries
from commonwork.federation.actions import (
    notices,
    year_ends,
)
from commonwork.federation.models import Consent, Notice, Redemption, YearEnd
from commonwork.federation.queries import year_end_papers as papers
from commonwork.registry.models import Organisation
from tests.rooms.federation.make import YEAR_END, Town, account, post
from tests.rooms.federation.year_end_make import (
    FARM,
    LATER,
    WHEN,
    farm_of,
    issued,
    shared,
    taxed,
    two_years,
)
from tests.worlds import kept_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


made = kept_world(two_years)


@pytest.fixture
def ada(made: Town) -> Client:
    client = Client()
    client.force_login(account(made.people["invented_ada"], "treasurer", farm_of(made)))
    return client


def walk(client: Client, result_minor: int, mode: str) -> list[str]:
    """The codes of the tasks the list leads through, each done."""
    farm = Organisation.objects.get(key="freedom_farm")
    post(farm, YEAR_END, ("1000", result_minor), ("4000" if result_minor > 0 else "5200", -result_minor))
    seen: list[str] = []
    for press in range(20):
        answer = client.get(f"{FARM}year-ends/2016/tasks/")
        here = answer.context["here"]
        if here is None:
            return seen
        page = client.get(answer.context["here_url"])
        assert page.status_code == 200
        done = client.post(
            answer.context["here_url"], {"once": f"press-{press}", "tax_mode": mode, "on": "2017-02-01"}
        )
        assert done.status_code == 302, here.code
        seen.append(here.code)
    return seen


def test_a_partnership_gets_figures_for_schedule_k_1_and_no_notices(made: Town, ada: Client) -> None:
    """1,000.00 by 300 and 100 hours: 750.00 and 250.00 are income, though Ada's share is 487.50."""
    assert "forms" in walk(ada, 100000, "partnership")
    assert set(Notice.objects.values_list("kind", flat=True)) == {"statement"}
    rows = {one.person.key: one for one in papers.k1_rows(YearEnd.objects.get())}
    assert {key: one.income_minor for key, one in rows.items()} == {
        "invented_ada": 75000,
        "invented_ben": 25000,
    }
    one = rows["invented_ada"]
    assert (one.opening_minor, one.added_minor, one.cash_minor, one.closing_minor) == (0, 48750, 19500, 29250)
    assert "750.00" in ada.get(f"{FARM}year-ends/2016/k-1/").content.decode()
    assert ada.get(f"{FARM}1099-patr/2017/").status_code == 404


def test_a_project_of_a_nonprofit_and_another_country_have_their_own_way(made: Town, ada: Client) -> None:
    walked = walk(ada, 100000, "nonprofit-project")
    assert walked == ["taxes", "close", "surplus", "split", "share", "solidarity"]
    row = YearEnd.objects.get()
    assert (row.individual_minor, row.reserve_minor) == (0, 85000)
    assert book_queries.parties(farm_of(made), "3100") == {}
    with pytest.raises(notices.NobodyToWriteTo):
        issued(row)


def test_another_country_goes_through_without_forms_of_the_united_states(made: Town, ada: Client) -> None:
    walked = walk(ada, 100000, "other-country")
    assert "forms" not in walked
    assert walked[-4:] == ["notices", "payment", "redemption", "solidarity"]


def test_a_loss_has_a_way_of_its_own(made: Town, ada: Client) -> None:
    assert walk(ada, -50000, "subchapter-t") == ["taxes", "close", "surplus", "losses", "carry"]
    assert YearEnd.objects.get().loss_carried_on == date(2017, 2, 1)
    assert ada.get(f"{FARM}year-ends/2016/tasks/share/").status_code == 404


def test_the_pages_around_say_what_is_wrong_and_end_in_receipts(made: Town, ada: Client) -> None:
    parts = {"individual": "65", "indivisible_reserve": "20", "education": "10", "solidarity": "6"}
    given = {"basis": "hours", "cash": "40", "starts_on": "2019-01-01", "source": "Meeting of 1 March 2018"}
    answer = ada.post(f"{FARM}split/", {"once": "s", **parts, **given})
    assert answer.status_code == 422
    assert "101 %, not to 100 %" in answer.content.decode()
    answer = ada.post(f"{FARM}split/", {"once": "s2", **parts, **given, "solidarity": "5"})
    assert answer["Location"].startswith("/receipts/")
    answer = ada.post(
        f"{FARM}consents/", {"once": "c", "person": "invented_ben", "kind": "written", "on": "2018-03-01"}
    )
    assert answer["Location"].startswith("/receipts/")
    assert (
        ada.post(
            f"{FARM}consents/", {"once": "d", "person": "nobody", "kind": "written", "on": "2018-03-01"}
        ).status_code
        == 422
    )
    key = Consent.objects.get().key
    answer = ada.post(f"{FARM}consents/{key}/revoke/", {"once": "r", "on": "2018-03-01"})
    assert answer["Location"].startswith("/receipts/")
    shared(made)
    answer = ada.post(f"{FARM}old-shares/", {"once": "o", "amount": "400.00", "on": "2018-03-01"})
    assert answer.status_code == 422
    assert "390.00" in answer.content.decode()
    answer = ada.post(f"{FARM}old-shares/", {"once": "o2", "amount": "390.00", "on": "2018-03-01"})
    assert answer["Location"].startswith("/receipts/")
    row = Redemption.objects.get()
    answer = ada.post(f"{FARM}old-shares/{row.key}/take-back/", {"once": "t", "on": "2018-03-01"})
    assert answer["Location"].startswith("/receipts/")


def test_a_member_finds_why_and_the_notice_and_strangers_find_nothing(made: Town, ada: Client) -> None:
    taxed("subchapter-t")
    row = shared(made)
    issued(row)
    year_ends.pay_patronage(year_end=row, on=LATER, **WHEN)
    ben = Client()
    ben.force_login(account(made.people["invented_ben"], "worker-owner", farm_of(made)))
    url = f"{FARM}year-ends/2016/members/invented_ben/"
    page = ben.get(url).content.decode()
    assert [
        text for text in ("$1,000.00", "$650.00", "$162.50", "$65.00", "$97.50") if text not in page
    ] == []
    assert ben.get(f"{url}notice.pdf")["Content-Type"] == "application/pdf"
    assert "162.50" in ben.get(f"{FARM}members/invented_ben/").content.decode()
    other = Client()
    nubias = made.coop("nubias", "Nubia's Place")
    other.force_login(account(made.worker(nubias, "invented_emil"), "worker-owner", nubias))
    assert other.get(url).status_code == 404
    assert other.get(f"{url}notice.pdf").status_code == 404
    inner = ("split/", "consents/", "old-shares/", "1099-patr/2018/", "year-ends/2016/notices/")
    for path in inner:
        assert ben.get(FARM + path).status_code == 403, path
        assert ada.get(FARM + path).status_code == 200, path
    assert ada.get(f"{FARM}1099-patr/2018/invented_ben.pdf")["Content-Type"] == "application/pdf"
    file = ada.get(f"{FARM}1099-patr/2018/?format=csv").getvalue().decode()
    assert "65.00" in file
    assert "195.00" in ada.get(f"{FARM}year-ends/2016/notices/?format=csv").getvalue().decode()
