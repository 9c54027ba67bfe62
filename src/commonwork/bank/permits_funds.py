"""Who may see and do what about funds, supporters and payouts."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from commonwork.access.guard import demand
from commonwork.access.models import Account
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, as_of, holdings, may, where
from commonwork.bank import links
from commonwork.bank.models import Fund, Gift, PayoutRun, Pledge, Supporter
from commonwork.bank.permits import house, is_in_circle
from commonwork.bank.queries import capital
from commonwork.bank.queries.capital import Holder
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation


def bank_for(account: Asker, permission: Permission) -> Organisation:
    """The bank, for an account that holds a permission in it. 403 otherwise."""
    bank = house()
    demand(may(account, permission, bank))
    return bank


def bank_for_circle(account: Asker) -> Organisation:
    """The bank, for its circle: officers, committee, auditors, stewards, the incubator's coordinators. 403 otherwise."""
    bank = house()
    demand(is_in_circle(account))
    return bank


def day_for(account: Asker) -> date:
    """The day an account reads on: an auditor's may be tied to one."""
    return as_of(account) or today()


def fund_of(key: str) -> Fund:
    """A fund of the bank. 404 when there is none."""
    return get_object_or_404(Fund.objects.select_related("organisation"), key=key, organisation=house())


def supporter_for(account: Asker, key: str, permission: Permission) -> Supporter:
    """A supporter, for whoever keeps or sees the list. 403 without the permission."""
    bank_for(account, permission)
    return get_object_or_404(Supporter.objects.select_related("person", "organisation"), key=key)


def supporter_by_link(key: str, token: str) -> Supporter:
    """A supporter, for whoever holds the link. 404 otherwise, whatever is wrong with it."""
    found = Supporter.objects.select_related("person", "organisation").filter(key=key).first()
    if found is None or not links.holds(found, token):
        raise Http404
    return found


def own_supporter(account: Asker) -> Supporter | None:
    """The supporter that is the account's own person, or None."""
    if not isinstance(account, Account) or account.person_id is None:
        return None
    return Supporter.objects.filter(person=account.person_id).select_related("person", "organisation").first()


def supporter_to_read(account: Asker, key: str) -> Supporter:
    """A supporter, for its own person and for whoever sees the list. 404 for all others."""
    own = own_supporter(account)
    if own is not None and own.key == key:
        return own
    if not may(account, Permission.SUPPORTER_SEE, house()):
        raise Http404
    return get_object_or_404(Supporter.objects.select_related("person", "organisation"), key=key)


def gift_of(supporter: Supporter, key: str) -> Gift:
    """A gift of a supporter. 404 when it is none of theirs."""
    rows = Gift.objects.select_related("fund__organisation", "fact", "supporter")
    return get_object_or_404(rows, key=key, supporter=supporter)


def gift_to_keep(account: Asker, key: str) -> Gift:
    """A gift, for whoever keeps the list."""
    bank = bank_for(account, Permission.SUPPORTER_KEEP)
    rows = Gift.objects.select_related("fund__organisation", "supporter__person", "supporter__organisation")
    return get_object_or_404(rows, key=key, fund__organisation=bank)


def pledge_to_keep(account: Asker, key: str) -> Pledge:
    """A pledge, for whoever keeps the list."""
    bank = bank_for(account, Permission.SUPPORTER_KEEP)
    rows = Pledge.objects.select_related("fund__organisation", "supporter__person", "supporter__organisation")
    return get_object_or_404(rows, key=key, fund__organisation=bank)


def may_see_holders(account: Asker) -> bool:
    """Who keeps the accounts, and who reads the bank's papers as an auditor."""
    return any(may(account, one, house()) for one in (Permission.HOLDING_KEEP, Permission.SUPPORTER_SEE))


def own_holders(account: Asker) -> list[Holder]:
    """The account's own person, and the organisations whose books it may read, where they have an account."""
    if not isinstance(account, Account) or account.person_id is None:
        return []
    bank = house()
    found = [capital.holder(bank, "person", account.person.key)] if account.person else []
    ones_own = [held.organisation_id for held in holdings(account)]  # an auditor of all has none of these
    read = where(account, Permission.BOOKS_SEE).filter(pk__in=[pk for pk in ones_own if pk is not None])
    found += [capital.holder(bank, "organisation", one.key) for one in read]
    return [one for one in found if one is not None]


def holder_to_read(account: Asker, what: str, key: str) -> Holder:
    """A holder, for itself, for the members of its organisation, and for the bank. 404 for all others."""
    if what not in {"person", "organisation"}:
        raise Http404
    found = capital.holder(house(), what, key)
    if found is None:
        raise Http404
    if not may_see_holders(account) and found not in own_holders(account):
        raise Http404
    return found


def may_see_payouts(account: Asker) -> bool:
    """Makers, releasers, and whoever reads the bank's books as an auditor."""
    wanted = (Permission.PAYOUT_MAKE, Permission.PAYOUT_RELEASE, Permission.SUPPORTER_SEE)
    return any(may(account, permission, house()) for permission in wanted)


def run_for(account: Asker, key: str, permission: Permission | None = None) -> PayoutRun:
    """A payout run, to see or, with a permission, to act on. 403 otherwise."""
    demand(may_see_payouts(account) if permission is None else may(account, permission, house()))
    rows = PayoutRun.objects.select_related("organisation", "payer", "made_by")
    return get_object_or_404(rows, key=key, organisation=house())


def doors(account: Asker) -> dict[str, bool]:
    """Which pages of funds, supporters and payouts an account may open, for the bank's front page."""
    return {
        "supporters": may(account, Permission.SUPPORTER_SEE, house()),
        "holders": may_see_holders(account),
        "own_accounts": bool(own_holders(account)),
        "receive": may(account, Permission.LOAN_RECEIVE, house()),
        "payouts": may_see_payouts(account),
        "reports": is_in_circle(account),
    }
