"""Around the year-end: the split and its presets, consents on file, old shares, forms for the tax office."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.acting import act_page, done_before, sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.charter.queries import PolicyMissing
from commonwork.federation import permits, queries, standards
from commonwork.federation.actions import notices, redemptions, splits
from commonwork.federation.forms import DayForm
from commonwork.federation.models import Consent, Redemption
from commonwork.federation.queries import year_end_papers as papers
from commonwork.federation.queries.tax_paths import path_of
from commonwork.federation.views.acting import as_file, asked, exported, major, page_of, shown
from commonwork.federation.views.notice_papers import patr_pdf
from commonwork.federation.year_end_forms import ConsentFilter, ConsentForm, RedemptionForm, SplitForm
from commonwork.registry.clock import today
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.rules.patronage_notice import filing
from commonwork.ui import pdf
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money

RUN = Permission.YEAR_END_RUN
FORM_YEARS = range(1963, 3000)
K1 = (
    ("member", gettext_lazy("Member"), lambda row: row.person.name),
    ("income", gettext_lazy("Part of the year's income"), lambda row: major(row.income_minor)),
    ("before", gettext_lazy("Capital before"), lambda row: major(row.opening_minor)),
    ("paid_in", gettext_lazy("Paid in"), lambda row: major(row.paid_in_minor)),
    ("added", gettext_lazy("Share and interest"), lambda row: major(row.added_minor)),
    ("cash", gettext_lazy("Paid in cash"), lambda row: major(row.cash_minor)),
    ("after", gettext_lazy("Capital after"), lambda row: major(row.closing_minor)),
)
PATR = (
    ("form_year", gettext_lazy("Year of the form"), None),
    ("payer", gettext_lazy("Payer"), None),
    ("recipient", gettext_lazy("Recipient"), lambda row: row.person.name),
    ("recipient_key", gettext_lazy("Key"), lambda row: row.person.key),
    ("box_1", gettext_lazy("Box 1"), lambda row: major(row.boxes.dividends_minor)),
    ("box_4", gettext_lazy("Box 4"), lambda row: major(row.boxes.withheld_minor)),
    ("box_5", gettext_lazy("Box 5"), lambda row: major(row.boxes.redeemed_minor)),
    ("filed", gettext_lazy("To be filed"), lambda row: "yes" if row.boxes.is_filed else "no"),
)


@requires(RUN)
def split(request: HttpRequest, key: str) -> HttpResponse:
    """How a surplus is split: what holds now, ways others split, and adopting one's own."""
    coop = permits.coop_for(request.user, key, RUN)
    terms = _terms(coop)
    own = terms.parts_bp["indivisible_reserve"] if terms else 0
    chosen = standards.preset(request.GET.get("preset", ""))
    form = SplitForm(sent(request), initial=_initial(terms, chosen, own))

    def adopt(**how: Any) -> Any:
        said = form.cleaned_data
        return splits.adopt(
            organisation=coop,
            parts_bp=form.parts_bp,
            basis=said["basis"],
            cash_bp=said["cash"],
            starts_on=said["starts_on"],
            source=said["source"],
            **how,
        )

    context: dict[str, Any] = {
        "coop": coop,
        "terms": terms,
        "chosen": chosen,
        "presets": [(one, one.parts_bp(own_reserve_bp=own)) for one in standards.presets()],
    }
    return act_page(request, form, adopt, template="federation/split.html", **context)


def _terms(coop: Organisation) -> Any:
    try:
        return queries.terms(coop, on=today())
    except PolicyMissing:
        return None


def _initial(terms: Any, chosen: standards.Preset | None, own_bp: int) -> dict[str, Any]:
    starts_on = today().replace(year=today().year + 1, month=1, day=1)
    initial: dict[str, Any] = {"starts_on": starts_on}
    if terms:
        initial |= {**terms.parts_bp, "basis": terms.basis, "cash": terms.cash_bp}
    if chosen:
        initial |= {**chosen.parts_bp(own_reserve_bp=own_bp), "source": chosen.source[:300]}
        initial |= {"cash": chosen.cash_bp} if chosen.cash_bp is not None else {}
    return initial


@requires(RUN)
def consents(request: HttpRequest, key: str) -> HttpResponse:
    """Whose consent is on file, and a form to put one there."""
    coop = permits.coop_for(request.user, key, RUN)
    columns = [
        Column("person", _("Member"), lambda row: row.person.name, sort="person__name"),
        Column("kind", _("How"), lambda row: row.get_kind_display()),
        Column("given", _("Given on"), lambda row: row.given_on, sort="given_on", show=shown("given_on")),
        Column(
            "revoked",
            _("Revoked on"),
            lambda row: row.revoked_on or "",
            sort="revoked_on",
            show=shown("revoked_on"),
        ),
    ]
    listing = Listing(
        request,
        papers.consents(coop),
        columns=columns,
        form=ConsentFilter,
        name="consents",
        default_sort="person",
    )
    if answer := as_file(listing):
        return cast(HttpResponse, answer)
    owners = Membership.objects.filter(organisation=coop, class_code=Membership.Class.MEMBER)
    standing = papers.consents(coop).filter(revoked_on=None)
    open_people = (
        Person.objects.filter(memberships__in=owners).exclude(pk__in=standing.values("person")).distinct()
    )
    form = ConsentForm(sent(request), people=open_people.order_by("name"), initial={"on": today()})

    def give(**how: Any) -> Any:
        said = form.cleaned_data
        return notices.give_consent(
            organisation=coop,
            person=said["person"],
            kind=said["kind"],
            on=said["on"],
            **how,
        )

    context: dict[str, Any] = {
        "coop": coop,
        "listing": listing,
        "standing": standing,
        "lacking": open_people.count(),
    }
    return act_page(request, form, give, template="federation/consents.html", **context)


