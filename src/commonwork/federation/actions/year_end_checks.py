"""Checking a step of a year-end off: nothing is posted."""

from datetime import datetime

from commonwork.federation.models import CheckedStep, YearEnd
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.rules.refusal import Refusal, sentence


class AlreadyChecked(Refusal):
    sentence = sentence("This step is checked already.")
    status = 409


@act
def check(*, year_end: YearEnd, step: str, by: Who, at: datetime) -> YearEnd:
    """Somebody looked at the figures of a step and agreed. Raises AlreadyChecked."""
    year_end = (
        YearEnd.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=year_end.pk)
    )
    _row, is_new = CheckedStep.objects.get_or_create(
        year_end=year_end, step=step, defaults={"checked_by": ref(by), "checked_at": at}
    )
    if not is_new:
        raise AlreadyChecked()
    state(
        "federation.year_end.checked",
        subject=year_end,
        by=by,
        at=at,
        organisation=year_end.organisation,
        data={"year": year_end.year, "step": step},
    )
    return year_end
