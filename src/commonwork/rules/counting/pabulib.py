"""Pabulib `.pb` files: META, PROJECTS and VOTES, read with complaints by line, and written.

Vote types: approval, choose-1, ordinal (Borda: a vote of length k gives k, k - 1, ... 1 points), cumulative
and scoring (points as given). A file is taken whole or not at all; a vote longer or dearer than the file
itself allows makes it unfit. Where the columns `votes` and `score` differ from the ballots, the ballots
count and a note says so.

Format: https://pabulib.org/format
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from commonwork.rules.counting import decimals
from commonwork.rules.counting.budget_file import BudgetElection
from commonwork.rules.counting.lines import Grumbles, lines_of, short
from commonwork.rules.counting.pabulib_rows import Section, sections_of
from commonwork.rules.counting.pabulib_votes import Limits, read_votes
from commonwork.rules.counting.votes import Project, Votes
from commonwork.rules.refusal import Complaint, sentence

VOTE_TYPES = ("approval", "choose-1", "ordinal", "cumulative", "scoring")
WITH_POINTS = ("cumulative", "scoring")


def parse(text: str) -> BudgetElection:
    """Return the budget election the text holds. Raises Complaints, each with its line.

    >>> found = parse("META\\nkey;value\\nbudget;900\\nvote_type;approval\\nrule;greedy\\n"
    ...     "PROJECTS\\nproject_id;cost;name\\na;500;Path\\nb;800;Van\\n"
    ...     "VOTES\\nvoter_id;vote\\n1;a\\n2;a,b\\n")
    >>> found.budget, [project.key for project in found.projects], found.votes.votes_of(2)
    (900, ['a', 'b'], [2, 1])
    """
    grumbles = Grumbles()
    meta, projects, votes = sections_of(lines_of(text), grumbles)
    reader = _Reader(meta, projects, votes, grumbles)
    return reader.read()


@dataclass
class _Reader:
    meta_rows: Section
    project_rows: Section
    vote_rows: Section
    grumbles: Grumbles
    meta: dict[str, str] = field(default_factory=dict)
    meta_lines: dict[str, int] = field(default_factory=dict)

    def read(self) -> BudgetElection:
        self.read_meta()
        vote_type = self.vote_type()
        budget, costs = self.number("budget"), self.costs()
        self.grumbles.stop_if_any()
        assert budget is not None, "a missing budget was complained about"
        places = decimals.finest([budget, *costs])
        keys = self.project_rows.texts("project_id")
        names = self.project_rows.texts("name")
        projects = tuple(
            Project(key, decimals.units(cost, places), name)
            for key, cost, name in zip(keys, costs, names, strict=True)
        )
        limits = self.limits(vote_type, places)
        votes = read_votes(self.vote_rows, projects, vote_type, limits, self.grumbles)
        told = sentence("META says {said} projects; the file holds {found}.")
        self.check_number("num_projects", len(projects), told)
        self.check_number(
            "num_votes", votes.voters, sentence("META says {said} votes; the file holds {found}.")
        )
        self.grumbles.stop_if_any()
        threshold = self.number("min_project_score_threshold", needed=False) or Decimal(0)
        self.grumbles.stop_if_any()
        return BudgetElection(
            meta=self.meta,
            projects=projects,
            votes=votes,
            budget=decimals.units(budget, places),
            decimals=places,
            vote_type=vote_type,
            threshold=-int(-threshold * votes.points_per_one // 1),
            selected=self.selected(keys),
            notes=tuple(self.notes(projects, votes)),
        )

    def read_meta(self) -> None:
        rows = self.meta_rows
        for line, key, value in zip(rows.lines, rows.texts("key"), rows.texts("value"), strict=True):
            if key in self.meta:
                self.grumbles.add(line, sentence('"{key}" is given twice in META.'), key=short(key))
            self.meta[key] = value
            self.meta_lines[key] = line

    def vote_type(self) -> str:
        found = self.meta.get("vote_type", "").lower()
        if found not in VOTE_TYPES:
            line = self.meta_lines.get("vote_type", self.meta_rows.line)
            said = sentence('"{found}" is not a vote type; known are {known}.')
            self.grumbles.add(line, said, found=short(found), known=", ".join(VOTE_TYPES))
        if self.number("default_score", needed=False):
            said = sentence("Only a default score of 0 can be counted.")
            self.grumbles.add(self.meta_lines["default_score"], said)
        return found

    def number(self, key: str, *, needed: bool = True) -> Decimal | None:
        """Return a number of META, >= 0; complain when it is none."""
        text = self.meta.get(key, "")
        if not text and not needed:
            return None
        found = decimals.read(text)
        if found is None or found < 0:
            line = self.meta_lines.get(key, self.meta_rows.line)
            said = (
                sentence('"{found}" is not a {key} of 0 or more.')
                if text
                else sentence("META gives no {key}.")
            )
            self.grumbles.add(line, said, found=short(text), key=key)
            return None
        return found

    def costs(self) -> list[Decimal]:
        costs: list[Decimal] = []
        seen: set[str] = set()
        rows = self.project_rows
        for line, key, text in zip(rows.lines, rows.texts("project_id"), rows.texts("cost"), strict=True):
            cost = decimals.read(text)
            if cost is None or cost <= 0:
                self.grumbles.add(line, sentence('"{found}" is not a cost above zero.'), found=short(text))
            if not key or key in seen:
                twice = sentence('The project "{key}" is listed twice.')
                self.grumbles.add(line, twice if key else sentence("The project has no id."), key=short(key))
            seen.add(key)
            costs.append(cost or Decimal(0))
        if not costs:
            self.grumbles.add(self.project_rows.line, sentence("There are no projects."))
        return costs

    def limits(self, vote_type: str, places: int) -> Limits:
        length = self.number("max_length", needed=False)
        most = self.number("max_sum_cost", needed=False)
        signed = {key: self.signed(key) for key in ("min_points", "max_points")}
        self.grumbles.stop_if_any()
        return Limits(
            length=1 if vote_type == "choose-1" else None if length is None else int(length),
            sum_cost=None if most is None else int(most.scaleb(places)),
            sum_points=self.number("max_sum_points", needed=False),
            min_points=signed["min_points"] if vote_type == "scoring" else Decimal(0),
            max_points=signed["max_points"],
        )

    def signed(self, key: str) -> Decimal | None:
        text = self.meta.get(key, "")
        found = decimals.read(text)
        if text and found is None:
            self.grumbles.add(self.meta_lines[key], sentence('"{found}" is not a number.'), found=short(text))
        return found

    def check_number(self, key: str, found: int, told: str) -> None:
        said = self.number(key, needed=False)
        if said is not None and said != found:
            self.grumbles.add(self.meta_lines[key], told, said=said, found=found)

    def selected(self, keys: Sequence[str]) -> frozenset[str] | None:
        if "selected" not in self.project_rows.header:
            return None
        marks = self.project_rows.texts("selected")
        return frozenset(key for key, mark in zip(keys, marks, strict=True) if mark.strip() not in ("", "0"))

    def notes(self, projects: Sequence[Project], votes: Votes) -> list[Complaint]:
        """Say where the file's own sums differ from its ballots."""
        scale = votes.points_per_one
        counted = {
            "votes": [Decimal(many) for many in votes.votes_of(len(projects))],
            "score": [Decimal(many) / scale for many in votes.scores_of(len(projects))],
        }
        told = sentence("{column} of {project}: the file says {text}, its ballots {sum}")
        found: list[Complaint] = []
        for column, sums in counted.items():
            if column in self.project_rows.header:
                written, lines = self.project_rows.texts(column), self.project_rows.lines
                for line, project, text, many in zip(lines, projects, written, sums, strict=True):
                    if text.strip() and decimals.read(text) != many:
                        figures = {"project": project.key, "text": text, "sum": many}
                        found.append(Complaint.of(line, told, column=column, **figures))
        return found


