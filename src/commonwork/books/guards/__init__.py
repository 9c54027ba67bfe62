"""What the database itself refuses, on SQLite and PostgreSQL, whoever asks it:

an entry that does not balance in each unit, has fewer than two lines, leaves a gap, does not link to the entry before
it or falls into a closed period; lines without an entry; a line added to a posted entry; any change, replacement,
deletion or emptying of posted rows; a head that is not the last entry; a balance beyond its floor or ceiling, with
all that is set aside; a hold that ends twice or otherwise than it was held; anything on a closed account.

Sealing also moves the balances and the sums of months: a cache no writer can forget. The statements stand in the SQL
files beside this one. They are installed by `post_migrate`, because SQLite rebuilds a table (and drops its triggers)
when a migration alters it. `missing` tells the boot check and `verify` what is not there. What no trigger can stop -
its owner dropping it - is what the chain and `proofs` are for.
"""

import re
from functools import cache
from importlib.resources import files

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = {"books_entry", "books_posting", "books_book", "books_hold", "books_holdend"}
TABLE_FEATURES = (  # what CreateFrozenTable adds on SQLite, and what keeps drafts from being committed
    ("books_entry", "WITHOUT ROWID"),
    ("books_posting", "WITHOUT ROWID"),
    ("books_monthsum", "WITHOUT ROWID"),
    ("books_holdend", "WITHOUT ROWID"),
    ("books_holdend", "FOREIGN KEY (book_id, seq) REFERENCES books_entry (book_id, seq)"),
    ("books_never", "CHECK (id IS NULL)"),
    ("books_draft", "never integer NOT NULL REFERENCES books_never (id) DEFERRABLE INITIALLY DEFERRED"),
)
_TRIGGER = re.compile(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+)\s.*?\sON (\w+)", re.DOTALL)
_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(.*?AS \$books\$(.*)\$books\$", re.DOTALL)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards on the tables of the books; safe to repeat. Does nothing before the tables exist."""
    if not set(connection.introspection.table_names()) >= TABLES:
        return
    there = {} if connection.vendor == "postgresql" else _sqlite_triggers(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            if found := _TRIGGER.match(statement):
                name, table = found.groups()
                if there.get(name) == statement:
                    continue
                of = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of}")
            cursor.execute(_at_home(statement, connection))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Guards that should be in the database and are not (or are switched off, or changed), by name."""
    return (
        _missing_postgresql(connection) if connection.vendor == "postgresql" else _missing_sqlite(connection)
    )


@cache
def statements(vendor: str) -> tuple[str, ...]:
    """The statements that install the guards, in their order."""
    folder = files("commonwork.books.guards")
    names = (f"{vendor}.sql", f"holds_{vendor}.sql")
    text = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return tuple(
        part.strip() for part in re.split(r"^(?=CREATE )", plain, flags=re.MULTILINE) if part.strip()
    )


def _at_home(statement: str, connection: BaseDatabaseWrapper) -> str:
    """A function of PostgreSQL bound to the schema of the books; trigger functions run as the tables' owner."""
    if "LANGUAGE plpgsql" not in statement:
        return statement
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
    rights = "SECURITY DEFINER " if "RETURNS trigger" in statement else ""
    bound = f"LANGUAGE plpgsql {rights}SET search_path = {schema}, pg_temp"
    return statement.replace("LANGUAGE plpgsql", bound, 1)


def _missing_sqlite(connection: BaseDatabaseWrapper) -> list[str]:
    there = _sqlite_triggers(connection)
    wanted = {found.group(1): text for text in statements("sqlite") if (found := _TRIGGER.match(text))}
    gone = [name for name, text in wanted.items() if there.get(name) != text]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        tables = dict(cursor.fetchall())
    features = [f"{table} {text}" for table, text in TABLE_FEATURES if text not in tables.get(table, "")]
    return gone + features


def _missing_postgresql(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
        )
        there = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        )
        bodies = dict(cursor.fetchall())
    gone = []
    for text in statements("postgresql"):
        trigger, function = _TRIGGER.match(text), _FUNCTION.match(text)
        if trigger and trigger.group(1) not in there:
            gone.append(trigger.group(1))
        if function and bodies.get(function.group(1)) != function.group(2):
            gone.append(function.group(1))
    return gone


def _sqlite_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'books_%%'")
        return dict(cursor.fetchall())
