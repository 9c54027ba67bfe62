"""One engine's figures: the ledger beside the lower bound, in one run. Called by run.py; prints JSON on its last line.

DATABASE_URL names a new database; migrations are run first. Parts: many, one, crowd, reads (all of them unless named).
"""

import argparse
import json
import multiprocessing
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwork.site.settings")
FIRST, DAYS, BOOKS = date(2016, 1, 1), 1461, 8
AMONG = 10  # writers of the crowd, at most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["many", "one", "crowd", "reads"])
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--singles", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=6.0, help="how long the crowd posts")
    chosen = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    books = [_open_book(number) for number in range(BOOKS)]
    figures: dict[str, Any] = {"engine": connection.vendor, "entries": chosen.entries}
    if "many" in chosen.parts or "one" in chosen.parts:
        raw = _raw(connection)
        if "many" in chosen.parts:
            figures |= _many(raw, books, chosen.entries, chosen.rounds)
        if "one" in chosen.parts:
            figures |= _one(raw, books, chosen.singles, chosen.rounds)
    if "crowd" in chosen.parts:
        figures |= _crowd(connection, books[0].key, chosen.seconds)
    if "reads" in chosen.parts:
        figures |= _reads(_open_book(BOOKS))
    print(json.dumps(figures))


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _open_book(number: int) -> Any:
    from commonwork.books import actions
    from commonwork.registry.clock import at_time
    from commonwork.registry.models import Organisation

    organisation = Organisation.objects.create(
        key=f"coop_{number}", name=f"Co-op {number}", kind="co-op", has_open_books=True
    )
    at = at_time(FIRST)
    return actions.open_book(organisation=organisation, on=FIRST, by="system/bench", at=at).organisation


def _raw(connection: Any) -> Any:
    import raw

    if connection.vendor == "postgresql":
        return raw.RawPostgresql(os.environ["DATABASE_URL"])
    name = Path(connection.settings_dict["NAME"])
    return raw.RawSqlite(name.with_name(f"raw-{name.name}"))


def _fact() -> Any:
    from commonwork.record.models import Fact

    return Fact.objects.order_by("pk").last()


def _sale(organisation: Any, number: int, fact: Any) -> Any:
    from commonwork.books.actions import Line, NewEntry

    amount = 100 + number % 9_973
    lines = [Line("1000", amount), Line("4000", -amount)]
    return NewEntry(organisation, FIRST + timedelta(number % DAYS), "sale", lines, fact)


def _day(number: int) -> str:
    return (FIRST + timedelta(number % DAYS)).isoformat()


