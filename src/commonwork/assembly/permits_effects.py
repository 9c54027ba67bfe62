"""Who may set resolutions in motion, begin what they bring about, tell how far it is, and pay for it."""

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404

from commonwork.access.guard import demand
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.assembly.effects import KINDS
from commonwork.assembly.effects.kinds import LINE, organisation_of
from commonwork.assembly.models import Effect, Resolution
from commonwork.assembly.permits import may_run, person_of
from commonwork.record.refs import resolve
from commonwork.registry.models import Body


def decided(reference: str) -> tuple[Model, Body]:
    """The resolution a reference names, and the body that decided; 404 where there is none."""
    row = resolve(reference)
    body = row.proposal.assembly.body if isinstance(row, Resolution) else getattr(row, "body", None)
    if row is None or not isinstance(body, Body) or not reference.startswith("assembly."):
        raise Http404
    return row, body


def planned_for(account: Asker, reference: str) -> tuple[Model, Body]:
    """A resolution for whoever runs its body."""
    row, body = decided(reference)
    demand(may_run(account, body))
    return row, body


def shown_effect(key: str) -> Effect:
    """An effect for its public page, or 404."""
    return get_object_or_404(Effect.objects.select_related("body__organisation", "owner"), key=key)


def may_begin(account: Asker, effect: Effect) -> bool:
    """Holds the kind's permission in the organisation it is about; network-wide where it is about none."""
    if effect.kind not in KINDS:
        return False
    organisation = organisation_of(effect)
    permission = KINDS[effect.kind].permission
    if permission == Permission.ASSEMBLY_RUN:
        return may_run(account, effect.body)
    return may(account, permission, organisation.key if organisation else "")


def may_tell(account: Asker, effect: Effect) -> bool:
    """Its owner, or whoever runs the body."""
    person = person_of(account)
    is_own = person is not None and effect.owner_id == person.pk
    return is_own or may_run(account, effect.body)


def may_pay_line(account: Asker, effect: Effect) -> bool:
    """Keeps the books in which the line stands."""
    organisation = organisation_of(effect)
    return (
        effect.kind == LINE and organisation is not None and may(account, Permission.BOOKS_KEEP, organisation)
    )


def begun_effect(account: Asker, key: str) -> Effect:
    """An effect for whoever may begin it."""
    effect = shown_effect(key)
    demand(may_begin(account, effect))
    return effect


def told_effect(account: Asker, key: str) -> Effect:
    """An effect for whoever may tell how far it is."""
    effect = shown_effect(key)
    demand(may_tell(account, effect))
    return effect


def paid_effect(account: Asker, key: str) -> Effect:
    """An effect for whoever may pay from its line."""
    effect = shown_effect(key)
    demand(may_pay_line(account, effect))
    return effect
