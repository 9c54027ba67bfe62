"""Read a list of people (CSV) into lines. Looks at nothing but the file; collects every complaint."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from commonwork.registry.models import Membership
from commonwork.rules.refusal import Complaint, Complaints

COLUMNS = ("key", "name", "email", "phone", "language", "organisation", "class", "from")
OPTIONAL = ("key",)
MOST_BYTES = 10 * 1024 * 1024
_KEY = re.compile(r"[-a-zA-Z0-9_]{1,60}")
_PHONE = re.compile(r"\+?[0-9 ()/.x-]{5,40}")
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True)
class Line:
    """One person of the list. `number` counts from 1 in the file; empty fields say nothing."""

    number: int
    key: str
    name: str
    email: str
    phone: str
    language: str
    organisation: str
    class_code: str
    starts_on: date | None


def read(data: bytes) -> tuple[list[Line], list[Complaint]]:
    """The lines of a list and what is wrong with others. Raises Complaints where it is no list at all."""
    rows = _rows(_text(data))
    try:
        head_number, head = next(rows)
        columns = _columns(head_number, head)
        complaints: list[Complaint] = []
        lines = [
            line for number, row in rows if (line := _line(number, row, columns, complaints)) is not None
        ]
    except StopIteration:
        raise _refused(0, "", _("The file is empty.")) from None
    except csv.Error as error:
        raise _refused(0, "", _("This is not a CSV file: %s.") % error) from error
    if not lines and not complaints:
        raise _refused(0, "", _("The file has a first line with names of columns, and nobody below it."))
    return lines, complaints


def _refused(line: int, field: str, sentence: str) -> Complaints:
    return Complaints([Complaint(line, field, sentence)])


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _refused(0, "", _("The file is larger than 10 MB."))
    if (mark := _MARKS.get(data[:2])) is not None:
        raise _refused(0, "", _("The file is written in %s. Save it as “CSV UTF-8” and try again.") % mark)
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        sentence = _(
            "A letter is not written in UTF-8 (maybe Latin-1). Save the file as “CSV UTF-8” and try again."
        )
        raise _refused(number, "", sentence) from error


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it starts on."""
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 1
    for row in reader:
        values = [" ".join(value.split()) for value in row]
        if any(values):
            yield number, values
        number = reader.line_num + 1


def _columns(number: int, head: list[str]) -> list[str]:
    names = [name.lower() for name in head]
    unknown = [name or "…" for name in names if name not in COLUMNS]
    missing = [name for name in COLUMNS if name not in names and name not in OPTIONAL]
    twice = sorted({name for name in names if names.count(name) > 1 and name in COLUMNS})
    wrong = [
        (_("These columns are not known: %s."), unknown),
        (_("These columns are missing: %s."), missing),
        (_("These columns are there twice: %s."), twice),
    ]
    found = [Complaint(number, "", sentence % ", ".join(columns)) for sentence, columns in wrong if columns]
    if found:
        raise Complaints(found)
    return names


def _line(number: int, row: list[str], columns: list[str], complaints: list[Complaint]) -> Line | None:
    """The line, or None when something is wrong with it."""
    if len(row) != len(columns):
        sentence = _("This line has %(here)s values; the first line names %(there)s columns.")
        complaints.append(Complaint(number, "", sentence % {"here": len(row), "there": len(columns)}))
        return None
    said = dict.fromkeys(COLUMNS, "") | dict(zip(columns, row, strict=True))
    said["class"] = _class_code(said["class"])
    found = [Complaint(number, field, sentence) for field, sentence in _wrong(said)]
    complaints += found
    return None if found else _made(number, said)


def _made(number: int, said: dict[str, str]) -> Line:
    return Line(
        number=number,
        key=said["key"],
        name=said["name"],
        email=said["email"],
        phone=said["phone"],
        language=said["language"].lower(),
        organisation=said["organisation"],
        class_code=said["class"],
        starts_on=_day(said["from"]),
    )


def _wrong(said: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(field, sentence) for everything wrong with one line."""
    if not said["name"]:
        yield "name", _("A name is missing.")
    for field, most in (("name", 200), ("email", 200), ("organisation", 200)):
        if len(said[field]) > most:
            yield field, _("This is longer than %s letters.") % most
        if any(unicodedata.category(letter) == "Cc" for letter in said[field]):
            yield field, _("This holds a character that cannot be printed.")
    if said["key"] and not _KEY.fullmatch(said["key"]):
        yield "key", _("A key holds letters without accents, digits, - and _ only, at most 60.")
    if said["email"] and not _is_email(said["email"]):
        yield "email", _("“%s” is not an e-mail address.") % said["email"]
    if said["phone"] and not _PHONE.fullmatch(said["phone"]):
        yield "phone", _("“%s” is not a phone number.") % said["phone"]
    languages = [code for code, _name in settings.LANGUAGES]
    if said["language"] and said["language"].lower() not in languages:
        yield "language", _("Write one of these languages: %s.") % ", ".join(languages)
    yield from _wrong_membership(said)


def _wrong_membership(said: dict[str, str]) -> Iterator[tuple[str, str]]:
    joins = [field for field in ("organisation", "class", "from") if said[field]]
    if joins and len(joins) < 3:
        missing = [field for field in ("organisation", "class", "from") if not said[field]]
        yield (
            missing[0],
            _("An organisation, a class and a day (from) belong together; %s is missing.")
            % ", ".join(missing),
        )
    if said["class"] and said["class"] not in Membership.Class.values:
        yield "class", _("Write one of these classes: %s.") % ", ".join(Membership.Class.values)
    if said["from"] and _day(said["from"]) is None:
        yield "from", _("“%s” is not a day. Write it like this: 2016-01-31.") % said["from"]


def _class_code(text: str) -> str:
    """The code of a class written as code or in words."""
    words = {str(label).lower(): str(code) for code, label in Membership.Class.choices}
    return words.get(text.lower(), text.lower())


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _day(text: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
