from commonwork.record.models.daily import DailyRun
from commonwork.record.models.document import Attachment, Document
from commonwork.record.models.fact import About, Fact
from commonwork.record.models.handled import Handled
from commonwork.record.models.once import Once
from commonwork.record.models.seal import Seal, SealMember

__all__ = [
    "About",
    "Attachment",
    "DailyRun",
    "Document",
    "Fact",
    "Handled",
    "Once",
    "Seal",
    "SealMember",
]
