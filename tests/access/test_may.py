"""The one question: may this account do this, here, on this day?"""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from commonwork.access.guard import demand
from commonwork.access.models import Account
from commonwork.access.permissions import Permission
from commonwork.access.queries import as_of, holdings, may, where
from commonwork.access.roles import ROLES
from tests.access import make

pytestmark = pytest.mark.django_db
SEE, CLOSE = Permission.BOOKS_SEE, Permission.BOOKS_CLOSE


def test_a_role_in_one_organisation_counts_there_and_not_next_door() -> None:
    make.network()
    farm, cafe, ada = make.coop("freedom_farm"), make.coop("nubias"), make.account()
    make.holding(ada, "treasurer", farm)
    assert may(ada, CLOSE, farm) and may(ada, CLOSE, "freedom_farm")
    assert not may(ada, CLOSE, cafe) and not may(ada, CLOSE, "nubias")
    assert may(ada, CLOSE), "without an organisation a role anywhere is enough (menus)"
    assert list(where(ada, CLOSE)) == [farm]


def test_a_network_wide_role_counts_everywhere() -> None:
    make.network()
    farm, cafe, ada = make.coop("freedom_farm"), make.coop("nubias"), make.account()
    make.holding(ada, "steward")
    assert may(ada, CLOSE, farm) and may(ada, CLOSE, cafe) and may(ada, CLOSE, "not_there_yet")
    assert set(where(ada, CLOSE)) == {farm, cafe}


def test_a_role_carries_its_own_permissions_only() -> None:
    make.network()
    farm, ada = make.coop("freedom_farm"), make.account()
    make.holding(ada, "worker-owner", farm)
    assert may(ada, SEE, farm) and not may(ada, CLOSE, farm)
    assert list(where(ada, CLOSE)) == []


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2015, 12, 31), False),
        (date(2016, 1, 1), True),
        (date(2016, 5, 31), True),
        (date(2016, 6, 1), False),
    ],
)
def test_a_role_counts_from_its_first_day_up_to_and_without_its_last(on: date, held: bool) -> None:
    make.network(on)
    farm, ada = make.coop("freedom_farm"), make.account()
    make.holding(ada, "treasurer", farm, ends_on=make.JUNE)
    assert may(ada, CLOSE, farm) is held, "today is the network's day"
    assert may(ada, CLOSE, farm, on=on) is held


def test_visitors_closed_accounts_and_accounts_without_a_person_may_nothing() -> None:
    make.network()
    ada, lone = make.account(), Account.objects.create_user("lone@example.org")
    make.holding(ada, "steward")
    assert may(ada, SEE)
    ada.is_active = False
    assert not any(may(asker, SEE) for asker in (ada, lone, AnonymousUser()))
    assert not where(ada, SEE).exists()


def test_a_role_that_the_house_no_longer_knows_gives_nothing() -> None:
    make.network()
    ada = make.account()
    held = make.holding(ada, "steward")
    type(held).objects.update(role="king")
    assert not may(ada, SEE) and not where(ada, SEE).exists()


def test_roles_are_read_once_a_request(django_assert_num_queries: object) -> None:
    make.network()
    farm, ada = make.coop("freedom_farm"), make.account()
    make.holding(ada, "treasurer", farm)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [may(ada, permission, farm, on=make.JUNE) for permission in (SEE, CLOSE)] == [True, True]
        assert len(holdings(ada, on=make.JUNE)) == 1


def test_an_auditor_reads_everything_as_of_a_day_and_changes_nothing() -> None:
    make.network()
    farm, ada = make.coop("freedom_farm"), make.account()
    make.holding(ada, "auditor", as_of_on=date(2016, 3, 31))
    assert as_of(ada) == date(2016, 3, 31)
    assert may(ada, SEE, farm)
    reading = {permission for permission in Permission if permission.endswith(".see")}
    assert ROLES["auditor"].reads_only and ROLES["auditor"].permissions <= reading


def test_others_see_the_network_as_it_is() -> None:
    make.network()
    ada = make.account()
    make.holding(ada, "steward")
    assert as_of(ada) is None and as_of(AnonymousUser()) is None


def test_every_permission_is_carried_by_some_role_and_every_role_says_what_it_is() -> None:
    carried = frozenset().union(*(role.permissions for role in ROLES.values()))
    assert set(Permission) == carried
    for code, role in ROLES.items():
        assert role.code == code and str(role.sentence).endswith("."), code


def test_demanding_what_is_not_allowed_is_a_403() -> None:
    demand(True)
    with pytest.raises(PermissionDenied):
        demand(False)


def test_an_account_is_read_with_its_person(django_assert_num_queries: object) -> None:
    ada = make.account()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert Account.objects.get(pk=ada.pk).get_full_name() == str(ada.person)
