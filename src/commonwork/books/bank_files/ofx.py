"""OFX: 1.x (SGML, closing tags of values left out), 2.x (XML), and QFX, which is OFX with a bank's number in it.

Both are read by one walk over the tags, which forgives what banks get wrong. Amounts are taken as written. OFX states
the ledger balance at the end only, so the opening is None. Of investment accounts the bank movements are read.
Source: Open Financial Exchange 1.6 and 2.2, 11.4 (bank statements), 13.9 (investment statements), 3.1.5 (status).
"""

import html
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from commonwork.books.bank_files.amounts import compact_day, exact
from commonwork.books.bank_files.statement import (
    FileAccount,
    FileComplaint,
    FileLine,
    Statement,
    complaint,
    one_line,
    refused,
)
from commonwork.rules.refusal import sentence

STATEMENTS = {"STMTRS", "CCSTMTRS", "INVSTMTRS"}
ACCOUNTS = {"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"}
ANSWERS = {"STMTTRNRS", "CCSTMTTRNRS", "INVSTMTTRNRS", "ACCTINFOTRNRS"}
GROUPS = (
    STATEMENTS
    | ACCOUNTS
    | ANSWERS
    | {"OFX", "SONRS", "STATUS", "FI", "STMTTRN", "LEDGERBAL", "AVAILBAL", "BANKACCTTO", "CCACCTTO", "PAYEE"}
    | {"CURRENCY", "ORIGCURRENCY", "BANKTRANLIST", "INVTRANLIST", "INVBANKTRAN", "INVTRAN", "INVBAL", "BAL"}
    | {"ACCTINFO", "INVPOSLIST", "SECLIST"}
)


@dataclass
class _Account:
    """A statement as its tags go by."""

    is_listed_only: bool = False
    id: str = ""
    currency: str = ""
    closing: str | None = None
    closing_on: str = ""
    trades: int = 0
    lines: list[dict[str, str]] = field(default_factory=list)


def parse(text: str) -> Statement:
    """The accounts of an OFX file."""
    walk = _Walk()
    for name, is_end, value in _tags(text):
        if is_end:
            walk.end(name)
        else:
            walk.start(name, value)
    accounts = [account for account in walk.accounts if not account.is_listed_only]
    listed = [account for account in walk.accounts if account.is_listed_only]
    accounts += [account for account in listed if account.id not in {one.id for one in accounts}]
    said = walk.refusals()
    if not accounts:
        if said:
            return Statement(complaints=tuple(said), format="ofx")
        return refused(sentence("This OFX file holds no account."))
    complaints = said + [found for account in accounts for found in _complaints(account)]
    return Statement(tuple(map(_account, accounts)), tuple(complaints), "ofx")


def _tags(text: str) -> Iterator[tuple[str, bool, str]]:
    """(name, is it an end tag, text after it) of every tag; a bare < belongs to the text around it."""
    waiting: tuple[str, bool, str] | None = None
    for piece in text.split("<")[1:]:
        name, closed, value = piece.partition(">")
        bare = name.lstrip("/").rstrip("/").split(None, 1)
        if not closed or not bare or not bare[0][0].isalpha():
            if waiting and name[:1] not in ("!", "?"):
                waiting = (waiting[0], waiting[1], f"{waiting[2]}<{piece}")
            continue
        if waiting:
            yield waiting
        waiting = (bare[0].upper(), name.startswith("/"), value)
    if waiting:
        yield waiting


