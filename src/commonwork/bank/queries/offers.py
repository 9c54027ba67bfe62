"""What the bank offers: its products with their versions, and what the policies say of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from commonwork.bank.models import Product, ProductVersion
from commonwork.charter.models import Policy
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class NotYetOffered(Refusal):
    sentence = sentence(
        "This is not among the products of the bank yet. Take it up on the page of products first."
    )
    status = 409


@dataclass(frozen=True)
class Said:
    """One percentage or basis of a product: which policy, and its value in force (None: nothing is decided)."""

    code: str
    policy: Policy | None

    @property
    def value(self) -> Any:
        return self.policy.value if self.policy else None


@dataclass(frozen=True)
class Offer:
    """A product as of a day. `is_on`: it may be used; a product without its legal basis is off."""

    product: Product
    version: ProductVersion
    rate: Said | None
    cap: Said | None
    share: Said | None
    basis: Said | None

    @property
    def is_on(self) -> bool:
        return self.basis is None or bool(self.basis.value)


def offers(lender: Organisation, *, on: date) -> list[Offer]:
    """All products of a lender with the version in force on a day, in their order."""
    found = []
    for product in products(lender):
        version = latest(product, on=on)
        if version is not None:
            found.append(offer(version, on=on))
    return found


def products(lender: Organisation) -> QuerySet[Product]:
    return Product.objects.filter(lender=lender).order_by("place", "pk")


def offer(version: ProductVersion, *, on: date) -> Offer:
    """A version of a product with what the policies say on a day."""
    lender = version.product.lender

    def said(code: str) -> Said | None:
        return Said(code, in_force(code, on=on, organisation=lender)) if code else None

    return Offer(
        version.product,
        version,
        said(version.rate_policy),
        said(version.cap_policy),
        said(version.share_policy),
        said(version.basis_policy),
    )


def latest(product: Product, *, on: date) -> ProductVersion | None:
    """The version of a product in force on a day."""
    rows = ProductVersion.objects.filter(product=product, starts_on__lte=on).select_related("product__lender")
    return rows.order_by("-starts_on", "-number").first()


def version_in_force(lender: Organisation, kind: str, *, on: date) -> ProductVersion:
    """The version of a kind of product in force on a day. Raises NotYetOffered."""
    version = version_taken_up(lender, kind, on=on)
    if version is None:
        raise NotYetOffered()
    return version


def version_taken_up(lender: Organisation, kind: str, *, on: date) -> ProductVersion | None:
    """The version of a kind of product in force on a day; None where the bank has not taken it up."""
    product = Product.objects.filter(lender=lender, kind=kind).first()
    return latest(product, on=on) if product else None
