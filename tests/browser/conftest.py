"""A demo network served as `make demo` serves it, and real Chromium to walk in it."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.databases import ROOT, Databases

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First those that read the season's figures, then those whose acts change them: workers keep one demo each."""
    items.sort(key=lambda item: item.path.stem not in ("test_journeys", "test_open_books", "test_auditor"))


@dataclass(frozen=True)
class Site:
    """A running demo. url: its address; home: its folder."""

    url: str
    home: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """Run a command of the program against this demo; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "commonwork", *arguments],
            env=self.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def start(home: Path, port: int) -> tuple[Site, subprocess.Popen[bytes]]:
    """Prepare and serve a demo network in a folder."""
    left_out = {"DATABASE_URL", "TEST_DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {key: value for key, value in os.environ.items() if key not in left_out} | {
        "COMMONWORK_HOME": str(home),
        "COMMONWORK_ORIGIN": f"http://localhost:{port}",
    }
    site = Site(f"http://localhost:{port}", home, environment)
    if folder := os.environ.get(
        "COMMONWORK_TEST_FOLDER"
    ):  # the season that all tests of this run share, played once
        databases = Databases(Path(folder) / "sqlite", "browser")
        databases.build("season")
        shutil.copyfile(databases.folder / "template_season.sqlite3", home / "commonwork.sqlite3")
    site.run("prepare", "--demo")
    server = subprocess.Popen(
        [sys.executable, "-m", "commonwork", "serve", "--port", str(port)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=(home / "serve.log").open("wb"),
    )
    for _ in range(1200):
        try:
            urllib.request.urlopen(f"{site.url}/healthz", timeout=2).read()
            return site, server
        except OSError:
            time.sleep(0.1)
    server.terminate()
    raise AssertionError((home / "serve.log").read_text())


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running, server = start(tmp_path_factory.mktemp("demo"), free_port())
    yield running
    server.terminate()
    server.wait(20)


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """The demo of this worker, its calendar put back afterwards: a test may move it, and the next begins on its day."""
    with _calendar(served) as demo:
        ((day,),) = demo.execute("SELECT demo_on FROM registry_network")
    yield served
    with _calendar(served) as demo, demo:
        demo.execute("UPDATE registry_network SET demo_on = ?", (day,))


def _calendar(served: Site) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(served.home / "commonwork.sqlite3", timeout=20))


@pytest.fixture
def inside(site: Site, django_db_blocker: Any) -> Callable[[Callable[[], Any]], Any]:
    """Run acts of the program on the demo's data, as others would do meanwhile, or read it: quicker than a process of
    its own. Returns what they return.

    In a thread, since Playwright runs a loop in this one and Django then refuses its databases here.
    """

    def there(work: Callable[[], Any]) -> Any:
        kept = connection.settings_dict["NAME"]
        with django_db_blocker.unblock():
            connection.settings_dict["NAME"] = str(site.home / "commonwork.sqlite3")
            try:
                return work()
            finally:
                connection.close()
                connection.settings_dict["NAME"] = kept

    def do(work: Callable[[], Any]) -> Any:
        with ThreadPoolExecutor(1) as others:
            return others.submit(there, work).result()

    return do


@pytest.fixture
def balance(inside: Callable[[Callable[[], Any]], Any]) -> Callable[[str, str, date], int]:
    """What the demo's books hold: `balance("bank", "1000", day)` in cents, debits positive."""
    from commonwork.books import queries  # not at the top: `make screens` reads this file without Django
    from commonwork.registry.models import Organisation

    def held(book: str, account: str, on: date) -> int:
        rows = queries.trial_balance(Organisation.objects.get(key=book), on=on)
        return next(row.balance_minor for row in rows if row.code == account)

    return lambda *asked: int(inside(lambda: held(*asked)))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing; on Debian: apt-get install chromium"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # from now on Playwright's loop runs beside the tests' own acts
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page at 1280 px; console errors fail the test, other than those of a form that was refused (422)."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    one = context.new_page()
    errors: list[str] = []

    def hear(message: Any) -> None:
        if message.type == "error" and "status of 422" not in message.text:
            errors.append(message.text)

    one.on("console", hear)
    one.on("pageerror", lambda error: errors.append(str(error)))
    yield one
    context.close()
    assert errors == []


def sign_in(page: Any, site: Site, key: str) -> None:
    """Sign in through the practice page, as a visitor of the demo would."""
    page.goto(f"{site.url}/practice/")
    page.locator(f'form[action="/practice/{key}/"] button').click()
    page.wait_for_url("**/home/")
