"""Slow counts, written from the rules' own words and sharing nothing with the package they check.

Papers are counted one by one, in fractions or whole units; nothing is packed, skipped or remembered.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise, permutations

Ranking = Sequence[int]
Profile = list[tuple[int, Ranking]]  # (papers, candidate numbers from 1)


def scottish(
    profile: Profile, candidates: int, seats: int
) -> tuple[set[int], list[dict[int, int]], set[int]]:
    """Return (elected, totals of every stage in hundred-thousandths, those left when seats ran out)."""
    papers = [[ranking, 100_000] for many, ranking in profile for _ in range(many) if ranking]
    quota = (len(papers) // (seats + 1) + 1) * 100_000
    hands: dict[int, list[list]] = {number: [] for number in range(1, candidates + 1)}
    for paper in papers:
        hands[paper[0][0]].append(paper)
    votes = {number: sum(worth for _, worth in hand) for number, hand in hands.items()}
    running = set(hands)
    elected: list[int] = []
    to_pass: list[int] = []
    stages = [dict(votes)]

    def deal(hand: list[list]) -> None:
        for paper in hand:
            for number in paper[0]:
                if number in running:
                    hands[number].append(paper)
                    votes[number] += paper[1]
                    break

    def look_back(tied: set[int], best: Callable) -> int:
        for stage in reversed(stages[:-1]):
            mark = best(stage[number] for number in tied)
            tied = {number for number in tied if stage[number] == mark}
        return min(tied)

    while True:
        for number in sorted(running):
            if votes[number] >= quota and len(elected) < seats:
                elected.append(number)
                if votes[number] > quota:
                    to_pass.append(number)
        running -= set(elected)
        if len(elected) == seats or len(running) <= seats - len(elected):
            break
        if to_pass:
            most = max(votes[number] for number in to_pass)
            chosen = look_back({number for number in to_pass if votes[number] == most}, max)
            to_pass.remove(chosen)
            surplus, total = votes[chosen] - quota, votes[chosen]
            hand, hands[chosen], votes[chosen] = hands[chosen], [], quota
            for paper in hand:
                paper[1] = paper[1] * surplus // total
        else:
            fewest = min(votes[number] for number in running)
            chosen = look_back({number for number in running if votes[number] == fewest}, min)
            running.discard(chosen)
            hand, hands[chosen], votes[chosen] = hands[chosen], [], 0
        deal(hand)
        stages.append(dict(votes))
    if len(elected) < seats:
        elected += running
    return set(elected), stages, running


def meek(profile: Profile, candidates: int, seats: int) -> tuple[set[int], list[dict[int, Fraction]]]:
    """Return (elected, votes at the end of every round), ties to the lowest number, by the reference rule."""
    unit = Fraction(1, 10**9)

    def up(value: Fraction) -> Fraction:
        return -(-value // unit) * unit

    keep = {number: Fraction(1) for number in range(1, candidates + 1)}
    hopeful, elected = set(keep), set()
    rounds: list[dict[int, Fraction]] = []
    while len(hopeful) > seats - len(elected) > 0:
        last = None
        while True:
            votes = dict.fromkeys(keep, Fraction(0))
            for many, ranking in profile:
                weight = Fraction(1)
                for number in ranking:
                    part = up(weight * keep[number])
                    votes[number] += part * many
                    weight -= part
            quota = (sum(votes.values()) / (seats + 1)) // unit * unit + unit
            winners = {number for number in hopeful if votes[number] >= quota}
            hopeful -= winners
            elected |= winners
            surplus = max(Fraction(0), sum((votes[number] - quota for number in elected), Fraction(0)))
            if winners or surplus < Fraction(1, 10**6) or (last is not None and surplus >= last):
                break
            last = surplus
            for number in elected:
                keep[number] = up(up(keep[number] * quota) / votes[number])
        rounds.append(votes)
        if winners:
            continue
        fewest = min(votes[number] for number in hopeful)
        loser = min(number for number in hopeful if votes[number] <= fewest + surplus)
        hopeful.discard(loser)
        keep[loser] = Fraction(0)
    if len(elected) < seats:
        elected |= hopeful
    return elected, rounds


def beats(profile: Profile, one: int, other: int) -> int:
    """Papers that rank one above the other, or only the one."""
    above = 0
    for many, ranking in profile:
        if one in ranking and (other not in ranking or ranking.index(one) < ranking.index(other)):
            above += many
    return above


def schulze_winners(profile: Profile, candidates: int) -> set[int]:
    """Potential winners, by trying every path between every two candidates."""
    everyone = range(1, candidates + 1)

    def strength(one: int, other: int) -> int:
        best = 0
        between = [number for number in everyone if number not in (one, other)]
        for length in range(len(between) + 1):
            for middle in permutations(between, length):
                path = [one, *middle, other]
                links = [
                    beats(profile, a, b) if beats(profile, a, b) > beats(profile, b, a) else 0
                    for a, b in pairwise(path)
                ]
                best = max(best, min(links))
        return best

    return {
        one
        for one in everyone
        if all(strength(one, other) >= strength(other, one) for other in everyone if other != one)
    }


def equal_shares(costs: Sequence[int], ballots: Sequence[dict[int, int]], endowment: Fraction) -> list[int]:
    """Projects bought, in order, in fractions; a ballot gives points to project indices (1 for a yes)."""
    money = [endowment] * len(ballots)
    supporters = [[i for i, ballot in enumerate(ballots) if ballot.get(p, 0) > 0] for p in range(len(costs))]
    bought: list[int] = []
    while True:
        offers = []
        for p, cost in enumerate(costs):
            who = supporters[p]
            if p in bought or not who or sum(money[i] for i in who) < cost:
                continue
            poor: set[int] = set()
            while True:
                rich = [i for i in who if i not in poor]
                left = cost - sum(money[i] for i in poor)
                if not rich:
                    price = max(money[i] / ballots[i][p] for i in who)
                    break
                price = Fraction(left, sum(ballots[i][p] for i in rich))
                more = {i for i in rich if money[i] < price * ballots[i][p]}
                if not more:
                    break
                poor |= more
            named = sum(p in ballot for ballot in ballots)
            offers.append((price / cost, cost, -named, p, price))
        if not offers:
            return bought
        *_, p, price = min(offers)
        for i in supporters[p]:
            money[i] -= min(money[i], price * ballots[i][p])
        bought.append(p)


def add_one(costs: Sequence[int], ballots: Sequence[dict[int, int]], budget: int) -> tuple[list[int], int]:
    """The last outcome before the first that overspends, and how far everyone was raised."""
    start = Fraction(budget, len(ballots))
    supported = {p for ballot in ballots for p, points in ballot.items() if points > 0}
    raised, outcome = 0, equal_shares(costs, ballots, start)
    while len(outcome) < len(supported):
        following = equal_shares(costs, ballots, start + raised + 1)
        if sum(costs[p] for p in following) > budget:
            break
        raised, outcome = raised + 1, following
    return outcome, raised
