"""The one question: may this account do this, here, on this day?"""

from datetime import date
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from commonwork.access.models import Account, RoleHolding
from commonwork.access.permissions import Permission
from commonwork.access.roles import ROLES
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation
from commonwork.registry.queries import running

Asker: TypeAlias = Account | AnonymousUser


def holdings(account: Asker, *, on: date | None = None) -> list[RoleHolding]:
    """The roles an account's person holds on a day; read once a request (kept on the account)."""
    if not isinstance(account, Account) or not account.is_active or account.person_id is None:
        return []
    day = on or today()
    kept: dict[date, list[RoleHolding]] = account.__dict__.setdefault("_holdings", {})
    if day not in kept:
        kept[day] = list(
            RoleHolding.objects.filter(running(day), person_id=account.person_id)
            .select_related("organisation")
            .order_by("pk")
        )
    return kept[day]


def may(
    account: Asker,
    permission: Permission,
    organisation: Organisation | str | None = None,
    *,
    on: date | None = None,
) -> bool:
    """True when a role held on that day carries the permission: network-wide, or in this organisation (or its key).

    Asked without an organisation, a role held in any organisation is enough: use that for menus, not for acts.
    """
    key = organisation.key if isinstance(organisation, Organisation) else organisation
    return any(
        permission in ROLES[holding.role].permissions
        and (key is None or holding.organisation is None or holding.organisation.key == key)
        for holding in holdings(account, on=on)
        if holding.role in ROLES
    )


def where(account: Asker, permission: Permission) -> QuerySet[Organisation]:
    """The organisations in which an account may do something; all of them for a network-wide role."""
    carrying = [h for h in holdings(account) if h.role in ROLES and permission in ROLES[h.role].permissions]
    if any(holding.organisation_id is None for holding in carrying):
        return Organisation.objects.all()
    return Organisation.objects.filter(Q(pk__in=[holding.organisation_id for holding in carrying]))


def as_of(account: Asker) -> date | None:
    """The day an auditor's view is tied to, or None."""
    return next((holding.as_of_on for holding in holdings(account) if holding.as_of_on), None)
