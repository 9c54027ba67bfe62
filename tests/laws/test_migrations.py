"""Law: models and migrations agree, and migrations run on the engine of this run (they built its database)."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex
from django.db.migrations.state import ModelState, ProjectState

pytestmark = pytest.mark.django_db


def test_no_model_differs_from_its_migrations(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_every_migration_has_run_here() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_this_law_can_fail() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    there = ProjectState.from_apps(apps)
    organisation = there.models["registry", "organisation"].clone()
    fields = dict(organisation.fields)
    fields.pop("trade")
    there.models["registry", "organisation"] = ModelState(
        "registry", "Organisation", fields, organisation.options, organisation.bases, organisation.managers
    )
    changes = MigrationAutodetector(loader.project_state(), there).changes(graph=loader.graph)
    assert "registry" in changes


def test_tables_are_made_whole() -> None:
    """A constraint added after its table makes SQLite build the table anew: 7 s more for an empty database."""
    first = [
        migration
        for (label, name), migration in MigrationLoader(None).disk_migrations.items()
        if name == "0001_initial" and apps.get_app_config(label).module.__name__.startswith("commonwork.")
    ]
    assert len(first) > 10
    late = [
        operation.describe()
        for migration in first
        for operation in migration.operations
        if isinstance(operation, AddConstraint | AddIndex | AddField)
    ]
    assert late == []


@pytest.mark.soak
def test_an_empty_database_migrated_quickly_is_the_one_django_makes(tmp_path: Path) -> None:
    def schema(name: str, *program: str) -> dict[str, str]:
        path = tmp_path / name
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{path}",
            "COMMONWORK_TESTING": "1",
            "DJANGO_SETTINGS_MODULE": "commonwork.site.settings",
        }
        subprocess.run([sys.executable, *program], check=True, env=environment, cwd=tmp_path)
        with sqlite3.connect(path) as made:
            return dict(made.execute("SELECT type || ' ' || name, sql FROM sqlite_master"))

    plain = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from django.core.management.commands.migrate import Command\n"
        "call_command(Command(), verbosity=0)"
    )
    quick = schema("quick.sqlite3", "-m", "commonwork", "migrate", "--verbosity", "0")
    assert len(quick) > 300
    assert quick == schema("plain.sqlite3", "-c", plain)
