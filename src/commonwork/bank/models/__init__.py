from commonwork.bank.models.draw import Draw
from commonwork.bank.models.event import LoanEvent, Shortfall
from commonwork.bank.models.guarantee import Guarantee
from commonwork.bank.models.holding import Holding, HoldingMovement
from commonwork.bank.models.loan import Loan
from commonwork.bank.models.payment import Payment, PaymentPart
from commonwork.bank.models.product import Product, ProductVersion
from commonwork.bank.models.quarter import Quarter, calendar_quarter, quarter_code, quarter_name
from commonwork.bank.models.statement import Statement
from commonwork.bank.models.terms import Instalment, Terms
from commonwork.bank.models.vote import CommitteeVote

__all__ = [
    "CommitteeVote",
    "Draw",
    "Guarantee",
    "Holding",
    "HoldingMovement",
    "Instalment",
    "Loan",
    "LoanEvent",
    "Payment",
    "PaymentPart",
    "Product",
    "ProductVersion",
    "Quarter",
    "Shortfall",
    "Statement",
    "Terms",
    "calendar_quarter",
    "quarter_code",
    "quarter_name",
]