class _Walk:
    """Where in the file we are, and what was found so far."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.accounts: list[_Account] = []
        self.statuses: list[dict[str, str]] = []

    def start(self, name: str, text: str) -> None:
        if name not in GROUPS:
            if value := one_line([html.unescape(text)]):
                self._value(name, value)
            return
        if name in self.inside and name in {"STMTTRN", "STMTTRNRS", *STATEMENTS, "ACCTINFO"}:
            self.end(name)  # its end tag was forgotten
        self.inside.append(name)
        if name in STATEMENTS:
            self.accounts.append(_Account())
        elif name == "ACCTINFO":
            self.accounts.append(_Account(is_listed_only=True))
        elif name == "STMTTRN" and self.accounts:
            self.accounts[-1].lines.append({})
        elif name == "INVTRAN" and self.accounts:
            self.accounts[-1].trades += 1
        elif name == "LEDGERBAL" and self.accounts:
            self.accounts[-1].closing = ""
        elif name == "STATUS":
            self.statuses.append({"of": next((n for n in reversed(self.inside) if n in ANSWERS), "SONRS")})

    def end(self, name: str) -> None:
        if name in self.inside:
            while self.inside.pop() != name:
                pass

    def _value(self, name: str, value: str) -> None:
        where = self.inside[-1] if self.inside else ""
        if where == "STATUS":
            self.statuses[-1].setdefault(name, value)
        elif not self.accounts:
            return
        elif "STMTTRN" in self.inside:
            if self.accounts[-1].lines:
                self._of_line(self.accounts[-1].lines[-1], where, name, value)
        elif where in ACCOUNTS and name == "ACCTID":
            self.accounts[-1].id = self.accounts[-1].id or value
        elif where == "LEDGERBAL" and name == "BALAMT":
            self.accounts[-1].closing = value
        elif where == "LEDGERBAL" and name == "DTASOF":
            self.accounts[-1].closing_on = value
        elif name == "CURDEF":
            self.accounts[-1].currency = value

    @staticmethod
    def _of_line(line: dict[str, str], where: str, name: str, value: str) -> None:
        if where == "PAYEE" and name == "NAME":
            line.setdefault("NAME", value)
        elif where == "CURRENCY" and name == "CURSYM":
            line.setdefault("CURSYM", value)
        elif where in {"STMTTRN", "INVBANKTRAN"}:
            line.setdefault(name, value)

    def refusals(self) -> list[FileComplaint]:
        """What the bank's own status says went wrong."""
        return [
            complaint(
                sentence("The bank refused to answer: {message} (code {code})."),
                message=status.get("MESSAGE", "?").rstrip("."),
                code=status["CODE"],
            )
            for status in self.statuses
            if status.get("CODE", "0") != "0" and status.get("SEVERITY", "ERROR").upper() == "ERROR"
        ]


def _account(account: _Account) -> FileAccount:
    return FileAccount(
        id=account.id,
        currency=account.currency[:3].upper(),
        closing=exact(account.closing) if account.closing else None,
        closing_on=compact_day(account.closing_on),
        lines=tuple(
            FileLine(
                on=compact_day(line.get("DTPOSTED", "")),
                amount=amount,
                payee=line.get("NAME", ""),
                memo=line.get("MEMO", ""),
                ref=line.get("FITID", ""),
            )
            for line in account.lines
            if (amount := exact(line.get("TRNAMT", ""))) is not None
        ),
    )


def _complaints(account: _Account) -> Iterator[FileComplaint]:
    name = account.id or "?"
    for number, line in enumerate(account.lines, 1):
        figures: dict[str, Any] = {"account": name, "number": number, "ref": line.get("FITID", "?")}
        if exact(line.get("TRNAMT", "")) is None:
            text = sentence(
                "Account {account}, line {number} ({ref}): “{text}” is not an amount; the line is left out."
            )
            yield complaint(text, text=line.get("TRNAMT", ""), **figures)
        if "DTPOSTED" not in line:
            yield complaint(sentence("Account {account}, line {number} ({ref}): it has no day."), **figures)
        elif compact_day(line["DTPOSTED"]) is None:
            text = sentence("Account {account}, line {number} ({ref}): “{text}” is not a day.")
            yield complaint(text, text=line["DTPOSTED"], **figures)
        if line.get("CURSYM", account.currency[:3]).upper() != account.currency[:3].upper():
            text = sentence(
                "Account {account}, line {number} ({ref}): it is in {currency}, the account is not."
            )
            yield complaint(text, currency=line["CURSYM"], **figures)
    for ref, count in Counter(line["FITID"] for line in account.lines if "FITID" in line).items():
        if count > 1:
            text = sentence("Account {account}: the reference {ref} stands on {count} lines.")
            yield complaint(text, stops=False, account=name, ref=ref, count=count)
    if account.closing == "":
        yield complaint(
            sentence("Account {account}: the closing balance is empty."), stops=False, account=name
        )
    elif account.closing is not None and exact(account.closing) is None:
        text = sentence("Account {account}: the closing balance “{text}” is not an amount.")
        yield complaint(text, stops=False, account=name, text=account.closing)
    if account.trades:
        text = sentence(
            "Account {account}: {count} trades of securities are left out; only bank movements are read."
        )
        yield complaint(text, stops=False, account=name, count=account.trades)
    if account.is_listed_only:
        text = sentence("The file names account {account} but holds no statement of it.")
        yield complaint(text, stops=False, account=name)
