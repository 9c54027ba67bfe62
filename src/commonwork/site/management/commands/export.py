"""`commonwork export FILE [--book KEY] [--on DATE] [--beancount]`: books as a pack for auditors, or as beancount text."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonwork.books import queries
from commonwork.books.exports import beancount, pack
from commonwork.books.exports.moment import one_moment
from commonwork.books.exports.parts import Scope
from commonwork.registry.clock import today
from commonwork.rules.refusal import Refusal, sentence


class NoSuchBook(Refusal):
    sentence = sentence("There is no book with the key {key}.")


class NotADay(Refusal):
    sentence = sentence("{text} is not a day; write it as 2016-12-31.")


class CannotBeWritten(Refusal):
    sentence = sentence("{file} cannot be written: {reason}.")


class Command(BaseCommand):
    help = "Write books to a file: a pack for auditors (zip), or text for beancount"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to; it is replaced")
        parser.add_argument("--book", help="key of one book; all books when left out")
        parser.add_argument("--on", help="as of the end of this day, as 2016-12-31; today when left out")
        parser.add_argument("--beancount", action="store_true", help="text for beancount instead of a pack")

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day(options["on"]) if options["on"] else None
        book = queries.book_of(options["book"]) if options["book"] else None
        if options["book"] and book is None:
            raise NoSuchBook(key=options["book"])
        day = on or today()
        scope = pack.of_books(book, on=day) if book else pack.of_network(on=day)
        beside = options["file"].with_name(f".{options['file'].name}.part")
        try:
            said = self._write(beside, scope, options["beancount"], on)
            beside.replace(options["file"])
        except OSError as error:
            raise CannotBeWritten(file=options["file"], reason=error.strerror) from error
        finally:
            beside.unlink(missing_ok=True)
        self.stdout.write(f"{options['file']}: {said}")

    def _write(self, file: Path, scope: Scope, as_text: bool, on: date | None) -> str:
        if as_text:
            with file.open("w", encoding="utf-8") as text, one_moment():
                text.writelines(beancount.text(scope.books, on=on))
            return f"{len(scope.books)} books as text for beancount."
        drawn = pack.write(file, scope)
        return f"{drawn.file_count} files as of {scope.on}, SHA-256 {drawn.sha256}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotADay(text=text) from error
