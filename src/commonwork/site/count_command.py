"""`commonwork count FILE... [options]`: any count from a ballot file, without the network.

`.blt` and `.csv` hold elections, `.pb` budgets. One file is shown in words, or as JSON with `--json`; several
give one JSON a line, in their order. Nothing of Django is imported. Exit status: 0 done, 2 refused.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from commonwork.rules.counting import blt, budget_file, pabulib, ranked_csv, stv
from commonwork.rules.counting.budget import Completion, Outcome
from commonwork.rules.counting.budget_file import BudgetElection
from commonwork.rules.counting.election import Election
from commonwork.rules.counting.result import Count, fixed
from commonwork.rules.refusal import Complaints, Refusal

DONE, REFUSED = 0, 2
COMPLETIONS = ("none", "utilitarian")
USAGE = (
    "commonwork count FILE... [--rule RULE] [--seats N] [--completion none|utilitarian] "
    "[--seed TEXT] [--json]"
)
Parser = Callable[[str], Election] | Callable[[str], BudgetElection]
PARSERS: dict[str, Parser] = {".blt": blt.parse, ".csv": ranked_csv.parse, ".pb": pabulib.parse}


@dataclass
class _Wishes:
    """What the words after `count` ask for."""

    files: list[str] = field(default_factory=list)
    rule: str | None = None
    seats: int | None = None
    completion: str = "none"
    seed: str | None = None
    is_json: bool = False
    is_help: bool = False


def main(argv: list[str]) -> int:
    """Run the command with the words after `count`; return the exit status."""
    try:
        wishes = _wishes(argv)
        if wishes.is_help:
            return _say(f"{USAGE}\n\n{__doc__}")
        return _several(wishes) if len(wishes.files) > 1 else _one(wishes)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    except BrokenPipeError:  # the reader had enough; keep Python from complaining again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _wishes(argv: Sequence[str]) -> _Wishes:
    wishes = _Wishes()
    words = iter(argv)
    for word in words:
        if word in ("-h", "--help"):
            wishes.is_help = True
        elif word == "--json":
            wishes.is_json = True
        elif word.startswith("-") and word != "-":
            _option(wishes, word, words)
        else:
            wishes.files.append(word)
    if not wishes.files and not wishes.is_help:
        raise Refusal.because("Name at least one file: {usage}", usage=USAGE)
    return wishes


def _option(wishes: _Wishes, word: str, words: Iterator[str]) -> None:
    name, is_joined, value = word.partition("=")
    if name not in ("--rule", "--seats", "--completion", "--seed"):
        raise Refusal.because("There is no option {name}: {usage}", name=name, usage=USAGE)
    if not is_joined:
        following = next(words, None)
        if following is None:
            raise Refusal.because("The option {name} needs a value: {usage}", name=name, usage=USAGE)
        value = following
    if name == "--rule":
        known = (*stv.RULES, *budget_file.RULES)
        if value not in known:
            raise Refusal.because(
                'There is no rule called "{value}"; known are {known}.', value=value, known=", ".join(known)
            )
        wishes.rule = value
    elif name == "--seats":
        if not (value.isascii() and value.isdigit() and int(value[:9]) > 0 and len(value) < 10):
            raise Refusal.because('"{value}" is not a number of seats.', value=value)
        wishes.seats = int(value)
    elif name == "--completion":
        if value not in COMPLETIONS:
            raise Refusal.because('The completion "{value}" is neither none nor utilitarian.', value=value)
        wishes.completion = value
    else:
        wishes.seed = value


def _one(wishes: _Wishes) -> int:
    name = wishes.files[0]
    try:
        counted = _counted(name, wishes)
    except Complaints as refusal:
        sys.stderr.write(_complaints(name, refusal))
        return REFUSED
    if wishes.is_json:
        return _say(json.dumps(counted.as_json(), ensure_ascii=False, indent=2) + "\n")
    return _say(counted.in_words())


def _several(wishes: _Wishes) -> int:
    """One JSON a line; a refusal is `{"file", "refusal"}` on its line, and the rest goes on."""
    status = DONE
    for name in wishes.files:
        try:
            shown = {"file": name, **_counted(name, wishes).as_json()}
        except Complaints as refusal:
            sys.stderr.write(_complaints(name, refusal))
            shown, status = {"file": name, "refusal": str(refusal.complaints[0])}, REFUSED
        except Refusal as refusal:
            sys.stderr.write(f"{name}: {refusal}\n")
            shown, status = {"file": name, "refusal": str(refusal)}, REFUSED
        _say(json.dumps(shown, ensure_ascii=False) + "\n")
    return status


def _complaints(name: str, refusal: Complaints) -> str:
    return "".join(f"{name}: {complaint}\n" for complaint in refusal.complaints)


def _say(text: str) -> int:
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
    return DONE


@dataclass(frozen=True)
class _Election:
    election: Election
    count: Count

    def as_json(self) -> dict[str, object]:
        return self.count.as_json()

    def in_words(self) -> str:
        return _count_in_words(self.election, self.count)


@dataclass(frozen=True)
class _Budget:
    election: BudgetElection
    outcome: Outcome

    def as_json(self) -> dict[str, object]:
        return self.election.as_json(self.outcome)

    def in_words(self) -> str:
        return _budget_in_words(self.election, self.outcome)


def _counted(name: str, wishes: _Wishes) -> _Election | _Budget:
    text = _text(name)
    election = _parser(name, text)(text)
    if isinstance(election, BudgetElection):
        if wishes.seats is not None:
            raise Refusal.because("A budget has no seats: leave --seats out for {name}.", name=name)
        completion = cast(Completion, wishes.completion)
        return _Budget(election, election.count(wishes.rule, completion=completion, seed=wishes.seed))
    rule = wishes.rule or "scottish"
    if rule not in stv.RULES:
        raise Refusal.because(
            'The rule "{rule}" decides budgets, not elections; choose one of {known}.',
            rule=rule,
            known=", ".join(stv.RULES),
        )
    if wishes.seats is not None and wishes.seats > len(election.candidates):
        raise Refusal.because(
            "There are {candidates} candidates for {seats} seats.",
            candidates=len(election.candidates),
            seats=wishes.seats,
        )
    return _Election(election, election.count(cast(stv.Rule, rule), seats=wishes.seats, seed=wishes.seed))


def _parser(name: str, text: str) -> Parser:
    parser = PARSERS.get(Path(name).suffix.lower())
    if parser is None:
        return pabulib.parse if text.lstrip("\ufeff \r\n").upper().startswith("META") else blt.parse
    return parser


def _text(name: str) -> str:
    try:
        raw = Path(name).read_bytes()
    except OSError as error:
        said = (error.strerror or "no such file").lower()
        raise Refusal.because("The file {name} cannot be read: {said}.", name=name, said=said) from error
    except ValueError as error:
        raise Refusal.because('"{name}" is not a file name.', name=name) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Refusal.because("{name}, line {line}: this is not UTF-8 text.", name=name, line=line) from error


def _count_in_words(election: Election, count: Count) -> str:
    quota = "" if count.quota is None else f", quota {count.quota_json(count.quota)}"
    lines = [
        election.title or "Election",
        f"Rule {count.rule}, {count.seats} to elect, {count.valid_papers} valid papers{quota}.",
        "",
    ]
    width = max(len(name) for name in count.candidates)
    for stage in count.stages:
        lines.append(f"Stage {stage.number}: {stage.action}")
        for name, units in stage.totals.items():
            lines.append(f"  {name:<{width}}  {fixed(units, count.decimals):>16}")
        if stage.nontransferable:
            lines.append(
                f"  {'not transferable':<{width}}  {fixed(stage.nontransferable, count.decimals):>16}"
            )
        if stage.elected:
            lines.append(f"  Elected: {', '.join(stage.elected)}")
    lines += [
        f"Tie at stage {tie.stage} ({tie.purpose}): {', '.join(tie.among)} -> {tie.chosen}, by {tie.settled_by}"
        for tie in count.ties
    ]
    lines += ["", f"Elected: {', '.join(count.elected)}"]
    if count.has_rankings:
        lines.append(f"Preferred to each of the others: {count.condorcet or 'nobody'}")
    return "\n".join(lines) + "\n"


def _budget_in_words(election: BudgetElection, outcome: Outcome) -> str:
    lines = [
        election.meta.get("description", "Budget"),
        f"Rule {outcome.rule}, budget {election.amount(outcome.budget)}, {outcome.voters} voters.",
        "",
    ]
    names = {project.key: project.name for project in election.projects}
    for number, step in enumerate(outcome.steps, 1):
        mark = "+" if step.is_selected else "-"
        lines.append(
            f"{number:>3} {mark} {step.project} {names[step.project]}: {election.amount(step.cost)}, "
            f"{step.votes} votes, {step.reason}"
        )
    lines += [
        "",
        f"Selected: {', '.join(outcome.selected) or 'nothing'}",
        f"Cost: {election.amount(outcome.cost)}",
        f"Voters with a project: {outcome.voters_with_a_project} of {outcome.voters}",
        *(note.sentence for note in election.notes),
    ]
    return "\n".join(lines) + "\n"
