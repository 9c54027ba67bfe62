"""Products: take up those that ship with the program, and make new versions of them."""

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from commonwork.bank.models import Product, ProductVersion, Terms
from commonwork.charter.kinds import POLICIES
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.loans.day_count import DAY_COUNTS
from commonwork.rules.loans.rhythm import RHYTHMS
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates

NAMES = ("rate_policy", "cap_policy", "share_policy", "basis_policy")
LISTS = ("schedules", "day_counts", "rhythms")
REST = ("longest_months", "least_minor", "most_minor", "source")


class NothingToTakeUp(Refusal):
    sentence = sentence("All products that come with the program are taken up already.")
    status = 409


class NotLater(Refusal):
    sentence = sentence("A new version begins after the last one, which began on {day}.")
    field = "starts_on"


class UnknownCode(Refusal):
    sentence = sentence("{code} is not something a product can allow.")


class AmountsOutOfOrder(Refusal):
    sentence = sentence("The largest amount must not be less than the smallest.")
    field = "most_minor"


class SourceMissing(Refusal):
    sentence = sentence("Say who decided this, or where it comes from.")
    field = "source"


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """The products of the data file, in their order."""
    text = files("commonwork.bank").joinpath("data", "products.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["product"])


@act
def take_up(*, lender: Organisation, on: date, by: Who, at: datetime) -> Organisation:
    """Make rows of the products that ship with the program, in force from a day; those there already stay.

    Raises NothingToTakeUp.
    """
    there = set(Product.objects.filter(lender=lender).values_list("kind", flat=True))
    new = [(place, row) for place, row in enumerate(shipped(), start=1) if row["kind"] not in there]
    if not new:
        raise NothingToTakeUp()
    fact = state(
        "bank.products.taken_up",
        subject=lender,
        by=by,
        at=at,
        organisation=lender,
        data={"count": len(new), "on": on.isoformat()},
    )
    for place, row in new:
        key = f"{lender.key}_{row['kind']}"
        product = Product.objects.create(key=key, lender=lender, kind=row["kind"], place=place)
        _make(product, 1, on, row, fact)
    return lender


@act
def new_version(
    *,
    product: Product,
    starts_on: date,
    source: str,
    by: Who,
    at: datetime,
    schedules: Sequence[str] = (),
    day_counts: Sequence[str] = (),
    rhythms: Sequence[str] = (),
    longest_months: int | None = None,
    least_minor: int | None = None,
    most_minor: int | None = None,
) -> Product:
    """Make a further version from a day on. Policies stay those of the product; agreements keep their version.

    Raises NotLater, UnknownCode, AmountsOutOfOrder, SourceMissing.
    """
    product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    last = product.versions.order_by("-number")[0]
    if starts_on <= last.starts_on:
        raise NotLater(day=dates.day(last.starts_on))
    if not source.strip():
        raise SourceMissing()
    for codes, known in ((schedules, Terms.Schedule.values), (day_counts, DAY_COUNTS), (rhythms, RHYTHMS)):
        for code in codes:
            if code not in known:
                raise UnknownCode(code=code)
    if least_minor is not None and most_minor is not None and most_minor < least_minor:
        raise AmountsOutOfOrder()
    fact = state(
        "bank.product.changed",
        subject=product,
        by=by,
        at=at,
        organisation=product.lender,
        data={"number": last.number + 1, "starts_on": starts_on.isoformat(), "kind": product.kind},
    )
    said = {name: getattr(last, name) for name in NAMES} | {
        "schedules": list(schedules),
        "day_counts": list(day_counts),
        "rhythms": list(rhythms),
        "longest_months": longest_months,
        "least_minor": least_minor,
        "most_minor": most_minor,
        "source": source.strip(),
    }
    _make(product, last.number + 1, starts_on, said, fact)
    return product


def _make(product: Product, number: int, starts_on: date, said: dict[str, Any], fact: Fact) -> ProductVersion:
    assert all(said.get(name, "") in {"", *POLICIES} for name in NAMES), "a product names policies there are"
    fields: dict[str, Any] = {name: said.get(name, "") for name in NAMES}
    fields |= {name: said.get(name, []) for name in LISTS}
    fields |= {name: said[name] for name in REST if said.get(name) is not None}
    return ProductVersion.objects.create(
        product=product, number=number, starts_on=starts_on, fact=fact, **fields
    )
