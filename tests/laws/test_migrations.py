"""Law: models and migrations agree, and migrations run on the engine of this run (they built its database)."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
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
