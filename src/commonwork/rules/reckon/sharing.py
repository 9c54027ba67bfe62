"""Rules of the year's end: splitting a surplus, patronage, its deadlines, dues, capital accounts."""

from commonwork.rules import capital_account, depreciation, dues, patronage, patronage_deadlines
from commonwork.rules.money import show_minor
from commonwork.rules.reckon.records import Field, Listed, Missing, Record
from commonwork.rules.reckon.rule import AMOUNT, DAY, TEXT, Rule, answer, by_key, rows, usd
from commonwork.rules.reckon.shapes import JSON, Amount, Choice, Day, Flag, Number, Text, UnitCode, Whole
from commonwork.rules.refusal import sentence
from commonwork.rules.surplus import split_surplus


def _surplus_split(given: JSON) -> JSON:
    split = split_surplus(
        surplus_minor=given["surplus"],
        member_labour=given["member_labour"],
        other_labour=given["other_labour"],
        parts_bp={part["key"]: part["share_bp"] for part in given["parts"]},
    )
    unit = given["unit"]
    return {
        "patronage_sourced": show_minor(split.patronage_sourced_minor, unit),
        "non_patronage": show_minor(split.non_patronage_minor, unit),
        "parts": {key: show_minor(part, unit) for key, part in split.parts.items()},
    }


SURPLUS_SPLIT = Rule(
    "surplus-split",
    sentence(
        "Splits a surplus into what members' work earned and the rest, and the first into the adopted parts."
    ),
    Record(
        {
            "surplus": Field(Amount(least=None)),
            "unit": Field(UnitCode()),
            "member_labour": Field(Number(), says="hours or wages of members"),
            "other_labour": Field(Number(), says="hours or wages of those who are not members"),
            "parts": Field(
                Listed(Record({"key": Field(Text()), "share_bp": Field(Number(most=10_000))}), unique="key"),
                says="shares add up to 10,000 basis points",
            ),
        }
    ),
    answer(patronage_sourced=AMOUNT, non_patronage=AMOUNT, parts=by_key(AMOUNT)),
    _surplus_split,
)


def _patronage(given: JSON) -> JSON:
    hours, wages = {}, {}
    for at, member in enumerate(given["members"]):
        if given["basis"] == "hours_x_wage" and member["wage"] is None:
            raise Missing(field=f"members[{at}].wage")
        hours[member["key"]], wages[member["key"]] = member["hours"], member["wage"]
    allocations = patronage.allocate(
        pool_minor=given["pool"],
        patronage=patronage.weights(basis=given["basis"], hours=hours, wages=wages),
        cash_bp=given["cash_bp"],
    )
    unit = given["unit"]
    return {
        "allocations": {
            key: {
                "total": show_minor(share.total_minor, unit),
                "cash": show_minor(share.cash_minor, unit),
                "retained": show_minor(share.retained_minor, unit),
            }
            for key, share in allocations.items()
        },
        "cash_total": show_minor(sum(share.cash_minor for share in allocations.values()), unit),
        "retained_total": show_minor(sum(share.retained_minor for share in allocations.values()), unit),
    }


PATRONAGE = Rule(
    "patronage",
    sentence(
        "Shares a pool among members by their work, and divides each share into cash and what is retained."
    ),
    Record(
        {
            "pool": Field(Amount()),
            "unit": Field(UnitCode()),
            "basis": Field(Choice(("hours", "hours_x_wage"))),
            "cash_bp": Field(Number(most=10_000)),
            "members": Field(
                Listed(
                    Record(
                        {
                            "key": Field(Text()),
                            "hours": Field(Number()),
                            "wage": Field(Number(), None, "needed for hours_x_wage"),
                        }
                    ),
                    unique="key",
                )
            ),
        }
    ),
    answer(
        allocations=by_key(answer(total=AMOUNT, cash=AMOUNT, retained=AMOUNT)),
        cash_total=AMOUNT,
        retained_total=AMOUNT,
    ),
    _patronage,
)


def _deadlines(given: JSON) -> JSON:
    found = patronage_deadlines.deadlines(year_end=given["year_end"])
    return {"pay_by": found.pay_by.isoformat(), "cash_checks_by": found.cash_checks_by.isoformat()}


