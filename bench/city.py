"""Make a whole city and say how long it took and how much memory it needed. Prints measured figures as JSON.

    python tests/postgres.py python -m bench.city [--part 20] [--seed 1]

--part 20 makes a twentieth of the city. Without DATABASE_URL: SQLite in a folder of its own. The database should be new;
migrations are run first and are not counted. The bars, for the whole city on PostgreSQL: under 10 minutes, under 4 GB.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from typing import Any

MOST_SECONDS, MOST_MB = 600, 4_000


def main() -> int:
    """Returns 1 when the city took longer or needed more memory than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", type=int, default=1, help="how small: 20 makes a twentieth")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{home}/city.sqlite3")
        os.environ.update(
            COMMONWORK_HOME=home, COMMONWORK_TESTING="1", DJANGO_SETTINGS_MODULE="commonwork.site.settings"
        )
        figures = _measure(chosen.part, chosen.seed)
    print(json.dumps(figures, indent=1))
    return int(figures["seconds"] > MOST_SECONDS or figures["peak_mb"] > MOST_MB)


def _measure(part: int, seed: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from commonwork.site.season import city
    from commonwork.site.season.city_plan import CITY, Scale

    call_command("migrate", verbosity=0)
    steps: dict[str, float] = {}
    begun = time.perf_counter()

    def tell(sentence: str) -> None:
        steps[sentence] = round(time.perf_counter() - begun, 1)

    scale = Scale(CITY.coops // part, CITY.members // part, CITY.residents // part)
    city.make(seed=seed, scale=scale, tell=tell)
    return {
        "engine": connection.vendor,
        "seconds": round(time.perf_counter() - begun, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "seconds_until": steps,
        "rows": _rows(),
    }


def _rows() -> dict[str, int]:
    from django.db import connection

    names = (
        "registry_organisation", "registry_person", "registry_membership", "registry_bodyseat", "federation_hours",
        "federation_wage", "books_entry", "books_posting", "record_fact", "record_about",
    )  # fmt: skip
    counts = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {name}")  # fixed names
            counts[name] = cursor.fetchone()[0]
    return counts


if __name__ == "__main__":
    raise SystemExit(main())
