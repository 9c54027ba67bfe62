"""`commonwork bank-statement FILE [--json]`: what is understood of a bank's statement file. Nothing is stored."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonwork.books.bank_files import MOST_BYTES, FileAccount, Statement, read
from commonwork.books.bank_files.statement import plain, refused
from commonwork.rules.refusal import sentence


class Command(BaseCommand):
    help = "Print what is understood of a bank's statement file: OFX, QFX, camt.053, MT940 or CSV"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file, as the bank handed it out")
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = _bytes(options["file"])
        statement = raw if isinstance(raw, Statement) else read(raw)
        if options["json"]:
            self.stdout.write(json.dumps(statement.as_json()))
        else:
            self.stdout.write(in_words(statement), ending="")
        if not statement.accounts:
            raise CommandError(str(statement.complaints[0]), returncode=2)


def _bytes(name: str) -> bytes | Statement:
    """The file, as far as it may be read, or why it cannot be."""
    try:
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", "") or "no such file").lower()
        return refused(sentence("The file {name} cannot be read: {why}."), name=name, why=why)


def in_words(statement: Statement) -> str:
    """A statement as a table that people read."""
    lines = [row for account in statement.accounts for row in _account(account)]
    lines += [f"! {complaint}" for complaint in statement.complaints]
    return "".join(f"{line}\n" for line in lines)


def _account(account: FileAccount) -> list[str]:
    name = f"Account {account.id or '(no number given)'}"
    opening, closing = plain(account.opening) or "not stated", plain(account.closing) or "not stated"
    rows = [f"{name} {account.currency}".rstrip(), f"  {'opening balance':<50} {opening:>16}"]
    for line in account.lines:
        day = line.on.isoformat() if line.on else "no day    "
        rows.append(
            f"  {day}  {(line.payee or line.memo)[:36]:<38} {plain(line.amount):>16}  {line.ref}".rstrip()
        )
    rows.append(f"  {'together':<50} {plain(account.sum):>16}")
    return [*rows, f"  {'closing balance':<50} {closing:>16}", ""]