def _many(raw: Any, books: list[Any], count: int, rounds: int) -> dict[str, Any]:
    """Raw and ledger take turns, so that both meet the same weather."""
    from django.db import transaction

    from commonwork.books import actions

    fact, raws, ours = _fact(), [], []
    for turn in range(rounds):
        days = [_day(n) for n in range(count)]
        sales = [
            (n % BOOKS + 1, turn * count + n // BOOKS + 1, days[n], 100 + n % 9_973) for n in range(count)
        ]
        raws.append(count / timed(lambda rows=sales: raw.many(rows)))
        batch = [_sale(books[n % BOOKS], n, fact) for n in range(count)]

        def post(rows: list[Any] = batch) -> None:
            with transaction.atomic():
                actions.post_many(rows)

        ours.append(count / timed(post))
    return _beside("many", raws, ours)


def _one(raw: Any, books: list[Any], count: int, rounds: int) -> dict[str, Any]:
    """One durable commit each, in one book."""
    from django.db import transaction

    from commonwork.books import actions
    from commonwork.record.acts import act, state

    fact, raws, ours, acts = _fact(), [], [], []
    amount = 700

    @act
    def sell(*, organisation: Any, by: str, at: Any) -> Any:
        stated = state("books.gift.received", subject=organisation, by=by, at=at, organisation=organisation)
        _post_one(actions, organisation, stated, amount)
        return organisation

    def post() -> None:
        with transaction.atomic():
            _post_one(actions, books[0], fact, amount)

    for turn in range(-1, rounds):  # the first turn warms plans and caches up
        seq = (turn + 1) * count
        few = count if turn >= 0 else 20
        raw_s = timed(
            lambda seq=seq, few=few: [raw.one(99, seq + n + 1, _day(n), amount) for n in range(few)]
        )
        ours_s = timed(lambda few=few: [post() for _ in range(few)])
        acts_s = timed(
            lambda few=few: [sell(organisation=books[1], by="system/bench", at=fact.at) for _ in range(few)]
        )
        if turn >= 0:
            raws.append(few / raw_s)
            ours.append(few / ours_s)
            acts.append(few / acts_s)
    figures = _beside("one", raws, ours)
    figures["one_act_with_its_fact_per_s"] = round(statistics.median(acts))
    return figures


def _post_one(actions: Any, organisation: Any, fact: Any, amount: int) -> Any:
    lines = [actions.Line("1000", amount), actions.Line("4000", -amount)]
    return actions.post(organisation=organisation, on=FIRST, kind="sale", lines=lines, source=fact)


def _beside(name: str, raws: list[float], ours: list[float]) -> dict[str, Any]:
    ratios = sorted(our / bare for our, bare in zip(ours, raws, strict=True))
    return {
        f"{name}_raw_per_s": round(statistics.median(raws)),
        f"{name}_per_s": round(statistics.median(ours)),
        f"{name}_of_raw": round(statistics.median(ratios), 3),
        f"{name}_of_raw_each": [round(ratio, 3) for ratio in ratios],
    }


def _crowd(connection: Any, key: str, seconds: float) -> dict[str, Any]:
    """Eight processes post into one book; before and after them, one alone."""
    connection.close()
    alone = [_posters(1, key, seconds / 2)[0][0]]
    posted, errors = _posters(8, key, seconds)
    alone.append(_posters(1, key, seconds / 2)[0][0])
    single = statistics.mean(alone) / (seconds / 2)
    return {
        "crowd_one_alone_per_s": round(single),
        "crowd_of_8_per_s": round(sum(posted) / seconds),
        "crowd_of_one": round(sum(posted) / seconds / single, 3),
        "crowd_least_of_fair_share": round(min(posted) / (sum(posted) / 8), 3),
        "crowd_errors": errors,
    }


def _posters(many: int, key: str, seconds: float) -> tuple[list[int], int]:
    spawn = multiprocessing.get_context("spawn")
    ready, go = spawn.Barrier(many + 1), spawn.Event()
    results = spawn.Queue()
    people = [spawn.Process(target=_poster, args=(key, seconds, ready, results)) for _ in range(many)]
    for person in people:
        person.start()
    ready.wait()
    go.set()
    found = [results.get() for _ in people]
    for person in people:
        person.join()
    return [posted for posted, _ in found], sum(errors for _, errors in found)


def _poster(key: str, seconds: float, ready: Any, results: Any) -> None:
    import django

    django.setup()
    from django.db import DatabaseError, transaction

    from commonwork.books import actions
    from commonwork.registry.models import Organisation

    organisation, fact = Organisation.objects.get(key=key), _fact()
    ready.wait()
    posted = errors = 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        try:
            with transaction.atomic():
                _post_one(actions, organisation, fact, 1 + posted)
            posted += 1
        except DatabaseError:
            errors += 1
    results.put((posted, errors))


def _reads(organisation: Any) -> dict[str, Any]:
    """A book of a million lines, an account of 100,000 among them, read as people read it."""
    from django.db import connection, transaction
    from django.test import Client
    from django.urls import reverse

    from commonwork.books import actions, queries
    from commonwork.books.proofs import prove

    fact, count = _fact(), 500_000
    for at in range(0, count, 50_000):
        with transaction.atomic():
            actions.post_many(_varied(organisation, number, fact) for number in range(at, at + 50_000))
    if connection.vendor == "postgresql":  # what autovacuum does within a minute
        connection.cursor().execute("VACUUM ANALYZE")
    days = [FIRST + timedelta(n) for n in random.Random(1).sample(range(DAYS), 7)]
    last = FIRST + timedelta(DAYS)
    page = reverse("books_account", args=[organisation.key, "5200"])
    browser = Client(HTTP_HOST="localhost")

    def visit(query: str) -> None:
        answer = browser.get(page + query)
        assert answer.status_code == 200, answer.status_code

    figures = {
        "trial_balance_now_ms": _median_ms(lambda _: queries.trial_balance(organisation, on=last), days),
        "trial_balance_past_ms": _median_ms(lambda day: queries.trial_balance(organisation, on=day), days),
        "account_page_ms": _median_ms(lambda _: visit("?year=all"), days),
        "account_page_middle_ms": _median_ms(lambda _: visit("?year=all&page=2000"), days),
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = timed(lambda: _demand(prove(organisation.key)))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return figures | {"verify_lines_per_s": round(1_000_000 / spent), "verify_grew_mb": grown // 1024}


def _demand(report: Any) -> None:
    assert report.holds, [proof.faults for proof in report.proofs if not proof.holds]


def _varied(organisation: Any, number: int, fact: Any) -> Any:
    """Every fifth entry is a cost, so that account 5200 has 100,000 lines."""
    from commonwork.books.actions import Line, NewEntry

    amount, other = 100 + number % 9_973, ("5200", 1) if number % 5 == 0 else ("4000", -1)
    lines = [Line("1000", -other[1] * amount), Line(other[0], other[1] * amount)]
    return NewEntry(organisation, FIRST + timedelta(number % DAYS), "sale", lines, fact)


def _median_ms(work: Callable[[Any], Any], days: list[date]) -> float:
    work(days[0])
    return round(statistics.median(timed(lambda day=day: work(day)) for day in days) * 1000, 1)


if __name__ == "__main__":
    main()
