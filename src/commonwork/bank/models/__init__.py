from commonwork.bank.models.draw import Draw
from commonwork.bank.models.fund import Fund, FundSpending, LoanFund
from commonwork.bank.models.gift import Gift, Pledge
from commonwork.bank.models.loan import Loan
from commonwork.bank.models.note import Note, NotePayment, ShareMovement
from commonwork.bank.models.payment import Payment, PaymentPart
from commonwork.bank.models.payout import PayAccount, Payout, PayoutRun, Release
from commonwork.bank.models.quarter import Quarter, calendar_quarter, quarter_code, quarter_name
from commonwork.bank.models.supporter import Supporter
from commonwork.bank.models.vote import CommitteeVote

__all__ = [
    "CommitteeVote",
    "Draw",
    "Fund",
    "FundSpending",
    "Gift",
    "Loan",
    "LoanFund",
    "Note",
    "NotePayment",
    "PayAccount",
    "Payment",
    "PaymentPart",
    "Payout",
    "PayoutRun",
    "Pledge",
    "Quarter",
    "Release",
    "ShareMovement",
    "Supporter",
    "calendar_quarter",
    "quarter_code",
    "quarter_name",
]
