"""Rules of belonging: delegates of a body, a buy-in paid in parts, the pay ratio."""

from fractions import Fraction

from commonwork.rules import buy_in, pay_ratio
from commonwork.rules.delegates import WAYS, seats_for
from commonwork.rules.money import Unit, round_half_even
from commonwork.rules.reckon.records import Field, Listed, Mapped, Record
from commonwork.rules.reckon.rule import AMOUNT, COUNT, FLAG, TEXT, Rule, answer, by_key, hundredths, usd
from commonwork.rules.reckon.shapes import JSON, Amount, Choice, Number, Text, Whole
from commonwork.rules.refusal import sentence

WITHOUT_SEATS = ("one_each", "class_weights", "square_root")


class _Delegates(Record):
    """Ways that need no seats, floor or cap ignore what stands there."""

    def read(self, value: object, field: str, unit: Unit) -> JSON:
        given = Record({name: self.fields[name] for name in ("method",)}).read(value, field, unit)
        if given["method"] not in WITHOUT_SEATS:
            return super().read(value, field, unit)
        rest = {name: shape for name, shape in self.fields.items() if name not in {"seats", "floor", "cap"}}
        return Record(rest).read(value, field, unit)


def _delegates(given: JSON) -> JSON:
    names = given.pop("names") or {}
    body = given.pop("body")
    seats = seats_for(**given)
    return {
        "body": body,
        "seats": seats,
        "names": {key: names.get(key, key) for key in seats},
        "total": sum(seats.values()),
    }


DELEGATES = Rule(
    "delegates",
    sentence("Shares the seats of a named body among co-ops by the way the body has adopted."),
    _Delegates(
        {
            "body": Field(Text(), "", "name of the body"),
            "method": Field(Choice(WAYS)),
            "seats": Field(Whole(), says="ignored by one_each, class_weights and square_root"),
            "floor": Field(Whole(), 0),
            "cap": Field(Whole(), None, "no cap when left out"),
            "weights": Field(Mapped(Number()), says="for instance the number of members of each co-op"),
            "names": Field(Mapped(Text()), None, "names of the co-ops, shown beside their seats"),
            "classes": Field(Mapped(Text()), None, "class of each co-op, for class_weights"),
            "class_seats": Field(Mapped(Whole()), None, "seats of each class, for class_weights"),
        }
    ),
    answer(body=TEXT, seats=by_key(COUNT), names=by_key(TEXT), total=COUNT),
    _delegates,
)


def _pay_ratio(given: JSON) -> JSON:
    limit = given["limit"]
    found = {key: pay_ratio.of_wages(wages, limit=limit) for key, wages in given["coops"].items()}
    return {
        "coops": {
            key: {
                "lowest": usd(one.lowest_minor),
                "highest": usd(one.highest_minor),
                "ratio": _shown(one.ratio),
                "limit": _shown(Fraction(limit)),
                "holds": bool(one.holds),
            }
            for key, one in found.items()
        },
        "holds": all(one.holds for one in found.values()),
    }


def _shown(ratio: Fraction) -> str:
    return hundredths(round_half_even(ratio * 100))


PAY_RATIO = Rule(
    "pay-ratio",
    sentence("Compares the highest hourly wage of each co-op with its lowest, and both with a limit."),
    Record(
        {
            "limit": Field(Number(), says="6 means six to one"),
            "coops": Field(Mapped(Listed(Amount())), says="the hourly wages paid in each co-op"),
        }
    ),
    answer(
        coops=by_key(answer(lowest=AMOUNT, highest=AMOUNT, ratio=TEXT, limit=TEXT, holds=FLAG)), holds=FLAG
    ),
    _pay_ratio,
)


def _buy_in(given: JSON) -> JSON:
    found = buy_in.plan(
        fee_minor=given["fee"],
        down_minor=given["down"],
        instalment_minor=given["instalment"],
        nonrefundable_bp=given["nonrefundable_bp"],
    )
    return {
        "instalments": found.count,
        "last": usd(found.last_minor),
        "nonrefundable": usd(found.nonrefundable_minor),
        "refundable": usd(given["fee"] - found.nonrefundable_minor),
    }


BUY_IN = Rule(
    "buy-in",
    sentence(
        "Says how many instalments pay a member's share after the down payment, and what stays for good."
    ),
    Record(
        {
            "fee": Field(Amount()),
            "down": Field(Amount(), 0),
            "instalment": Field(Amount(), 0),
            "nonrefundable_bp": Field(Whole(most=10_000), 0),
        }
    ),
    answer(instalments=COUNT, last=AMOUNT, nonrefundable=AMOUNT, refundable=AMOUNT),
    _buy_in,
)
