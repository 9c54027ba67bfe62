"""Accounts money goes to: put one on file with its number encrypted, or drop it."""

from datetime import datetime

from commonwork.bank.account_numbers import sealed
from commonwork.bank.models import PayAccount
from commonwork.bank.payment_files.accounts_abroad import bic, sepa_iban
from commonwork.bank.payment_files.orders import AccountNumberWrong, routing_number
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class DroppedAlready(Refusal):
    sentence = sentence("This account is no longer used.")
    status = 409


@act
def keep(
    *,
    owner: Who,
    lender: Organisation,
    way: str,
    name: str,
    number: str,
    by: Who,
    at: datetime,
    routing: str = "",
    kind: str = PayAccount.Kind.CHECKING,
    is_person: bool = False,
    payer_id: str = "",
    bank_name: str = "",
) -> PayAccount:
    """Put the account of a payee (or of the payer) on file; an earlier one of the same way is dropped.

    The number itself stands encrypted in the row and nowhere else. Raises RoutingWrong, BicWrong,
    AccountNumberWrong, NotInTheArea, IbanLengthWrong."""
    if way == PayAccount.Way.SEPA:
        plain, routing = sepa_iban(number), bic(routing)
    else:
        plain, routing = "".join(number.split()), routing_number(routing)
        if not (4 <= len(plain) <= 17 and plain.isascii() and plain.replace("-", "").isalnum()):
            raise AccountNumberWrong()
    earlier = PayAccount.objects.select_for_update().filter(owner=ref(owner), way=way, is_dropped=False)
    for account in earlier:
        _drop(account, lender, by, at)
    key = new_key("account")
    account = PayAccount.objects.create(
        key=key,
        owner=ref(owner),
        way=PayAccount.Way(way),
        name=name.strip(),
        is_person=is_person,
        routing=routing,
        kind=PayAccount.Kind(kind),
        payer_id=payer_id.strip(),
        bank_name=bank_name.strip(),
        sealed_number=sealed(plain, of=key),
        last_digits=plain[-4:],
    )
    _told("bank.pay_account.kept", account, lender, by, at)
    return account


@act
def drop(*, account: PayAccount, lender: Organisation, by: Who, at: datetime) -> PayAccount:
    """No longer pay to an account. Raises DroppedAlready."""
    account = PayAccount.objects.select_for_update().get(pk=account.pk)
    if account.is_dropped:
        raise DroppedAlready()
    _drop(account, lender, by, at)
    return account


@act
def erase(*, owner: Who, lender: Organisation, by: Who, at: datetime) -> PayAccount:
    """Erase the accounts of somebody who is forgotten: number, digits and name; released runs keep their hash alone.
    Raises DroppedAlready when there is none."""
    rows = list(PayAccount.objects.select_for_update().filter(owner=ref(owner)).exclude(last_digits=""))
    if not rows:
        raise DroppedAlready()
    for account in rows:
        account.name = account.routing = account.last_digits = ""
        account.sealed_number, account.is_dropped = b"", True
        account.save()
        _told("bank.pay_account.dropped", account, lender, by, at)
    return rows[-1]


def is_on_file(owner: Who) -> bool:
    """Is there an account of this owner, in use or not, that is not erased?"""
    return PayAccount.objects.filter(owner=ref(owner)).exclude(last_digits="").exists()


def _drop(account: PayAccount, lender: Organisation, by: Who, at: datetime) -> None:
    account.is_dropped = True
    account.save(update_fields=["is_dropped"])
    _told("bank.pay_account.dropped", account, lender, by, at)


def _told(kind: str, account: PayAccount, lender: Organisation, by: Who, at: datetime) -> None:
    data = {"way": account.way, "owner": account.owner}
    state(kind, subject=account, by=by, at=at, organisation=lender, about=[account.owner], data=data)
