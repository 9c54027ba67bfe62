"""Tables that only grow: the database itself refuses to change or delete a row, on SQLite and PostgreSQL.

Guards are installed by `post_migrate`, because SQLite rebuilds a table (and drops its triggers) when a migration
alters it. `missing` tells the boot check what is not there. What no trigger can stop - the owner dropping it - is what
the seals are for.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

RECORD_TABLES = (
    "record_fact",
    "record_about",
    "record_once",
    "record_handled",
    "record_seal",
    "record_sealmember",
)

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: rows are never changed or deleted', TG_TABLE_NAME USING ERRCODE = '23514'; END $$
"""


def names(table: str) -> list[str]:
    """The names of the guards of a table."""
    return [f"{table}_no_update", f"{table}_no_delete"]


def install(connection: BaseDatabaseWrapper, tables: tuple[str, ...] = RECORD_TABLES) -> None:
    """Put the guards on tables that exist; safe to repeat."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table in tables:
            if table not in there:
                continue
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION record_refuse_change()",
            f"CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION record_refuse_change()",
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION record_refuse_change()",
        ]
    message = f"{table} is append-only: rows are never changed or deleted"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def missing(connection: BaseDatabaseWrapper, tables: tuple[str, ...] = RECORD_TABLES) -> list[str]:
    """Guards that should be in the database and are not."""
    catalogue = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        present = {row[0] for row in cursor.fetchall()}
    return [name for table in tables for name in names(table) if name not in present]
