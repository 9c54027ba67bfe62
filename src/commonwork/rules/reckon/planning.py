"""Rules of a business plan that stand alone: break-even, whether income covers the debt, readiness for a gate."""

from commonwork.rules.feasibility import break_even, debt_service_cover
from commonwork.rules.money import round_half_even
from commonwork.rules.readiness import Score, readiness
from commonwork.rules.reckon.records import Field, Listed, Record
from commonwork.rules.reckon.rule import (
    AMOUNT,
    COUNT,
    DECIMAL,
    FLAG,
    TEXT,
    Rule,
    answer,
    hundredths,
    rows,
    usd,
)
from commonwork.rules.reckon.shapes import JSON, Flag, Number, Text, Whole
from commonwork.rules.refusal import sentence


def _break_even(given: JSON) -> JSON:
    found = break_even(**given)
    return {"units": found.units, "sales": usd(found.sales_minor)}


BREAK_EVEN = Rule(
    "break-even",
    sentence("Says how many units must be sold, and for how much, before a plan covers its fixed costs."),
    Record({name: Field(Number()) for name in ("fixed", "price", "unit_cost")}),
    answer(units=COUNT, sales=AMOUNT),
    _break_even,
)


def _dscr(given: JSON) -> JSON:
    return {"dscr": hundredths(round_half_even(debt_service_cover(**given) * 100))}


DSCR = Rule(
    "dscr",
    sentence("Divides what a year earns before debt by what the debt asks for."),
    Record(
        {
            "net_income": Field(Number(least=None)),
            "interest": Field(Number()),
            "depreciation": Field(Number()),
            "principal": Field(Number()),
        }
    ),
    answer(dscr=DECIMAL),
    _dscr,
)


def _readiness(given: JSON) -> JSON:
    scores = [Score(row["value"], row["has_conflict"]) for row in given.pop("scores") or ()]
    lists: JSON = {name: given.pop(name) or () for name in ("documents", "seen")}
    found = readiness(scores=scores, **lists, **given)
    return {
        "ready": found.is_ready,
        "missing_documents": list(found.missing_documents),
        "missing_holders": found.missing_holders,
        "missing_reviews": found.missing_reviews,
        "score": None if found.score_hundredths is None else hundredths(found.score_hundredths),
        "score_enough": found.is_score_enough,
    }


READINESS = Rule(
    "readiness",
    sentence("Says what a team still lacks before a gate: documents, competences, reviews, a score."),
    Record(
        {
            "documents": Field(Listed(Text(), least_count=0), None),
            "seen": Field(Listed(Text(), least_count=0), None),
            "members": Field(Whole()),
            "holders": Field(Whole(), 0),
            "holders_needed": Field(Whole(), None, "null: none is asked; 0: every member"),
            "reviews_needed": Field(Whole(), 0),
            "least_score": Field(Number(), 0),
            "scores": Field(
                Listed(
                    Record({"value": Field(Number()), "has_conflict": Field(Flag(), False)}), least_count=0
                ),
                None,
            ),
        }
    ),
    answer(
        ready=FLAG,
        missing_documents=rows(TEXT),
        missing_holders=COUNT,
        missing_reviews=COUNT,
        score={"anyOf": [DECIMAL, {"type": "null"}]},
        score_enough=FLAG,
    ),
    _readiness,
)
