from commonwork.federation.models.affiliation import Affiliation
from commonwork.federation.models.buy_in import BuyIn
from commonwork.federation.models.dues_charge import DuesCharge
from commonwork.federation.models.hours import Hours, HoursImport, Wage
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
    "BuyIn",
    "CheckedStep",
    "Consent",
    "DuesCharge",
    "Hours",
    "HoursImport",
    "Notice",
    "RedeemedPart",
    "Redemption",
    "SisterInvoice",
    "Wage",
    "YearEnd",
]