@requires(RUN)
def revoke(request: HttpRequest, key: str, consent_key: str) -> HttpResponse:
    """A member took the consent back."""
    coop = permits.coop_for(request.user, key, RUN)
    if answer := done_before(request):
        return answer
    consent = get_object_or_404(
        Consent.objects.select_related("person"), organisation=coop, key=consent_key, revoked_on=None
    )
    form = DayForm(sent(request), initial={"on": today()})
    ask = asked(
        coop=coop,
        title=_("Revoke the consent of %(person)s") % {"person": consent.person.name},
        lede=_("It still holds for the tax year of that day, and no longer from the next one on."),
        submit=_("Revoke the consent"),
    )
    return act_page(
        request,
        form,
        lambda **how: notices.revoke_consent(consent=consent, on=form.cleaned_data["on"], **how),
        ask,
    )


@requires(RUN)
def old_shares(request: HttpRequest, key: str) -> HttpResponse:
    """What is still kept of old shares, and paying it out, the oldest year first."""
    coop = permits.coop_for(request.user, key, RUN)
    rows = papers.old_shares(coop)
    columns = (
        ("year", _("Year"), lambda row: row.year),
        ("kept", _("Kept"), lambda row: major(row.kept_minor)),
        ("open", _("Still open"), lambda row: major(row.open_minor)),
        ("members", _("Members"), lambda row: row.members),
    )
    if answer := exported(request, f"old-shares-{coop.key}", columns, rows):
        return answer
    form = RedemptionForm(sent(request), initial={"on": today()})
    context: dict[str, Any] = {
        "coop": coop,
        "rows": rows,
        "open_minor": sum(row.open_minor for row in rows),
        "page": page_of(request, list(papers.redemptions(coop))),
    }
    return act_page(
        request,
        form,
        lambda **how: redemptions.redeem(
            organisation=coop,
            amount_minor=form.cleaned_data["amount"],
            on=form.cleaned_data["on"],
            **how,
        ),
        template="federation/old_shares.html",
        **context,
    )


@requires(RUN)
def old_shares_take_back(request: HttpRequest, key: str, redemption_key: str) -> HttpResponse:
    """Take a payment of old shares back."""
    coop = permits.coop_for(request.user, key, RUN)
    if answer := done_before(request):
        return answer
    row = get_object_or_404(Redemption, organisation=coop, key=redemption_key, taken_back_on=None)
    form = DayForm(sent(request), initial={"on": row.paid_on})
    ask = asked(
        coop=coop,
        title=_("Take the payment of old shares back"),
        lede=_("%(amount)s was paid out of old shares. An opposite entry takes it back.")
        % {"amount": money(row.amount_minor)},
        submit=_("Take it back"),
    )
    return act_page(
        request,
        form,
        lambda **how: redemptions.take_back(redemption=row, on=form.cleaned_data["on"], **how),
        ask,
    )


@requires(RUN)
def patr(request: HttpRequest, key: str, form_year: int) -> HttpResponse:
    """Form 1099-PATR of a calendar year: everybody's boxes, filed or below the floor, and by when."""
    coop = permits.coop_for(request.user, key, RUN)
    if form_year not in FORM_YEARS or not path_of(coop).has_notices:
        raise Http404
    rows = papers.patr_rows(coop, form_year)
    fixed = {"form_year": lambda _row: form_year, "payer": lambda _row: coop.name}
    columns = [(code, heading, value or fixed[code]) for code, heading, value in PATR]
    if answer := exported(request, f"1099-patr-{coop.key}-{form_year}", columns, rows):
        return answer
    context: dict[str, Any] = {
        "coop": coop,
        "form_year": form_year,
        "page": page_of(request, rows),
        "filed": sum(row.boxes.is_filed for row in rows),
        "total_minor": sum(row.boxes.dividends_minor for row in rows if row.boxes.is_filed),
        "days": filing(paid_on=today().replace(year=form_year, month=12, day=31)),
    }
    return render(request, "federation/patr.html", context)


@requires(RUN)
def patr_copy(request: HttpRequest, key: str, form_year: int, person_key: str) -> HttpResponse:
    """The member's copy as PDF."""
    coop = permits.coop_for(request.user, key, RUN)
    if form_year not in FORM_YEARS or not path_of(coop).has_notices:
        raise Http404
    row = next((row for row in papers.patr_rows(coop, form_year) if row.person.key == person_key), None)
    if row is None:
        raise Http404
    return pdf.answer(f"1099-patr-{key}-{form_year}-{person_key}", patr_pdf(coop, form_year, row))


@requires(RUN)
def k1(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Figures for each partner's Schedule K-1."""
    coop, row = permits.coop_for(request.user, key, RUN), permits.year_end(key, year)
    if row is None or row.shared_on is None or not path_of(coop, row).has_k1:
        raise Http404
    rows = papers.k1_rows(row)
    if answer := exported(request, f"schedule-k1-{row.key}", K1, rows):
        return answer
    context: dict[str, Any] = {"coop": coop, "year": year, "year_end": row, "page": page_of(request, rows)}
    return render(request, "federation/k1.html", context)
