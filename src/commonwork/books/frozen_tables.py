"""Tables whose rows are never replaced: on SQLite they are made WITHOUT ROWID, so that no hidden key lets
INSERT OR REPLACE erase a row."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

END_NEEDS_AN_ENTRY = (
    ", FOREIGN KEY (book_id, seq) REFERENCES books_entry (book_id, seq) DEFERRABLE INITIALLY DEFERRED"
)


class CreateFrozenTable(migrations.CreateModel):
    """CreateModel for entries, postings, the ends of holds and the sums of months."""

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
        before = editor.sql_create_table
        more = END_NEEDS_AN_ENTRY if self.name == "HoldEnd" else ""
        editor.sql_create_table = f"CREATE TABLE %(table)s (%(definition)s{more}) WITHOUT ROWID"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            editor.sql_create_table = before
