"""Pages: a list of 25 rows over 20,000 against a bare Django view of the same query, and the front page.

Medians of one run, side by side, in process and on SQLite in a folder of its own. The bare view is what the framework's
manual shows: the same query, 25 at a time, one table with a link a row (Django's own tags), no frame, no filter, no
files, nobody signed in. Each round of ours gets a request of its own and reads the network anew; reading the roles, which
the bare view does not ask for, is measured by itself.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from copy import copy
from pathlib import Path

PEOPLE = 20_000
ROUNDS = 60
PLAIN = {
    "context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]
}
BARE = """<!doctype html><title>People</title><table>
{% for row in page %}<tr><th><a href="{% url 'person' row.key %}">{{ row.name }}</a></th>
<td>{{ row.language }}</td><td>{{ row.key }}</td></tr>{% endfor %}
</table>{{ page.paginator.count }}"""


def main() -> None:
    """Build the database in a fresh process environment, then measure."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            COMMONWORK_HOME=home,
            DATABASE_URL=f"sqlite:///{home}/bench.sqlite3",
            COMMONWORK_TESTING="1",
            DJANGO_SETTINGS_MODULE="commonwork.site.settings",
        )
        for command in (["migrate", "-v0"], ["demo-data"]):
            subprocess.run(
                [sys.executable, "-m", "commonwork", *command], check=True, stdout=subprocess.DEVNULL
            )
        _measure(Path(home))


def _measure(home: Path) -> None:
    import django

    django.setup()
    from django.core.paginator import Paginator
    from django.http import HttpRequest, HttpResponse
    from django.template.backends.django import DjangoTemplates
    from django.test import Client, RequestFactory

    from commonwork.access.models import Account, PracticeSignIn
    from commonwork.access.queries import holdings
    from commonwork.registry import clock
    from commonwork.registry.models import Person
    from commonwork.site.views import people

    Person.objects.bulk_create(
        Person(key=f"bench_{number:05d}", name=f"Person {number:05d} (invented)", is_invented=True)
        for number in range(PEOPLE)
    )
    template = DjangoTemplates({"NAME": "bare", "DIRS": [], "APP_DIRS": False, "OPTIONS": PLAIN}).from_string(
        BARE
    )

    def bare(request: HttpRequest) -> HttpResponse:
        rows = Person.objects.filter(is_forgotten=False).order_by("name", "pk")
        return HttpResponse(template.render({"page": Paginator(rows, 25).get_page(1)}, request))

    account = Account.objects.get(
        pk=PracticeSignIn.objects.get(key="steward").account_id
    )  # as a session reads it

    def fresh(known: Account) -> Account:
        again = copy(known)
        again.__dict__.pop("_holdings", None)
        return again

    def asked() -> HttpRequest:
        request = RequestFactory(HTTP_HOST="localhost").get("/people/")
        request.user, request.htmx = copy(account), None
        request.META["CSRF_COOKIE"] = "k" * 32  # as the middleware reads it from a browser's cookie
        return request

    def ours() -> HttpResponse:
        with clock.reading_once():
            return people.list_all(asked())

    holdings(account)
    bare_ms, ours_ms, roles_ms = side_by_side(lambda: bare(asked()), ours, lambda: holdings(fresh(account)))
    print(
        f"list of 25 over {PEOPLE:,} people: bare {bare_ms:.2f} ms, ours {ours_ms:.2f} ms, ratio {ours_ms / bare_ms:.2f}"
        f" (and {roles_ms:.2f} ms to read the roles)"
    )
    client = Client(HTTP_HOST="localhost", headers={"accept-encoding": "gzip"})
    client.get("/")
    answer = client.get("/")
    (front_ms,) = side_by_side(lambda: client.get("/"))
    print(f"front page: {front_ms:.1f} ms in process, {len(answer.content) / 1000:.1f} kB compressed")


def side_by_side(*functions: Callable[[], object]) -> tuple[float, ...]:
    """Median milliseconds of processor time of each, their rounds interleaved (clock time is blurred by neighbours)."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(ROUNDS):
        for kept, function in zip(times, functions, strict=True):
            start = time.process_time()
            function()
            kept.append((time.process_time() - start) * 1000)
    return tuple(statistics.median(kept) for kept in times)


if __name__ == "__main__":
    main()
