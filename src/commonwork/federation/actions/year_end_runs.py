"""The year-end of one co-op in one go: close the books, then share the surplus or carry the loss. For bulk runs."""

from datetime import datetime

from commonwork.federation.actions import year_ends
from commonwork.federation.models import YearEnd
from commonwork.record.acts import Who, act
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class NothingLeftToDo(Refusal):
    sentence = sentence("{coop} has closed and shared {year} already.")
    status = 409


@act
def settle(*, organisation: Organisation, year: int, by: Who, at: datetime) -> YearEnd:
    """Close a co-op's year if it is open, then share or carry its result on its last day; all of it or nothing. What
    was done before stays. Raises NothingLeftToDo and what `year_ends.close`, `allocate`, `carry_loss` raise."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = YearEnd.objects.filter(organisation=organisation, year=year).select_related("organisation")
    row = rows.first()
    if row is not None and (row.shared_on or row.loss_carried_on or not row.result_minor):
        raise NothingLeftToDo(coop=organisation.name, year=year)
    if row is None:
        row = year_ends.close(organisation=organisation, year=year, by=by, at=at)
    if row.result_minor > 0:
        return year_ends.allocate(year_end=row, on=row.last_day, by=by, at=at)
    if row.result_minor < 0:
        return year_ends.carry_loss(year_end=row, on=row.last_day, by=by, at=at)
    return row
