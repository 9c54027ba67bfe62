"""Receipts: what an act did, for those who took part in it; and the check of a code, for anyone."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.books import queries as book_queries
from commonwork.record import queries
from commonwork.record.kinds import KINDS
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.models import Organisation
from commonwork.site import receipt_parts


@public
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt for whoever took part or may see the record; others are asked for the code."""
    fact = queries.by_number(number)
    if fact is None:
        raise Http404
    took_part = _took_part(request, fact)
    if not took_part and not _is_public(fact):
        raise PermissionDenied
    (told,) = queries.tell([fact])
    entries = book_queries.entries_of(fact)
    context = {
        "receipt": receipt_parts.receipt(
            told, entries, request.build_absolute_uri(reverse("verify")), names_people=took_part
        ),
        "told": told,
        "entries": entries,
        "back": getattr(told.subject, "get_absolute_url", lambda: "")(),
    }
    return render(request, "site/receipt.html", context)


@public
def verify(request: HttpRequest) -> HttpResponse:
    """Anyone with the code sees number, date and amount - and nothing else."""
    code = request.GET.get("code", "")
    fact = queries.by_code(code) if code else None
    status = 404 if code and fact is None else 200
    amount = fact and isinstance(fact.data.get("amount_minor"), int) and fact.data["amount_minor"]
    context = {"code": code, "fact": fact, "amount_minor": amount, "title": _("Check a receipt")}
    return render(request, "site/verify.html", context, status=status)


def _is_public(fact: Fact) -> bool:
    kind = KINDS.get(fact.kind)
    return kind is not None and kind.is_public


def _took_part(request: HttpRequest, fact: Fact) -> bool:
    """Whoever the fact is about, those who see inside an organisation it is about, and stewards."""
    user = request.user
    about = set(fact.abouts.values_list("ref", flat=True))
    person = getattr(user, "person", None)
    if person is not None and ref(person) in about:
        return True
    label = f"{Organisation._meta.label_lower}/"
    places = {reference.removeprefix(label) for reference in about if reference.startswith(label)}
    places |= {fact.organisation} - {""}
    inside = any(may(user, Permission.ORGANISATION_SEE, key) for key in sorted(places))
    return inside or may(user, Permission.NETWORK_KEEP)
