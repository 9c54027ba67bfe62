"""The loop: what flowed between the institutions in twelve months, drawn from the rooms' own queries.

Each arrow shows the twelve months up to today or, if nothing flowed then, the latest twelve that have facts; its link
opens the rows that sum to the figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Max
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly import queries as assembly
from commonwork.bank import queries as bank
from commonwork.federation import queries as federation
from commonwork.incubator import queries as incubator
from commonwork.record.models import Fact
from commonwork.rules.periods import twelve_months_to
from commonwork.school import queries as school
from commonwork.ui.charts import Flow
from commonwork.ui.money import dollars

LONG_AGO = date(1900, 1, 1)
KEEP_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Span:
    """A half-open period."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Turn:
    """One turn of the loop in numbers: {name: (span, figures)}."""

    trained: tuple[Span, int, int]  # people trained, teams formed
    ready: tuple[Span, int, int]  # teams ready, gates passed
    lent: tuple[Span, int, int, int]  # loans, minor units lent, co-ops opened
    sisters: tuple[Span, int]  # minor units bought from sister co-ops
    solidarity: tuple[Span, int]  # minor units to the solidarity fund
    chosen: tuple[Span, int, int, int]  # projects chosen, people who voted, minor units decided on


def twelve_months(on: date, days: Iterable[date | None]) -> Span:
    """The twelve months whose last day is `on` if any of `days` lies in them, else those up to the latest of them.

    >>> twelve_months(date(2017, 4, 1), [date(2016, 3, 5)])
    Span(starts_on=datetime.date(2015, 3, 6), ends_on=datetime.date(2016, 3, 6))
    """
    span = _up_to(on)
    past = [day for day in days if day is not None and day < span.ends_on]
    if not past or any(day >= span.starts_on for day in past):
        return span
    return _up_to(max(past))


def _up_to(day: date) -> Span:
    return Span(*twelve_months_to(day))


def turn(*, on: date) -> Turn:
    """The latest turn of the loop; kept until the next fact is stated."""
    newest = Fact.objects.aggregate(newest=Max("pk"))["newest"] or 0
    key = f"journeys.loop.{on.isoformat()}.{newest}"
    kept = cache.get(key)
    if not isinstance(kept, Turn):
        kept = _reckon(on)
        cache.set(key, kept, KEEP_SECONDS)
    return kept


def _reckon(on: date) -> Turn:
    ever = Span(LONG_AGO, on + timedelta(days=1))
    badges = school.trained(LONG_AGO, ever.ends_on)
    trained = twelve_months(on, badges.values_list("awarded_on", flat=True))
    teams = twelve_months(
        on,
        incubator.teams_formed(starts_on=ever.starts_on, ends_on=ever.ends_on).values_list(
            "formed_on", flat=True
        ),
    )
    passed = incubator.gates_passed(starts_on=ever.starts_on, ends_on=ever.ends_on)
    ready = twelve_months(on, passed.values_list("passed_on", flat=True))
    lent = Span(*bank.lending_year(on))
    paid_out = bank.lent(lent.starts_on, lent.ends_on)
    traded = federation.sister_trade(starts_on=ever.starts_on, ends_on=ever.ends_on)
    sisters = twelve_months(on, traded.values_list("invoiced_on", flat=True))
    shared = federation.shared(starts_on=ever.starts_on, ends_on=ever.ends_on)
    solidarity = twelve_months(on, shared.values_list("shared_on", flat=True))
    resolved = assembly.resolutions(starts_on=ever.starts_on, ends_on=ever.ends_on)
    chosen = twelve_months(on, resolved.values_list("resolved_on", flat=True))
    funded = assembly.resolutions(starts_on=chosen.starts_on, ends_on=chosen.ends_on)
    return Turn(
        trained=(
            trained,
            school.trained_count(trained.starts_on, trained.ends_on),
            incubator.teams_formed(starts_on=teams.starts_on, ends_on=teams.ends_on).count(),
        ),
        ready=(
            ready,
            incubator.teams_ready(starts_on=ready.starts_on, ends_on=ready.ends_on).count(),
            incubator.gates_passed(starts_on=ready.starts_on, ends_on=ready.ends_on).count(),
        ),
        lent=(
            lent,
            paid_out.loans_count,
            paid_out.total_minor,
            federation.admitted(starts_on=lent.starts_on, ends_on=lent.ends_on).count(),
        ),
        sisters=(
            sisters,
            federation.sister_trade_total(starts_on=sisters.starts_on, ends_on=sisters.ends_on),
        ),
        solidarity=(
            solidarity,
            sum(
                federation.shared(starts_on=solidarity.starts_on, ends_on=solidarity.ends_on).values_list(
                    "solidarity_minor", flat=True
                )
            ),
        ),
        chosen=(
            chosen,
            funded.count(),
            _voters(funded),
            assembly.decided_total(starts_on=chosen.starts_on, ends_on=chosen.ends_on),
        ),
    )


