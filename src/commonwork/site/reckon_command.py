"""`commonwork reckon RULE [FILE] [--lines] [--schema]`: any rule with JSON in and JSON out, without the
network.

Nothing of Django is imported, so it starts at once and runs where there is no database. Answers go to
standard output as UTF-8, refusals as one sentence to standard error. Exit status: 0 done, 2 refused.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO

from commonwork.rules.reckon import RULES, rule_named
from commonwork.rules.reckon.rule import Rule
from commonwork.rules.reckon.shapes import MOST_DIGITS, shown
from commonwork.rules.refusal import Refusal

DONE, REFUSED = 0, 2
USAGE = "commonwork reckon RULE [FILE] [--lines] [--schema], or commonwork reckon --list"
OPTIONS = frozenset({"--lines", "--schema", "--list"})


def main(argv: Sequence[str]) -> int:
    """Run the command with the words after `reckon`; return the exit status."""
    try:
        return _run(argv)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    except BrokenPipeError:  # the reader had enough; keep Python from complaining again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(argv: Sequence[str]) -> int:
    options, words = _sorted_out(argv)
    if options & {"--help", "-h"}:
        return _print_text(f"{USAGE}\n")
    if "--list" in options:
        return _print_text("".join(f"{name:<20} {rule.sentence}\n" for name, rule in RULES.items()))
    if not words:
        raise Refusal.because("Name a rule: {usage}.", usage=USAGE)
    rule = rule_named(words[0])
    if "--schema" in options:
        return _print_json(rule.schemas(), indent=2)
    lines = _lines(words[1] if len(words) > 1 else "-")
    if "--lines" in options:
        return _each_line(rule, lines)
    return _print_json(rule.reckon(parsed(b"".join(lines))), indent=2)


def _sorted_out(argv: Sequence[str]) -> tuple[set[str], list[str]]:
    options = {word for word in argv if word.startswith("-") and word != "-"}
    words = [word for word in argv if word == "-" or not word.startswith("-")]
    unknown = sorted(options - OPTIONS - {"--help", "-h"})
    if unknown:
        raise Refusal.because("There is no option {option}: {usage}.", option=shown(unknown[0]), usage=USAGE)
    if len(words) > 2:
        raise Refusal.because("One rule and one file at a time: {usage}.", usage=USAGE)
    return options, words


def _opened(name: str) -> BinaryIO:
    """Return the file, or standard input for "-". Raises Refusal when it cannot be opened."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise _unreadable(name, error.strerror) from error
    except ValueError as error:
        raise _unreadable(name, "not a file name") from error


def _lines(name: str) -> Iterator[bytes]:
    """Yield the lines of the file. Raises Refusal when it cannot be read."""
    with _opened(name) as source:
        while True:
            try:
                line = source.readline()
            except OSError as error:
                raise _unreadable(name, error.strerror) from error
            if not line:
                return
            yield line


def _unreadable(name: str, reason: str | None) -> Refusal:
    return Refusal.because("{name} cannot be read: {reason}.", name=shown(name), reason=reason)


def _each_line(rule: Rule, lines: Iterable[bytes]) -> int:
    """Answer line by line. Empty lines at the end are no questions; between questions they are refused."""
    status, empty = DONE, 0
    for line in lines:
        if not line.strip():
            empty += 1
            continue
        for question in (*[b""] * empty, line):
            answer = _answered(rule, question)
            status = REFUSED if "refusal" in answer else status
            _print_json(answer)
        empty = 0
    return status


def _answered(rule: Rule, line: bytes) -> dict[str, Any]:
    try:
        return rule.reckon(parsed(line))
    except Refusal as refusal:
        return {"refusal": str(refusal)}


def parsed(text: bytes) -> Any:
    """Return JSON with every number exact. Raises Refusal: not UTF-8, not JSON, too deep, a key given twice.

    >>> parsed(b'{"rate": 0.10, "count": 3}')
    {'rate': Decimal('0.10'), 'count': 3}
    """
    if not text.strip():
        raise Refusal.because("The input is empty.")
    try:
        return json.loads(
            text.decode("utf-8-sig"),
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_not_a_number,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise Refusal.because("The input is not UTF-8 text.") from error
    except json.JSONDecodeError as error:
        raise Refusal.because(
            "The input is not JSON: {what} at line {line}, column {column}.",
            what=error.msg,
            line=error.lineno,
            column=error.colno,
        ) from error
    except RecursionError as error:
        raise Refusal.because("The input is nested too deeply.") from error


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Refusal.because("The number {number} is out of range.", number=shown(text)[1:-1]) from error


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= 2 * MOST_DIGITS else _decimal(text)


def _not_a_number(text: str) -> None:
    raise Refusal.because("{text} is not a number.", text=text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Refusal.because("The key {key} stands twice in one object.", key=shown(twice))
    return found


def _print_json(value: object, indent: int | None = None) -> int:
    try:
        return _print_bytes(json.dumps(value, ensure_ascii=False, indent=indent).encode())
    except UnicodeEncodeError:  # half a surrogate pair in a key: valid as an escape only
        return _print_bytes(json.dumps(value, indent=indent).encode())


def _print_text(text: str) -> int:
    return _print_bytes(text.rstrip("\n").encode())


def _print_bytes(line: bytes) -> int:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
    return DONE
