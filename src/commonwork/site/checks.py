"""Boot checks: what would be unsafe is refused with a sentence, before anything is served.

`commonwork check` asks about the settings, `commonwork check --deploy --database default` also about the database and
about going live. Each setting is described in docs/settings.md.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.db import connections

from commonwork.access.models import PracticeSignIn
from commonwork.bank import guards as bank_guards
from commonwork.books import guards as books_guards
from commonwork.record import guards as record_guards

SHORTEST_KEY = 50
Found = list[CheckMessage]
Apps = Sequence[AppConfig] | None


def unsafe() -> Found:
    """Everything that must keep this installation from being served; empty when it is safe."""
    asked = [Tags.security, Tags.database]
    found = run_checks(tags=asked, databases=["default"], include_deployment_checks=True)
    return [message for message in found if message.is_serious()]


def is_loopback(origin: str) -> bool:
    """Is this address only reached from the machine itself?

    >>> is_loopback("http://localhost:8000"), is_loopback("https://[::1]"), is_loopback("https://example.org")
    (True, True, False)
    """
    host = urlsplit(origin).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.") or host.endswith(".localhost")


@register(Tags.security)
def debug_is_off(app_configs: Apps, **_: Any) -> Found:
    """DEBUG shows code and settings to whoever meets an error."""
    if not settings.DEBUG:
        return []
    return [
        Error("DEBUG is on. It shows the code and the settings to everyone; switch it off.", id="site.E001")
    ]


@register(Tags.security)
def cookies_are_secure(app_configs: Apps, **_: Any) -> Found:
    """An address with https sends its cookies over https only."""
    if urlsplit(settings.ORIGIN).scheme == "https":
        if settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE:
            return []
        sentence = (
            "The address is https, but the cookies are also sent over plain http. Set both ..._COOKIE_SECURE."
        )
        return [Error(sentence, id="site.E002")]
    if is_loopback(settings.ORIGIN):
        return []
    sentence = "People sign in over plain http, where anyone on the way can read along."
    return [Warning(sentence, hint="Set COMMONWORK_ORIGIN to an https address.", id="site.W002")]


@register(Tags.security)
def secret_key_is_secret(app_configs: Apps, **_: Any) -> Found:
    """The key that signs sessions and codes is long, and readable by the server alone."""
    found: Found = []
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        sentence = (
            f"The secret key has {len(settings.SECRET_KEY)} characters; it needs at least {SHORTEST_KEY}."
        )
        hint = "Remove var/secret_key (or COMMONWORK_SECRET_KEY); a good one is made on the next start."
        found.append(Error(sentence, hint=hint, id="site.E003"))
    file = Path(settings.HOME) / "secret_key"
    if file.exists() and file.stat().st_mode & 0o077:
        sentence = f"Others on this machine may read the secret key (mode {file.stat().st_mode & 0o777:04o})."
        found.append(Error(sentence, hint=f"chmod 600 {file}", id="site.E004"))
    return found


@register(Tags.database, deploy=True)
def practice_stays_at_home(app_configs: Apps, databases: Sequence[str] | None = None, **_: Any) -> Found:
    """Practice sign-ins open the network to anyone, so they never leave the machine."""
    if is_loopback(settings.ORIGIN):
        return []
    table = PracticeSignIn._meta.db_table
    for alias in databases or ():
        if table in _tables(alias) and PracticeSignIn.objects.using(alias).exists():
            sentence = (
                f"Practice sign-ins are in the database, and {settings.ORIGIN} can be reached from outside."
            )
            hint = "Found your own network in an empty database; see docs/guides/found-your-network.md."
            return [Error(sentence, hint=hint, id="site.E005")]
    return []


@register(Tags.database, deploy=True)
def guards_are_there(app_configs: Apps, databases: Sequence[str] | None = None, **_: Any) -> Found:
    """Without its guards the database would let posted rows and facts be changed."""
    found: Found = []
    for alias in databases or ():
        connection, there = connections[alias], _tables(alias)
        gone: list[str] = []
        if set(record_guards.RECORD_TABLES) <= there:
            gone += record_guards.missing(connection)
        if there >= books_guards.TABLES:
            gone += books_guards.missing(connection)
        if there >= bank_guards.TABLES:
            gone += bank_guards.missing(connection)
        if gone:
            sentence = f"The database lacks guards that keep facts, entries and payout runs unchanged: {', '.join(gone)}."
            found.append(Error(sentence, hint="Run: commonwork migrate", id="site.E006"))
    return found


@register(Tags.database, deploy=True)
def mail_leaves_the_house(app_configs: Apps, databases: Sequence[str] | None = None, **_: Any) -> Found:
    """Asked on going live (with --database) only: codes to sign in with must reach people."""
    if (
        not databases
        or is_loopback(settings.ORIGIN)
        or not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
    ):
        return []
    sentence = "Mail is written to files, so nobody outside receives a code to sign in with."
    hint = "Set COMMONWORK_EMAIL_URL, for instance smtp://user:password@mail.example.org:587."
    return [Warning(sentence, hint=hint, id="site.W003")]


def _tables(alias: str) -> set[str]:
    return set(connections[alias].introspection.table_names())
