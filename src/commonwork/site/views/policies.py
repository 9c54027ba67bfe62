"""The policies of the charter: all in force, and one with every value it had, who adopted it and where it comes from."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.access.queries import Asker
from commonwork.assembly.permits_rolls import sees
from commonwork.charter.kinds import POLICIES, PolicyKind, in_words
from commonwork.charter.models import Policy
from commonwork.record.refs import resolve_many
from commonwork.registry.clock import today


@dataclass(frozen=True)
class Cited:
    """A policy's value with its source as people read it; a decision that may be seen is a link."""

    kind: PolicyKind
    row: Policy
    source: str
    href: str
    adopted_by: str

    @property
    def value(self) -> str:
        return in_words(self.row.code, self.row.value)

    @property
    def is_number(self) -> bool:
        return self.kind.unit in ("bp", "amount", "count", "days")


@public
def list_all(request: HttpRequest) -> HttpResponse:
    """Every policy in force, with who adopted it and where it comes from."""
    rows = Policy.objects.filter(starts_on__lte=today()).select_related("organisation")
    latest = {(row.code, row.organisation_id): row for row in rows.order_by("starts_on")}
    ordered = sorted(latest.values(), key=lambda row: (row.code, row.organisation_id or 0))
    return render(request, "site/policies.html", {"listed": _cited(request.user, ordered)})


@public
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One policy: what holds now for whom, what held before, what is to come, and the decisions it comes from."""
    if code not in POLICIES:
        raise Http404
    rows = (
        Policy.objects.filter(code=code)
        .select_related("organisation")
        .order_by("organisation__name", "-starts_on")
    )
    now: dict[int | None, Policy] = {}
    for row in rows:
        if row.starts_on <= today():
            now.setdefault(row.organisation_id, row)
    cited = _cited(request.user, list(rows))
    context = {
        "kind": POLICIES[code],
        "code": code,
        "in_force": [one for one in cited if now.get(one.row.organisation_id) == one.row],
        "to_come": [one for one in cited if one.row.starts_on > today()],
        "before": [
            one
            for one in cited
            if one.row.starts_on <= today() and now.get(one.row.organisation_id) != one.row
        ],
    }
    return render(request, "site/policy.html", context)


def _cited(account: Asker, rows: list[Policy]) -> list[Cited]:
    found = resolve_many([row.source for row in rows] + [row.adopted_by for row in rows])
    listed = []
    for row in rows:
        if row.code not in POLICIES:
            continue
        source, href = _source(account, found.get(row.source), row.source)
        body = found.get(row.adopted_by)
        listed.append(Cited(POLICIES[row.code], row, source, href, str(body) if body else ""))
    return listed


def _source(account: Asker, thing: Any, text: str) -> tuple[str, str]:
    """A source in words and its address: a decision by its title where the account may see it."""
    if thing is None:
        return text, ""
    body = getattr(thing, "body", None)
    if body is not None and not sees(account, body):
        return _("a decision of %(body)s") % {"body": body.name}, ""
    return str(thing), thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
