"""Unsafe settings are refused with a sentence; safe ones pass `check --deploy` without a word."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connection

from commonwork.access.models import Account, PracticeSignIn
from commonwork.site import checks, command, home
from tests.laws.house import ROOT

pytestmark = pytest.mark.django_db
DATABASE = {"databases": ["default"]}
OUTSIDE = "https://commonwork.example.org"


def ids(found: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in found]


@pytest.fixture(autouse=True)
def _safe(settings: Any, tmp_path: Path) -> None:
    """Safe settings to start from."""
    settings.HOME, settings.SECRET_KEY = tmp_path, "x" * 50
    settings.ORIGIN = OUTSIDE
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def test_safe_settings_pass() -> None:
    for check in (checks.debug_is_off, checks.cookies_are_secure, checks.secret_key_is_secret):
        assert check(None) == []
    for ask in (checks.practice_stays_at_home, checks.guards_are_there):
        assert ask(None, **DATABASE) == []


def test_debug_is_refused(settings: Any) -> None:
    settings.DEBUG = True
    assert ids(checks.debug_is_off(None)) == ["site.E001"]


@pytest.mark.parametrize("cookie", ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"])
def test_an_https_address_with_open_cookies_is_refused(settings: Any, cookie: str) -> None:
    setattr(settings, cookie, False)
    assert ids(checks.cookies_are_secure(None)) == ["site.E002"]


@pytest.mark.parametrize(
    ("origin", "said"), [("http://localhost:8000", []), ("http://commonwork.example.org", ["site.W002"])]
)
def test_plain_http_is_for_the_machine_itself(settings: Any, origin: str, said: list[str]) -> None:
    settings.ORIGIN = origin
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    assert ids(checks.cookies_are_secure(None)) == said


def test_a_short_secret_key_is_refused(settings: Any) -> None:
    settings.SECRET_KEY = "x" * 49
    found = checks.secret_key_is_secret(None)
    assert ids(found) == ["site.E003"] and "49 characters" in found[0].msg


@pytest.mark.parametrize(("mode", "said"), [(0o600, []), (0o640, ["site.E004"]), (0o644, ["site.E004"])])
def test_a_secret_key_that_others_may_read_is_refused(tmp_path: Path, mode: int, said: list[str]) -> None:
    file = tmp_path / "secret_key"
    file.write_text("x" * 64)
    file.chmod(mode)
    assert ids(checks.secret_key_is_secret(None)) == said


@pytest.mark.parametrize(("origin", "said"), [("http://localhost:8000", []), (OUTSIDE, ["site.E005"])])
def test_practice_sign_ins_stay_at_home(settings: Any, origin: str, said: list[str]) -> None:
    settings.ORIGIN = origin
    PracticeSignIn.objects.create(
        key="ada", account=Account.objects.create_user("ada@example.org"), role="steward"
    )
    assert ids(checks.practice_stays_at_home(None, **DATABASE)) == said
    assert checks.practice_stays_at_home(None) == [], "without --database nobody looks into it"


def test_missing_guards_are_refused_by_name() -> None:
    of = " ON record_fact" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER record_fact_no_update{of}")
    found = checks.guards_are_there(None, **DATABASE)
    assert ids(found) == ["site.E006"] and "record_fact_no_update" in found[0].msg
    assert any(message.id == "site.E006" for message in checks.unsafe())


def test_mail_in_files_is_a_warning_once_people_come_from_outside(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    found = checks.mail_leaves_the_house(None, **DATABASE)
    assert ids(found) == ["site.W003"] and not found[0].is_serious()
    settings.ORIGIN = "http://localhost:8000"
    assert checks.mail_leaves_the_house(None, **DATABASE) == []


@pytest.mark.parametrize(
    "origin", ["http://localhost", "http://127.0.0.1:8000", "http://[::1]:8000", "http://a.localhost"]
)
def test_the_machine_itself_is_known_by_its_names(origin: str) -> None:
    assert checks.is_loopback(origin)


@pytest.mark.parametrize("origin", ["https://localhost.example.org", "http://10.0.0.5", "", "http://0.0.0.0"])
def test_no_other_address_is_taken_for_the_machine_itself(origin: str) -> None:
    assert not checks.is_loopback(origin)


def check(tmp_path: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command, in an environment of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("COMMONWORK_", "DJANGO_"))}
    here = {"COMMONWORK_HOME": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3"}
    program = [sys.executable, "-m", "commonwork", "check", *more]
    return subprocess.run(
        program, env=kept | here | environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_command_is_clean_for_an_https_origin(tmp_path: Path) -> None:
    clean = check(tmp_path, "--deploy", "--fail-level", "WARNING", COMMONWORK_ORIGIN=OUTSIDE)
    assert (clean.returncode, clean.stdout.strip()) == (0, "System check identified no issues (0 silenced).")
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_the_command_refuses_a_short_key_in_words(
    settings: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COMMONWORK_SECRET_KEY", "short")
    settings.SECRET_KEY = home.secret_key(tmp_path)
    monkeypatch.setattr(sys, "argv", ["commonwork", "check"])
    with pytest.raises(SystemExit) as left:
        command.main()
    said = capsys.readouterr().err
    assert left.value.code not in (0, None) and "The secret key has 5 characters" in said
    assert "Traceback" not in said
