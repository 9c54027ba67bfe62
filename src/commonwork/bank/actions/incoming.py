"""Money on the bank's statement that is a payment on a loan, a gift, or a share: booked and matched in one act."""

from datetime import datetime
from typing import Any

from commonwork.bank import gift_letters
from commonwork.bank.actions import gifts, holdings, payments, promises
from commonwork.bank.models import Fund, Gift, Holding, Loan, Payment, Pledge, Promise, Supporter
from commonwork.books import queries as book_queries
from commonwork.books.actions import bank_lines
from commonwork.record.acts import Who, act
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class NotMoneyIn(Refusal):
    sentence = sentence("Only money that came in is matched here.")
    status = 409


@act
def as_loan_payment(*, line: Any, loan: Loan, by: Who, at: datetime) -> Loan:
    """The line is a payment on a loan. Raises NotMoneyIn and what `payments.record` and the bank lines refuse."""
    _demand_in(line)
    loan = payments.record(loan=loan, on=line.on, amount_minor=line.amount_minor, by=by, at=at)
    fact = Payment.objects.filter(loan=loan, on=line.on).select_related("fact").order_by("-pk")[0].fact
    _matched(line, fact, loan.lender, by, at)
    return loan


@act
def as_gift(
    *,
    line: Any,
    supporter: Supporter,
    fund: Fund,
    by: Who,
    at: datetime,
    pledge: Pledge | None = None,
) -> Gift:
    """The line is a gift, of a pledge or of its own. Raises NotMoneyIn and what `gifts.receive` refuses."""
    _demand_in(line)
    gift = gifts.receive(
        supporter=supporter,
        fund=fund,
        amount_minor=line.amount_minor,
        on=line.on,
        pledge=pledge,
        by=by,
        at=at,
    )
    _matched(line, gift.fact, fund.organisation, by, at)
    address = gift_letters.address_of_supporter(supporter)
    gift_letters.thank(gift, address=address, language=supporter.language, at=at)
    return gift


@act
def as_promise(*, line: Any, promise: Promise, by: Who, at: datetime) -> Gift:
    """The line is the money of a promised gift: booked, matched, its receipt sent. Raises NotMoneyIn and what
    `promises.receive` refuses."""
    _demand_in(line)
    gift = promises.receive(promise=promise, amount_minor=line.amount_minor, on=line.on, by=by, at=at)
    _matched(line, gift.fact, promise.house, by, at)
    return gift


@act
def as_pay_in(*, line: Any, holding: Holding, by: Who, at: datetime) -> Holding:
    """The line is money for shares, savings or a note. Raises NotMoneyIn and what `holdings.pay_in` refuses."""
    _demand_in(line)
    holding = holdings.pay_in(holding=holding, amount_minor=line.amount_minor, on=line.on, by=by, at=at)
    movement = holding.movements.filter(on=line.on).select_related("fact").order_by("-pk")[0]
    _matched(line, movement.fact, holding.house, by, at)
    return holding


def _demand_in(line: Any) -> None:
    if line.amount_minor <= 0:
        raise NotMoneyIn()


def _matched(line: Any, fact: Fact, organisation: Organisation, by: Who, at: datetime) -> None:
    """Tie the line to the cash posting of what was just booked."""
    entry = next(one for one in book_queries.entries_of(fact) if one.book.key == organisation.key)
    code = line.bank_account.account.code
    posting = next(row for row in book_queries.lines_of(entry) if row.account.code == code)
    bank_lines.match(lines=[line], postings=[(entry, posting.line)], by=by, at=at)
