"""Pages of what the bank offers: the list, one product with its versions, a further version, taking up the shipped ones."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import demand, public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import as_of, may
from commonwork.bank import permits, queries
from commonwork.bank.actions import products
from commonwork.bank.forms_products import VersionForm
from commonwork.bank.models import Loan, Product, ProductVersion, Terms
from commonwork.bank.queries.offers import Offer, Said, offer, offers
from commonwork.bank.views.shown import Shown, page
from commonwork.charter.kinds import POLICIES, in_words
from commonwork.registry.clock import now, today
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money


@public
def list_all(request: HttpRequest) -> HttpResponse:
    """What the bank offers, what of it is on, and what decided so."""
    bank, on = permits.house(), as_of(request.user) or today()
    found = offers(bank, on=on)
    context = {
        "name": queries.public_name(on),
        "shown": [{"offer": one, "lines": lines(one)} for one in found],
        "may_keep": may(request.user, Permission.PRODUCT_KEEP, bank),
        "is_complete": len(found) == len(products.shipped()),
    }
    return render(request, "bank/products.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """One product: what holds now, and every version there was."""
    product, on = _product(key), as_of(request.user) or today()
    versions = ProductVersion.objects.filter(product=product).select_related("product__lender")
    listing = Listing(
        request,
        versions,
        columns=[
            Column("number", _("Version"), lambda row: row.number, sort="number"),
            Column("starts_on", _("In force from"), lambda row: row.starts_on, sort="starts_on"),
            Column(
                "allows",
                _("It allows"),
                lambda row: "; ".join(allowed(row)) or _("no more than its name says"),
            ),
            Column("source", _("Source"), lambda row: row.source),
        ],
        name=f"product-{product.kind}",
        default_sort="-number",
    )
    if answer := listing.export():
        return answer
    version = versions.filter(starts_on__lte=on).order_by("-starts_on", "-number").first()
    context: dict[str, Any] = {
        "product": product,
        "listing": listing,
        "offer": offer(version, on=on) if version else None,
        "lines": lines(offer(version, on=on)) if version else [],
        "may_keep": may(request.user, Permission.PRODUCT_KEEP, product.lender),
    }
    return render(request, "bank/product.html", context)


@requires(Permission.PRODUCT_KEEP)
def new_version(request: HttpRequest, key: str) -> HttpResponse:
    """Make a further version; what holds now stands in the form."""
    product = _product(key)
    demand(may(request.user, Permission.PRODUCT_KEEP, product.lender))
    last = product.versions.order_by("-number")[0]
    names = ("schedules", "rhythms", "day_counts", "longest_months", "least_minor", "most_minor")
    form = VersionForm(sent(request), product=product, initial={name: getattr(last, name) for name in names})
    return page(
        request,
        form,
        lambda once: products.new_version(
            product=product, **form.said, by=permits.person_of(request.user), at=now(), once=once
        ),
        Shown(
            title=_("A new version: %(product)s") % {"product": product},
            crumb=_("New version"),
            back_url=product.get_absolute_url(),
            back_text=str(product),
            submit=_("Make the new version"),
            seen=_("Stewards and loan officers see this page."),
            form_title=_("What it allows"),
            happens=_(
                "Agreements keep the version they were made under. Percentages are policies: a body decides them."
            ),
        ),
    )


@requires(Permission.PRODUCT_KEEP)
def take_up(request: HttpRequest) -> HttpResponse:
    """Take up the products that come with the program."""
    bank = permits.house()
    demand(may(request.user, Permission.PRODUCT_KEEP, bank))
    form = ActForm(sent(request))
    is_complete = len(offers(bank, on=today())) == len(products.shipped())
    return page(
        request,
        form if not is_complete or form.is_bound else None,
        lambda once: products.take_up(
            lender=bank, on=today(), by=permits.person_of(request.user), at=now(), once=once
        ),
        Shown(
            title=_("Take up the products"),
            crumb=_("Take up"),
            back_url=reverse("bank_products"),
            back_text=_("What the bank offers"),
            submit=_("Take up the products"),
            seen=_("Stewards and loan officers see this page."),
            nothing=_("All products are taken up."),
            form_title=_("Member share, savings, notes, loans, guarantees"),
            happens=_("Shares, savings and notes stay off until a policy names their legal basis."),
        ),
    )


def _product(key: str) -> Product:
    product = Product.objects.filter(key=key).select_related("lender").first()
    if product is None:
        raise Http404
    return product


def lines(one: Offer) -> list[tuple[str, str, str]]:
    """(what, how much, who decided it) of each percentage and basis, in words; what is not decided says so."""
    named: list[tuple[str, Said | None]] = [
        (_("Usual rate"), one.rate),
        (_("At most"), one.cap),
        (
            _("Cover by the fund") if one.product.kind == Product.Kind.GUARANTEE else _("Share of surplus"),
            one.share,
        ),
        (_("Legal basis"), one.basis),
    ]
    return [(name, value_of(said), source_of(said)) for name, said in named if said is not None]


def value_of(said: Said) -> str:
    return in_words(said.code, said.value) if said.policy else _("nothing decided yet")


def source_of(said: Said) -> str:
    return said.policy.source if said.policy else str(POLICIES[said.code].sentence)


def allowed(version: ProductVersion) -> list[str]:
    """What a version allows, in words."""
    found = [
        ", ".join(str(labels(code).label) for code in codes)
        for codes, labels in (
            (version.schedules, Terms.Schedule),
            (version.rhythms, Terms.Every),
            (version.day_counts, Loan.DayCount),
        )
        if codes
    ]
    if version.longest_months:
        found.append(_("at most %(count)s months") % {"count": version.longest_months})
    if version.least_minor is not None:
        found.append(_("from %(amount)s") % {"amount": money(version.least_minor)})
    if version.most_minor is not None:
        found.append(_("up to %(amount)s") % {"amount": money(version.most_minor)})
    return found


def major(minor: int) -> Decimal:
    return Decimal(minor).scaleb(-2)
