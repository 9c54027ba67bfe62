"""MT940: SWIFT's customer statement, as banks outside the United States hand it out.

A statement begins at tag 20. :60: opens it, each :61: is a movement with its :86: text, :62: closes it. C and D are
credit and debit; RC takes a credit back (money out), RD takes a debit back (money in). German banks cut the text of
:86: into numbered parts (?20-?29 and ?60-?63 purpose, ?32-?33 name). Others write /NAME/..., /REMI/... or NAAM:.
Source: SWIFT Standards MT, MT 940 field specifications; DFÜ-Abkommen der Deutschen Kreditwirtschaft, annex 3, 8.2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from commonwork.books.bank_files.amounts import day, exact
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

_TAG = re.compile(r"^:(\d{2}[A-Z]?|NS):", re.MULTILINE | re.ASCII)
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d,]{1,30})", re.ASCII)
_MOVEMENT = re.compile(
    r"(?P<day>\d{6})(?P<entry>\d{4})?(?P<mark>R?[CD])(?P<funds>[A-Z])?[\n ]?(?P<amount>[\d,]{1,15})"
    r"(?P<kind>[A-Z][A-Z0-9 ]{3})?(?P<ref>(?:(?!//)[^\n]){0,16})(?://(?P<bank>[^\n]{0,23}))?(?P<rest>.*)",
    re.ASCII | re.DOTALL,
)
_PURPOSE = re.compile(r"SVWZ\+(.*?)(?=(?:EREF|KREF|MREF|CRED|DEBT|ABWA|ABWE|IBAN|BIC)\+|$)", re.ASCII)
_NUMBERED = re.compile(r"\?(\d{2})", re.ASCII)
_CODED = re.compile(r"/(NAME|REMI|CNTP|EREF|TRCD|BENM|ORDP)/", re.ASCII)
_NAMED = re.compile(r"(?:^|[\s/])NAAM: ?([^\n/]{1,70})", re.ASCII)
NO_REF = {"", "NONREF"}


@dataclass
class _Account:
    id: str = ""
    opening: tuple[str, date | None, Decimal] | None = None
    closing: tuple[str, date | None, Decimal] | None = None
    lines: list[tuple[str, str]] = field(default_factory=list)  # :61: and its :86:


def parse(text: str) -> Statement:
    """The statements of an MT940 file, one account entry each."""
    accounts: list[_Account] = []
    complaints: list[FileComplaint] = []
    for tag, value in _tags(text):
        if tag == "20" or not accounts:
            accounts.append(_Account())
        complaints += _take(accounts[-1], tag, value)
    read = [_account(account, complaints) for account in accounts]
    read = [one for one in read if one.id or one.lines or one.opening is not None or one.closing is not None]
    if not read:
        return refused(sentence("This MT940 file holds no statement."))
    return Statement(tuple(read), tuple(complaints), "mt940")


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """(tag, its text without what ends a message) in the order of the file."""
    found = list(_TAG.finditer(text))
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        value = text[match.end() : end]
        value = re.split(r"^-(?:\}.*)?$", value, maxsplit=1, flags=re.MULTILINE)[0]
        yield match.group(1), value.strip("\n")


def _take(account: _Account, tag: str, value: str) -> Iterator[FileComplaint]:
    if tag == "25":
        account.id = one_line([value])
    elif tag[:2] in ("60", "62"):
        balance = _balance(value)
        if balance is None:
            text = sentence("Account {account}: “{text}” is not a balance.")
            yield complaint(text, account=account.id or "?", text=one_line([value]))
        elif tag[:2] == "62":
            account.closing = balance
        else:
            if account.opening is not None:
                text = sentence("Account {account} gives more than one opening balance; the last one counts.")
                yield complaint(text, account=account.id or "?")
            account.opening = balance
    elif tag == "61":
        account.lines.append((value, ""))
    elif tag == "86" and account.lines and account.closing is None:
        movement, details = account.lines[-1]
        account.lines[-1] = (movement, f"{details}\n{value}" if details else value)


def _balance(value: str) -> tuple[str, date | None, Decimal] | None:
    """(currency, day, amount) of a balance, or None when it is not one."""
    match = _BALANCE.match(value)
    if match is None or (amount := exact(match.group(4))) is None:
        return None
    return match.group(3), _day(match.group(2)), -amount if match.group(1) == "D" else amount


def _day(text: str) -> date | None:
    """YYMMDD; years from 80 on are of the last century, as SWIFT has it."""
    year = int(text[:2])
    return day(year + (1900 if year >= 80 else 2000), int(text[2:4]), int(text[4:6]))


def _account(account: _Account, complaints: list[FileComplaint]) -> FileAccount:
    stated = account.closing or account.opening
    lines = []
    for number, (movement, details) in enumerate(account.lines, 1):
        line = _line(movement, details)
        if line is None:
            text = sentence("Account {account}, line {number}: “{text}” is not a movement; it is left out.")
            complaints.append(
                complaint(text, account=account.id or "?", number=number, text=one_line([movement]))
            )
            continue
        if line.on is None:
            text = sentence("Account {account}, line {number}: “{text}” is not a day.")
            complaints.append(complaint(text, account=account.id or "?", number=number, text=movement[:6]))
        lines.append(line)
    return FileAccount(
        id=account.id,
        currency=stated[0] if stated else "",
        opening=account.opening[2] if account.opening else None,
        closing=account.closing[2] if account.closing else None,
        closing_on=account.closing[1] if account.closing else None,
        lines=tuple(lines),
    )


def _line(movement: str, details: str) -> FileLine | None:
    match = _MOVEMENT.match(movement)
    amount = exact(match["amount"]) if match else None
    if match is None or amount is None:
        return None
    is_out = match["mark"] in ("D", "RC")
    bank, own = (match["bank"] or "").strip(), (match["ref"] or "").strip()
    payee, memo = _told(details)
    extra = one_line([match["rest"] or ""])
    return FileLine(
        on=_day(match["day"]),
        amount=-amount if is_out else amount,
        payee=payee or extra,
        memo=one_line([memo, extra if payee else ""]),
        ref=bank if bank not in NO_REF else own if own not in NO_REF else "",
    )


def _told(details: str) -> tuple[str, str]:
    """(name of the other side, what it was for) of an :86: text."""
    if _NUMBERED.search(details):
        parts = _NUMBERED.split(details.replace("\n", ""))
        by = list(zip(parts[1::2], parts[2::2], strict=True))
        name = "".join(text for number, text in by if number in ("32", "33"))
        purpose = "".join(text for number, text in by if "20" <= number <= "29" or "60" <= number <= "63")
        kind = "".join(text for number, text in by if number == "00")
        sepa = _PURPOSE.search(purpose)
        return one_line([name]), one_line([(sepa.group(1) if sepa else "") or purpose or kind])
    if _CODED.search(details):
        parts = _CODED.split(details.replace("\n", ""))
        coded = dict(zip(parts[1::2], parts[2::2], strict=True))
        name = coded.get("NAME") or coded.get("BENM") or coded.get("ORDP") or ""
        if not name and "CNTP" in coded:
            name = [*coded["CNTP"].split("/"), "", "", ""][2]
        return one_line([name.strip("/")]), one_line([coded.get("REMI", "").strip("/") or details])
    named = _NAMED.search(details)
    return one_line([named.group(1)] if named else []), one_line([details])
