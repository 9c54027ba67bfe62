"""Rules of prudence: the gauges of a loan fund."""

from commonwork.rules import prudential
from commonwork.rules.reckon.records import Field, Listed, Record
from commonwork.rules.reckon.rule import AMOUNT, DECIMAL, TEXT, Rule, answer, by_key, hundredths, rows, usd
from commonwork.rules.reckon.shapes import JSON, Amount, Flag, Text, Whole
from commonwork.rules.refusal import sentence

LIMITS = prudential.Limits()


def _prudential(given: JSON) -> JSON:
    names = LIMITS.__dataclass_fields__
    found = prudential.gauges(
        assets_minor=given["assets"],
        net_worth_minor=given["net_worth"],
        loans=[
            prudential.Owed(row["borrower"], row["balance"], row["days_past_due"], row["is_secured"])
            for row in given["loans"]
        ],
        limits=prudential.Limits(**{name: given[name] for name in names}),
    )
    borrower, largest = found.largest
    share = prudential.ratio_bp(largest, given["net_worth"]) if given["net_worth"] > 0 else 0
    return {
        "net_worth_ratio": hundredths(found.net_worth_ratio_bp),
        "net_worth_class": found.net_worth_class,
        "net_worth_holds": found.net_worth_ratio_bp >= given["net_worth_least_bp"],
        "loans": usd(found.loans_minor),
        "loans_most": usd(found.loans_most_minor),
        "single_borrower_most": usd(found.single_most_minor),
        "single_borrower_secured_most": usd(found.single_secured_most_minor),
        "largest_borrower": {
            "borrower": borrower,
            "balance": usd(largest),
            "of_net_worth": hundredths(share),
        },
        "borrowers_above": list(found.above),
        "buckets": {name: usd(minor) for name, minor in found.buckets.items()},
        "past_due": usd(found.past_due_minor),
        "past_due_ratio": hundredths(found.past_due_bp),
        "past_due_holds": found.past_due_bp <= given["past_due_most_bp"],
    }


def _limit(name: str, says: str) -> Field:
    return Field(Whole(), getattr(LIMITS, name), says)


PRUDENTIAL = Rule(
    "prudential",
    sentence("Reads the gauges of a loan fund: net worth, days past due, how much one borrower weighs."),
    Record(
        {
            "assets": Field(Amount()),
            "net_worth": Field(Amount(least=None)),
            "loans": Field(
                Listed(
                    Record(
                        {
                            "borrower": Field(Text()),
                            "balance": Field(Amount()),
                            "days_past_due": Field(Whole(), 0, "counted from an amount that was due"),
                            "is_secured": Field(Flag(), False, "fully secured by what was bought"),
                        }
                    ),
                    least_count=0,
                ),
                [],
            ),
            "net_worth_least_bp": _limit("net_worth_least_bp", "12 CFR 702.102: 7 % is well capitalised"),
            "single_borrower_bp": _limit("single_borrower_bp", "of net worth, 12 CFR 723"),
            "single_borrower_secured_bp": _limit("single_borrower_secured_bp", "of net worth, fully secured"),
            "loans_most_of_net_worth_bp": _limit("loans_most_of_net_worth_bp", "12 CFR 723.16"),
            "loans_most_of_assets_bp": _limit("loans_most_of_assets_bp", "12 CFR 723.16; the lower counts"),
            "past_due_days": _limit("past_due_days", "reported as past due from here on"),
            "past_due_most_bp": _limit("past_due_most_bp", "of all loans"),
        }
    ),
    answer(
        net_worth_ratio=DECIMAL,
        net_worth_class=TEXT,
        net_worth_holds={"type": "boolean"},
        loans=AMOUNT,
        loans_most=AMOUNT,
        single_borrower_most=AMOUNT,
        single_borrower_secured_most=AMOUNT,
        largest_borrower=answer(borrower=TEXT, balance=AMOUNT, of_net_worth=DECIMAL),
        borrowers_above=rows(TEXT),
        buckets=by_key(AMOUNT),
        past_due=AMOUNT,
        past_due_ratio=DECIMAL,
        past_due_holds={"type": "boolean"},
    ),
    _prudential,
)
