#!/usr/bin/env python3
"""Checks the bundle of a vote without the server: `python3 pollcheck.py vote-KEY.json [--code CODE] [--json]`.

One file, the standard library of Python 3.11 or later, no network; short, to be read before it is trusted. It
repeats every hash of the public board, counts all ballots again by the rule fixed when voting opened, and compares. --code:
your secret or receipt code; it says how your ballot stands in the list. Exit status: 0 all holds, 1 not all, 2 no bundle.
What it cannot see: whether the server sealed what you chose (your code shows that), and who voted."""

# fmt: off
import hashlib
import hmac
import json
import sys
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

LETTERS, OMEGA, NANO, FIVE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 10**3, 10**9, 10**5
Json = dict[str, Any]
Stages = list[list[Any]]  # of [totals in units, elected, excluded]; candidates are indices from 0
Counted = tuple[Stages, list[int], int | None]


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
def hashed(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()

def merkle(members: list[str]) -> str:
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(one)).digest() for one in members]
    while len(level) > 1:
        above = [hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = above + level[-1:] if len(level) % 2 else above
    return (level[0] if level else hashlib.sha256(b"").digest()).hex()

def up(number: int, by: int) -> int:
    return -(-number // by)
def fixed(units: int, decimals: int) -> str:
    whole, rest = divmod(abs(units), 10**decimals)
    return f"{'-' if units < 0 else ''}{whole}" + (f".{rest:0{decimals}d}" if decimals else "")
def points(text: str) -> dict[int, int]:
    return {int(number): int(given) for number, given in (word.split(":") for word in text.split())}

class Urn:
    """Ties: by the latest stage that tells the tied apart, else the lowest SHA-256 of "seed/stage/key"."""
    def __init__(self, names: list[str], seed: str) -> None:
        self.names, self.seed = names, seed
    def draw(self, tied: list[int], stage: int) -> int:
        said = {at: f"{self.seed}/{stage}/{self.names[at]}".encode() for at in tied}
        return min(tied, key=lambda at: hashlib.sha256(said[at]).hexdigest() if self.seed else f"{at:9}")
    def settle(self, tied: list[int], stage: int, past: list[list[int]], highest: bool) -> int:
        for votes in reversed(past):
            mark = (max if highest else min)(votes[at] for at in tied)
            tied = [at for at in tied if votes[at] == mark]
        return self.draw(tied, stage)

class Ranked:
    """Rankings (ranking, how many papers), who stands, seats kept for classes (members, least), and the rules."""
    def __init__(self, papers: list[tuple[list[int], int]], standing: list[int], seats: int, urn: Urn, guards: Any) -> None:
        self.papers, self.standing, self.count, self.seats, self.urn = papers, standing, len(urn.names), seats, urn
        self.guards: list[tuple[set[int], int]] = guards
    def can_be_met(self, going: set[int], elected: list[int]) -> bool:  # the seats kept for classes
        useful = [at for at in going if any(at in members for members, _ in self.guards)]
        size = min(len(useful), max(0, self.seats - len(elected)))
        return any(all(len(members & {*elected, *chosen}) >= least for members, least in self.guards)
                   for chosen in combinations(useful, size))
    def scottish(self) -> Counted:
        """Weighted inclusive Gregory, five decimals, truncated (SSI 2007 No. 42, rules 45 to 52)."""
        going, seats, stages, past = set(self.standing), self.seats, Stages(), list[list[int]]()
        piles: list[list[Any]] = [[] for _ in range(self.count)]
        votes, elected, pending = [0] * self.count, list[int](), list[int]()
        def receive(ranking: list[int], many: int, worth: int) -> bool:
            to = next((at for at in ranking if at in going), None)
            if to is not None:
                piles[to].append((ranking, many, worth))
                votes[to] += many * worth
            return to is not None
        def close(excluded: list[int]) -> None:
            winners: list[int] = []
            for at in sorted(going, key=lambda at: (-votes[at], at)):
                if votes[at] >= quota and len(elected) < seats and self.can_be_met(going - {at}, [*elected, at]):
                    going.discard(at)
                    elected.append(at)
                    winners.append(at)
            elected[len(elected) - len(winners):] = sorted(winners)
            pending.extend(at for at in winners if votes[at] > quota)
            past.append(list(votes))
            stages.append([list(votes), sorted(winners), excluded])
        quota = (sum(many for ranking, many in self.papers if receive(ranking, many, FIVE)) // (seats + 1) + 1) * FIVE
        close([])
        while len(elected) < seats and len(going) > seats - len(elected):
            free = [at for at in going if not self.can_be_met(going - {at}, [*elected, at])]
            free = free or [at for at in going if self.can_be_met(going - {at}, elected)]
            mark = max(votes[at] for at in pending) if pending else min(votes[at] for at in free)
            tied = sorted(at for at in pending or free if votes[at] == mark)
            chosen, is_surplus = self.urn.settle(tied, len(stages) + 1, past[:-1], bool(pending)), bool(pending)
            moving, piles[chosen], total = piles[chosen], [], votes[chosen]
            surplus, votes[chosen] = (total - quota, quota) if is_surplus else (total, 0)
            going.discard(chosen)
            for ranking, many, worth in moving:
                receive(ranking, many, worth * surplus // total if is_surplus else worth)
            pending = [at for at in pending if at != chosen]
            close([] if is_surplus else [chosen])
        if len(elected) < seats and going:
            last = sorted([*stages[-1][1], *going])
            elected[len(elected) - len(stages[-1][1]):] = last
            stages[-1][1] = last
        return stages, elected, quota
    def meek(self) -> Counted:
        """The reference rule of the Proportional Representation Foundation: nine decimals, omega 0.000001."""
        keep = [NANO if at in self.standing else 0 for at in range(self.count)]
        hopeful, elected, stages, seats = set(self.standing), list[int](), Stages(), self.seats
        votes, quota, excluded = [0] * self.count, 0, list[int]()
        def distribute() -> int:
            votes[:] = [0] * self.count
            for ranking, many in self.papers:
                weight = NANO
                for at in ranking:
                    kept = up(weight * keep[at], NANO)
                    votes[at] += kept * many
                    weight -= kept
            return sum(votes) // (seats + 1) + 1
        while len(hopeful) > seats - len(elected) > 0:
            before, winners, surplus = OMEGA * 10**30, list[int](), OMEGA
            while not winners:
                quota = distribute()
                winners = [at for at in sorted(hopeful) if votes[at] >= quota]
                elected += winners
                hopeful -= set(winners)
                surplus = max(0, sum(votes[at] - quota for at in elected))
                if winners or surplus < OMEGA or surplus >= before:
                    break
                before = surplus
                for at in elected:
                    keep[at] = up(up(keep[at] * quota, NANO) * NANO, votes[at])
            stages.append([list(votes), winners, excluded])
            excluded = []
            if not winners and len(hopeful) > seats - len(elected) > 0:
                fewest = min(votes[at] for at in hopeful)
                tied = [at for at in sorted(hopeful) if votes[at] <= fewest + surplus]
                excluded = [self.urn.draw(tied, len(stages))]
                hopeful.discard(excluded[0])
                keep[excluded[0]] = 0
        quota = quota if stages else distribute()
        stages = stages or [[list(votes), [], []]]
        last = sorted(hopeful) if len(elected) < seats else []
        stages[-1][1] = [*stages[-1][1], *last]
        return stages, elected + last, quota
    def irv(self) -> Counted:
        going, past, stages, out = set(self.standing), list[list[int]](), Stages(), list[int]()
        while True:
            votes = [0] * self.count
            for ranking, many in self.papers:
                if (to := next((at for at in ranking if at in going), None)) is not None:
                    votes[to] += many
            past.append(votes)
            leader = max(going, key=lambda at: (votes[at], -at))
            is_decided = votes[leader] >= sum(votes) // 2 + 1 or len(going) == 1
            stages.append([votes, [leader] if is_decided else [], out])
            if is_decided:
                return stages, [leader], sum(votes) // 2 + 1
            tied = sorted(at for at in going if votes[at] == min(votes[one] for one in going))
            out = [self.urn.settle(tied, len(stages) + 1, past[:-1], False)]
            going -= set(out)
    def schulze(self) -> Counted:
        everyone = range(self.count)
        beats = [[0] * self.count for _ in everyone]
        for ranking, many in self.papers:
            for one in ranking:
                for other in everyone:
                    beats[one][other] += many if other not in ranking[: ranking.index(one) + 1] else 0
        paths = [[beats[a][b] if beats[a][b] > beats[b][a] else 0 for b in everyone] for a in everyone]
        for middle in everyone:
            for a in everyone:
                paths[a] = [max(paths[a][b], min(paths[a][middle], paths[middle][b])) if a != b else 0 for b in everyone]
        winners = [a for a in self.standing if all(paths[a][b] >= paths[b][a] for b in self.standing)]
        won = [sum(paths[a][b] > paths[b][a] for b in self.standing) if a in self.standing else 0 for a in everyone]
        winner = self.urn.draw(winners, 1)
        return [[won, [winner], []]], [winner], None
    def summed(self, votes: list[int]) -> Counted:
        left = sorted((at for at in self.standing if votes[at]), key=lambda at: (-votes[at], at))
        elected = list[int]()
        while left and len(elected) < self.seats:
            level = [at for at in left if votes[at] == votes[left[0]]]
            elected.append(level[0] if len(level) <= self.seats - len(elected) else self.urn.draw(level, 1))
            left.remove(elected[-1])
        return [[votes, elected, []]], elected, None

class Budget:
    """A budget: costs in cents, ballots {project index: points}; alike ballots lie on one pile."""
    def __init__(self, costs: list[int], ballots: list[dict[int, int]], budget: int, urn: Urn) -> None:
        piles = Counter(tuple(sorted((at, given) for at, given in one.items() if given > 0)) for one in ballots)
        self.costs, self.budget, self.urn, self.voters = costs, budget, urn, len(ballots)
        self.piles: list[tuple[dict[int, int], int]] = [(dict(key), many) for key, many in piles.items()]
        self.votes = [sum(many for one, many in self.piles if at in one) for at in range(len(costs))]
        self.scores = [sum(one.get(at, 0) * many for one, many in self.piles) for at in range(len(costs))]
    def chosen(self, merits: dict[int, Any]) -> int:  # the lowest; equals: lower cost, then more votes, then the lot
        ranks = {at: (merit, self.costs[at], -self.votes[at]) for at, merit in merits.items()}
        return self.urn.draw([at for at, rank in ranks.items() if rank == min(ranks.values())], 0)
    def greedy(self, skips: bool, taken: list[int], left: int) -> list[int]:
        waiting = {at: -self.scores[at] for at in range(len(self.costs)) if at not in taken and self.votes[at]}
        while waiting:
            first = self.chosen(waiting)
            del waiting[first]
            if self.costs[first] <= left:
                taken, left = [*taken, first], left - self.costs[first]
            elif not skips:
                break
        return taken
    def shares(self, endowment: Fraction, stop: int | None = None) -> list[int]:
        """Equal Shares with this endowment each; gives up once it costs more than `stop`."""
        money, bought = [endowment] * len(self.piles), list[int]()
        while stop is None or sum(self.costs[at] for at in bought) <= stop:
            prices = {at: self.price(at, money) for at in range(len(self.costs)) if at not in bought}
            rates = {at: price / self.costs[at] for at, price in prices.items() if price is not None}
            if not rates:
                break
            first = self.chosen(rates)
            for pile, (one, _many) in enumerate(self.piles):
                money[pile] = max(Fraction(0), money[pile] - rates[first] * self.costs[first] * one.get(first, 0))
            bought.append(first)
        return bought
    def price(self, at: int, money: list[Fraction]) -> Fraction | None:
        """The most a supporter pays for each point, when all pay that or all they have; None: they have too little."""
        held = [(money[pile] / one[at], one[at] * many) for pile, (one, many) in enumerate(self.piles) if at in one]
        missing, weight = Fraction(self.costs[at]), sum(given for _, given in held)
        for have, given in sorted(held):
            if missing <= have * weight:
                return missing / weight
            missing, weight = missing - have * given, weight - given
        return None
    def decide(self, rule: str, completes: bool) -> list[int]:
        """Greedy; or Equal Shares, all raised by a dollar at a time: the last outcome before the first that overspends."""
        if rule != "equal-shares":
            return self.greedy(rule == "greedy", [], self.budget)
        rise, supported = Fraction(self.budget, max(1, self.voters)), sum(given > 0 for given in self.votes)
        bought, stop = self.shares(rise), False
        while len(bought) < supported and not stop:
            rise += 100
            higher = self.shares(rise, self.budget)
            stop = sum(self.costs[at] for at in higher) > self.budget
            bought = bought if stop else higher
        left = self.budget - sum(self.costs[at] for at in bought)
        return self.greedy(True, bought, left) if completes else bought

class Check:
    def __init__(self, raw: bytes) -> None:
        self.claims: list[tuple[str, bool, str]] = []
        outer = json.loads(raw)
        self.bundle: Json = outer["bundle"]
        assert self.bundle["format"] == "commonwork-vote-1"
        self.claim("no byte differs from what was published", canonical(outer) + b"\n" == raw)
        self.claim("its hash is right", outer["hash"] == hashed(self.bundle), outer["hash"])
        self.lines = self.board()
        self.rules, self.closed = self.lines["opened"][0], self.lines["closed"][0]
        self.texts, self.weights = [row[1] for row in self.bundle["ballots"]], [row[2] for row in self.bundle["ballots"]]
        self.ballots()
        self.count()
    def claim(self, said: str, holds: bool, detail: str = "") -> None:
        self.claims.append((said, holds, detail))
    def board(self) -> dict[str, list[Json]]:
        previous, is_chain, lines = "0" * 64, True, dict[str, list[Json]]()
        for at, (number, kind, content, line) in enumerate(self.bundle["board"], start=1):
            is_chain &= at == number and line == hashed([previous, self.bundle["poll"], number, kind, content])
            previous = line
            lines.setdefault(kind, []).append(content)
        self.claim("each line of the board fixes the one before", is_chain, f"head {previous}")
        once = all(len(lines.get(kind, [])) == 1 for kind in ("opened", "closed", "ballots", "counted"))
        self.claim("it was opened, closed and counted once", once)
        return lines
    def ballots(self) -> None:
        rows, listed = self.bundle["ballots"], self.lines["ballots"][0]
        self.claim("the ballots are those on the board", listed == {"ballots": len(rows), "hash": hashed(rows)})
        self.claim("as many were opened as were in at the close", self.closed["ballots"] == len(rows), str(len(rows)))
        self.claim("nobody has more votes than the roll", sum(self.weights) <= self.rules["roll_votes"])
        if self.rules["secrecy"] == "sealed":
            lying: set[str] = set()
            for line in self.lines.get("sealed", []):
                lying.discard(line.get("instead_of", ""))
                lying.add(line["ballot"])
            self.claim("the sealed ballots are those the board saw come in", merkle(sorted(lying)) == self.closed["root"])
            self.claim("no receipt code stands twice", len({row[0] for row in rows}) == len(rows) == len(lying))
    def count(self) -> None:
        result, seed, said = self.bundle["result"], self.bundle["seed"], self.lines["counted"][0]
        self.claim("the result is the one on the board", said == {"seed": seed, "result": hashed(result)})
        chosen, found = self.recount(seed)
        same = all(result["count"].get(name) == value for name, value in found.items())
        self.claim("counting all ballots again gives the same figures", same)
        self.claim("and the same is chosen", chosen == result["chosen"], ", ".join(chosen) or "nothing")
        rules, method = self.rules, self.rules["method"]
        silent = {"", "abstain"} if method == "majority" else {""}
        marked = sum(many for text, many in zip(self.texts, self.weights, strict=True) if text not in silent)
        needed = max(rules["quorum_count"], up(rules["roll_votes"] * rules["quorum_bp"], 10_000))
        reached = marked if rules["quorum_base"] == "cast" else max(self.closed["present"] or 0, sum(self.weights))
        says = "decided" if chosen or method != "majority" else "rejected"
        quorum = {"needed": needed, "reached": reached, "is_reached": reached >= needed}
        follows = result["quorum"] == quorum and result["says"] == (says if reached >= needed else rules["without_quorum"])
        self.claim("the quorum and what follows from it are right", follows)
    def recount(self, seed: str) -> tuple[list[str], Json]:
        rules, method, options = self.rules, self.rules["method"], self.rules["options"]
        if method == "majority":
            return self.majority()
        names, at_number = [one["key"] for one in options], {one["number"]: at for at, one in enumerate(options)}
        given = [points(text) if ":" in text else dict.fromkeys(map(int, text.split()), 1) for text in self.texts]
        marks, urn = [{at_number[number]: value for number, value in one.items()} for one in given], Urn(names, seed)
        if method.startswith("budget-"):
            return self.budget(names, [one["cost"] for one in options], marks, urn)
        standing = [at for number, at in at_number.items() if number not in self.bundle["withdrawn"]]
        papers, sums = [(list(one), many) for one, many in zip(marks, self.weights, strict=True)], [0] * len(names)
        guards = [({at_number[one] for one in numbers}, least) for _name, numbers, least in rules.get("guards", [])]
        vote = Ranked(papers, standing, rules["seats"], urn, guards)
        for one, many in zip(marks, self.weights, strict=True):
            for at, value in one.items():
                sums[at] += value * many if at in standing else 0
        rules_of = {"irv": vote.irv, "schulze": vote.schulze, "meek": vote.meek, "scottish": vote.scottish}
        counted = rules_of[method]() if method in rules_of else vote.summed(sums)
        return self.staged(names, counted, {"meek": 9, "scottish": 5}.get(method, 0))
    def staged(self, names: list[str], found: Counted, decimals: int) -> tuple[list[str], Json]:
        (stages, elected, quota), shown = found, self.bundle["result"]["count"]["stages"]
        same = len(shown) == len(stages) and all(
            one["totals"] == {name: fixed(votes, decimals) for name, votes in zip(names, totals, strict=True)}
            and one["elected"] == [names[at] for at in won] and one["excluded"] == [names[at] for at in lost]
            for one, (totals, won, lost) in zip(shown, stages, strict=False))
        self.claim(f"every stage of the count is right ({len(stages)})", same)
        chosen, scale = [names[at] for at in elected], 10**decimals
        told: Any = quota if quota is None else quota // scale if quota % scale == 0 else fixed(quota, decimals)
        return chosen, {"elected": chosen, "quota": told, "seats": self.rules["seats"]}
    def majority(self) -> tuple[list[str], Json]:
        sums = Counter[str]()
        for text, many in zip(self.texts, self.weights, strict=True):
            sums[text or "abstain"] += many
        share, rules = Fraction(self.rules["threshold"]), self.rules
        present = max(self.closed["present"] or 0, sum(sums.values()))
        of = {"cast": sums["yes"] + sums["no"], "present": present, "roll": rules["roll_votes"]}[rules["threshold_base"]]
        needed = max(1, of // 2 + 1 if share == Fraction(1, 2) else up(of * share.numerator, share.denominator))
        carried, told = sums["yes"] >= needed, {"needed": needed, "of": of, "abstained": sums["abstain"]}
        return ["yes"] if carried else [], {**told, "yes": sums["yes"], "no": sums["no"], "is_carried": carried}
    def budget(self, names: list[str], costs: list[int], marks: list[dict[int, int]], urn: Urn) -> tuple[list[str], Json]:
        # pots are counted apart, each by those who chose something in it; of two that exclude each other the first stays
        rules, taken, everything = self.rules, list[int](), range(len(costs))
        rule, options = rules["budget_rule"] or "equal-shares", rules["options"]
        rivals = {(at, names.index(two)) for at in everything for two in options[at]["excludes"] if two in names}
        for _name, amount, keys in rules.get("pots") or [["", rules["budget"], names]]:
            pot = {at for at in everything if names[at] in keys}
            here = [one for one in marks if not rules.get("pots") or set(one) & pot]
            out = {at for at in pot if sum(at in one for one in here) < rules.get("least_votes", 0)}
            clash: list[int] = [-1]
            while clash:
                ballots = [{at: many for at, many in one.items() if at in pot - out} for one in here]
                won = Budget(costs, ballots, amount, urn).decide(rule, rules["completion"] == "utilitarian")
                clash = [b for n, b in enumerate(won) for a in won[:n] if (a, b) in rivals or (b, a) in rivals][:1]
                out |= set(clash)
            taken += won
        reached = sum(bool({at for at, many in one.items() if many} & set(taken)) for one in marks)
        keys, cost = [names[at] for at in taken], sum(costs[at] for at in taken)
        return keys, {"rule": rule, "selected": keys, "cost": cost, "voters": len(marks), "voters_with_a_project": reached}

def own(bundle: Json, code: str) -> str:
    """What stands beside a voter's code: a receipt code, or the secret code that leads to it."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    said = f"commonwork receipt|{bundle['poll']}".encode()
    number, receipt = int.from_bytes(hmac.new(typed.encode(), said, hashlib.sha256).digest(), "big"), ""
    for _ in range(16):
        number, rest = divmod(number, len(LETTERS))
        receipt += LETTERS[rest]
    found = [text or "blank" for listed, text, _ in bundle["ballots"] if listed and listed in {typed, receipt}]
    return f"Your ballot is in the count: {found[0]}" if found else "No ballot stands beside this code."
def report(check: Check, holds: bool, mine: str) -> str:
    bundle, result = check.bundle, check.bundle["result"]
    titles = ", ".join(bundle["titles"].get(key, key) for key in result["chosen"])
    return "\n".join([f"{bundle['title']} - {bundle['body']}{' (demo: invented)' if bundle['is_demo'] else ''}", *(
        f"{'holds ' if is_so else 'BROKEN'} {said}{f' ({why})' if why else ''}" for said, is_so, why in check.claims),
        f"Result: {result['says']}: {titles or 'nothing chosen'}; {len(bundle['ballots'])} ballots.",
        "All of it holds." if holds else "This bundle is broken.", *([mine] if mine else [])])

def main(arguments: list[str]) -> int:
    words, code = list(arguments), ""
    if "--code" in words[:-1]:
        at = words.index("--code")
        code, words[at : at + 2] = words[at + 1], []
    paths = [word for word in words if word != "--json"]
    if len(paths) != 1 or paths[0].startswith("-"):
        sys.stderr.write("Name one bundle: pollcheck.py vote-KEY.json [--code CODE] [--json]\n")
        return 2
    try:
        check = Check(Path(paths[0]).read_bytes())
        holds, mine = all(one[1] for one in check.claims), own(check.bundle, code) if code else ""
        told = {"holds": holds, "chosen": check.bundle["result"]["chosen"], "own": mine, "claims": check.claims}
        said = json.dumps(told, indent=1) if "--json" in words else report(check, holds, mine)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError) as fault:
        sys.stderr.write(f"This is not the whole bundle of a vote ({type(fault).__name__}).\n")
        return 2
    sys.stdout.write(said + "\n")
    return 0 if holds else 1

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
