"""Fixtures of all tests. `@pytest.mark.season` gives a test the demo network with the golden season played."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from tests.databases import Databases
from tests.worlds import MADE, Builder, builder_of, here, published_folder

hypothesis_settings.register_profile("commonwork", deadline=None, max_examples=40, derandomize=False)
hypothesis_settings.register_profile("soak", deadline=None, max_examples=400, derandomize=False)
hypothesis_settings.load_profile("commonwork")
_databases: Databases | None = None
_names: dict[str, str] = {}
_worlds: dict[str, str] = {}
_used: list[str] = []  # by the test that runs


def _home() -> Databases:
    global _databases
    if _databases is None:
        url = os.environ.get("TEST_DATABASE_URL", "")
        base = os.environ.get("COMMONWORK_TEST_FOLDER") or tempfile.mkdtemp(prefix="commonwork-test-")
        worker = os.environ.get("PYTEST_XDIST_WORKER", "solo")
        _databases = Databases(Path(base) / ("postgresql" if url else "sqlite"), worker, url)
    return _databases


def pytest_configure(config: pytest.Config) -> None:
    """One folder for all workers of a run."""
    if "PYTEST_XDIST_WORKER" not in os.environ and "COMMONWORK_TEST_FOLDER" not in os.environ:
        os.environ["COMMONWORK_TEST_FOLDER"] = tempfile.mkdtemp(prefix="commonwork-test-")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Soak and browser tests run only when asked for by marker.

    On PostgreSQL only what touches a database runs. Pages are walked along their links there (test_crawl); one by one
    they are tested on SQLite only, and so is what is marked one_engine, unless COMMONWORK_ALL_ON_BOTH is set (make soak).
    """
    if os.environ.get("TEST_DATABASE_URL"):
        both = bool(os.environ.get("COMMONWORK_ALL_ON_BOTH"))

        def runs_here(item: pytest.Item) -> bool:
            is_told = item.path.stem.endswith("_pages") or item.get_closest_marker("one_engine")
            return _wants_database(item) and (both or not is_told)

        config.hook.pytest_deselected(items=[item for item in items if not runs_here(item)])
        items[:] = [item for item in items if runs_here(item)]
    asked = config.getoption("-m") or ""
    for marker in ("soak", "browser"):
        if marker in asked:
            continue
        left_out = [item for item in items if item.get_closest_marker(marker)]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was read for good is no garbage: looking through it again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()


def _wants_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db", "client"} & fixtures)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Point the connection at the database the test asks for; a page's language must not outlive its test."""
    translation.deactivate()
    _used.clear()
    if not _wants_database(item):
        return
    builder = builder_of(item)
    here(builder.kind if builder else "")
    if builder and not _commits(item):
        _point_at(_made(builder, item.config))
    elif builder:
        _made(builder, item.config)
        _use(builder.kind)
    else:
        _use("season" if item.get_closest_marker("season") else "empty")


def _commits(item: pytest.Item) -> bool:
    """Does this test leave rows behind? Then it gets a copy of its world; others work in the world and roll back."""
    marked = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marked and marked.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server", "django_db_reset_sequences"} & fixtures
    )


def _made(builder: Builder, config: pytest.Config) -> str:
    """The database of a world, made when this worker has not made it yet."""
    if builder.kind in _worlds:
        return _worlds[builder.kind]
    _point_at(_home().begin_world(builder.kind))
    with config.stash[blocking_manager_key].unblock():
        with transaction.atomic():
            MADE[builder.kind] = builder.make()
        connection.close()
    _home().end_world(builder.kind)
    translation.deactivate()
    _worlds[builder.kind] = connection.settings_dict["NAME"]
    return _worlds[builder.kind]


def _use(kind: str) -> None:
    _used.append(kind)
    if kind not in _names:
        connection.close()  # what is copied must be at rest
        _names[kind] = _home().fresh(kind)
    _point_at(_names[kind])


def _point_at(name: str) -> None:
    if url := os.environ.get("TEST_DATABASE_URL"):
        import dj_database_url

        server = dj_database_url.parse(url)
        connection.settings_dict.update({key: server[key] for key in ("HOST", "PORT", "USER", "PASSWORD")})
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Databases are copied from templates, not created by Django."""
    yield
    with django_db_blocker.unblock():
        connection.close()


def _restore(self: Any) -> None:
    """After a test that commits: every database it worked in again as it was before."""
    last = _used[-1]
    for kind in _used:
        _names.pop(kind, None)
    connection.close()
    _use(last)


TransactionTestCase._fixture_teardown = _restore  # type: ignore[method-assign]
TransactionTestCase.serialized_rollback = False


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published answers; tests that need it are skipped where it is absent."""
    return published_folder()


def pytest_report_header(config: pytest.Config) -> str:
    """Say which engine this run proves."""
    return f"database engine: {connection.vendor}"


@pytest.fixture(autouse=True)
def addresses_anew(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with addresses of its own must not find those of others, nor leave its own."""
    if not request.node.get_closest_marker("urls"):
        yield
        return
    from commonwork.ui.addresses import address_of
    from commonwork.ui.tags.kept import forget

    for clear in (address_of.cache_clear, forget):
        clear()
    yield
    for clear in (address_of.cache_clear, forget):
        clear()
