"""Guarantees: the guarantee fund answers to an outside lender for a co-op. A person never does, and cannot be named."""

from datetime import date, datetime

from django.db.models import Sum

from commonwork.bank.actions.loans import AmountNotPositive, OnlyCoopsBorrow
from commonwork.bank.actions.lock import demand_come
from commonwork.bank.models import Guarantee
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.charter.queries import value
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money

FUND, GENERAL, CASH = "3420", "3500", "1000"


class NoPersonGuarantees(Refusal):
    sentence = sentence("No person ever answers for a loan. Only the fund gives guarantees.")
    field = "guarantor"


class GuaranteeFundTooLow(Refusal):
    sentence = sentence("The guarantee fund holds {held}. With this, {needed} would have to be in it.")
    status = 409


class GuaranteeHasEnded(Refusal):
    sentence = sentence("This guarantee has ended already.")
    status = 409


class MoreThanGuaranteed(Refusal):
    sentence = sentence("The fund guaranteed {amount}, and pays no more than that.")
    field = "amount_minor"


class GuaranteeEndsTooEarly(Refusal):
    sentence = sentence("A guarantee ends after the day it begins.")
    field = "ends_on"


class GeneralFundTooLow(Refusal):
    sentence = sentence("The general fund holds {held}. No more than that can be set aside.")
    field = "amount_minor"


@act
def set_aside(*, house: Organisation, amount_minor: int, on: date, by: Who, at: datetime) -> Organisation:
    """Move money from the general fund to the guarantee fund. Raises AmountNotPositive, GeneralFundTooLow, StillToCome."""
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    demand_come(on, at)
    books.lock(house)
    held = -book_queries.balance(house, GENERAL, on=on)
    if amount_minor > held:
        raise GeneralFundTooLow(held=money(max(0, held)))
    fact = state(
        "bank.guarantee_fund.set_aside",
        subject=house,
        by=by,
        at=at,
        organisation=house,
        data={"amount_minor": amount_minor, "unit": "USD", "on": on.isoformat()},
    )
    _post(house, GENERAL, FUND, amount_minor, on=on, fact=fact)
    return house


@act
def give(
    *,
    guarantor: Organisation | Person,
    borrower: Organisation,
    outside_lender: str,
    amount_minor: int,
    starts_on: date,
    ends_on: date,
    by: Who,
    at: datetime,
) -> Guarantee:
    """The fund guarantees an outside loan of a co-op, as far as the guarantee fund covers it by policy.

    Raises NoPersonGuarantees, OnlyCoopsBorrow, AmountNotPositive, GuaranteeEndsTooEarly, GuaranteeFundTooLow,
    StillToCome, PolicyMissing.
    """
    if not isinstance(guarantor, Organisation):
        raise NoPersonGuarantees()
    if borrower.kind != Organisation.Kind.COOP:
        raise OnlyCoopsBorrow(name=str(borrower))
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    if ends_on <= starts_on:
        raise GuaranteeEndsTooEarly()
    demand_come(starts_on, at)
    Organisation.objects.select_for_update(no_key=True).get(pk=guarantor.pk)
    cover_bp = value("bank.guarantee_cover_bp", on=starts_on, organisation=guarantor)
    needed = -(-(in_force(guarantor) + amount_minor) * cover_bp // 10_000)
    held = -book_queries.balance(guarantor, FUND)
    if needed > held:
        raise GuaranteeFundTooLow(held=money(held), needed=money(needed))
    key = new_key("guarantee")
    guarantee = Guarantee(
        key=key,
        guarantor=guarantor,
        borrower=borrower,
        outside_lender=outside_lender.strip(),
        amount_minor=amount_minor,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    guarantee.fact = _state("bank.guarantee.given", guarantee, amount_minor, by=by, at=at)
    guarantee.save()
    return guarantee


@act
def release(*, guarantee: Guarantee, by: Who, at: datetime) -> Guarantee:
    """The guarantee ends; nothing was asked of the fund. Raises GuaranteeHasEnded."""
    guarantee = _locked(guarantee)
    guarantee.stage = Guarantee.Stage.RELEASED
    guarantee.save(update_fields=["stage"])
    _state("bank.guarantee.released", guarantee, guarantee.amount_minor, by=by, at=at)
    return guarantee


@act
def call(*, guarantee: Guarantee, amount_minor: int, on: date, by: Who, at: datetime) -> Guarantee:
    """The outside lender asks, and the fund pays: bank 3420 / 1000. The co-op's people are asked for nothing.

    Raises GuaranteeHasEnded, AmountNotPositive, MoreThanGuaranteed, StillToCome.
    """
    guarantee = _locked(guarantee)
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    if amount_minor > guarantee.amount_minor:
        raise MoreThanGuaranteed(amount=money(guarantee.amount_minor))
    demand_come(on, at)
    guarantee.stage, guarantee.called_minor = Guarantee.Stage.CALLED, amount_minor
    guarantee.save(update_fields=["stage", "called_minor"])
    fact = _state("bank.guarantee.called", guarantee, amount_minor, by=by, at=at)
    _post(guarantee.guarantor, FUND, CASH, amount_minor, on=on, fact=fact)
    return guarantee


def in_force(guarantor: Organisation) -> int:
    """The sum of all guarantees in force, in minor units."""
    rows = Guarantee.objects.filter(guarantor=guarantor, stage=Guarantee.Stage.IN_FORCE)
    return rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def _locked(guarantee: Guarantee) -> Guarantee:
    fresh = Guarantee.objects.select_for_update(of=("self",)).get(pk=guarantee.pk)
    if fresh.stage != Guarantee.Stage.IN_FORCE:
        raise GuaranteeHasEnded()
    return fresh


def _post(house: Organisation, debit: str, credit: str, amount: int, *, on: date, fact: Fact) -> None:
    lines = [books.Line(debit, amount), books.Line(credit, -amount)]
    books.post(organisation=house, on=on, kind="bank.guarantee", lines=lines, source=fact)


def _state(kind: str, guarantee: Guarantee, amount: int, *, by: Who, at: datetime) -> Fact:
    return state(
        kind,
        subject=guarantee,
        by=by,
        at=at,
        organisation=guarantee.guarantor,
        about=[guarantee.borrower],
        data={
            "amount_minor": amount,
            "unit": "USD",
            "borrower": ref(guarantee.borrower),
            "starts_on": guarantee.starts_on.isoformat(),
            "ends_on": guarantee.ends_on.isoformat(),
        },
    )
