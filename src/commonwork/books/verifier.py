#!/usr/bin/env python3
"""Proves a pack of books without the server: `python3 verify.py PACK.zip [--json]`.

One file, standard library only: read it before you trust it. It works out again, from the pack alone: the pack's own
seal and the hash of each file; for each entry the hash of what it says and the chain through the entry before;
numbers without gaps; every entry adding up to zero in each unit; trial balances and closed periods as the sums of
the lines; both sides of movements between books; for each fact its place in a seal, and the chain of seals.
Hashes are SHA-256; canonical JSON has sorted keys and no spaces; seals are Merkle trees as in RFC 6962.

Exit status: 0 all of it holds, 1 something does not, 2 the file cannot be read as a pack.
"""

import csv
import hashlib
import io
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GENESIS = "0" * 64
MARK = b"commonwork-pack sha256 "
FORMAT = "commonwork-pack/1"
LONGEST_LINE = 64 * 1024 * 1024
MOST_FAULTS = 20
HASH = re.compile(r"[0-9a-f]{64}")


class NotAPack(Exception):
    """The file is not a pack, or too broken to read on."""


def canonical(payload: Any) -> bytes:
    """The one byte string of a payload."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def step(previous: str, seq: int, key: str, at: str, payload: str) -> str:
    """The hash that chains one step to the one before it."""
    return sha(canonical([previous, seq, key, at, payload]))


def merkle_root(leaf: str, index: int, size: int, path: list[str]) -> str | None:
    """The root that `path` leads to from a leaf, at `index` of `size`; None when it leads nowhere (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    at, last = index, size - 1
    reached = hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest()
    for neighbour in (bytes.fromhex(text) for text in path):
        if last == 0:
            return None
        if at % 2 or at == last:
            reached = hashlib.sha256(b"\x01" + neighbour + reached).digest()
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            reached = hashlib.sha256(b"\x01" + reached + neighbour).digest()
        at, last = at // 2, last // 2
    return reached.hex() if last == 0 else None


class Check:
    """One claim: what was counted, and where it does not hold."""

    def __init__(self, claim: str) -> None:
        self.claim, self.count, self.fault_count = claim, 0, 0
        self.faults: list[str] = []

    def demand(self, holds: bool, fault: str) -> None:
        if not holds:
            self.fault_count += 1
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(fault)


class Verifier:
    """Reads a pack once, file by file, line by line."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.whole = Check("The file is the one that was drawn, to the byte.")
        self.files = Check("Every file has the hash the manifest gives it, and there is no other file.")
        self.chain = Check(
            "Numbers have no gaps, and every hash follows from what is there and from the one before."
        )
        self.zero = Check("Every entry adds up to zero in each unit.")
        self.balances = Check("Every trial balance is the sum of the lines.")
        self.periods = Check("Closed periods add up to what was kept when they were closed.")
        self.mirrors = Check("Movements between books are the same on both sides.")
        self.sources = Check("Every entry comes from a fact in this pack.")
        self.seals = Check("Every sealed fact stands in its seal, and the seals are chained.")
        self.checks = [
            self.whole, self.files, self.chain, self.zero, self.balances,
            self.periods, self.mirrors, self.sources, self.seals,
        ]  # fmt: skip
        self.manifest: dict[str, Any] = {}
        self.books: list[dict[str, Any]] = []
        self.heads: list[list[Any]] = []  # of each book: key, number and hash of the last entry
        self.pairs: dict[str, str] = {}
        self.seal_rows: dict[int, dict[str, Any]] = {}
        self.codes: set[str] = set()
        self.closes: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.movements: dict[str, tuple[list[Any], set[str], dict[str, int]]] = {}
        self.withheld = self.unsealed = 0

    @property
    def holds(self) -> bool:
        return not any(check.fault_count for check in self.checks)

    def run(self) -> "Verifier":
        """All checks. Raises NotAPack."""
        self._whole()
        if not self.holds:
            return self
        try:
            with zipfile.ZipFile(self.path) as self.archive:
                self._files()
                if self.holds:
                    self._seals()
                    self._facts()
                    for book in self.books:
                        self._book(book)
                    self._movements()
        except NotAPack:
            raise
        except Exception as error:  # whatever cannot be read is a fault of the pack, not of the reader
            self.files.demand(False, f"the pack cannot be read: {type(error).__name__} {error}"[:300])
        return self

    def _whole(self) -> None:
        """The last bytes of the file are the hash of all bytes before them."""
        try:
            with Path(self.path).open("rb") as file:
                size = file.seek(0, 2)
                file.seek(max(0, size - 64 - len(MARK)))
                mark, end = file.read(len(MARK)), file.read()
                digest, left = hashlib.sha256(), size - 64
                file.seek(0)
                while left > 0 and (piece := file.read(min(left, 1 << 20))):
                    digest.update(piece)
                    left -= len(piece)
        except OSError as error:
            raise NotAPack(f"{self.path} cannot be read: {error.strerror}.") from error
        if not zipfile.is_zipfile(self.path) and mark != MARK:
            raise NotAPack(f"{self.path} is not a pack.")
        self.whole.count = size
        self.whole.demand(mark == MARK, "the file does not end with the hash of its bytes")
        self.whole.demand(end.decode("latin-1") == digest.hexdigest(), "a byte was changed, added or lost")

    def _files(self) -> None:
        names = self.archive.namelist()
        self.files.demand(len(set(names)) == len(names), "a file is there twice")
        if "manifest.json" not in names:
            raise NotAPack(f"{self.path} is not a pack: it has no manifest.")
        raw = self.archive.read("manifest.json")
        self.manifest = json.loads(raw)
        self.files.demand(raw == pretty(self.manifest), "the manifest is not written as manifests are")
        own = self.manifest.pop("sha256", None)
        self.files.demand(own == sha(canonical(self.manifest)), "the manifest is not what it was")
        self.files.demand(self.manifest.get("format") == FORMAT, f"the pack is not of the form {FORMAT}")
        listed = self.manifest["files"]
        for name in sorted(set(listed) ^ (set(names) - {"manifest.json"})):
            self.files.demand(False, f"{name} is not both in the pack and in the manifest")
        for name in sorted(set(listed) & set(names)):
            digest = hashlib.sha256()
            with self.archive.open(name) as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
            self.files.count += 1
            self.files.demand(digest.hexdigest() == listed[name], f"{name} is not what it was")
        self.books = list(self._rows("books.jsonl"))
        self.heads = [[book["key"], book["head_seq"], book["head_hash"]] for book in self.books]
        self.files.demand(self.heads == self.manifest["books"], "books and manifest name different heads")
        self.pairs = {code: name for name, codes in self.manifest["between_books"].items() for code in codes}

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The lines of a file, each demanded in its one spelling."""
        with self.archive.open(name) as file:
            while line := file.readline(LONGEST_LINE):
                row = json.loads(line)
                self.files.demand(line == canonical(row) + b"\n", f"{name} has a line that is not canonical")
                yield row

    def _seals(self) -> None:
        previous = GENESIS
        for number, row in enumerate(self._rows("seals.jsonl"), 1):
            expected = step(previous, row["fact_count"], row["root"], row["sealed_at"], sha(canonical({})))
            self.seals.demand(row["number"] == number, f"seal {row['number']} is out of order")
            self.seals.demand(row["hash"] == expected, f"seal {number} does not follow the one before it")
            self.seal_rows[number], previous = row, row["hash"]

    def _facts(self) -> None:
        last = 0
        for row in self._rows("facts.jsonl"):
            fact = row["fact"]
            self.seals.demand(fact["id"] > last, f"fact {fact['id']} is out of order or there twice")
            last = fact["id"]
            self.codes.add(fact["code"])
            if fact["kind"] == "books.period.closed":
                self.closes[fact["subject"].rpartition("/")[2]].append(fact["data"])
            if row["seal"] is None:
                self.unsealed += 1
                continue
            self.seals.count += 1
            seal = self.seal_rows.get(row["seal"], {})
            root = merkle_root(sha(canonical(fact)), row["position"], seal.get("fact_count", 0), row["path"])
            self.seals.demand(
                root is not None and root == seal.get("root"), f"fact {fact['id']} is not in its seal"
            )

    def _book(self, book: dict[str, Any]) -> None:
        key, sums = book["key"], counter()
        units = {code: unit for code, _name, _kind, unit, _by in book["accounts"]}
        heads = {row["head_seq"]: row["head_hash"] for row in self.closes[key]}
        before = [(row["ends_on"], row["head_seq"], counter()) for row in book["periods"]]
        seq, link = 0, GENESIS
        for row in self._rows(f"books/{key}/entries.jsonl"):
            name = f"{key}: entry {row['seq']}"
            payload = row.get("payload")
            said = row["payload_hash"] if payload is None else sha(canonical(payload))
            self.chain.count += 1
            self.chain.demand(row["seq"] == seq + 1, f"{name} comes after entry {seq}")
            self.chain.demand(row["previous"] == link, f"{name} does not link to the entry before it")
            hashed = step(row["previous"], row["seq"], row["id"], row["at"], said)
            self.chain.demand(row["hash"] == hashed, f"{name} does not say what was hashed")
            seq, link = row["seq"], row["hash"]
            if seq in heads:
                self.periods.demand(heads.pop(seq) == link, f"{name} is not the one a period was closed at")
            if payload is None:
                self.withheld += 1
                continue
            self.chain.demand(payload["book"] == key, f"{name} belongs to another book")
            self.sources.count += 1
            self.sources.demand(
                payload["source"] in self.codes, f"{name}: its fact {payload['source']} is missing"
            )
            self._lines(name, payload, units, sums)
            self._side(payload)
            for ends_on, head_seq, kept in before:
                if payload["on"] < ends_on:
                    self.periods.demand(seq <= head_seq, f"{name} came after its period was closed")
                    for code, amount, _party, _fund in payload["lines"]:
                        kept[code] += amount
        self.chain.demand(
            [seq, link] == [book["head_seq"], book["head_hash"]], f"{key}: the head is another entry"
        )
        for row, (ends_on, _seq, kept) in zip(book["periods"], before, strict=True):
            self.periods.count += 1
            now = {code: amount for code, amount in kept.items() if amount}
            self.periods.demand(now == row["sums"], f"{key}: the period before {ends_on} does not add up")
        self._trial_balance(key, units, sums)

    def _lines(self, name: str, payload: dict[str, Any], units: dict[str, str], sums: dict[str, int]) -> None:
        off, lines = counter(), payload["lines"]
        self.zero.count += 1
        self.zero.demand(len(lines) >= 2, f"{name} has fewer than two lines")
        for code, amount, _party, _fund in lines:
            self.zero.demand(type(amount) is int and amount != 0, f"{name} has a line that is no amount")
            self.zero.demand(code in units, f"{name}: there is no account {code}")
            off[units.get(code, "?")] += amount
            sums[code] += amount
        for unit, amount in off.items():
            self.zero.demand(amount == 0, f"{name} is off by {amount} minor units of {unit}")

    def _side(self, payload: dict[str, Any]) -> None:
        if not payload["mirror"]:
            return
        same = [payload["on"], payload["kind"], payload["source"], payload["closing"]]
        first, books, sums = self.movements.setdefault(payload["mirror"], (same, set(), counter()))
        self.mirrors.demand(first == same, f"movement {payload['mirror']} is not the same on both sides")
        books.add(payload["book"])
        for code, amount, _party, _fund in payload["lines"]:
            if code in self.pairs:
                sums[self.pairs[code]] += amount

    def _movements(self) -> None:
        for mirror, (_same, books, sums) in self.movements.items():
            if len(books) > 1:
                self.mirrors.count += 1
                off = {name: amount for name, amount in sums.items() if amount}
                self.mirrors.demand(not off, f"movement {mirror}: the sides differ by {off}")
            else:
                alone = self.manifest["scope"] == "network"
                self.mirrors.demand(not alone, f"movement {mirror} has one side only")

    def _trial_balance(self, key: str, units: dict[str, str], sums: dict[str, int]) -> None:
        text = self.archive.read(f"books/{key}/trial-balance.csv").decode("utf-8-sig")
        shown, total = counter(), counter()
        for row in csv.DictReader(io.StringIO(text)):
            amount = minor(row["balance"])
            shown[row["account"]] += amount
            total[row["unit"]] += amount
            self.balances.demand(
                units.get(row["account"]) == row["unit"], f"{key}: account {row['account']}?"
            )
        self.balances.count += 1
        for code in sorted(set(shown) | set(sums)):
            said, summed = shown.get(code, 0), sums.get(code, 0)
            self.balances.demand(
                said == summed, f"{key}: account {code} says {said}, its lines add up to {summed}"
            )
        self.balances.demand(not any(total.values()), f"{key}: the trial balance is not zero")


def counter() -> dict[str, int]:
    return defaultdict(int)


def minor(text: str) -> int:
    """An amount as the tables write it ("-12.50", hours "7:45") in its smallest unit."""
    found = re.fullmatch(r"'?(-?)(\d+)(?:\.(\d\d)|:([0-5]\d))?", text, re.ASCII)
    if not found:
        raise ValueError(f"{text!r} is not an amount")
    sign, whole, cents, minutes = found.groups()
    amount = int(whole) * 60 + int(minutes) if minutes else int(whole) * 100 + int(cents or 0)
    return -amount if sign else amount


def pretty(manifest: Any) -> bytes:
    """The bytes of a manifest."""
    return (json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def as_lines(found: Verifier) -> str:
    lines = []
    for check in found.checks:
        lines.append(f"{'BROKEN' if check.fault_count else 'holds ':<7} {check.claim} ({check.count:,})")
        lines += [f"        {fault}" for fault in check.faults]
    lines += [f"head    {key} {seq} {link}" for key, seq, link in found.heads]
    if found.withheld:
        lines.append(
            f"note    {found.withheld:,} entries count for later days: their hashes are here, what they say is not"
        )
    if found.unsealed:
        lines.append(f"note    {found.unsealed:,} facts were not sealed yet when the pack was drawn")
    lines.append("All of it holds." if found.holds else "The pack is broken.")
    return "\n".join(lines)


def as_json(found: Verifier) -> str:
    proofs = [
        {"claim": c.claim, "holds": not c.fault_count, "count": c.count, "faults": c.faults}
        for c in found.checks
    ]
    heads = [{"book": key, "entries": seq, "hash": link} for key, seq, link in found.heads]
    report = {"holds": found.holds, "books": heads, "withheld": found.withheld, "unsealed": found.unsealed}
    return json.dumps({**report, "proofs": proofs}, ensure_ascii=False, indent=1)


def main(arguments: list[str]) -> int:
    """Prove one pack, print the evidence, return the exit status."""
    paths = [word for word in arguments if not word.startswith("-")]
    if len(paths) != 1 or set(arguments) - {paths[0], "--json"}:
        sys.stderr.write("Name one pack: verify PACK.zip [--json].\n")
        return 2
    try:
        found = Verifier(paths[0]).run()
    except NotAPack as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    sys.stdout.write((as_json(found) if "--json" in arguments else as_lines(found)) + "\n")
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
