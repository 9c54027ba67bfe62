"""camt.053: the ISO 20022 statement, any version of it.

The sign of an entry is its CdtDbtInd; RvslInd only says that it undoes an earlier one. A batch entry becomes one line
for each of its details when these add up to it, else one line. Pending entries are left out. Document types and
entities are refused, so that no file can fetch or blow up anything.
Source: ISO 20022 BankToCustomerStatement, message definition report, building blocks Statement and Entry.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from commonwork.books.bank_files.amounts import exact, iso_day
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

OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
NO_REF = {"", "NOTPROVIDED", "NONREF"}


class _HasDocumentType(Exception):
    """The file defines a document type, which no bank's statement does."""


class _Builder(TreeBuilder):
    def doctype(self, _name: str, _public: str, _system: str) -> None:
        raise _HasDocumentType


def parse(text: str) -> Statement:
    """The statements of a camt.053 file."""
    try:
        parser = XMLParser(target=_Builder())  # noqa: S314  the builder refuses document types, so no entities
        parser.feed(_without_declaration(text))
        root = parser.close()
    except _HasDocumentType:
        return refused(
            sentence("This file defines a document type. Bank statements have none, so it is refused.")
        )
    except (ParseError, ValueError) as error:
        return refused(sentence("This XML file is broken: {why}."), why=str(error))
    statements = list(_all(root, "Stmt"))
    if not statements:
        return refused(sentence("This XML file holds no bank statement of the kind camt.053."))
    complaints: list[FileComplaint] = []
    accounts = tuple(_account(one, complaints) for one in statements)
    return Statement(accounts, tuple(complaints), "camt.053")


def _without_declaration(text: str) -> str:
    """The text is decoded already: its declared encoding no longer holds."""
    start = text.lstrip("\ufeff \n\t")
    return start.partition("?>")[2] if start.startswith("<?xml") else start


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _all(element: Element, name: str) -> Iterator[Element]:
    """All descendants with a name, whatever the namespace (each version has its own)."""
    return (one for one in element.iter() if _local(one.tag) == name)


def _children(element: Element, name: str) -> list[Element]:
    return [one for one in element if _local(one.tag) == name]


def _at(element: Element | None, path: str) -> Element | None:
    """The first element at a path of local names."""
    for name in path.split("/"):
        if element is None:
            return None
        element = next((one for one in element if _local(one.tag) == name), None)
    return element


def _text(element: Element | None, *paths: str) -> str:
    """The first text found at one of the paths."""
    for path in paths:
        found = _at(element, path)
        if found is not None and (found.text or "").strip():
            return one_line([found.text or ""])
    return ""


def _account(statement: Element, complaints: list[FileComplaint]) -> FileAccount:
    name = _text(statement, "Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id")
    balances = [_balance(one, name, complaints) for one in _children(statement, "Bal")]
    opening = next((b for code in (*OPENING, "ITBD") for b in balances if b[0] == code), None)
    interim = [b for b in balances if b[0] == "ITBD"]
    closing = next((b for b in balances if b[0] in CLOSING), interim[-1] if len(interim) > 1 else None)
    currency = _text(statement, "Acct/Ccy") or next((b[1] for b in balances if b[1]), "")
    lines: list[FileLine] = []
    for number, entry in enumerate(_children(statement, "Ntry"), 1):
        lines += _lines(entry, _Place(name or "?", number, currency, complaints))
    if not currency:
        amounts = (_at(entry, "Amt") for entry in _children(statement, "Ntry"))
        currency = next((a.get("Ccy", "") for a in amounts if a is not None), "")
    return FileAccount(
        id=name,
        currency=currency[:3].upper(),
        opening=opening[3] if opening else None,
        closing=closing[3] if closing else None,
        closing_on=closing[2] if closing else None,
        lines=tuple(lines),
    )


