"""Ranked ballots as CSV, in the form in which the Scottish councils' profiles are collected.

    7,4,                                        candidates, seats
    64,1,                                       papers, first preference
    2,1,2,                                      papers, first, second
    "Candidate 1","Barney Crockett","Labour"    one line a candidate: number, name, party
    "Dyce/Bucksburn/Danestone Ward"             the title

Read whole or not at all, with complaints by line.
"""

import csv
import re

from commonwork.rules.counting import ballots as packing
from commonwork.rules.counting.ballots import MOST_CANDIDATES, MOST_PAPERS, Ballots
from commonwork.rules.counting.election import Election
from commonwork.rules.counting.lines import NO_SUCH, TWICE, Grumbles, lines_of, short
from commonwork.rules.counting.reading import rows_of_numbers
from commonwork.rules.refusal import sentence

_BALLOT = re.compile(r"\s*[0-9]")
_CANDIDATE = re.compile(r"Candidate ([0-9]{1,5})")
_WHOLE = re.compile(r"[0-9]{1,9}")


def parse(text: str) -> Election:
    """Return the election the text holds. Raises Complaints, each with its line.

    >>> people = '"Candidate 1","Ada","",\\n"Candidate 2","Ben","",\\n'
    >>> found = parse('2,1,\\n3,1,2,\\n1,2,\\n' + people + '"Chair",\\n')
    >>> found.candidates, found.seats, found.title, found.ballots.choices.tolist()
    (('Ada', 'Ben'), 1, 'Chair', [[1, 2], [2, 0]])
    """
    lines, grumbles = lines_of(text), Grumbles()
    candidates, seats = _header(lines, grumbles)
    end = next((at for at, line in enumerate(lines) if at and not _BALLOT.match(line)), len(lines))
    ballots = _ballots(lines[1:end], candidates, grumbles)
    names, title = _names(lines, end, candidates, grumbles)
    grumbles.stop_if_any()
    return Election(title, names, seats, ballots)


def _header(lines: list[str], grumbles: Grumbles) -> tuple[int, int]:
    cells = [cell.strip() for cell in lines[0].rstrip(", ").split(",")] if lines else []
    if len(cells) != 2 or not all(_WHOLE.fullmatch(cell) for cell in cells):
        grumbles.add(1, sentence("The first line should be two whole numbers: candidates and seats."))
    elif not 1 <= int(cells[0]) <= MOST_CANDIDATES:
        told = sentence("The number of candidates should lie between 1 and {most}.")
        grumbles.add(1, told, most=f"{MOST_CANDIDATES:,}")
    elif not 1 <= int(cells[1]) <= int(cells[0]):
        told = sentence("The number of seats should lie between 1 and the {candidates} candidates.")
        grumbles.add(1, told, candidates=cells[0])
    grumbles.stop_if_any()
    return int(cells[0]), int(cells[1])


def _ballots(lines: list[str], candidates: int, grumbles: Grumbles) -> Ballots:
    spaced = [line.rstrip(", ").replace(",", " ") for line in lines]
    read = rows_of_numbers(spaced)
    found = read and packing.from_counted_rows(*read, candidates, ends_with_zero=False)
    if found:
        return found
    rankings: list[list[int]] = []
    papers: list[int] = []
    for number, line in enumerate(lines, 2):
        said = _complaint(line, candidates)
        if said:
            grumbles.add(number, said[0], **said[1])
            continue
        cells = [int(cell) for cell in line.rstrip(", ").split(",")]
        papers.append(cells[0])
        rankings.append(cells[1:])
    return packing.of(rankings, papers)


def _complaint(line: str, candidates: int) -> tuple[str, dict[str, object]] | None:
    """Return what is wrong with a ballot line, or None."""
    cells = [cell.strip() for cell in line.rstrip(", ").split(",")]
    for cell in cells:
        if not _WHOLE.fullmatch(cell):
            return sentence('"{found}" is not a whole number.'), {"found": short(cell)}
    papers, ranked = int(cells[0]), [int(cell) for cell in cells[1:]]
    if not 0 < papers <= MOST_PAPERS:
        told = sentence("A ballot line should begin with how many papers read so, 1 to {most}.")
        return told, {"most": f"{MOST_PAPERS:,}"}
    unknown = next((number for number in ranked if not 1 <= number <= candidates), None)
    if unknown is not None:
        return NO_SUCH, {"number": unknown, "candidates": candidates}
    if len(set(ranked)) < len(ranked):
        return TWICE, {"number": next(n for n in ranked if ranked.count(n) > 1)}
    return None


def _names(lines: list[str], at: int, candidates: int, grumbles: Grumbles) -> tuple[tuple[str, ...], str]:
    rows = [(number, line) for number, line in enumerate(lines[at:], at + 1) if line.strip()]
    names: list[str] = []
    title = ""
    for number, line in rows:
        cells = next(csv.reader([line.replace("\r", " ")]), [""])
        found = _CANDIDATE.fullmatch(cells[0].strip())
        expected = len(names) + 1
        if expected > candidates:
            title = cells[0].strip()
            break
        if found is None or int(found.group(1)) != expected or len(cells) < 2 or not cells[1].strip():
            told = sentence('This line should name candidate {number}: "Candidate {number}","name".')
            grumbles.add(number, told, number=expected)
            break
        names.append(cells[1].strip())
    if len(names) < candidates and not grumbles.found:
        told = sentence("The file ends after {found} of {candidates} names.")
        grumbles.add(len(lines), told, found=len(names), candidates=candidates)
    return tuple(names), title


def write(election: Election) -> str:
    """Return the election as CSV that `parse` reads back; needs strict rankings and nobody withdrawn.

    Withdrawn candidates are left on the list, with their preferences, and so are equal rankings in the order
    in which they were given: BLT is the form that keeps both.

    >>> write(parse('1,1,\\n3,1,\\n"Candidate 1","Ada, chair","",\\n"All",\\n')).splitlines()
    ['1,1,', '3,1,', '"Candidate 1","Ada, chair","",', '"All",']
    """
    lines = [f"{len(election.candidates)},{election.seats},"]
    for papers, ranking in election.ballots.rows():
        numbers = [papers, *(number for preference in ranking for number in preference)]
        lines.append("".join(f"{number}," for number in numbers))
    for number, name in enumerate(election.candidates, 1):
        lines.append(f'"Candidate {number}",{_cell(name)},"",')
    lines.append(f"{_cell(election.title)},")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    quoted = " ".join(text.split()).replace('"', '""')
    return f'"{quoted}"'
