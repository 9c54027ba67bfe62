"""Rules of the year's papers: Form 1099-PATR."""

from commonwork.rules import patronage_notice
from commonwork.rules.patronage_deadlines import deadlines
from commonwork.rules.reckon.records import Field, Record
from commonwork.rules.reckon.rule import AMOUNT, DAY, FLAG, Rule, answer, usd
from commonwork.rules.reckon.shapes import JSON, Amount, Day, Flag, Number
from commonwork.rules.refusal import sentence


def _patr(given: JSON) -> JSON:
    cash, retained = given["cash"], given["retained"]
    qualified = patronage_notice.is_qualified(
        cash_minor=cash,
        retained_minor=retained,
        has_consent=given["has_consent"],
        least_cash_bp=given["least_cash_bp"],
    )
    found = patronage_notice.boxes(
        cash_minor=cash,
        qualified_minor=retained if qualified else 0,
        redeemed_minor=given["redeemed"],
        withheld_minor=given["withheld"],
        floor_minor=given["floor"],
    )
    days = patronage_notice.filing(paid_on=given["paid_on"])
    last = deadlines(year_end=given["year_end"]).pay_by if given["year_end"] else None
    return {
        "form_year": days.form_year,
        "is_qualified": qualified,
        "box_1": usd(found.dividends_minor),
        "box_4": usd(found.withheld_minor),
        "box_5": usd(found.redeemed_minor),
        "is_filed": found.is_filed,
        "copy_by": days.copy_by.isoformat(),
        "file_by": days.file_by.isoformat(),
        "e_file_by": days.e_file_by.isoformat(),
        "pay_by": last.isoformat() if last else None,
        "is_in_time": given["paid_on"] <= last if last else None,
    }


NOTICE_1099_PATR = Rule(
    "notice-1099-patr",
    sentence(
        "Says what a member's Form 1099-PATR holds in boxes 1, 4 and 5, whether it is filed, and by when. Not tax advice."
    ),
    Record(
        {
            "cash": Field(Amount(), says="paid in money in the calendar year"),
            "retained": Field(Amount(), 0, "kept in the capital account by a written notice"),
            "has_consent": Field(Flag(), True, "the member agreed to count the notice as income"),
            "least_cash_bp": Field(Number(most=10_000), 2_000, "least part in money of a qualified dividend"),
            "redeemed": Field(Amount(), 0, "nonqualified notices of earlier years paid out"),
            "withheld": Field(Amount(), 0, "federal tax withheld"),
            "floor": Field(Amount(), 1_000, "a form is filed from this sum on"),
            "paid_on": Field(Day(), says="day of payment; its year is the form's year"),
            "year_end": Field(Day(), None, "last day of the tax year, to test the payment period"),
        }
    ),
    answer(
        form_year={"type": "integer"},
        is_qualified=FLAG,
        box_1=AMOUNT,
        box_4=AMOUNT,
        box_5=AMOUNT,
        is_filed=FLAG,
        copy_by=DAY,
        file_by=DAY,
        e_file_by=DAY,
        pay_by={"type": ["string", "null"], "format": "date"},
        is_in_time={"type": ["boolean", "null"]},
    ),
    _patr,
)
