from commonwork.federation.models.admission import Departure, Evidence, PeerVisit, Suspension
from commonwork.federation.models.affiliation import Affiliation
from commonwork.federation.models.buy_in import BuyIn
from commonwork.federation.models.delegates import (
    Answer,
    Apportionment,
    DelegateTerm,
    DelegateVote,
    Instruction,
    Question,
    ReportBack,
    SeatRule,
)
from commonwork.federation.models.dues_charge import DuesCharge
from commonwork.federation.models.hours import Hours, HoursImport, Wage
from commonwork.federation.models.members import (
    BuyInPlan,
    Contest,
    ExitInstalment,
    ExitNote,
    MemberExit,
    ShareCertificate,
    ShareTransfer,
)
from commonwork.federation.models.profile import CoopContact, CoopProfile, Premises, PrincipleReport
from commonwork.federation.models.sister_invoice import SisterInvoice
from commonwork.federation.models.year_end import Allocation, YearEnd
from commonwork.federation.models.year_end_papers import (
    CheckedStep,
    Consent,
    Notice,
    RedeemedPart,
    Redemption,
)

__all__ = [
    "Affiliation",
    "Allocation",
    "Answer",
    "Apportionment",
    "BuyIn",
    "BuyInPlan",
    "CheckedStep",
    "Consent",
    "Contest",
    "CoopContact",
    "CoopProfile",
    "DelegateTerm",
    "DelegateVote",
    "Departure",
    "DuesCharge",
    "Evidence",
    "ExitInstalment",
    "ExitNote",
    "Hours",
    "HoursImport",
    "Instruction",
    "MemberExit",
    "Notice",
    "PeerVisit",
    "Premises",
    "PrincipleReport",
    "Question",
    "RedeemedPart",
    "Redemption",
    "ReportBack",
    "SeatRule",
    "ShareCertificate",
    "ShareTransfer",
    "SisterInvoice",
    "Suspension",
    "Wage",
    "YearEnd",
]
