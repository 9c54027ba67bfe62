"""References: any one wrong letter and any two swapped letters are noticed; a text gives up the one it holds."""

from hypothesis import assume, given
from hypothesis import strategies as st

from commonwork.rules.references import LETTERS, found_in, is_one, made, shown

NUMBERS = st.lists(st.integers(0, 30), min_size=8, max_size=8)


@given(NUMBERS, st.integers(0, 8), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_always_noticed(numbers: list[int], place: int, letter: str) -> None:
    good = made(numbers)
    assume(good[place] != letter)
    assert is_one(good) and not is_one(good[:place] + letter + good[place + 1 :])


@given(NUMBERS, st.integers(0, 8), st.integers(0, 8))
def test_two_swapped_letters_are_always_noticed(numbers: list[int], one: int, other: int) -> None:
    letters = list(made(numbers))
    assume(letters[one] != letters[other])
    letters[one], letters[other] = letters[other], letters[one]
    assert not is_one("".join(letters))


@given(NUMBERS, st.text(alphabet=" -./:,;", max_size=3))
def test_a_reference_is_found_however_it_is_written(numbers: list[int], between: str) -> None:
    good = made(numbers)
    assert good in found_in(f"Gift {between.join(shown(good).lower())} thank you")
