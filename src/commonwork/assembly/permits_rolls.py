"""Who may see and do what in a body: its rolls, motions, meetings, rounds and decisions.

What bodies of the network and of its institutions do is open to anyone; what a co-op's own bodies do, to its people.
"""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from commonwork.access.guard import demand
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may, where
from commonwork.assembly.models import Motion
from commonwork.assembly.permits import may_run, person_of
from commonwork.assembly.policies_rolls import VOTING_CLASSES, decided
from commonwork.assembly.queries.electorates import seated
from commonwork.registry.clock import today
from commonwork.registry.models import Body, BodySeat, Membership, Organisation, Person
from commonwork.registry.queries import organisations_of, running

Row = TypeVar("Row", bound=Model)


def stands_in(body: Body, person: Person | None) -> bool:
    """Could this person vote in the body today: by a seat, or where it has none by membership?"""
    if person is None:
        return False
    on = today()
    seats = seated(body, on=on)
    if seats.exists():
        return seats.filter(person=person).exists()
    if body.organisation is None:
        return False
    classes = decided(VOTING_CLASSES, on=on, body=body)
    rows = Membership.objects.filter(running(on), organisation=body.organisation, person=person)
    return rows.filter(class_code__in=classes).exists()


def runs(account: Asker, body: Body) -> bool:
    """May the account take rolls, call meetings and open rounds: who runs assemblies there, or keeps a co-op's members?"""
    keeps = body.organisation is not None and may(account, Permission.MEMBERS_KEEP, body.organisation)
    return keeps or may_run(account, body)


def takes_part(account: Asker, body: Body) -> bool:
    """May the account move, support, comment and speak: who could vote there, and who may make proposals there."""
    return stands_in(body, person_of(account)) or may(account, Permission.PROPOSAL_MAKE, body.organisation)


def is_open(body: Body) -> bool:
    """Is what this body does open to anyone: a body of the network, or of an institution?"""
    return body.organisation is None or body.organisation.kind == Organisation.Kind.INSTITUTION


def inside(account: Asker, body: Body) -> bool:
    """Does the account belong to the people of this body, so that it sees names?"""
    sees = body.organisation is not None and may(account, Permission.ORGANISATION_SEE, body.organisation)
    return sees or runs(account, body) or stands_in(body, person_of(account))


def sees(account: Asker, body: Body) -> bool:
    """May the account see what this body does?"""
    return is_open(body) or inside(account, body)


def bodies(account: Asker) -> list[Body]:
    """The bodies an account may see, by name. Only those that could be its own are asked one by one."""
    seen = Q(organisation=None) | Q(organisation__kind=Organisation.Kind.INSTITUTION)
    for permission in (Permission.ORGANISATION_SEE, Permission.ASSEMBLY_RUN, Permission.MEMBERS_KEEP):
        seen |= Q(organisation__in=where(account, permission))
    if (person := person_of(account)) is not None:
        on = today()
        seen |= Q(pk__in=BodySeat.objects.filter(running(on), person=person).values("body"))
        seen |= Q(organisation__in=organisations_of(person, on=on))
    rows = Body.objects.filter(seen).select_related("organisation").order_by("name", "key")
    return [row for row in rows if sees(account, row)]


def shown_body(account: Asker, key: str) -> Body:
    """A body for its page; 404 where there is none or it is not for this account."""
    row = Body.objects.select_related("organisation").filter(key=key).first()
    if row is None or not sees(account, row):
        raise Http404
    return row


def run_body(account: Asker, key: str) -> Body:
    """A body for whoever runs it; 403 for others."""
    row = shown_body(account, key)
    demand(runs(account, row))
    return row


def joined_body(account: Asker, key: str) -> Body:
    """A body for those who take part in it; 403 for others."""
    row = shown_body(account, key)
    demand(takes_part(account, row))
    return row


def founds(account: Asker) -> QuerySet[Organisation]:
    """The organisations in whose name an account may found bodies."""
    rows = Organisation.objects.exclude(stage="closed").order_by("name")
    kept = [row.pk for row in rows if _keeps(account, row)]
    return rows.filter(pk__in=kept)


def founds_for_the_network(account: Asker) -> bool:
    """May the account found bodies of the network itself?"""
    return may(account, Permission.NETWORK_KEEP, "")


def shown(account: Asker, rows: QuerySet[Row], *, to: str = "body", **which: object) -> Row:
    """One row of these for its page, if its body may be seen; `to` is the way to the body. 404 otherwise."""
    row = rows.select_related(f"{to}__organisation").filter(**which).first()
    if row is None or not sees(account, _body(row, to)):
        raise Http404
    return row


def run(account: Asker, rows: QuerySet[Row], *, to: str = "body", **which: object) -> Row:
    """One row of these, for whoever runs its body; 403 for others."""
    row = shown(account, rows, to=to, **which)
    demand(runs(account, _body(row, to)))
    return row


def joined(account: Asker, rows: QuerySet[Row], *, to: str = "body", **which: object) -> Row:
    """One row of these, for those who take part in its body; 403 for others."""
    row = shown(account, rows, to=to, **which)
    demand(takes_part(account, _body(row, to)))
    return row


def shown_motion(account: Asker, key: str) -> Motion:
    """A motion for its page; a draft for its author and who runs the body only. 404 otherwise."""
    row = shown(account, Motion.objects.select_related("author", "merged_into"), key=key)
    if row.state == Motion.State.DRAFT and not (writes(account, row) or runs(account, row.body)):
        raise Http404
    return row


def writes(account: Asker, motion: Motion) -> bool:
    """Is this the account of the author?"""
    person = person_of(account)
    return person is not None and person.pk == motion.author_id


def changes(account: Asker, motion: Motion) -> bool:
    """May the account write the motion anew, take amendments, withdraw it: its author, or who runs the body?"""
    return writes(account, motion) or runs(account, motion.body)


def changed_motion(account: Asker, key: str) -> Motion:
    """A motion for its author or who runs the body; 403 for others."""
    row = shown_motion(account, key)
    demand(changes(account, row))
    return row


def joined_motion(account: Asker, key: str) -> Motion:
    """A motion for those who take part in its body; 403 for others."""
    row = shown_motion(account, key)
    demand(takes_part(account, row.body))
    return row


def run_motion(account: Asker, key: str) -> Motion:
    """A motion for whoever runs its body; 403 for others."""
    row = shown_motion(account, key)
    demand(runs(account, row.body))
    return row


def name_for(account: Asker, body: Body, person: Person | None) -> str:
    """A person's name for those inside the body and where she or he agreed to be named, else “a member”."""
    if person is None:
        return _("someone")
    return person.name if person.shows_name or _sees_names(account, body) else _("a member")


def _sees_names(account: Asker, body: Body) -> bool:
    """Is the account inside the body; asked once a request (kept on the account), since lists ask for every line."""
    kept: dict[int, bool] = account.__dict__.setdefault("_inside_bodies", {})
    if body.pk not in kept:
        kept[body.pk] = inside(account, body)
    return kept[body.pk]


def _keeps(account: Asker, organisation: Organisation) -> bool:
    wanted = (Permission.ASSEMBLY_RUN, Permission.MEMBERS_KEEP, Permission.FEDERATION_KEEP)
    return any(may(account, permission, organisation) for permission in wanted)


def _body(row: Model, to: str) -> Body:
    found: object = row
    for step in to.split("__"):
        found = getattr(found, step)
    assert isinstance(found, Body)
    return found
