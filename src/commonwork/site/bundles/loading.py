"""Bringing a bundle into an empty installation: checked first, loaded in one transaction, proved before it counts."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from commonwork.books import queries as book_queries
from commonwork.books import restoring, verifier
from commonwork.books.actions import take_away
from commonwork.books.proofs import prove
from commonwork.record import seals
from commonwork.record.models import Fact
from commonwork.registry.clock import now
from commonwork.rules.chain import canonical
from commonwork.rules.refusal import Refusal, sentence
from commonwork.site.bundles import own, rows

AT_ONCE = 500


class CannotBeRead(Refusal):
    sentence = sentence("{reason}")


class IsBroken(Refusal):
    sentence = sentence("The file is broken: {what}")


class HoldsNoRows(Refusal):
    sentence = sentence(
        "This is a pack for auditors. Only the bundle of a whole network, or of one organisation, can be brought in."
    )


class NotEmpty(Refusal):
    sentence = sentence(
        "There are rows here already ({what}). A bundle is brought into an empty installation."
    )
    status = 409


class OtherVersion(Refusal):
    sentence = sentence(
        "The bundle comes from another version of the program: {what} does not have the same columns."
    )


class DoesNotProve(Refusal):
    sentence = sentence("What came in does not prove itself, so nothing was kept: {what}")


def load(path: Path) -> int:
    """Load a bundle, all of it or nothing; return the number of rows. Raises CannotBeRead, IsBroken, HoldsNoRows,
    NotEmpty, OtherVersion, DoesNotProve."""
    _demand_whole(path)
    with ZipFile(path) as archive:
        is_network = json.loads(archive.read("manifest.json"))["scope"] == "network"
        _demand_kinds(set(archive.namelist()), rows.kinds() if is_network else own.kinds())
        with transaction.atomic():
            for model in rows.kinds():
                if model._base_manager.exists():
                    raise NotEmpty(what=str(model._meta.verbose_name_plural))
            try:
                count = _Loading(archive).run()
                connection.check_constraints()
            except (DatabaseError, ValueError, KeyError, TypeError) as error:
                raise IsBroken(what=str(error)[:300]) from error
            if not is_network:
                _demand_facts(path)
                for book in book_queries.all_books():
                    take_away.arrive(book=book, by="system/import", at=now())
            _prove()
    return count


def _demand_kinds(names: set[str], kinds: list[type[Model]]) -> None:
    """Every kind of row has its file. Raises HoldsNoRows, OtherVersion."""
    if not any(name.startswith("rows/") for name in names):
        raise HoldsNoRows()
    for model in kinds:
        if rows.name_of(model) not in names:
            raise OtherVersion(what=model._meta.label_lower)


def _demand_whole(path: Path) -> None:
    try:
        found = verifier.Verifier(str(path)).run()
    except verifier.NotAPack as error:
        raise CannotBeRead(reason=str(error)) from error
    for check in found.checks:
        if check.fault_count:
            raise IsBroken(what=check.faults[0])


def _demand_facts(path: Path) -> None:
    """The facts that came in are those of the pack, whose places in the seals were proved. Raises IsBroken."""
    count = 0
    with ZipFile(path) as archive, archive.open("facts.jsonl") as file:
        while some := [json.loads(line)["fact"] for line in islice(file, AT_ONCE)]:
            here = Fact.objects.prefetch_related("abouts").in_bulk([said["id"] for said in some])
            for said in some:
                count += 1
                if said["id"] not in here or canonical(seals.says(here[said["id"]])) != canonical(said):
                    raise IsBroken(what=f"fact {said['id']} is not the one that was sealed")
    if count != Fact.objects.count():
        raise IsBroken(what="there are facts that are not in the pack")


def _prove() -> None:
    report = prove()
    faults = [fault for proof in report.proofs for fault in proof.faults] + list(seals.check())
    if faults:
        raise DoesNotProve(what=faults[0])


class _Loading:
    """One bundle on its way into the database."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive, self.count, self.names = archive, 0, set(archive.namelist())

    def run(self) -> int:
        """Insert everything; return the number of rows."""
        kinds = rows.kinds()
        for model in kinds:
            if model is restoring.BEGINS_AT:
                restoring.begin(self._read, self._insert)
            elif model is restoring.REPLAYS_AT:
                restoring.replay(self._read, self._insert)
            elif model not in restoring.MODELS:
                self._plain(model)
        restoring.finish(self._read)
        statements = connection.ops.sequence_reset_sql(no_style(), kinds)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        return self.count

    def _plain(self, model: type[Model]) -> None:
        some: list[dict[str, Any]] = []
        for row in self._read(model):
            some.append(row)
            if len(some) == AT_ONCE:
                self._insert(model, some)
                some = []
        self._insert(model, some)

    def _read(self, model: type[Model]) -> Iterator[dict[str, Any]]:
        """The rows of a kind as {column: value}; none of a kind that is not in the bundle. Raises OtherVersion."""
        columns = rows.fields(model)
        if rows.name_of(model) not in self.names:
            return
        with self.archive.open(rows.name_of(model)) as file:
            if json.loads(file.readline()) != [field.attname for field in columns]:
                raise OtherVersion(what=model._meta.label_lower)
            while line := file.readline(verifier.LONGEST_LINE):
                values = zip(columns, json.loads(line), strict=True)
                yield {field.attname: rows.read(field, value) for field, value in values}

    def _insert(self, model: type[Model], some: list[dict[str, Any]]) -> None:
        if not some:
            return
        columns = rows.fields(model)
        quote = connection.ops.quote_name
        named = ", ".join(quote(str(field.column)) for field in columns)
        marks = ", ".join(["%s"] * len(columns))
        values = [
            [field.get_db_prep_save(row[field.attname], connection) for field in columns] for row in some
        ]
        with connection.cursor() as cursor:
            table = quote(model._meta.db_table)
            cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", values)  # noqa: S608  names of ours
        self.count += len(some)
