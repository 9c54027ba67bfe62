"""`commonwork export FILE [--organisation KEY | --book KEY] [--on DATE] [--for-auditors] [--vouchers] [--beancount]`.

Without options the whole network, and with `--organisation` all that one organisation owns, to be brought in elsewhere
by `commonwork import`; with `--book`, `--on` or
`--for-auditors` a pack for auditors, without personal data; with `--vouchers` the same with receipts, which may show
names; with `--beancount` text for beancount.
"""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonwork.books import queries
from commonwork.books.exports import beancount, pack
from commonwork.books.exports.parts import Scope
from commonwork.books.moment import one_moment
from commonwork.registry.clock import today
from commonwork.rules.refusal import Refusal, sentence
from commonwork.site.bundles import rows


class NoSuchBook(Refusal):
    sentence = sentence("There is no book with the key {key}.")


class TakenWhole(Refusal):
    sentence = sentence(
        "What an organisation owns is taken away whole, as of now: leave the other options out."
    )


class NotADay(Refusal):
    sentence = sentence("{text} is not a day; write it as 2016-12-31.")


class CannotBeWritten(Refusal):
    sentence = sentence("{file} cannot be written: {reason}.")


class Command(BaseCommand):
    help = (
        "Write the whole network, all that one organisation owns, a pack for auditors, or text for beancount"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to; it is replaced")
        parser.add_argument(
            "--organisation", help="key of one: everything it owns, with names of its members"
        )
        parser.add_argument("--book", help="key of one book; all books when left out")
        parser.add_argument("--on", help="as of the end of this day, as 2016-12-31")
        parser.add_argument("--for-auditors", action="store_true", help="a pack without personal data")
        parser.add_argument(
            "--vouchers", action="store_true", help="the pack with receipts, which may show names of people"
        )
        parser.add_argument("--beancount", action="store_true", help="text for beancount instead of a pack")

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day(options["on"]) if options["on"] else None
        asked = [name for name in ("on", "book", "for_auditors", "vouchers", "beancount") if options[name]]
        if options["organisation"] and asked:
            raise TakenWhole()
        is_bundle = not set(asked) - {"beancount"} and not options["organisation"]
        scope = _scope(options, on or max([today(), *queries.last_days()]))
        beside = options["file"].with_name(f".{options['file'].name}.part")
        try:
            said = _text(beside, scope, on) if options["beancount"] else _pack(beside, scope, is_bundle)
            beside.replace(options["file"])
        except OSError as error:
            raise CannotBeWritten(file=options["file"], reason=error.strerror) from error
        finally:
            beside.unlink(missing_ok=True)
        self.stdout.write(f"{options['file']}: {said}")


def _scope(options: dict[str, Any], day: date) -> Scope:
    """What is written. Raises NoSuchBook."""
    key = options["organisation"] or options["book"]
    book = queries.book_of(key) if key else None
    if key and book is None:
        raise NoSuchBook(key=key)
    if book and options["organisation"]:
        return pack.of_organisation(book, on=day)
    names = bool(options["vouchers"])
    return (
        pack.of_books(book, on=day, shows_names=names) if book else pack.of_network(on=day, shows_names=names)
    )


def _text(file: Path, scope: Scope, on: date | None) -> str:
    with file.open("w", encoding="utf-8") as text, one_moment():
        text.writelines(beancount.text(scope.books, on=on))
    return f"{len(scope.books)} books as text for beancount."


def _pack(file: Path, scope: Scope, is_bundle: bool) -> str:
    file.touch(mode=0o600)
    drawn = pack.write(
        file, scope, more=[rows.PART] if is_bundle else [], without=rows.HAS_ALREADY if is_bundle else ()
    )
    what = "the whole network, with names and addresses" if is_bundle else f"a pack as of {scope.on}"
    if scope.is_whole:
        what = f"everything {scope.books[0].key} owns, with names of its members"
    return f"{what}; {drawn.file_count} files, SHA-256 {drawn.sha256}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotADay(text=text) from error
