"""Budgets with pots, with projects that exclude each other, with votes a project needs."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.counting.budget import equal_shares, greedy
from commonwork.rules.counting.budget_parts import Part, Pot, combined, decide
from commonwork.rules.counting.votes import Project, Votes, of

TOWN = [Project("pool", 500), Project("lake", 400), Project("path", 300), Project("tree", 100)]
KEYS = [project.key for project in TOWN]


def test_each_pot_has_its_own_money_and_its_own_voters() -> None:
    papers = of(TOWN, [["pool", "path"], ["pool"], ["tree"], ["path", "tree"]])
    pots = [Pot("north", 500, frozenset({"pool", "lake"})), Pot("south", 300, frozenset({"path", "tree"}))]
    north, south = decide(TOWN, papers, 800, equal_shares, pots=pots)
    # north: 2 of the 4 voters chose something, 250 each: the pool costs 500
    assert (north.outcome.voters, north.outcome.selected) == (2, ("pool",))
    # south: 3 voters, 100 each: the tree (50 each of 2), then the path would need 300 of 2 x 100 - 50
    assert (south.outcome.voters, south.outcome.selected) == (3, ("tree",))
    whole = combined([north, south], TOWN, papers)
    assert (whole.cost, whole.budget, whole.voters_with_a_project, whole.voters) == (600, 800, 4, 4)


def test_a_project_with_too_few_votes_is_left_out_and_named() -> None:
    papers = of(TOWN, [["pool", "tree"], ["pool"], ["path", "pool"]])
    [part] = decide(TOWN, papers, 1000, greedy, least_votes=2)
    assert part.outcome.selected == ("pool",)
    assert part.removed == {"lake": "", "path": "", "tree": ""}


def test_without_pots_rivals_or_least_votes_nothing_changes() -> None:
    papers = of(TOWN, [["pool", "path"], ["pool"], ["tree"], ["path", "tree"]])
    [part] = decide(TOWN, papers, 800, equal_shares)
    assert part == Part("", equal_shares(TOWN, papers, 800), frozenset(KEYS), {})


ballots = st.lists(st.sets(st.sampled_from(KEYS)).map(sorted), min_size=1, max_size=12)
rivals = st.dictionaries(st.sampled_from(KEYS), st.sets(st.sampled_from(KEYS), max_size=2), max_size=3)


@given(ballots, rivals, st.sampled_from([greedy, partial(equal_shares, step=10)]))
def test_rivals_are_never_chosen_together_and_no_pot_overspends(
    papers: list[list[str]], excluding: dict[str, set[str]], rule: object
) -> None:
    clean = {one: others - {one} for one, others in excluding.items()}
    packed: Votes = of(TOWN, papers)
    pots = [Pot("a", 700, frozenset(KEYS[:2])), Pot("b", 350, frozenset(KEYS[2:]))]
    for parts in (
        decide(TOWN, packed, 1000, rule, rivals=clean),  # type: ignore[arg-type]
        decide(TOWN, packed, 1050, rule, rivals=clean, pots=pots),  # type: ignore[arg-type]
    ):
        for part in parts:
            assert part.outcome.cost <= part.outcome.budget
            chosen = set(part.outcome.selected)
            assert not any(one in chosen and others & chosen for one, others in clean.items())
            assert all(
                stays in chosen for stays in part.removed.values() if stays and stays not in part.removed
            )
