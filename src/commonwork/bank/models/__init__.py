from commonwork.bank.models.accompaniment import NextStep, Visit, WalkPlan
from commonwork.bank.models.application import Application, ApplicationAnswer
from commonwork.bank.models.closing import LoanClosing
from commonwork.bank.models.decision import LoanCondition, Minutes, MinutesPresence
from commonwork.bank.models.draw import Draw
from commonwork.bank.models.draw_request import DrawRequest
from commonwork.bank.models.event import LoanEvent
from commonwork.bank.models.fund import Fund, FundSpending, LoanFund
from commonwork.bank.models.gift import Gift, Pledge
from commonwork.bank.models.guarantee import Guarantee
from commonwork.bank.models.holding import Holding, HoldingMovement
from commonwork.bank.models.loan import Loan
from commonwork.bank.models.payment import Payment, PaymentPart
from commonwork.bank.models.payout import PayAccount, Payout, PayoutRun, Release
from commonwork.bank.models.product import Product, ProductVersion
from commonwork.bank.models.promise import Promise
from commonwork.bank.models.quarter import (
    Quarter,
    calendar_quarter,
    period_code,
    period_name,
)
from commonwork.bank.models.reserve import ReserveCharge, ReservePosting
from commonwork.bank.models.review import Criteria, LoanMemo, LoanReview
from commonwork.bank.models.statement import Statement
from commonwork.bank.models.story import StoryField
from commonwork.bank.models.supporter import Supporter
from commonwork.bank.models.terms import Instalment, Terms
from commonwork.bank.models.vote import CommitteeVote

__all__ = [
    "Application",
    "ApplicationAnswer",
    "CommitteeVote",
    "Criteria",
    "Draw",
    "DrawRequest",
    "Fund",
    "FundSpending",
    "Gift",
    "Guarantee",
    "Holding",
    "HoldingMovement",
    "Instalment",
    "Loan",
    "LoanClosing",
    "LoanCondition",
    "LoanEvent",
    "LoanFund",
    "LoanMemo",
    "LoanReview",
    "Minutes",
    "MinutesPresence",
    "NextStep",
    "PayAccount",
    "Payment",
    "PaymentPart",
    "Payout",
    "PayoutRun",
    "Pledge",
    "Product",
    "ProductVersion",
    "Promise",
    "Quarter",
    "Release",
    "ReserveCharge",
    "ReservePosting",
    "Statement",
    "StoryField",
    "Supporter",
    "Terms",
    "Visit",
    "WalkPlan",
    "calendar_quarter",
    "period_code",
    "period_name",
]