def write(election: BudgetElection) -> str:
    """Return the election as a .pb file that `parse` reads back; voters are numbered, not named.

    >>> text = "META\\nkey;value\\nbudget;900\\nvote_type;approval\\nPROJECTS\\nproject_id;cost;name\\na;500;Path\\n"
    >>> print(write(parse(text + "VOTES\\nvoter_id;vote\\nx7;a\\n")).split("PROJECTS")[1].strip())
    project_id;cost;votes;name
    a;500;1;Path
    VOTES
    voter_id;vote
    1;a
    """
    counted = {
        "num_projects": str(len(election.projects)),
        "num_votes": str(election.votes.voters),
        "budget": election.amount(election.budget),
        "vote_type": election.vote_type,
    }
    lines = ["META", "key;value"]
    lines += [f"{_cell(key)};{_cell(value)}" for key, value in {**election.meta, **counted}.items()]
    return "\n".join([*lines, *_project_lines(election), *_vote_lines(election)]) + "\n"


def _project_lines(election: BudgetElection) -> list[str]:
    has_points, scale = election.votes.points is not None, election.votes.points_per_one
    header = ["project_id", "cost", "votes", *(["score"] if has_points else []), "name"]
    many = len(election.projects)
    votes, scores = election.votes.votes_of(many), election.votes.scores_of(many)
    lines = ["PROJECTS", ";".join([*header, *(["selected"] if election.selected is not None else [])])]
    for at, project in enumerate(election.projects):
        cells = [_cell(project.key), election.amount(project.cost), str(votes[at])]
        cells += [_points(scores[at], scale)] if has_points else []
        cells.append(_cell(project.name))
        if election.selected is not None:
            cells.append("1" if project.key in election.selected else "0")
        lines.append(";".join(cells))
    return lines


def _vote_lines(election: BudgetElection) -> list[str]:
    votes = election.votes
    written = votes.points if election.vote_type in WITH_POINTS else None
    lines = ["VOTES", "voter_id;vote;points" if written is not None else "voter_id;vote"]
    keys = [project.key for project in election.projects]
    start = 0
    for voter, many in enumerate(votes.counts.tolist(), 1):
        chosen = ",".join(keys[at] for at in votes.chosen[start : start + many].tolist())
        cells = [str(voter), _cell(chosen)]
        if written is not None:
            points = written[start : start + many].tolist()
            cells.append(",".join(_points(number, votes.points_per_one) for number in points))
        lines.append(";".join(cells))
        start += many
    return lines


def _points(number: int, scale: int) -> str:
    return str(number) if scale == 1 else f"{(Decimal(number) / scale).normalize():f}"


def _cell(text: str) -> str:
    flat = " ".join(text.split())
    return '"' + flat.replace('"', '""') + '"' if ";" in flat or '"' in flat else flat
