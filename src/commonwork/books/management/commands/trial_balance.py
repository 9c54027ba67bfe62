"""`commonwork trial-balance --book KEY --on DATE [--before-closing] --json`: the accounts of a book on a day."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonwork.books import queries
from commonwork.rules.money import show_minor


class Command(BaseCommand):
    help = "Print the trial balance of a book at the end of a day (debit positive)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--book", required=True, help="key of the book")
        parser.add_argument("--on", required=True, help="the day, as 2016-12-31")
        parser.add_argument(
            "--before-closing", action="store_true", help="leave out what closes a year ending that day"
        )
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = date.fromisoformat(options["on"])
        except ValueError as error:
            raise CommandError(
                f"{options['on']} is not a day; write it as 2016-12-31.", returncode=2
            ) from error
        book = queries.book_of(options["book"])
        if book is None:
            raise CommandError(f"There is no book with the key {options['book']}.", returncode=2)
        rows = queries.trial_balance(book.organisation, on=on, before_closing=options["before_closing"])
        if options["json"]:
            accounts = [
                {"code": row.code, "name": row.name, "balance": show_minor(row.balance_minor, row.unit)}
                | ({} if row.unit == book.unit else {"unit": row.unit})
                for row in rows
            ]
            shown = {"book": book.key, "on": on.isoformat(), "unit": book.unit, "accounts": accounts}
            self.stdout.write(json.dumps(shown, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(
                f"{row.code:<6} {row.name:<34} {show_minor(row.balance_minor, row.unit):>16} {row.unit}"
            )
