from commonwork.gatherings.models.gathering import NEEDS, Gathering, Hosting, Report
from commonwork.gatherings.models.letter import CalendarToken, Letter
from commonwork.gatherings.models.payment import Payment
from commonwork.gatherings.models.registration import Answer, Guest, Question, Registration
from commonwork.gatherings.models.roll_entry import Passage, RollEntry
from commonwork.gatherings.models.series import Series

__all__ = [
    "NEEDS",
    "Answer",
    "CalendarToken",
    "Gathering",
    "Guest",
    "Hosting",
    "Letter",
    "Passage",
    "Payment",
    "Question",
    "Registration",
    "Report",
    "RollEntry",
    "Series",
]
