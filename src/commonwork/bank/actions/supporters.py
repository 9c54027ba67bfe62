"""Supporters: put one on the list, make the link to their page new, forget one."""

from datetime import date, datetime

from commonwork.bank.actions.lock import demand_come
from commonwork.bank.models import PayAccount, Supporter
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class OnTheListAlready(Refusal):
    sentence = sentence("{name} is on the list of supporters already.")
    status = 409


class NameMissing(Refusal):
    sentence = sentence("A supporter needs a name.")
    field = "name"


@act
def record(
    *,
    lender: Organisation,
    on: date,
    by: Who,
    at: datetime,
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    kind: str = Supporter.Kind.PERSON,
    email: str = "",
    address: str = "",
    language: str = "en",
    is_named: bool = False,
) -> Supporter:
    """Put somebody on the bank's list of supporters: a person or an organisation of the network, or a name from outside.
    Raises NameMissing, OnTheListAlready, StillToCome."""
    demand_come(on, at)
    if person is None and organisation is None and not name.strip():
        raise NameMissing()
    known = person or organisation
    if known is not None:
        field = "person" if person is not None else "organisation"
        if Supporter.objects.filter(**{field: known}).exists():
            raise OnTheListAlready(name=known.name)
    supporter = Supporter.objects.create(
        key=new_key("supporter"),
        kind=Supporter.Kind.ORGANISATION if organisation is not None else Supporter.Kind(kind),
        person=person,
        organisation=organisation,
        own_name="" if known is not None else name.strip(),
        email=email,
        address=address,
        language=person.language if person is not None else language,
        is_named=is_named,
        since_on=on,
    )
    _told("bank.supporter.recorded", supporter, lender, by, at)
    return supporter


@act
def renew_link(*, supporter: Supporter, lender: Organisation, by: Who, at: datetime) -> Supporter:
    """Make the link to a supporter's page new; every older link is void."""
    supporter = Supporter.objects.select_for_update(of=("self",)).get(pk=supporter.pk)
    supporter.link_number += 1
    supporter.save(update_fields=["link_number"])
    _told("bank.supporter.link_renewed", supporter, lender, by, at)
    return supporter


@act
def forget(*, supporter: Supporter, lender: Organisation, by: Who, at: datetime) -> Supporter:
    """Erase a supporter's name, addresses and account holder's name; void the link. Amounts, days and entries stay."""
    supporter = Supporter.objects.select_for_update(of=("self",)).get(pk=supporter.pk)
    supporter.own_name = supporter.email = supporter.address = ""
    supporter.is_named, supporter.is_forgotten = False, True
    supporter.link_number += 1
    supporter.save()
    PayAccount.objects.filter(owner=ref(supporter)).update(
        name="", routing="", sealed_number=b"", last_digits="", is_dropped=True
    )
    _told("bank.supporter.forgotten", supporter, lender, by, at)
    return supporter


def _told(kind: str, supporter: Supporter, lender: Organisation, by: Who, at: datetime) -> None:
    about = [thing for thing in (supporter.person, supporter.organisation) if thing is not None]
    state(kind, subject=supporter, by=by, at=at, organisation=lender, about=about)