def _balance(
    element: Element, account: str, complaints: list[FileComplaint]
) -> tuple[str, str, date | None, Decimal | None]:
    """(code, currency, day, amount) of a balance."""
    code = _text(element, "Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry")
    amount = _signed(_at(element, "Amt"), _text(element, "CdtDbtInd"))
    if amount is None and code in (*OPENING, *CLOSING):
        text = sentence("Account {account}: the balance {code} is not an amount.")
        complaints.append(complaint(text, account=account or "?", code=code))
    money = _at(element, "Amt")
    currency = money.get("Ccy", "") if money is not None else ""
    return code, currency, iso_day(_text(element, "Dt/Dt", "Dt/DtTm")), amount


def _signed(amount: Element | None, mark: str) -> Decimal | None:
    value = exact(amount.text or "") if amount is not None else None
    return -value if value is not None and mark == "DBIT" else value


class _Place:
    """Where an entry stands, for complaints about it."""

    def __init__(self, account: str, number: int, currency: str, complaints: list[FileComplaint]) -> None:
        self.account, self.number, self.currency, self.complaints = account, number, currency, complaints

    def complain(self, text: str, *, stops: bool = True, **figures: object) -> None:
        self.complaints.append(
            complaint(text, stops=stops, account=self.account, number=self.number, **figures)
        )


def _lines(entry: Element, place: _Place) -> list[FileLine]:
    """The lines of an entry: one, or one for each detail of a batch."""
    if _text(entry, "Sts/Cd", "Sts") in ("PDNG", "INFO", "FUTR"):
        place.complain(
            sentence("Account {account}, entry {number}: it is not booked yet and is left out."), stops=False
        )
        return []
    mark, money = _text(entry, "CdtDbtInd"), _at(entry, "Amt")
    amount = _signed(money, mark)
    if amount is None or mark not in ("CRDT", "DBIT"):
        place.complain(sentence("Account {account}, entry {number}: it has no amount; it is left out."))
        return []
    if place.currency and money is not None and money.get("Ccy", place.currency) != place.currency:
        place.complain(
            sentence("Account {account}, entry {number}: it is in {currency}, the account is not."),
            currency=money.get("Ccy", ""),
        )
    on = iso_day(_text(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"))
    if on is None:
        place.complain(sentence("Account {account}, entry {number}: it has no day."))
    details = [one for group in _children(entry, "NtryDtls") for one in _children(group, "TxDtls")]
    parts = [_signed(_at(one, "Amt"), _text(one, "CdtDbtInd") or mark) for one in details]
    if (
        len(details) > 1
        and sum((p for p in parts if p is not None), Decimal(0)) == amount
        and None not in parts
    ):
        return [
            _line(entry, one, on, part, number)
            for number, (one, part) in enumerate(zip(details, parts, strict=True), 1)
            if part is not None
        ]
    return [_line(entry, details[0] if len(details) == 1 else None, on, amount, 0)]


def _line(entry: Element, detail: Element | None, on: date | None, amount: Decimal, number: int) -> FileLine:
    """One line. number: which detail of a batch it is, from 1; 0 when the entry is not split."""
    other = "Dbtr" if amount > 0 else "Cdtr"
    parties = _at(detail, "RltdPties")
    payee = _text(parties, f"{other}/Nm", f"{other}/Pty/Nm", f"Ultmt{other}/Nm", f"Ultmt{other}/Pty/Nm")
    remittance = _at(detail, "RmtInf")
    purpose = [one.text or "" for one in _children(remittance, "Ustrd")] if remittance is not None else []
    purpose.append(_text(remittance, "Strd/CdtrRefInf/Ref"))
    memo = one_line(purpose) or _text(detail, "AddtlTxInf") or _text(entry, "AddtlNtryInf")
    refs = [_text(detail, "Refs/AcctSvcrRef", "Refs/TxId")]
    whole = _text(entry, "AcctSvcrRef", "NtryRef")
    refs.append(f"{whole}/{number}" if whole and number else whole)
    refs.append(_text(detail, "Refs/EndToEndId"))
    return FileLine(on, amount, payee, memo, next((ref for ref in refs if ref not in NO_REF), ""))
