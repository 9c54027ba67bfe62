"""How a refusal is said to people."""

from datetime import date

from django.utils.translation import override

from commonwork.rules.refusal import Refusal
from commonwork.ui.refusals import said


def test_days_in_refusals_are_written_as_people_write_them() -> None:
    text = "It happened on {on}; {typed} is no day."
    refusal = Refusal.because(text, on="2017-02-01", typed="2017-02-30")
    assert said(refusal) == "It happened on 1 February 2017; 2017-02-30 is no day."
    with override("es"):
        assert said(Refusal.because("{on}", on=date(2017, 2, 1))) == "1 de febrero de 2017"
