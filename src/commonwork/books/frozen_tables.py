"""Tables whose rows are never replaced: on SQLite they are made WITHOUT ROWID, so that no hidden key lets
INSERT OR REPLACE erase a row, and with the foreign key from lines to their entry that Django cannot spell."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

LINES_NEED_AN_ENTRY = (
    ", FOREIGN KEY (book_id, seq) REFERENCES books_entry (book_id, seq) DEFERRABLE INITIALLY DEFERRED"
)
NEED_AN_ENTRY = frozenset({"Posting", "HoldEnd"})


class CreateFrozenTable(migrations.CreateModel):
    """CreateModel for entries and postings, and for the ends of holds."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        editor: Any = schema_editor
        more = LINES_NEED_AN_ENTRY if self.name in NEED_AN_ENTRY else ""
        before = editor.sql_create_table
        editor.sql_create_table = f"CREATE TABLE %(table)s (%(definition)s{more}) WITHOUT ROWID"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            editor.sql_create_table = before
