from commonwork.bank.models.draw import Draw
from commonwork.bank.models.loan import Loan
from commonwork.bank.models.payment import Payment, PaymentPart
from commonwork.bank.models.quarter import Quarter, calendar_quarter, quarter_code, quarter_name
from commonwork.bank.models.vote import CommitteeVote

__all__ = [
    "CommitteeVote",
    "Draw",
    "Loan",
    "Payment",
    "PaymentPart",
    "Quarter",
    "calendar_quarter",
    "quarter_code",
    "quarter_name",
]
