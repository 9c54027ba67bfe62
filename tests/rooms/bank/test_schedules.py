"""Loans on a schedule, lines of credit, and how loans end: rows, books and replay agree at every step."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from commonwork.bank import jobs, queries
from commonwork.bank.actions import (
    draws,
    dues,
    endings,
    guarantees,
    loans,
    payments,
    products,
    schedules,
    walking,
)
from commonwork.bank.actions.schedules import Wanted
from commonwork.bank.models import Guarantee, Instalment, Loan, PaymentPart
from commonwork.bank.queries.forecast import disclosure, plan
from commonwork.bank.queries.lives import schedule_terms, told
from commonwork.books import queries as book_queries
from commonwork.charter.actions import policies
from commonwork.record.models import Fact
from commonwork.rules.loans import schedule
from commonwork.rules.loans.rhythm import boundary
from tests.rooms.bank import make
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.approved_world), pytest.mark.one_engine]
MAY_1 = date(2016, 5, 1)
WANTED = Wanted(MAY_1, 600, "30/360", "equal_principal", "month", 12)


def world() -> make.World:
    """The bank with its products taken up and its highest rate decided: 8 % (Seed Commons' rate)."""
    here = make.world()
    products.take_up(lender=here.bank, on=make.DAY_ONE, **here.at(make.DAY_ONE))
    for code, value in (("bank.loan_rate_cap_bp", 800), ("bank.guarantee_cover_bp", 5000)):
        policies.adopt(
            code=code, value=value, starts_on=make.DAY_ONE, adopted_by=make.SYSTEM, source="test",
            by=make.SYSTEM, at=here.at(make.DAY_ONE)["at"],
        )  # fmt: skip
    return here


def agreed(here: make.World, wanted: Wanted = WANTED, kind: str = "conventional") -> Loan:
    day = date(2016, 4, 28)
    return schedules.agree(loan=make.approved(here), kind=kind, wanted=wanted, on=day, **here.at(day))


def drawn(
    here: make.World, wanted: Wanted = WANTED, kind: str = "conventional", amount: int = 1_200_000
) -> Loan:
    loan = agreed(here, wanted, kind)
    return draws.pay_out(loan=loan, amount_minor=amount, on=MAY_1, **here.at(MAY_1))


def fresh(loan: Loan) -> Loan:
    return Loan.objects.get(pk=loan.pk)


def night(on: date) -> None:
    jobs.reckon_dues(on)


def pay(here: make.World, loan: Loan, on: date, amount: int, **more: Any) -> Loan:
    return payments.record(loan=loan, on=on, amount_minor=amount, **{**here.at(on), **more})


def agree(here: make.World, loan: Loan) -> None:
    """The loan's rows and both books say the same, and the replay has no other opinion."""
    standing = queries.position(loan)
    for bank_account, coop_account, own in (
        ("1200", "2100", standing.principal_minor),
        ("1210", "2110", standing.interest_owed_minor),
    ):
        assert book_queries.balance(here.bank, bank_account, party=loan.key) == own
        assert book_queries.balance(here.coop, coop_account, party=loan.key) == -own
    loan = fresh(loan)
    until = date.fromordinal(loan.next_due_on.toordinal() - 1) if loan.next_due_on else date(2030, 1, 1)
    life = told(loan).life(until=until)
    assert (life.principal_minor, life.due_minor) == (standing.principal_minor, standing.due_minor)


def test_each_night_puts_down_what_fell_due_and_once_only() -> None:
    """12,000.00 at 6 %: 60.00 of interest a month, 1,000.00 of the loan."""
    here = world()
    loan = drawn(here)
    night(date(2016, 5, 31))
    assert not Instalment.objects.exists()
    for _twice in range(2):
        night(date(2016, 6, 1))
    row = Instalment.objects.get()
    assert (row.due_on, row.due_interest_minor, row.due_principal_minor) == (date(2016, 6, 1), 6_000, 100_000)
    assert book_queries.balance(here.bank, "4300", on=date(2016, 5, 31)) == -6_000
    assert fresh(loan).next_due_on == date(2016, 7, 1)
    assert Fact.objects.filter(kind="bank.dues.reckoned").count() == 1
    agree(here, loan)


def test_a_worker_that_slept_for_months_catches_up_in_one_night() -> None:
    here = world()
    loan = drawn(here)
    night(date(2016, 9, 1))
    assert [row.due_minor for row in Instalment.objects.order_by("number")] == [106_000] * 4
    assert queries.position(loan).due_minor == 424_000
    agree(here, loan)


def test_a_payment_goes_to_what_is_due_and_the_rest_early_to_the_loan() -> None:
    here = world()
    loan = drawn(here)
    pay(here, loan, date(2016, 6, 1), 306_000)
    assert queries.position(loan).principal_minor == 900_000
    assert (
        list(PaymentPart.objects.order_by("pk").values_list("interest_minor", "principal_minor"))
        == [
            (6_000, 100_000),
            (0, 200_000),
        ]
        or PaymentPart.objects.count() == 2
    )
    night(date(2016, 7, 1))
    assert Instalment.objects.get(number=2).interest_minor == 4_500  # 9,000.00 at 6 % for a month
    agree(here, loan)


def test_a_back_dated_payment_posts_only_the_difference() -> None:
    """6,000.00 that came on 16 May, recorded on 2 July: 15 days of 6,000.00 in May and all of June are 15.00 + 30.00."""
    here = world()
    loan = drawn(here, replace(WANTED, schedule="interest_only"))
    night(date(2016, 7, 1))
    assert book_queries.balance(here.bank, "4300") == -12_000
    pay(here, loan, date(2016, 5, 16), 600_000, **here.at(date(2016, 7, 2)))
    fact = Fact.objects.get(kind="bank.payment.recorded")
    posted = {
        entry.effective_on: sorted(
            (line.account.code, line.amount_minor) for line in entry.book.postings.filter(seq=entry.seq)
        )
        for entry in book_queries.entries_of(fact)
        if entry.book.key == "bank"
    }
    assert book_queries.balance(here.bank, "4300") == -12_000 + 4_500
    assert posted[date(2016, 5, 16)][0] == ("1000", 600_000)
    assert posted[date(2016, 5, 31)] == [("1210", -1_500), ("4300", 1_500)]
    agree(here, loan)


def test_all_that_is_owed_paid_on_any_day_ends_the_loan() -> None:
    here = world()
    loan = drawn(here)
    with pytest.raises(payments.MoreThanIsOwed, match=r"12,030\.00"):
        pay(here, loan, date(2016, 5, 16), 1_203_001)
    loan = pay(here, loan, date(2016, 5, 16), 1_203_000)  # 15 days of 12,000.00 at 6 %: 30.00
    assert (loan.stage, fresh(loan).next_due_on) == (Loan.Stage.REPAID, None)
    assert book_queries.parties(here.bank, "1200") == book_queries.parties(here.bank, "1210") == {}


def test_a_line_of_credit_can_be_drawn_again_up_to_its_limit() -> None:
    here = world()
    wanted = replace(WANTED, schedule="interest_only")
    loan = drawn(here, wanted, "line", amount=800_000)
    pay(here, loan, date(2016, 5, 10), 500_000)
    with pytest.raises(draws.AboveTheAgreement, match=r"\$9,000.00 of this loan is still to be drawn"):
        draws.pay_out(loan=loan, amount_minor=900_001, on=date(2016, 5, 20), **here.at(date(2016, 5, 20)))
    draws.pay_out(loan=loan, amount_minor=900_000, on=date(2016, 5, 20), **here.at(date(2016, 5, 20)))
    assert queries.position(loan).principal_minor == 1_200_000
    agree(here, loan)


def test_a_pause_and_new_terms_are_followed_by_the_plan() -> None:
    here = world()
    loan = drawn(here)
    day = date(2016, 5, 20)
    schedules.pause(loan=loan, on=date(2016, 6, 1), until=date(2016, 8, 1), note="Winter.", **here.at(day))
    night(date(2016, 8, 1))
    assert [row.due_minor for row in Instalment.objects.order_by("number")] == [0, 0, 18_000 + 100_000]
    again = replace(WANTED, starts_on=date(2016, 8, 1), annual_rate_bp=300, count=24)
    schedules.restructure(loan=fresh(loan), wanted=again, **here.at(date(2016, 8, 1)))
    night(date(2016, 9, 1))
    last = Instalment.objects.order_by("-number")[0]
    # All 12,000.00 over 24 months, 3 % a year on it, and the 180.00 that were not paid.
    assert (last.due_principal_minor, last.due_interest_minor) == (50_000, 18_000 + 3_000)
    agree(here, loan)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"annual_rate_bp": 801}, loans.RateAboveTheCap),
        ({"count": 361}, schedules.TooLong),
        ({"principal_grace": 12}, schedules.GraceTooLong),
        ({"schedule": "balloon"}, schedules.BalloonTooLarge),
        ({"schedule": "step"}, schedules.StepsMissing),
        ({"every": "day"}, schedules.NotOffered),
    ],
)
def test_terms_the_bank_does_not_offer_are_refused(changed: dict[str, Any], refusal: type[Exception]) -> None:
    here = world()
    with pytest.raises(refusal):
        agreed(here, replace(WANTED, **changed))


