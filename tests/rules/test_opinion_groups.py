"""Groups of people who answer alike: known groups are found again, whatever the order, and counts are exact."""

import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from commonwork.rules.opinion_groups import Answers, opinion_groups

STATEMENTS = ["bus", "garden", "night", "rent", "unite"]


def three_camps() -> dict[str, dict[str, int]]:
    """Twelve for the bus, nine for the garden, six for neither; all agree on “unite”. Each camp has one who strays."""
    sides = {"a": (12, (1, -1, -1, 1)), "b": (9, (-1, 1, -1, -1)), "c": (6, (-1, -1, 1, 1))}
    said = {}
    for camp, (size, stances) in sides.items():
        for number in range(size):
            person = dict(zip(STATEMENTS, (*stances, 1), strict=True))
            if number == 0:
                person["rent"] = 0
            said[f"{camp}{number:02d}"] = person
    return said


def test_three_known_camps_are_found_again_the_largest_first() -> None:
    found = opinion_groups(three_camps(), STATEMENTS)
    assert found.sizes == (12, 9, 6)
    assert {person[0]: group for person, group in found.groups.items()} == {"a": 0, "b": 1, "c": 2}
    assert len(set(found.groups.values())) == 3


def test_what_all_camps_agree_on_comes_first_and_its_counts_are_exact() -> None:
    found = opinion_groups(three_camps(), STATEMENTS)
    assert found.uniting[0] == "unite"
    assert found.answers["unite"] == (Answers(12, 0, 0), Answers(9, 0, 0), Answers(6, 0, 0))
    assert found.answers["rent"] == (Answers(11, 0, 1), Answers(0, 8, 1), Answers(5, 0, 1))
    # agree+1 over seen+2 in each camp: rent 12/14 * 1/11 * 6/8; bus 13/14 * 1/11 * 1/8; so rent before bus
    assert Fraction(12 * 1 * 6, 14 * 11 * 8) > Fraction(13 * 1 * 1, 14 * 11 * 8)
    assert found.uniting.index("rent") < found.uniting.index("bus")


def test_one_loud_camp_cannot_carry_a_statement_against_the_others() -> None:
    said = {f"a{n:02d}": {"loud": 1, "quiet": 1} for n in range(30)}
    said |= {f"b{n:02d}": {"loud": -1, "quiet": 1} for n in range(8)}
    assert opinion_groups(said, ["loud", "quiet"]).uniting == ("quiet", "loud")


def test_the_order_people_come_in_changes_nothing() -> None:
    said = three_camps()
    shuffled = list(said.items())
    random.Random(7).shuffle(shuffled)
    assert opinion_groups(dict(shuffled), STATEMENTS[::-1]).groups == opinion_groups(said, STATEMENTS).groups
    assert opinion_groups(dict(shuffled), STATEMENTS[::-1]).places == opinion_groups(said, STATEMENTS).places


def test_missing_answers_do_not_pull_a_person_out_of_the_camp() -> None:
    said = three_camps()
    del said["a05"]["night"], said["b03"]["bus"]
    found = opinion_groups(said, STATEMENTS)
    assert found.groups["a05"] == 0 and found.groups["b03"] == 1


def test_people_who_all_say_the_same_and_few_people_are_one_group() -> None:
    same = {f"p{n}": dict.fromkeys(STATEMENTS, 1) for n in range(20)}
    assert opinion_groups(same, STATEMENTS).sizes == (20,)
    few = {"ada": {"bus": 1}, "ben": {"bus": -1}}
    assert opinion_groups(few, STATEMENTS).sizes == (2,)
    assert opinion_groups({}, STATEMENTS).sizes == () and opinion_groups({"ada": {}}, STATEMENTS).groups == {}


PEOPLE = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4),
    st.dictionaries(st.sampled_from(STATEMENTS), st.sampled_from([-1, 0, 1]), max_size=5),
    max_size=25,
)


@given(PEOPLE)
@settings(max_examples=40)
def test_everyone_who_answered_is_in_one_group_and_every_answer_is_counted_once(
    said: dict[str, dict[str, int]],
) -> None:
    found = opinion_groups(said, STATEMENTS)
    assert set(found.groups) == {person for person, stances in said.items() if stances}
    assert sorted(found.uniting) == STATEMENTS
    assert sum(found.sizes) == len(found.groups) and list(found.sizes) == sorted(found.sizes, reverse=True)
    counted = sum(group.seen for groups in found.answers.values() for group in groups)
    assert counted == sum(len(stances) for stances in said.values())
