"""Where each assumption stands in the workbook: sheets, columns and rows. Names of sheets are the same in every language.

Row 1 of a list holds the keys by which the workbook is read back, row 2 the headings; rows follow from row 3 on.
"""

from dataclasses import dataclass

from commonwork.incubator.topics import TOPICS, Question

FIRST_ROW = 3
SPARE_ROWS = 5
ASSUMPTIONS, PRODUCTS, START, RUNNING, CASES_SHEET = "Assumptions", "Products", "Start", "Running", "Cases"
CASE_SHEETS = {"best": "Best", "base": "Base", "worst": "Worst"}
LISTS = {"products": PRODUCTS, "start_costs": START, "fixed_costs": RUNNING}


@dataclass(frozen=True)
class Place:
    """A cell of an assumption."""

    sheet: str
    column: int
    row: int


def scalars() -> list[Question]:
    """The single assumptions, in the order of their topics."""
    return [question for topic in TOPICS if not topic.rows for question in topic.questions]


def columns(rows: str) -> list[Question]:
    """The columns of a list: all questions that topics ask about its rows."""
    return [question for topic in TOPICS if topic.rows == rows for question in topic.questions]


def scalar_row(key: str) -> int:
    """The row of a single assumption on the sheet Assumptions."""
    return FIRST_ROW + [question.key for question in scalars()].index(key)


def column_of(rows: str, name: str) -> int:
    """The column of a question on its list's sheet; column 1 holds the key."""
    return 2 + [question.name for question in columns(rows)].index(name)
