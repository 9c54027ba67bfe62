"""What a member gets of a year: why the share is what it is, the notice as a paper; and the list of all papers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.federation import permits
from commonwork.federation.models import Allocation
from commonwork.federation.queries import year_end_papers as papers
from commonwork.federation.views import year_end_parts as parts
from commonwork.federation.views.acting import exported, major, page_of
from commonwork.federation.views.notice_papers import notice_pdf
from commonwork.ui import pdf
from commonwork.ui.money import money, percent
from commonwork.ui.parts import Sum

PAYMENTS = (
    ("member", gettext_lazy("Member"), lambda row: row.person.name),
    ("member_key", gettext_lazy("Key"), lambda row: row.person.key),
    ("share", gettext_lazy("Share"), lambda row: major(row.total_minor)),
    ("cash", gettext_lazy("In cash"), lambda row: major(row.cash_minor)),
    ("kept", gettext_lazy("Kept"), lambda row: major(row.retained_minor)),
)


@signed_in
def why(request: HttpRequest, key: str, year: int, person_key: str) -> HttpResponse:
    """Why a member's share is what it is, from the co-op's surplus to the cent. For the member, and inside."""
    one = _allocation(request, key, year, person_key)
    row = one.year_end
    shown = parts.stored(row, with_members=True)
    member = next(member for member in shown.members if member.person == one.person)
    context = {
        "coop": row.organisation,
        "year": year,
        "year_end": row,
        "one": one,
        "person": one.person,
        "is_own": permits.person_of(request.user) == one.person,
        "pool": _pool(shown, row.terms.get("individual_bp", 0)),
        "example": parts.example(shown, member) if row.shared_on else [],
        "account": _account(one),
        "terms": parts.terms(row.terms),
        "notice": papers.notice_of(row.organisation, year, one.person),
    }
    return render(request, "federation/why.html", context)


@signed_in
def paper(request: HttpRequest, key: str, year: int, person_key: str) -> HttpResponse:
    """A member's notice as PDF, in the member's language."""
    one = _allocation(request, key, year, person_key)
    notice = papers.notice_of(one.year_end.organisation, year, one.person)
    if notice is None:
        raise Http404
    return pdf.answer(f"notice-{key}-{year}-{person_key}", notice_pdf(notice))


@requires(Permission.YEAR_END_RUN)
def listed(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """All members' papers of a year, to print; as a file the list of payments."""
    coop, row = permits.coop_for(request.user, key, Permission.YEAR_END_RUN), permits.year_end(key, year)
    if row is None:
        raise Http404
    rows = list(row.allocations.select_related("person", "notice").order_by("person__name", "person__key"))
    if answer := exported(request, f"payments-{row.key}", PAYMENTS, rows):
        return answer
    context = {"coop": coop, "year": year, "year_end": row, "page": page_of(request, rows)}
    return render(request, "federation/notices.html", context)


def _allocation(request: HttpRequest, key: str, year: int, person_key: str) -> Allocation:
    coop = permits.coop(key)
    rows = Allocation.objects.filter(year_end__organisation=coop, year_end__year=year, person__key=person_key)
    one = rows.select_related("person", "year_end__organisation").first()
    own = permits.person_of(request.user)
    if one is None or not (own == one.person or permits.sees_inside(request.user, coop)):
        raise Http404
    return one


def _pool(shown: parts.Shown, individual_bp: int) -> list[Sum]:
    return [
        Sum(_("surplus of the year"), money(shown.result_minor)),
        Sum(_("earned by members' work"), money(shown.patronage_sourced_minor), "→"),
        Sum(_("to the members"), percent(individual_bp), "×"),
        Sum(_("members' part"), money(shown.individual_minor), "=", "green"),
    ]


def _account(one: Allocation) -> list[Sum]:
    redeemed = papers.redeemed_of(one)
    sums = [
        Sum(_("account before"), money(one.opening_minor)),
        *([Sum(_("interest"), money(one.interest_minor), "+")] if one.interest_minor else []),
        Sum(_("kept of this share"), money(one.retained_minor), "+"),
        *([Sum(_("paid out since"), money(redeemed), "−")] if redeemed else []),
    ]
    return [*sums, Sum(_("account after"), money(one.closing_minor - redeemed), "=", "green")]
