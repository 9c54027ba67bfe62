from commonwork.bank.models.accompaniment import NextStep, Visit, WalkPlan
from commonwork.bank.models.application import Application, ApplicationAnswer
from commonwork.bank.models.closing import LoanClosing
from commonwork.bank.models.decision import LoanCondition, Minutes, MinutesPresence
from commonwork.bank.models.draw import Draw
from commonwork.bank.models.draw_request import DrawRequest
from commonwork.bank.models.event import LoanEvent, Shortfall
from commonwork.bank.models.guarantee import Guarantee
from commonwork.bank.models.holding import Holding, HoldingMovement
from commonwork.bank.models.loan import Loan
from commonwork.bank.models.payment import Payment, PaymentPart
from commonwork.bank.models.product import Product, ProductVersion
from commonwork.bank.models.quarter import Quarter, calendar_quarter, quarter_code, quarter_name
from commonwork.bank.models.review import Criteria, LoanMemo, LoanReview
from commonwork.bank.models.statement import Statement
from commonwork.bank.models.story import StoryField
from commonwork.bank.models.terms import Instalment, Terms
from commonwork.bank.models.vote import CommitteeVote

__all__ = [
    "Application",
    "ApplicationAnswer",
    "CommitteeVote",
    "Criteria",
    "Draw",
    "DrawRequest",
    "Guarantee",
    "Holding",
    "HoldingMovement",
    "Instalment",
    "Loan",
    "LoanClosing",
    "LoanCondition",
    "LoanEvent",
    "LoanMemo",
    "LoanReview",
    "Minutes",
    "MinutesPresence",
    "NextStep",
    "Payment",
    "PaymentPart",
    "Product",
    "ProductVersion",
    "Quarter",
    "Shortfall",
    "Statement",
    "StoryField",
    "Terms",
    "Visit",
    "WalkPlan",
    "calendar_quarter",
    "quarter_code",
    "quarter_name",
]
