"""Complaints about ballot files: each has its line, and a sentence that translators find."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from commonwork.rules import counting
from commonwork.rules.counting import blt, pabulib, ranked_csv
from commonwork.rules.refusal import Complaint, Complaints

NAMES = '"Ada"\n"Ben"\n"Board"\n'
PEOPLE = '"Candidate 1","Ada","",\n"Candidate 2","Ben","",\n'
META = "META\nkey;value\nbudget;900\nvote_type;cumulative\nmax_sum_points;5\nmax_points;4\nmax_length;2\n"
PROJECTS = "PROJECTS\nproject_id;cost\na;500\nb;800\nc;10\n"
VOTES = "VOTES\nvoter_id;vote;points\n"
BROKEN: list[tuple[Callable[[str], object], str]] = [
    (blt.parse, ""),
    (blt.parse, "two one\n"),
    (blt.parse, "99999 1\n"),
    (blt.parse, "2 3\n"),
    (blt.parse, f"2 1\n-7\n-1 x\n[tie 1]\n[order 1]\n3 1 9 0\nx 1 0\n1 2\n1 1 1 0\n1 y 0\n0\n{NAMES}"),
    (blt.parse, f"2 1\n-1\n-2\n1 1 0\n{NAMES}"),
    (blt.parse, "2 1\n1 1 0\n"),
    (blt.parse, '2 1\n1 1 0\n0\n""\nBen\n'),
    (blt.parse, '2 1\n1 1 0\n0\n"Ada"\n"Ben"\nBoard\n'),
    (blt.parse, '2 1\n1 1 0\n0\n"Ada"\n'),
    (ranked_csv.parse, "x,1,\n"),
    (ranked_csv.parse, "99999,1,\n"),
    (ranked_csv.parse, "2,3,\n"),
    (ranked_csv.parse, f"2,1,\n0,1,\n1,9,\n1,1,1,\n1,1x,\n{PEOPLE}"),
    (ranked_csv.parse, '2,1,\n1,1,\n"Candidate 2","Ben","",\n'),
    (ranked_csv.parse, '2,1,\n1,1,\n"Candidate 1","Ada","",\n'),
    (pabulib.parse, "hello\n"),
    (pabulib.parse, "META\n"),
    (pabulib.parse, "META\nPROJECTS\nVOTES\n"),
    (pabulib.parse, "META\nkey\nPROJECTS\nproject_id\nVOTES\nvote\n"),
    (
        pabulib.parse,
        f"META\nkey;value\nbudget;x\nbudget;1\nvote_type;y\ndefault_score;3\n{PROJECTS}{VOTES}1;a;1\n",
    ),
    (
        pabulib.parse,
        f"META\nkey;value\nvote_type;approval\nmin_points;y\nPROJECTS\nproject_id;cost\na;0\na;1\n;1\n{VOTES}1;a;1\n",
    ),
    (
        pabulib.parse,
        f"META\nkey;value\nbudget;9\nvote_type;approval\nPROJECTS\nproject_id;cost\n{VOTES}1;a;1\n",
    ),
    (pabulib.parse, f"{META}num_projects;9\nnum_votes;9\n{PROJECTS}{VOTES}1;a;1\n"),
    (pabulib.parse, f"{META}min_points;q\n{PROJECTS}{VOTES}1;a;1\n"),
    (pabulib.parse, f"{META}{PROJECTS}{VOTES}1;a;1\n1;b;1\n;b;1\n2;z;1\n3;a,a;1,1\n4;a,b,c;1,1,1\n"),
    (pabulib.parse, f"{META}{PROJECTS}{VOTES}1;a;x\n2;a;-1\n3;a;5\n4;a,b;3,3\n5;a,b;1\n"),
    (pabulib.parse, f"{META}max_sum_cost;900\n{PROJECTS}{VOTES}1;a,b;1,1\n"),
    (pabulib.parse, f"{META}{PROJECTS}VOTES\nvoter_id;vote\n1;a\n"),
    (pabulib.parse, f"{META}{PROJECTS}{VOTES}1;a\n"),
]


def complaints() -> list[Complaint]:
    found = []
    for parse, text in BROKEN:
        with pytest.raises(Complaints) as refusal:
            parse(text)
        found += refusal.value.complaints
    return found


def marked() -> set[str]:
    """Every text that the modules of counting hand to `sentence`."""
    files = Path(counting.__file__).parent.glob("*.py")
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sentence"
        if isinstance(node.args[0], ast.Constant)
    }


def test_every_complaint_has_its_line_and_a_sentence_for_translators() -> None:
    found, known = complaints(), marked()
    assert len({one.template for one in found}) >= 45, "these files break nearly every rule there is"
    for one in found:
        assert one.line > 0
        assert one.template in known, one
        assert one.in_words() == one.sentence and "{" not in one.sentence


def test_a_complaint_is_said_in_another_language_with_the_same_figures() -> None:
    with pytest.raises(Complaints) as refusal:
        blt.parse(f"2 1\n3 1 9 0\n0\n{NAMES}")
    [one] = refusal.value.complaints
    assert str(one) == "Line 2: There is no candidate 9; they are numbered 1 to 2."
    assert one.in_words(lambda _text: "Aquí no hay {number}, solo {candidates}.") == "Aquí no hay 9, solo 2."
