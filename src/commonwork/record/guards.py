"""Tables that only grow: the database itself refuses to change or delete a row, on SQLite and PostgreSQL.

On SQLite a third guard refuses a row whose key is taken, because `INSERT OR REPLACE` deletes the old row without asking
the delete guard (unless the connection switched recursive triggers on).

Guards are installed by `post_migrate`, because SQLite rebuilds a table (and drops its triggers) when a migration
alters it. `missing` tells the boot check what is not there. What no trigger can stop - the owner dropping it - is what
the seals are for.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

UNIQUE: dict[str, tuple[tuple[str, ...], ...]] = {  # table -> the column sets that name one row
    "record_fact": (("id",), ("code",)),
    "record_about": (("id",), ("ref", "fact_id")),
    "record_once": (("id",), ("key",)),
    "record_handled": (("id",), ("handler", "fact_id")),
    "record_seal": (("id",), ("hash",), ("previous_id",)),
    "record_sealmember": (("id",), ("fact_id",), ("seal_id", "position")),
}
RECORD_TABLES = tuple(UNIQUE)

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: rows are never changed or deleted', TG_TABLE_NAME USING ERRCODE = '23514'; END $$
"""


def names(table: str, vendor: str = "sqlite") -> list[str]:
    """The names of the guards of a table."""
    third = "no_truncate" if vendor == "postgresql" else "no_replace"
    return [f"{table}_{guard}" for guard in ("no_update", "no_delete", third)]


def install(connection: BaseDatabaseWrapper, tables: tuple[str, ...] = RECORD_TABLES) -> None:
    """Put the guards on tables that exist; safe to repeat."""
    there = set(connection.introspection.table_names())
    lacking = set(missing(connection, tables))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table in tables:
            for name, statement in _statements(connection.vendor, table).items():
                if table not in there or name not in lacking:
                    continue
                of = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of}")
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper, tables: tuple[str, ...] = RECORD_TABLES) -> list[str]:
    """Guards that should be in the database and are not, are switched off or (on SQLite) say something else."""
    wanted = {name: text for table in tables for name, text in _statements(connection.vendor, table).items()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
            )
            present = {row[0] for row in cursor.fetchall()}
            return [name for name in wanted if name not in present]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        there = dict(cursor.fetchall())
    return [name for name, text in wanted.items() if there.get(name) != text]


def _statements(vendor: str, table: str) -> dict[str, str]:
    return _postgresql(table) if vendor == "postgresql" else _sqlite(table)


def _postgresql(table: str) -> dict[str, str]:
    guards = zip(
        names(table, "postgresql"), ("UPDATE", "DELETE", "TRUNCATE"), ("ROW", "ROW", "STATEMENT"), strict=True
    )
    return {
        name: f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION record_refuse_change()"
        for name, verb, each in guards
    }


def _sqlite(table: str) -> dict[str, str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: rows are never changed or deleted'); END"
    no_update, no_delete, no_replace = names(table)
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {_same(columns)})"  # noqa: S608  fixed names
        for columns in UNIQUE[table]
    )
    return {
        no_update: f"CREATE TRIGGER {no_update} BEFORE UPDATE ON {table} {refuse}",
        no_delete: f"CREATE TRIGGER {no_delete} BEFORE DELETE ON {table} {refuse}",
        no_replace: f"CREATE TRIGGER {no_replace} BEFORE INSERT ON {table} WHEN {taken} {refuse}",
    }


def _same(columns: tuple[str, ...]) -> str:
    return " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
