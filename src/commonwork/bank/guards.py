"""What the database itself refuses about payout runs, on SQLite and PostgreSQL, whoever asks it:

a run changed or deleted after it was made, but for its release or its cancelling; a run released before enough people
said so, or with other payouts than it was made of; a payout changed, deleted, added beyond the run's number, or made of
something that another run pays already; a release by the maker of the run.

Installed by `post_migrate` (SQLite rebuilds a table, and drops its triggers, when a migration alters it). What no trigger
can stop is its owner dropping it; the facts of the run tell of that.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = {"bank_payoutrun", "bank_payout", "bank_release"}
_KEPT = (
    "key",
    "organisation_id",
    "payer_id",
    "format",
    "pays_on",
    "unit",
    "made_by_id",
    "made_at",
    "payouts_count",
    "total_minor",
    "releases_needed",
)
_PAID_ALREADY = (
    "EXISTS (SELECT 1 FROM bank_payout p JOIN bank_payoutrun r ON r.id = p.run_id"
    " WHERE p.source_id = NEW.source_id AND r.stage <> 'cancelled' AND p.run_id <> NEW.run_id)"
)
_NOT_OF_THE_RUN = (
    "NEW.number > (SELECT payouts_count FROM bank_payoutrun WHERE id = NEW.run_id)"
    " OR EXISTS (SELECT 1 FROM bank_payout WHERE run_id = NEW.run_id AND source_id = NEW.source_id)"
)
_RELEASE_REFUSED = (
    "EXISTS (SELECT 1 FROM bank_payoutrun WHERE id = NEW.run_id AND"
    " (made_by_id = NEW.person_id OR made_by_id <> NEW.maker_id OR NEW.number > releases_needed))"
)
_TOO_FEW = (
    "NEW.stage = 'released' AND ((SELECT count(*) FROM bank_release WHERE run_id = NEW.id) < NEW.releases_needed"
    " OR (SELECT count(*) FROM bank_payout WHERE run_id = NEW.id) <> NEW.payouts_count"
    " OR (SELECT sum(amount_minor) FROM bank_payout WHERE run_id = NEW.id) <> NEW.total_minor)"
)
_CHANGED = {
    "sqlite": " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in ("id", *_KEPT)),
    "postgresql": " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in ("id", *_KEPT)),
}
_STEP_BACK = "OLD.stage <> 'waiting'"


def _refusals(vendor: str) -> dict[str, tuple[str, str, str, str]]:
    """{name of a guard: (verb, table, when, what is said)}; an empty `when` always refuses."""
    locked = "a payout run is locked from the start"
    return {
        "bank_payoutrun_locked": ("UPDATE", "bank_payoutrun", f"{_STEP_BACK} OR {_CHANGED[vendor]}", locked),
        "bank_payoutrun_enough": ("UPDATE", "bank_payoutrun", _TOO_FEW, "too few people released this run"),
        "bank_payoutrun_no_delete": ("DELETE", "bank_payoutrun", "", locked),
        "bank_payout_no_update": ("UPDATE", "bank_payout", "", locked),
        "bank_payout_no_delete": ("DELETE", "bank_payout", "", locked),
        "bank_payout_of_the_run": ("INSERT", "bank_payout", _NOT_OF_THE_RUN, locked),
        "bank_payout_paid_once": ("INSERT", "bank_payout", _PAID_ALREADY, "another run pays this already"),
        "bank_release_no_update": ("UPDATE", "bank_release", "", "a release stands"),
        "bank_release_no_delete": ("DELETE", "bank_release", "", "a release stands"),
        "bank_release_by_others": ("INSERT", "bank_release", _RELEASE_REFUSED, "the maker cannot release"),
    }


def statements(vendor: str) -> dict[str, tuple[str, str]]:
    """{name of a guard: (its table, what installs it)}."""
    make = _postgresql if vendor == "postgresql" else _sqlite
    return {
        name: (table, make(name, verb, table, when, said))
        for name, (verb, table, when, said) in _refusals(vendor).items()
    }


def _sqlite(name: str, verb: str, table: str, when: str, said: str) -> str:
    condition = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{said}'); END"
    )


def _postgresql(name: str, verb: str, table: str, when: str, said: str) -> str:
    refuse = f"RAISE EXCEPTION '{said}' USING ERRCODE = '23514';"
    body = f"IF {when} THEN {refuse} END IF;" if when else refuse
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NEW; END $$;"
        f" CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards on the tables; safe to repeat. Does nothing before the tables exist."""
    if not set(connection.introspection.table_names()) >= TABLES:
        return
    gone = set(missing(connection))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, (table, statement) in statements(connection.vendor).items():
            if name in gone:
                of = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of}")
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Guards that should be in the database and are not (or are switched off, or say something else), by name."""
    wanted = statements(connection.vendor)
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
    return [name for name, (_table, text) in wanted.items() if there.get(name) != text]