def test_the_plan_shows_what_is_to_come_and_the_yearly_rate_is_the_law_s() -> None:
    here = world()
    loan = drawn(here, replace(WANTED, schedule="level"))
    lines = plan(loan, on=date(2016, 5, 2))
    assert len(lines) == 12 and all(line.is_to_come for line in lines) and lines[-1].balance_minor == 0
    terms = schedule_terms(loan.terms.get(), loan)
    costs = disclosure(terms, 1_200_000)
    assert costs.yearly_rate_bp == 600  # no charges beside the interest: the agreed rate
    months = list(pairwise(boundary(MAY_1, "month", number) for number in range(13)))
    rows = schedule.rows(
        principal_minor=1_200_000,
        annual_rate_percent=Fraction(6),
        kind="level",
        day_count="30/360",
        periods=months,
    )
    assert costs.interest_minor == sum(row.interest_minor for row in rows)
    assert costs.payments_minor == 1_200_000 + costs.interest_minor


@begins_in(make.drawn_world)
def test_a_loan_that_surplus_does_not_pay_back_ends_with_a_plan_and_never_with_a_person() -> None:
    here = world()
    loan = make.closed(here, make.drawn(here), date(2016, 7, 1))
    end = date(2020, 7, 1)
    with pytest.raises(endings.NotAtItsEnd):
        endings.forgive_interest(loan=loan, on=date(2020, 6, 29), **here.at(end))
    endings.forgive_interest(loan=loan, on=end, **here.at(end))
    assert (queries.position(loan).interest_owed_minor, queries.position(loan).forgiven_minor) == (0, 11_397)
    with pytest.raises(endings.NoPlanYet):
        endings.write_off(loan=loan, on=end, note="", **here.at(end))
    walking.begin_plan(
        loan=loan,
        reasons=[],
        words="A third crew.",
        review_on=date(2020, 12, 1),
        steps=[],
        on=end,
        **here.at(end),
    )
    later = date(2020, 12, 2)
    loan = endings.write_off(loan=loan, on=later, note="It closed.", **here.at(later))
    assert loan.stage == Loan.Stage.CLOSED and queries.position(loan).owed_minor == 0
    assert book_queries.balance(here.bank, "5700") == -book_queries.balance(here.coop, "4310") == 1_211_397
    endings.recover(loan=loan, on=later, amount_minor=5_000, **here.at(later))
    assert book_queries.balance(here.bank, "5700") == -book_queries.balance(here.coop, "4310") == 1_206_397
    agree(here, loan)
    names = {field.name for field in Loan._meta.get_fields()}
    assert not {name for name in names if "guarant" in name}


