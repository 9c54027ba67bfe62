"""Ballot files in and out: BLT and CSV for elections, Pabulib .pb for budgets. Nothing of them is stored."""

from collections.abc import Callable
from pathlib import PurePath
from typing import TypeAlias

from django.utils.translation import gettext as _

from commonwork.rules.counting import blt, pabulib, ranked_csv
from commonwork.rules.counting.budget_file import BudgetElection
from commonwork.rules.counting.election import Election
from commonwork.rules.refusal import Complaint, Complaints, Refusal, sentence

Opened: TypeAlias = Election | BudgetElection
MOST_CANDIDATES, MOST_PROJECTS, MOST_ROWS = 200, 1_000, 500_000
TYPES = {"blt": "text/plain", "csv": "text/csv", "pb": "text/plain"}


class TooLargeForAPage(Refusal):
    sentence = sentence(
        "This count is too large for a page. The program counts it without one: commonwork count {name}."
    )
    field = "file"


class NotThatForm(Refusal):
    sentence = sentence("A {kind} cannot be written as {form}.")
    field = "answer"


def opened(raw: bytes, name: str) -> Opened:
    """The election or budget a file holds, told by its name, else by its first line.

    Raises Complaints with the line of each, TooLargeForAPage.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise Complaints([Complaint(line, "", _("This line is not UTF-8 text."))]) from fault
    found = _parser(name, text)(text)
    if isinstance(found, Election):
        is_large = len(found.candidates) > MOST_CANDIDATES or len(found.ballots) > MOST_ROWS
    else:
        is_large = len(found.projects) > MOST_PROJECTS or found.votes.voters > MOST_ROWS
    if is_large:
        raise TooLargeForAPage(name=PurePath(name).name)
    return found


def written(found: Opened, form: str) -> str:
    """The election as BLT or CSV, the budget as .pb. Raises NotThatForm."""
    if isinstance(found, BudgetElection):
        if form != "pb":
            raise NotThatForm(kind=_("budget"), form=form.upper())
        return pabulib.write(found)
    if form == "pb":
        raise NotThatForm(kind=_("election"), form=".pb")
    return blt.write(found) if form == "blt" else ranked_csv.write(found)


def _parser(name: str, text: str) -> Callable[[str], Election] | Callable[[str], BudgetElection]:
    start = text.lstrip("\ufeff \r\n")
    ending = PurePath(name).suffix.lower()
    if ending == ".pb" or start[:4].upper() == "META":
        return pabulib.parse
    first = start.split("\n", 1)[0]
    return ranked_csv.parse if ending == ".csv" or (ending != ".blt" and "," in first) else blt.parse