PATRONAGE_DEADLINES = Rule(
    "patronage-deadlines",
    sentence("Says by when a year's patronage must be paid and qualified checks cashed."),
    Record({"year_end": Field(Day(), says="last day of the tax year")}),
    answer(pay_by=DAY, cash_checks_by=DAY),
    _deadlines,
)


def _exit_note(given: JSON) -> JSON:
    parts = capital_account.exit_note(balance_minor=given["balance"], instalments=given["instalments"])
    return {"rows": [usd(part) for part in parts]}


EXIT_NOTE = Rule(
    "exit-note",
    sentence(
        "Divides a departing member's balance into instalments that differ by a cent at most, larger ones first."
    ),
    Record(
        {
            "balance": Field(Amount()),
            "instalments": Field(Whole(least=1, most=capital_account.MOST_INSTALMENTS)),
        }
    ),
    answer(rows=rows(AMOUNT)),
    _exit_note,
)


def _capital_account(given: JSON) -> JSON:
    found = capital_account.running(
        opening_minor=given["opening"],
        movements=[
            capital_account.Movement(movement["on"], movement["kind"], movement["amount"])
            for movement in given["movements"]
        ],
    )
    return {
        "rows": [
            {
                "on": row.movement.on.isoformat(),
                "kind": row.movement.kind,
                "amount": usd(row.movement.amount_minor),
                "balance": usd(row.balance_minor),
            }
            for row in found
        ],
        "closing": usd(found[-1].balance_minor if found else given["opening"]),
    }


CAPITAL_ACCOUNT = Rule(
    "capital-account",
    sentence("Follows a member's capital account through its movements, with the balance after each."),
    Record(
        {
            "opening": Field(Amount(least=None)),
            "movements": Field(
                Listed(
                    Record({"on": Field(Day()), "kind": Field(Text()), "amount": Field(Amount(least=None))}),
                    least_count=0,
                )
            ),
        }
    ),
    answer(rows=rows(answer(on=DAY, kind=TEXT, amount=AMOUNT, balance=AMOUNT)), closing=AMOUNT),
    _capital_account,
)


def _dues(given: JSON) -> JSON:
    owed = dues.yearly(
        base_minor=given["base"],
        rate_bp=given["rate_bp"],
        minimum_minor=given["minimum"],
        maximum_minor=given["maximum"],
        is_waived=given["is_waived"],
    )
    unit = given["unit"]
    return {"at_rate": show_minor(owed.at_rate_minor, unit), "due": show_minor(owed.due_minor, unit)}


DUES = Rule(
    "dues",
    sentence(
        "Works out a member's yearly dues: a rate on a base, raised to the minimum, lowered to the maximum."
    ),
    Record(
        {
            "base": Field(Amount(), says="for instance the year's wages"),
            "unit": Field(UnitCode(), "USD"),
            "rate_bp": Field(Number()),
            "minimum": Field(Amount(), 0),
            "maximum": Field(Amount(), None),
            "is_waived": Field(Flag(), False),
        }
    ),
    answer(at_rate=AMOUNT, due=AMOUNT),
    _dues,
)


def _depreciation(given: JSON) -> JSON:
    posted_minor, charges = 0, []
    used = min(given["months_used"], given["life_months"])
    for month in range(1, used + 1):
        charge_minor = depreciation.charge(
            cost_minor=given["cost"],
            life_months=given["life_months"],
            months_used=month,
            posted_minor=posted_minor,
        )
        posted_minor += charge_minor
        charges.append(usd(charge_minor))
    return {"rows": charges, "accumulated": usd(posted_minor), "left": usd(given["cost"] - posted_minor)}


MONTHS_OF_A_CENTURY = 1_200

DEPRECIATION = Rule(
    "depreciation",
    sentence("Writes equipment off in a straight line by whole months; the charges add up to the cost."),
    Record(
        {
            "cost": Field(Amount()),
            "life_months": Field(Whole(least=1, most=MONTHS_OF_A_CENTURY)),
            "months_used": Field(Whole(most=MONTHS_OF_A_CENTURY)),
        }
    ),
    answer(rows=rows(AMOUNT), accumulated=AMOUNT, left=AMOUNT),
    _depreciation,
)
