"""What a body in a room goes by: words changed in a text, hands counted, whose turn it is to speak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.show_of_hands import MoreHandsThanPeople, MorePresentThanOnTheRoll, decide, quorum_of
from commonwork.rules.speakers import order
from commonwork.rules.word_diff import Piece, changed_count, words_changed

TEXTS = st.text("ab ,.\n", max_size=40)


@given(TEXTS, TEXTS)
def test_without_what_is_new_it_is_the_old_text_and_without_what_is_gone_the_new_one(
    old: str, new: str
) -> None:
    pieces = words_changed(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new


def test_a_changed_phrase_reads_as_one() -> None:
    old, new = "The fund pays fifty dollars a day.", "The fund pays up to forty dollars a day."
    assert words_changed(old, new) == [
        Piece("same", "The fund pays "),
        Piece("gone", "fifty"),
        Piece("new", "up to forty"),
        Piece("same", " dollars a day."),
    ]
    assert changed_count(words_changed(old, new)) == (1, 3)
    assert words_changed("two old words", "three new words")[:2] == [
        Piece("gone", "two old"),
        Piece("new", "three new"),
    ], "the blank between two changed words goes with them"
    assert words_changed("same", "same") == [Piece("same", "same")]


@pytest.mark.parametrize(
    ("majority", "base", "needed"),
    [  # 14 for and against, 16 present, 20 on the roll; more than half of 14 is 8; two thirds of 14 is 9.33, so 10
        ("simple", "cast", 8),
        ("simple", "present", 9),  # more than 8
        ("simple", "eligible", 11),  # more than 10
        ("two-thirds", "cast", 10),
        ("two-thirds", "present", 11),  # 10.67
        ("three-quarters", "cast", 11),  # 10.5
        ("three-quarters", "eligible", 15),
        ("four-fifths", "cast", 12),  # 11.2
        ("four-fifths", "eligible", 16),
    ],
)
def test_how_many_hands_carry_a_question_on_each_base(majority: str, base: str, needed: int) -> None:
    said = {
        "abstain": 0,
        "present": 16,
        "eligible": 20,
        "quorum_bp": 5000,
        "majority": majority,
        "base": base,
    }
    at_most = min(needed, 14)
    carried = decide(yes=at_most, no=14 - at_most, **said)  # type: ignore[arg-type]
    assert carried.needed == needed and carried.is_carried == (at_most >= needed)
    assert not decide(yes=needed - 1, no=max(0, 15 - needed), **said).is_carried  # type: ignore[arg-type]


def test_exactly_two_thirds_carry_and_exactly_half_do_not() -> None:
    room = {"abstain": 0, "present": 12, "eligible": 12, "quorum_bp": 5000}
    assert decide(yes=8, no=4, majority="two-thirds", **room).is_carried  # type: ignore[arg-type]
    assert not decide(yes=6, no=6, **room).is_carried  # type: ignore[arg-type]


def test_without_a_quorum_nothing_is_carried_however_clear() -> None:
    assert quorum_of(21, 5000) == 11, "half of 21 is 10.5: rounded up"
    room = {"yes": 10, "no": 0, "abstain": 0, "eligible": 21, "quorum_bp": 5000}
    assert not decide(present=10, **room).is_carried
    assert decide(present=11, **room).is_carried


def test_nobody_voting_carries_nothing() -> None:
    shown = decide(yes=0, no=0, abstain=5, present=5, eligible=5, quorum_bp=5000, majority="two-thirds")
    assert shown.needed == 1 and not shown.is_carried


def test_more_hands_than_people_are_refused() -> None:
    with pytest.raises(MoreHandsThanPeople):
        decide(yes=5, no=5, abstain=1, present=10, eligible=20, quorum_bp=0)
    with pytest.raises(MorePresentThanOnTheRoll):
        decide(yes=1, no=0, abstain=0, present=21, eligible=20, quorum_bp=0)


@given(st.lists(st.integers(0, 9), unique=True), st.dictionaries(st.integers(0, 9), st.integers(0, 3)))
def test_nobody_is_lost_and_who_spoke_less_speaks_first(asked: list[int], spoken: dict[int, int]) -> None:
    queue = order(asked, spoken)
    assert sorted(queue) == sorted(asked)
    assert [spoken.get(one, 0) for one in queue] == sorted(spoken.get(one, 0) for one in asked)
    assert order(asked, spoken, first_voices_first=False) == asked
