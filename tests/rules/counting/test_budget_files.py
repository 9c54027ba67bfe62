"""Pabulib files: what is read, what is complained about and at which line, and that writing comes back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.counting import pabulib
from commonwork.rules.refusal import Complaints

META = "META\nkey;value\nbudget;1000\nvote_type;{kind}\nrule;greedy\n{more}"
PROJECTS = 'PROJECTS\nproject_id;cost;name\na;500;Path\nb;800.50;"Van; ""red"""\n'
VOTES = "VOTES\nvoter_id;vote\n1;a\n2;a,b\n3;\n"


def text(*, kind: str = "approval", more: str = "", projects: str = PROJECTS, votes: str = VOTES) -> str:
    return META.format(kind=kind, more=more) + projects + votes


def complaints(file: str) -> list[tuple[int, str]]:
    with pytest.raises(Complaints) as refusal:
        pabulib.parse(file)
    return [(complaint.line, complaint.sentence) for complaint in refusal.value.complaints]


def test_projects_costs_and_votes_are_read_exactly() -> None:
    found = pabulib.parse(text())
    assert [(project.key, project.cost, project.name) for project in found.projects] == [
        ("a", 5000, "Path"),
        ("b", 8005, 'Van; "red"'),
    ]
    assert (found.budget, found.decimals, found.amount(8005)) == (10000, 1, "800.5")
    assert found.votes.counts.tolist() == [1, 2, 0]
    assert found.votes.votes_of(2) == [2, 1]


def test_spaces_line_ends_and_capitals_do_not_matter() -> None:
    file = text(votes="VOTES\nvoter_id ; vote\n1 ; a\n2 ; a, b\n3 ;\n").replace("\n", "\r\n")
    assert pabulib.parse("\ufeff" + file).votes.votes_of(2) == [2, 1]


@pytest.mark.parametrize(
    ("kind", "votes", "scores"),
    [
        ("choose-1", "voter_id;vote\n1;a\n2;b\n3;a\n", [2, 1]),
        ("ordinal", "voter_id;vote\n1;b,a\n2;a\n", [2, 2]),  # 1 + 1 and 2
        ("cumulative", "voter_id;vote;points\n1;b,a;3,2\n2;a;5\n", [7, 3]),
        ("scoring", "voter_id;vote;points\n1;b,a;-1,2.5\n2;a;5\n", [75, -10]),  # in tenths
    ],
)
def test_every_vote_type_is_scored_as_its_name_says(kind: str, votes: str, scores: list[int]) -> None:
    found = pabulib.parse(text(kind=kind, votes="VOTES\n" + votes, more="max_sum_points;9\n"))
    assert found.votes.scores_of(2) == scores


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        ("", 1, "section META is missing"),
        ("hello\n", 1, "should begin with META"),
        ("META\nkey;value\nbudget;1\n", 3, "section PROJECTS is missing"),
        (text(votes=""), 9, "section VOTES is missing"),
        (text(votes="VOTES\n"), 10, "section VOTES is empty"),
        (text().replace("budget;1000", "budget;lots"), 3, '"lots" is not a budget'),
        (text().replace("budget;1000", "budget;1,000"), 3, "is not a budget"),
        (text().replace("budget;1000\n", ""), 1, "META gives no budget"),
        (text(kind="tarot"), 4, '"tarot" is not a vote type'),
        (text(more="budget;5\n"), 6, '"budget" is given twice'),
        (text().replace("a;500", "a;free"), 8, '"free" is not a cost above zero'),
        (text().replace("a;500", "a;0"), 8, "is not a cost above zero"),
        (text().replace("b;800.50", "a;800.50"), 9, 'The project "a" is listed twice'),
        (text(projects="PROJECTS\nproject_id;name\na;x\n"), 7, "should name the column cost"),
        (text(projects="PROJECTS\nproject_id;cost\n"), 6, "There are no projects"),
        (text(votes="VOTES\nvoter_id;vote\n1;a\n2;z\n"), 13, 'There is no project "z"'),
        (text(votes="VOTES\nvoter_id;vote\n1;a\n1;b\n"), 13, 'The voter "1" voted before'),
        (text(votes="VOTES\nvoter_id;vote\n1;a\n;b\n"), 13, "The voter has no id"),
        (text(votes="VOTES\nvoter_id;vote\n1;a,b,a\n"), 12, 'The project "a" is chosen twice'),
        (text(votes="VOTES\nvoter_id;vote\n1;a;7\n"), 12, "This line has 3 columns; its header has 2"),
        (text(votes="VOTES\nvoter_id;vote\n1\n"), 12, "This line has 1 columns"),
        (text(votes="VOTES\nvoter;choice\n1;a\n"), 11, "should name the column voter_id"),
        (text(more="max_length;1\n"), 14, "chooses 2 projects; 1 are allowed"),
        (text(more="max_sum_cost;900\n"), 14, "cost more than a ballot may choose"),
        (text(kind="choose-1"), 13, "chooses 2 projects; 1 are allowed"),
        (text(more="num_votes;4\n"), 6, "META says 4 votes; the file holds 3"),
        (text(more="num_projects;1\n"), 6, "META says 1 projects; the file holds 2"),
        (text(more="num_votes;many\n"), 6, "is not a num_votes"),
        (text(kind="cumulative"), 11, "need a column points"),
    ],
)
def test_a_malformed_file_is_complained_about_by_line(file: str, line: int, words: str) -> None:
    assert any(at == line and words in said for at, said in complaints(file)), complaints(file)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ("3", "chooses 2 projects but gives 1 numbers"),
        ("3,x", '"x" is not a number of points'),
        ("3,-1", "-1 points are fewer than the 0 allowed"),
        ("8,4", "gives 12 points; 10 are allowed"),
        ("9,0", "9 points are more than the 8 allowed"),
    ],
)
def test_points_that_break_the_file_s_own_rules_are_complained_about(points: str, words: str) -> None:
    votes = f"VOTES\nvoter_id;vote;points\n1;a;5\n2;a,b;{points}\n"
    ((line, said),) = complaints(
        text(kind="cumulative", more="max_sum_points;10\nmax_points;8\n", votes=votes)
    )
    assert line == 15
    assert words in said


