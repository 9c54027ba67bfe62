"""What the demo shows of belonging: the policies of the federation, a council, shares, notices; nothing undecided."""

from datetime import date
from html import unescape

import pytest
from django.test import Client

from commonwork.access.models import PracticeSignIn
from commonwork.charter.kinds import POLICIES
from commonwork.charter.queries import in_force
from commonwork.federation.models import Apportionment, Consent, DelegateTerm, Notice, ShareCertificate
from commonwork.federation.queries.delegates import seat_terms
from commonwork.federation.standards import standard
from commonwork.record.models import Fact

pytestmark = [pytest.mark.django_db, pytest.mark.season]
DAY = date(2017, 4, 1)
FARM = "/federation/coops/freedom_farm/"
NOT_ASKED = {"federation.class_seats_member", "federation.class_seats_start_up"}  # seats go by members here


@pytest.fixture
def ada() -> Client:
    client = Client()
    account = PracticeSignIn.objects.get(key="treasurer").account
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_every_policy_of_the_federation_has_a_value_with_its_source() -> None:
    codes = {code for code in POLICIES if code.startswith("federation.")} - NOT_ASKED
    held = {code: in_force(code, on=DAY) or standard(code, on=DAY) for code in codes}
    assert [code for code, value in held.items() if value is None] == []
    assert all(value and len(value.source) > 10 for value in held.values())


def test_seven_seats_are_shared_by_members_and_two_co_ops_sent_somebody() -> None:
    """4, 3 and 3 members, one seat each first; Webster on 4/3, 3/3, 3/3, then 4/5 before 3/5: 3, 2, 2."""
    row = Apportionment.objects.get()
    assert row.seats == {"freedom_farm": 3, "green_team": 2, "nubias": 2}
    assert seat_terms(row.body, on=DAY).source.startswith("our proposal")
    terms = DelegateTerm.objects.values_list("organisation__key", "person__key")
    assert set(terms) == {("freedom_farm", "invented_dina"), ("nubias", "invented_fay")}


def test_notices_are_qualified_where_a_consent_is_on_file_and_one_co_op_has_yet_to_write() -> None:
    """Nubia's Place 3 members, The Green Team 3; all consented. At Freedom Farms 3 of 4 did."""
    kinds = Notice.objects.values_list("allocation__year_end__organisation__key", "kind")
    assert sorted(kinds) == [("green_team", "qualified")] * 3 + [("nubias", "qualified")] * 3
    assert Consent.objects.filter(organisation__key="freedom_farm").count() == 3
    assert ShareCertificate.objects.count() == 7
    assert not Fact.objects.filter(kind="federation.year_end.taken_back").exists()


def test_pay_seats_shares_dues_and_year_end_leave_nothing_undecided(ada: Client) -> None:
    wanted = {
        f"{FARM}pay/": ["$12.00", "holds", "two to one"],
        f"{FARM}shares/": ["Ada (invented)"],
        "/federation/dashboard/?year=2016": ["Full-time jobs", "1.00"],
        "/federation/delegates/": ["Council of delegates"],
        "/federation/dues/": ["200.00"],
        f"{FARM}year-ends/2016/tasks/": ["Write to the members"],
        f"{FARM}year-ends/2016/tasks/redemption/": ["after 5 years"],
    }
    for address, texts in wanted.items():
        page = text(ada, address)
        assert [one for one in texts if one not in page] == [], address
        assert "not decided" not in page and "Nobody has decided" not in page, address