def _voters(funded: Any) -> int:
    assemblies = {row.proposal.assembly for row in funded.select_related("proposal__assembly")}
    return sum(assembly.votes_cast(one) for one in assemblies)


def flows(*, on: date) -> list[Flow]:
    """The arrows of the picture in the reader's language, each with its link and, where they differ, its dates."""
    now, usual = turn(on=on), _up_to(on)
    return [
        _chosen(now, usual),
        _trained(now, usual),
        _ready(now, usual),
        _lent(now, usual),
        _sisters(now, usual),
        _solidarity(now, usual),
    ]


def _chosen(now: Turn, usual: Span) -> Flow:
    span, projects, voters, decided = now.chosen
    figure = ngettext("%(count)s project chosen", "%(count)s projects chosen", projects) % {"count": projects}
    words = ngettext("%(count)s person voted on %(sum)s", "%(count)s people voted on %(sum)s", voters) % {
        "count": voters,
        "sum": dollars(decided),
    }
    return Flow(
        "assembly",
        "school",
        "decisions",
        figure,
        words,
        _rows("assembly_resolutions", span),
        _dates(span, usual),
    )


def _trained(now: Turn, usual: Span) -> Flow:
    span, people, teams = now.trained
    figure = ngettext("%(count)s person trained", "%(count)s people trained", people) % {"count": people}
    words = ngettext("%(count)s team formed", "%(count)s teams formed", teams) % {"count": teams}
    return Flow(
        "school", "incubator", "people", figure, words, _rows("school_trained", span), _dates(span, usual)
    )


def _ready(now: Turn, usual: Span) -> Flow:
    span, teams, gates = now.ready
    figure = ngettext("%(count)s team ready", "%(count)s teams ready", teams) % {"count": teams}
    words = ngettext("%(count)s gate passed", "%(count)s gates passed", gates) % {"count": gates}
    return Flow(
        "incubator", "bank", "people", figure, words, _rows("incubator_gates", span), _dates(span, usual)
    )


def _lent(now: Turn, usual: Span) -> Flow:
    span, loans, lent_minor, opened = now.lent
    figure = ngettext("%(count)s loan, %(sum)s", "%(count)s loans, %(sum)s", loans) % {
        "count": loans,
        "sum": dollars(lent_minor),
    }
    words = ngettext("%(count)s co-op joined", "%(count)s co-ops joined", opened) % {"count": opened}
    return Flow("bank", "federation", "money", figure, words, _rows("bank_lent", span), _dates(span, usual))


def _sisters(now: Turn, usual: Span) -> Flow:
    span, minor = now.sisters
    words = _("bought by co-ops from their sister co-ops")
    return Flow(
        "federation",
        "federation",
        "money",
        dollars(minor),
        words,
        _rows("federation_trade", span),
        _dates(span, usual),
    )


def _solidarity(now: Turn, usual: Span) -> Flow:
    span, minor = now.solidarity
    return Flow(
        "federation",
        "assembly",
        "money",
        dollars(minor),
        _("to the solidarity fund"),
        _rows("federation_solidarity", span),
        _dates(span, usual),
    )


def _rows(name: str, span: Span) -> str:
    """The page with the rows of a figure, for its period; ?to= is the day after the last."""
    return f"{reverse(name)}?{urlencode({'from': span.starts_on, 'to': span.ends_on})}"


def _dates(span: Span, usual: Span) -> str:
    """The period in words where it is not the usual one."""
    if span == usual:
        return ""
    last = span.ends_on - timedelta(days=1)
    return _("twelve months to %(day)s") % {"day": date_format(last, "j M Y")}
