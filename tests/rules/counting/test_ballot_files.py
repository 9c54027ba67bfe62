"""BLT and CSV files: what is read, what is complained about and at which line, and that writing comes back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonwork.rules.counting import ballots, blt, ranked_csv
from commonwork.rules.counting.election import Election
from commonwork.rules.refusal import Complaints

NAMES = '"Adam"\n"Basil"\n"Charlotte"\n"Donald"\n"Title"\n'
# Hill, Wichmann and Woodall (1987), Algorithm 123, section 3.1, with one equal ranking of OpenSTV's kind.
EXAMPLE = "4 2\n-2\n3 1 3 4 0\n4 1 3 2 0\n2 4 1=3 0\n1 2 0\n2 2 4 3 1 0\n1 3 4 2 0\n0\n" + NAMES


def complaints(text: str, parse=blt.parse) -> list[tuple[int, str]]:
    with pytest.raises(Complaints) as refusal:
        parse(text)
    return [(complaint.line, complaint.sentence) for complaint in refusal.value.complaints]


def test_the_example_of_the_format_is_read() -> None:
    found = blt.parse(EXAMPLE)
    assert (found.candidates, found.seats) == (("Adam", "Basil", "Charlotte", "Donald"), 2)
    assert (found.title, found.withdrawn, found.equal_at) == ("Title", frozenset({2}), 5)
    assert found.ballots.rows()[0] == (3, [[1], [3], [4]])
    assert found.ballots.rows()[2] == (2, [[4], [1, 3]])
    assert found.ballots.total == 13


def test_comments_blank_lines_ballot_ids_skips_and_line_ends_do_not_matter() -> None:
    text = (
        "\ufeff# an election\r\n4 2  # candidates, seats\r\n\r\n-2 -4\r\n[tie 3 1 2 4]\r\n"
        "3 1 - 3 0 # three papers\r\n(ballot 7) 4 1 0\r\n/* two\r\nlines */\r\n0\r\n"
        '"Adam" # first\r\n\r\n"Basil #2"\r\n"Char "lo" tte"\r\n"Donald"\r\n"Title"'
    )
    found = blt.parse(text)
    assert found.candidates == ("Adam", "Basil #2", 'Char "lo" tte', "Donald")
    assert (found.withdrawn, found.order) == (frozenset({2, 4}), [3, 1, 2, 4])
    assert found.ballots.rows() == [(3, [[1], [3]]), (1, [[4], [1]])]


def test_a_source_a_comment_and_notes_may_follow_the_title() -> None:
    assert blt.parse(EXAMPLE + '"by mail"\n"a test"\nFirst Prefs\n 12 7\n').title == "Title"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "The file is empty"),
        ("four 2\n0\n", 1, "two whole numbers"),
        ("4\n0\n", 1, "two whole numbers"),
        ("0 1\n0\n", 1, "number of candidates"),
        ("4 5\n0\n" + NAMES, 1, "seats should lie between 1 and the 4 candidates, not 5"),
        ("4 0\n0\n" + NAMES, 1, "seats should lie between 1"),
        ("4 2\n-7\n0\n" + NAMES, 2, "Candidate 7 cannot be withdrawn"),
        ("4 2\n-1 2\n0\n" + NAMES, 2, "negative numbers only"),
        ("4 2\n-1 -2 -3 -4\n1 1 0\n0\n" + NAMES, 2, "Every candidate has withdrawn"),
        ("4 2\n[tie 1 2 3]\n0\n" + NAMES, 2, "name every candidate exactly once"),
        ("4 2\n[colour red]\n0\n" + NAMES, 2, "only options known"),
        ("4 2\n1 1 2 0\n1 2 5 0\n0\n" + NAMES, 3, "There is no candidate 5; they are numbered 1 to 4."),
        ("4 2\n1 1 2 0\n1 2 x 0\n0\n" + NAMES, 3, '"x" is not a candidate number.'),
        ("4 2\n1 1 2 0\n1 2 3\n0\n" + NAMES, 3, "should end with 0"),
        ("4 2\n1 1 2 0\n1 2 0 3 0\n0\n" + NAMES, 3, "There is no candidate 0"),
        ("4 2\n1 1 2 0\n1 2 3 2 0\n0\n" + NAMES, 3, "Candidate 2 is ranked twice"),
        ("4 2\n1 1=1 0\n0\n" + NAMES, 2, "Candidate 1 is ranked twice"),
        ("4 2\n0 1 2 0\n0\n" + NAMES, 2, "how many papers"),
        ("4 2\n1.5 1 2 0\n0\n" + NAMES, 2, "how many papers"),
        ("4 2\n999999999999 1 2 0\n0\n" + NAMES, 2, "how many papers"),
        ("4 2\n1 1 2 0\n" + NAMES, 3, "a single 0; it is missing"),
        ("4 2\n1 1 2 0\n1 2 0\n", 3, "The file ends before the line with a single 0"),
        ('4 2\n1 1 2 0\n0\n"Adam"\nBasil\n"Charlotte"\n"Donald"\n"T"\n', 5, "name of candidate 2 should"),
        (
            '4 2\n1 1 2 0\n0\n"Adam"\n"Basil"\n"Charlotte"\n"Title"\n',
            7,
            "ends after 4 of 4 names and a title",
        ),
        ('4 2\n1 1 2 0\n0\n"Adam"\n"Basil"\n', 5, "ends after 2 of 4 names"),
        ('2 1\n1 1 0\n0\n"Adam"\n""\n"Title"\n', 5, "name of candidate 2 is empty"),
    ],
)
def test_a_malformed_blt_file_is_complained_about_by_line(text: str, line: int, words: str) -> None:
    found = complaints(text)
    assert found[0][0] == line
    assert words in found[0][1]


def test_all_complaints_are_gathered() -> None:
    found = complaints("4 2\n1 9 0\n1 1 0\n1 2 2 0\n1 3\n0\n" + NAMES)
    assert [line for line, _ in found] == [2, 4, 5]


def test_equal_rankings_are_refused_by_line_by_rules_that_cannot_count_them() -> None:
    election = blt.parse(EXAMPLE)
    for rule in ("scottish", "meek", "irv"):
        with pytest.raises(Complaints, match=f"Line 5: .*equally, which the rule {rule} cannot count"):
            election.count(rule)
    assert election.count("schulze").elected == ("Adam",)


def test_the_quick_reader_and_the_careful_one_read_the_same() -> None:
    quick = "3 2\n" + "\n".join(f"{n % 7 + 1} {n % 3 + 1} {(n + 1) % 3 + 1} 0" for n in range(500))
    names = '\n0\n"A"\n"B"\n"C"\n"T"\n'
    one = blt.parse(quick + names)
    other = blt.parse(quick.replace("1 2 0", "1 2 0 #", 1) + names)
    assert one.ballots.rows() == other.ballots.rows()


@st.composite
def elections(draw: st.DrawFn) -> Election:
    many = draw(st.integers(1, 5))
    name = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=8)
    names = draw(st.lists(name, min_size=many, max_size=many))
    ranking = st.lists(st.integers(1, many), max_size=many, unique=True)
    rows = draw(st.lists(st.tuples(st.integers(1, 99), ranking), max_size=8))
    packed = ballots.of([ranking for _, ranking in rows], [papers for papers, _ in rows])
    gone = draw(st.sets(st.integers(1, many), max_size=many - 1))
    return Election(draw(name), tuple(names), draw(st.integers(1, many)), packed, frozenset(gone))


@given(elections())
def test_a_written_blt_file_comes_back_as_it_was(election: Election) -> None:
    found = blt.parse(blt.write(election))
    assert found.ballots.rows() == election.ballots.rows()
    for name, was in zip(
        [*found.candidates, found.title], [*election.candidates, election.title], strict=True
    ):
        assert name == (was.replace('"', "'") if "#" in was else was)
    assert (found.seats, found.withdrawn) == (election.seats, election.withdrawn)


@given(elections())
def test_a_written_csv_file_comes_back_as_it_was(election: Election) -> None:
    found = ranked_csv.parse(ranked_csv.write(election))
    assert found.ballots.rows() == election.ballots.rows()
    assert (found.candidates, found.title, found.seats) == (
        election.candidates,
        election.title,
        election.seats,
    )


def test_equal_rankings_are_written_as_such() -> None:
    assert "2 4 1=3 0" in blt.write(blt.parse(EXAMPLE)).splitlines()


CSV_NAMES = '"Candidate 1","Ann Ross","Labour",\n"Candidate 2","Ben, junior","",\n"Ward",\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "two whole numbers"),
        ("2\n", 1, "two whole numbers"),
        ("2,3,\n" + CSV_NAMES, 1, "seats should lie between 1 and the 2 candidates"),
        ("2,1,\n5,1,\n5,3,\n" + CSV_NAMES, 3, "There is no candidate 3"),
        ("2,1,\n5,1,1,\n" + CSV_NAMES, 2, "ranked twice"),
        ("2,1,\n0,1,\n" + CSV_NAMES, 2, "how many papers"),
        ("2,1,\n5,1,x,\n" + CSV_NAMES, 2, '"x" is not a whole number'),
        ('2,1,\n5,1,\n"Candidate 2","Ben",\n"Ward",\n', 3, "should name candidate 1"),
        ('2,1,\n5,1,\n"Candidate 1","Ann",\n', 3, "ends after 1 of 2 names"),
    ],
)
def test_a_malformed_csv_file_is_complained_about_by_line(text: str, line: int, words: str) -> None:
    found = complaints(text, ranked_csv.parse)
    assert found[0][0] == line
    assert words in found[0][1]


def test_a_csv_file_is_read_with_names_in_quotes() -> None:
    found = ranked_csv.parse("2,1,\n5,1,\n3,2,1,\n" + CSV_NAMES)
    assert found.candidates == ("Ann Ross", "Ben, junior")
    assert found.ballots.rows() == [(5, [[1]]), (3, [[2], [1]])]


@example("\r", 30, 0)
@given(st.text(max_size=60), st.integers(0, len(EXAMPLE)), st.integers(0, 12))
def test_no_damage_to_a_file_makes_the_reader_fall_over(junk: str, at: int, cut: int) -> None:
    for parse, text in ((blt.parse, EXAMPLE), (ranked_csv.parse, "2,1,\n5,1,\n3,2,1,\n" + CSV_NAMES)):
        damaged = text[: at % len(text)] + junk + text[at % len(text) + cut :]
        try:
            parse(damaged).count("approval")
        except Complaints as refusal:
            assert all(complaint.line >= 1 for complaint in refusal.complaints)
