"""The three sections of a .pb file as rows of cells, with their line numbers."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from commonwork.rules.counting.lines import Grumbles, short
from commonwork.rules.refusal import sentence

TITLES = ("META", "PROJECTS", "VOTES")
NEEDED = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}


@dataclass
class Section:
    """A section: the line of its title, its header, its rows column by column, and the line of each row."""

    line: int
    header: list[str] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def texts(self, name: str) -> list[str]:
        """Return a column's cells, empty ones where the file has no such column."""
        if name not in self.header:
            return [""] * len(self.lines)
        return self.columns[self.header.index(name)]


def sections_of(lines: list[str], grumbles: Grumbles) -> tuple[Section, Section, Section]:
    """Return META, PROJECTS and VOTES. Raises Complaints when a section or a needed column is missing."""
    starts: list[int] = []
    at = 0
    for title in TITLES:
        while at < len(lines) and lines[at].strip().strip(";").upper() != title:
            if not starts and lines[at].strip():
                grumbles.add(
                    at + 1,
                    sentence('The file should begin with META, not "{found}".'),
                    found=short(lines[at]),
                )
                grumbles.stop_if_any()
            at += 1
        if at == len(lines):
            grumbles.add(max(1, at), sentence("The section {title} is missing."), title=title)
            grumbles.stop_if_any()
        starts.append(at)
        at += 1
    ends = [*starts[1:], len(lines)]
    meta, projects, votes = (
        _section(title, lines, start, end, grumbles)
        for title, start, end in zip(TITLES, starts, ends, strict=True)
    )
    grumbles.stop_if_any()
    return meta, projects, votes


def _section(title: str, lines: Sequence[str], start: int, end: int, grumbles: Grumbles) -> Section:
    section = Section(start + 1)
    numbers = [at + 1 for at in range(start + 1, end) if lines[at].strip()]
    if not numbers:
        grumbles.add(start + 1, sentence("The section {title} is empty."), title=title)
        return section
    block = [lines[number - 1] for number in numbers]
    header = next(csv.reader([block[0].replace("\r", " ")], delimiter=";"))
    section.header = [cell.strip().lower() for cell in header]
    for column in NEEDED[title]:
        if column not in section.header:
            grumbles.add(
                numbers[0],
                sentence("The header of {title} should name the column {column}."),
                title=title,
                column=column,
            )
    width = len(section.header)
    at_once = _columns_at_once(block[1:], width)
    if at_once is not None:
        section.columns, section.lines = at_once, numbers[1:]
        return section
    rows, section.lines = _csv_rows(lines[numbers[0] : end], numbers[0], grumbles)
    if title == "META":
        rows = [[row[0], ";".join(row[1:])] for row in rows]
        section.header, width = section.header[:2], 2
    for row, number in zip(rows, section.lines, strict=True):
        if len(row) != width:
            grumbles.add(
                number,
                sentence("This line has {found} columns; its header has {width}."),
                found=len(row),
                width=width,
            )
    section.columns = [[row[at].strip() for row in rows if len(row) == width] for at in range(width)]
    return section


def _columns_at_once(block: list[str], width: int) -> list[list[str]] | None:
    """Return the columns of plain rows that are all as wide as the header, or None."""
    flat = ";".join(block)
    if '"' in flat or any(line.count(";") != width - 1 for line in block):
        return None
    cells = flat.split(";") if block else []
    if " " in flat or "\t" in flat:
        return [list(map(str.strip, cells[at::width])) for at in range(width)]
    return [cells[at::width] for at in range(width)]


def _csv_rows(block: Sequence[str], start: int, grumbles: Grumbles) -> tuple[list[list[str]], list[int]]:
    """Return the rows that are not blank, and the line each begins on."""
    rows: list[list[str]] = []
    numbers: list[int] = []
    reader = csv.reader((line + "\n" for line in block), delimiter=";")
    first = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(cells)
                numbers.append(start + first)
            first = reader.line_num + 1
    except csv.Error as error:
        grumbles.add(start + first, sentence("This line cannot be read as CSV: {error}."), error=error)
    return rows, numbers
