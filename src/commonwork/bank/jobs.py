"""Daily work of the bank: what fell due on schedules is put down, its interest posted."""

from contextlib import suppress
from datetime import date

from commonwork.bank import HOUSE_KEY
from commonwork.bank.actions import dues, promises
from commonwork.record.daily import daily
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation

BY = "system/bank"


@daily("bank.dues")
def reckon_dues(on: date) -> None:
    """Bring every loan on a schedule up to the day, a batch a transaction; safe to run again."""
    house = Organisation.objects.filter(key=HOUSE_KEY).first()
    if house is None:
        return
    for loans in dues.due_by(house, on):
        dues.bring_all(lender=house, loans=loans, on=on, by=BY, at=at_time(on))


@daily("bank.promises")
def erase_old_promises(on: date) -> None:
    """Erase what was written with promised gifts that never came; safe to run again."""
    house = Organisation.objects.filter(key=HOUSE_KEY).first()
    if house is None:
        return
    with suppress(promises.NothingLapsed):
        promises.lapse(house=house, on=on, by=BY, at=at_time(on))
