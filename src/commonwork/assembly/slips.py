"""Paper ballots as people type them: one line a ballot, `voter,approves`, approvals parted by semicolons.

Reads text into slips and collects every complaint with its line; writing them down is left to the acts.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from commonwork.rules.refusal import Complaint, Complaints

HEADER = ["voter", "approves"]
MOST_SLIPS = 200_000
_VOTER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


class Slip(NamedTuple):
    """One ballot as entered: a roll number, keys or numbers of the proposals it approves, and its line in the list."""

    voter: str
    approves: tuple[str, ...] = ()
    line: int = 0


def read(text: str) -> list[Slip]:
    """Read a list of ballots. A line such as `R-017,2;4` or `R-018,` (blank); the header line may be left out.

    Raises Complaints, with the line of each, for what is not a ballot at all.

    >>> read("voter,approves\\nR-1,childcare;van\\nR-2,\\n")
    [Slip(voter='R-1', approves=('childcare', 'van'), line=2), Slip(voter='R-2', approves=(), line=3)]
    """
    slips: list[Slip] = []
    complaints: list[Complaint] = []
    for line, cells in _lines(text):
        cells = [cell.strip() for cell in cells]
        if not any(cells) or (line == 1 and [cell.lower() for cell in cells] == HEADER):
            continue
        if len(cells) > 2:
            complaints.append(
                Complaint(line, "approves", _("Part the approvals with semicolons, not with commas."))
            )
            continue
        marks = cells[1].split(";") if len(cells) == 2 else []
        slips.append(Slip(cells[0], tuple(mark.strip() for mark in marks if mark.strip()), line))
    if not slips and not complaints:
        complaints.append(Complaint(0, "", _("There are no ballots in this list.")))
    if len(slips) > MOST_SLIPS:
        complaints.append(
            Complaint(0, "", _("Enter at most %(most)d ballots in one list.") % {"most": MOST_SLIPS})
        )
    if complaints:
        raise Complaints(complaints)
    return slips


def check(
    slips: Sequence[Slip], *, names: Mapping[str, str], voted: Iterable[str]
) -> tuple[list[Slip], list[Complaint]]:
    """The slips with the keys of their proposals, and every complaint about them.

    names: {what may stand on a ballot: key of the proposal}. voted: roll numbers that have voted already.
    """
    before, in_list = set(voted), dict[str, int]()
    good: list[Slip] = []
    complaints: list[Complaint] = []
    for slip in slips:
        if not _VOTER.fullmatch(slip.voter):
            complaints.append(
                Complaint(slip.line, "voter", _("A roll number has letters, digits, - or _ only."))
            )
        elif slip.voter in before:
            said = _("%(voter)s has already voted.") % {"voter": slip.voter}
            complaints.append(Complaint(slip.line, "voter", said))
        elif slip.voter in in_list:
            said = _("%(voter)s stands on line %(line)d already.")
            said %= {"voter": slip.voter, "line": in_list[slip.voter]}
            complaints.append(Complaint(slip.line, "voter", said))
        in_list.setdefault(slip.voter, slip.line)
        for mark in slip.approves:
            if mark not in names:
                said = _("There is no proposal “%(mark)s”.") % {"mark": mark[:60]}
                complaints.append(Complaint(slip.line, "approves", said))
        keys = {names[mark] for mark in slip.approves if mark in names}
        good.append(
            slip._replace(approves=tuple(key for key in dict.fromkeys(names.values()) if key in keys))
        )
    return good, complaints


def _lines(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            rows.append((reader.line_num, cells))
    except csv.Error:
        raise Complaints([Complaint(reader.line_num, "", _("This line cannot be read as a list."))]) from None
    return rows