@begins_in(make.plain_world)
def test_only_the_fund_gives_guarantees_and_only_as_far_as_it_is_covered() -> None:
    here = world()
    day = date(2016, 6, 1)
    make.move(here.bank, day, ("1000", 100_000), ("3500", -100_000))
    guarantees.set_aside(house=here.bank, amount_minor=100_000, on=day, **here.at(day))
    said = {
        "borrower": here.coop, "outside_lender": "A credit union", "starts_on": day, "ends_on": date(2018, 6, 1),
        **here.at(day),
    }  # fmt: skip
    with pytest.raises(guarantees.NoPersonGuarantees, match=r"No person ever answers"):
        guarantees.give(guarantor=here.people["iris"], amount_minor=1, **said)
    with pytest.raises(guarantees.GuaranteeFundTooLow):
        guarantees.give(guarantor=here.bank, amount_minor=200_002, **said)
    guarantee = guarantees.give(
        guarantor=here.bank, amount_minor=200_000, **said
    )  # half of it is in the fund
    guarantees.call(guarantee=guarantee, amount_minor=60_000, on=day, **here.at(day))
    assert book_queries.balance(here.bank, "3420") == -40_000
    assert Guarantee.objects.get().called_minor == 60_000
    with pytest.raises(guarantees.GuaranteeHasEnded):
        guarantees.release(guarantee=guarantee, **here.at(day))


def test_the_night_brings_many_loans_up_in_one_fact() -> None:
    here = world()
    loan = drawn(here)
    dues.bring_all(lender=here.bank, loans=[loan], on=date(2016, 8, 1), **here.at(date(2016, 8, 1)))
    fact = Fact.objects.get(kind="bank.dues.reckoned")
    assert fact.data["loans"] == [loan.key]
    assert len(book_queries.entries_of(fact)) == 6  # three months, in two books
    agree(here, loan)
