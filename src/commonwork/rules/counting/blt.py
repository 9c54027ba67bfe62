"""BLT ballot files, as OpenSTV and OpaVote write them: read with complaints by line, and written.

    4 2                 four candidates, two seats
    -2                  the second has withdrawn (optional)
    3 1 3 4 0           three papers: first 1, then 3, then 4
    1 4 1=2 0           equal rankings, counted only by rules that can
    0                   end of the ballots
    "Adam" ...          one name a line, then the title

Comments run from # to the end of the line; `-` on a ballot is a skipped preference; `[tie 3 1 2]` gives the
order for lots drawn without a seed, `[withdrawn 2]` says the same as `-2`. A file is taken whole or not at
all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from commonwork.rules.counting import ballots as packing
from commonwork.rules.counting.ballots import MOST_CANDIDATES, MOST_PAPERS, Ballots
from commonwork.rules.counting.election import Election
from commonwork.rules.counting.lines import NO_SUCH, TWICE, Grumbles, lines_of, short
from commonwork.rules.counting.reading import rows_of_numbers
from commonwork.rules.refusal import sentence

_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PLAIN_QUOTED = re.compile(r'\s*"([^"]*)"\s*(?:#.*)?')
_QUOTED = re.compile(r'\s*"(.*)"\s*')
_BALLOT_ID = re.compile(r"^\([^()]*\)")
_WHOLE = re.compile(r"[0-9]{1,9}")
_NEGATIVE = re.compile(r"-[0-9]{1,9}")


@dataclass
class _Reader:
    """Reads a file from the top; `at` is the index of the next line."""

    lines: list[str]
    grumbles: Grumbles = field(default_factory=Grumbles)
    at: int = 0
    candidates: int = 0
    seats: int = 0
    withdrawn: set[int] = field(default_factory=set)
    order: list[int] | None = None
    equal_at: int | None = None

    def bare(self) -> str:
        """Return the line at hand without its comment."""
        return self.lines[self.at].split("#", 1)[0].strip()

    def complain(self, template: str, /, **figures: object) -> None:
        self.grumbles.add(self.at + 1, template, **figures)

    def skip_blank(self) -> bool:
        """Go to the next line that says something; False at the end of the file."""
        while self.at < len(self.lines) and not self.bare():
            self.at += 1
        return self.at < len(self.lines)

    def header(self) -> None:
        if not self.skip_blank():
            said = sentence("The file is empty; it should begin with two numbers: candidates and seats.")
            self.grumbles.add(1, said)
            self.grumbles.stop_if_any()
        words = self.bare().split()
        numbers = [int(word) for word in words[:2] if _WHOLE.fullmatch(word)]
        if len(numbers) < 2 or not all(_NEGATIVE.fullmatch(word) for word in words[2:]):
            self.complain(sentence("The first line should be two whole numbers: candidates and seats."))
            self.grumbles.stop_if_any()
        self.candidates, self.seats = numbers
        if not 1 <= self.candidates <= MOST_CANDIDATES:
            said = sentence("The number of candidates should lie between 1 and {most}.")
            self.complain(said, most=f"{MOST_CANDIDATES:,}")
        elif not 1 <= self.seats <= self.candidates:
            said = sentence(
                "The number of seats should lie between 1 and the {candidates} candidates, not {seats}."
            )
            self.complain(said, candidates=self.candidates, seats=self.seats)
        self.grumbles.stop_if_any()
        self.withdraw(words[2:])
        self.at += 1

    def withdraw(self, words: Sequence[str]) -> None:
        for word in words:
            number = int(word.removeprefix("-"))
            if 1 <= number <= self.candidates:
                self.withdrawn.add(number)
            else:
                said = sentence("Candidate {number} cannot be withdrawn: there are {candidates}.")
                self.complain(said, number=number, candidates=self.candidates)

    def options(self) -> None:
        """Read lines of withdrawn candidates and [options]."""
        while self.skip_blank() and self.bare()[0] in "-[":
            words = self.bare().split()
            if words[0].startswith("["):
                self.option(self.bare().strip("[] ").split())
            elif all(_NEGATIVE.fullmatch(word) for word in words):
                self.withdraw(words)
            else:
                self.complain(sentence("A line of withdrawn candidates should hold negative numbers only."))
            self.at += 1
        if len(self.withdrawn) == self.candidates:
            self.grumbles.add(self.at, sentence("Every candidate has withdrawn."))

    def option(self, words: list[str]) -> None:
        numbers = [int(word) for word in words[1:] if _WHOLE.fullmatch(word)]
        if len(numbers) < len(words) - 1 or not words or words[0] not in ("tie", "withdrawn"):
            said = sentence(
                "The only options known are [tie ...] and [withdrawn ...], with candidate numbers."
            )
            self.complain(said)
        elif words[0] == "withdrawn":
            self.withdraw(words[1:])
        elif sorted(numbers) != list(range(1, self.candidates + 1)):
            self.complain(sentence("A tie order should name every candidate exactly once."))
        else:
            self.order = numbers

    def all_ballots(self) -> Ballots:
        return self.ballots_at_once() or self.ballots_by_line()

    def ballots_at_once(self) -> Ballots | None:
        """Read all ballots together when nothing at all is odd about them."""
        try:
            end = self.lines.index("0", self.at)
        except ValueError:
            return None
        read = rows_of_numbers(self.lines[self.at : end])
        found = read and packing.from_counted_rows(*read, self.candidates, ends_with_zero=True)
        if found:
            self.at = end + 1
        return found

    def ballots_by_line(self) -> Ballots:
        rankings: list[list[tuple[int, ...]]] = []
        papers: list[int] = []
        while self.skip_blank():
            text = self.bare()
            if text == "0":
                self.at += 1
                break
            if text.startswith('"'):
                said = sentence("The ballots should end with a line that holds a single 0; it is missing.")
                self.complain(said)
                break
            if (ballot := self.ballot(text)) is not None:
                papers.append(ballot[0])
                rankings.append(ballot[1])
            self.at += 1
        else:
            last = max(1, len(self.lines))
            said = sentence("The file ends before the line with a single 0 that ends the ballots.")
            self.grumbles.add(last, said)
            self.grumbles.stop_if_any()
        return packing.of(rankings, papers)

    def ballot(self, text: str) -> tuple[int, list[tuple[int, ...]]] | None:
        """Return (papers, preferences), or None after a complaint; "(id)" in front stands for one paper."""
        words = _BALLOT_ID.sub("1 ", text).split()
        if not _WHOLE.fullmatch(words[0]) or not 0 < int(words[0]) <= MOST_PAPERS:
            said = sentence(
                "A ballot line should begin with how many papers read so, a whole number up to "
                '{most}; this one begins with "{found}".'
            )
            self.complain(said, most=f"{MOST_PAPERS:,}", found=short(words[0]))
            return None
        if words[-1] != "0" or len(words) == 1:
            self.complain(sentence("This ballot line should end with 0."))
            return None
        preferences = [self.preference(word) for word in words[1:-1] if word != "-"]
        found = [numbers for numbers in preferences if numbers is not None]
        ranked = [number for numbers in found for number in numbers]
        if len(found) < len(preferences):
            return None
        if len(set(ranked)) < len(ranked):
            twice = next(number for number in ranked if ranked.count(number) > 1)
            self.complain(TWICE, number=twice)
            return None
        if self.equal_at is None and any(len(numbers) > 1 for numbers in found):
            self.equal_at = self.at + 1
        return int(words[0]), found

    def preference(self, word: str) -> tuple[int, ...] | None:
        numbers: list[int] = []
        for part in word.split("="):
            if not _WHOLE.fullmatch(part):
                self.complain(sentence('"{found}" is not a candidate number.'), found=short(part))
                return None
            if not 1 <= int(part) <= self.candidates:
                self.complain(NO_SUCH, number=int(part), candidates=self.candidates)
                return None
            numbers.append(int(part))
        return tuple(numbers)

    def names(self) -> tuple[tuple[str, ...], str]:
        """Return (names, title); a source and a comment may follow the title and are passed over."""
        found: list[str] = []
        while len(found) <= self.candidates and self.skip_blank_text():
            match = _PLAIN_QUOTED.fullmatch(self.lines[self.at]) or _QUOTED.fullmatch(self.lines[self.at])
            is_title, number = len(found) == self.candidates, len(found) + 1
            if match is None:
                name_here = sentence("The name of candidate {number} should stand here in double quotes.")
                title_here = sentence("The title should stand here in double quotes.")
                self.complain(title_here if is_title else name_here, number=number)
                return tuple(found), ""
            name = match.group(1).strip()
            if not name and not is_title:
                self.complain(sentence("The name of candidate {number} is empty."), number=number)
            found.append(name)
            self.at += 1
        if len(found) <= self.candidates:
            said = sentence("The file ends after {found} of {candidates} names and a title, each in quotes.")
            last = max(1, len(self.lines))
            self.grumbles.add(last, said, found=len(found), candidates=self.candidates)
            return tuple(found), ""
        return tuple(found[:-1]), found[-1]

    def skip_blank_text(self) -> bool:
        while self.at < len(self.lines):
            text = self.lines[self.at].strip()
            if text and not text.startswith("#"):
                return True
            self.at += 1
        return False


def parse(text: str) -> Election:
    """Return the election a BLT file holds. Raises Complaints, each with its line.

    >>> found = parse('2 1\\n3 1 2 0\\n1 2 0\\n0\\n"Ada"\\n"Ben"\\n"Chair"\\n')
    >>> found.candidates, found.title, found.ballots.papers.tolist()
    (('Ada', 'Ben'), 'Chair', [3, 1])
    """
    if "/*" in text:
        text = _BLOCK_COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
    reader = _Reader(lines_of(text))
    reader.header()
    reader.options()
    ballots = reader.all_ballots()
    names, title = reader.names()
    reader.grumbles.stop_if_any()
    return Election(
        title,
        names,
        reader.seats,
        ballots,
        frozenset(reader.withdrawn),
        reader.order,
        reader.equal_at,
    )


def write(election: Election) -> str:
    """Return the election as a BLT file that `parse` reads back.

    >>> write(parse('2 1\\n-2\\n3 1 0\\n0\\n"Ada"\\n"Ben"\\n"Chair"\\n')).splitlines()
    ['2 1', '-2', '3 1 0', '0', '"Ada"', '"Ben"', '"Chair"']
    """
    lines = [f"{len(election.candidates)} {election.seats}"]
    if election.withdrawn:
        lines.append(" ".join(f"-{number}" for number in sorted(election.withdrawn)))
    if election.order is not None:
        lines.append(f"[tie {' '.join(map(str, election.order))}]")
    for papers, ranking in election.ballots.rows():
        words = ["=".join(map(str, preference)) for preference in ranking]
        lines.append(" ".join([str(papers), *words, "0"]))
    lines.append("0")
    lines += [f'"{_bare(name)}"' for name in [*election.candidates, election.title]]
    return "\n".join(lines) + "\n"


def _bare(name: str) -> str:
    """Return a name as it can stand in quotes; inner quotes give way where a # could end the line early."""
    flat = " ".join(name.split())
    return flat.replace('"', "'") if "#" in flat else flat