def test_sums_that_differ_from_the_ballots_are_noted_and_the_ballots_count() -> None:
    projects = "PROJECTS\nproject_id;cost;votes\na;500;7\nb;800;1\n"
    found = pabulib.parse(text(projects=projects))
    [note] = found.notes
    assert note.sentence == "votes of a: the file says 7, its ballots 2"
    assert note.line == text(projects=projects).split("\n").index("a;500;7") + 1
    assert found.votes.votes_of(2) == [2, 1]


def test_a_threshold_leaves_out_projects_below_it() -> None:
    votes = "VOTES\nvoter_id;vote;points\n1;b,a;0.5,2\n2;b;1\n"
    found = pabulib.parse(
        text(kind="scoring", more="min_project_score_threshold;1.6\n", votes=votes).replace("1000", "2000")
    )
    assert found.count("greedy-threshold").selected == ("a",)  # b has 1.5
    assert found.count("greedy").selected == ("a", "b")


def test_real_files_come_back_as_they_were_when_written(published: Path) -> None:
    for path in sorted((published / "voting" / "pb").glob("*.pb")):
        found = pabulib.parse(path.read_bytes().decode())
        again = pabulib.parse(pabulib.write(found))
        assert again.projects == found.projects
        assert again.votes.counts.tolist() == found.votes.counts.tolist()
        assert again.votes.chosen.tolist() == found.votes.chosen.tolist()
        assert again.votes.scores_of(len(found.projects)) == found.votes.scores_of(len(found.projects))
        assert (again.selected, again.budget, again.threshold) == (
            found.selected,
            found.budget,
            found.threshold,
        )


def test_the_writer_names_no_voter(published: Path) -> None:
    path = published / "voting" / "pb" / "Netherlands_Assen_2024.pb"
    raw = path.read_bytes().decode()
    voter = raw.split("voter_id;vote")[1].split()[0].split(";")[0]
    assert voter.startswith("vote")
    assert voter not in pabulib.write(pabulib.parse(raw))


@given(st.text(max_size=40), st.integers(0, 400), st.integers(0, 12))
def test_no_damage_to_a_file_makes_the_reader_fall_over(junk: str, at: int, cut: int) -> None:
    votes = "VOTES\nvoter_id;vote;points\n1;b,a;0.5,2\n2;b;1\n"
    whole = text(kind="scoring", more="min_project_score_threshold;1.6\n", votes=votes)
    damaged = whole[: at % len(whole)] + junk + whole[at % len(whole) + cut :]
    try:
        pabulib.parse(damaged).count("equal-shares")
    except Complaints as refusal:
        assert all(complaint.line >= 1 for complaint in refusal.complaints)
