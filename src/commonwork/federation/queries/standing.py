"""Where a co-op stands in the federation on a day: its class, what the class may do, suspensions, dues."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.charter.queries import in_force
from commonwork.federation.models import Affiliation, Departure, DuesCharge, Suspension
from commonwork.federation.queries.coops import Belonging, belonging
from commonwork.registry.models import Organisation
from commonwork.registry.queries import running

GOOD, SUSPENDED, DUES_OPEN, OUTSIDE = "good", "suspended", "dues-open", "outside"
WORDS = {
    GOOD: gettext_lazy("in good standing"),
    SUSPENDED: gettext_lazy("suspended"),
    DUES_OPEN: gettext_lazy("dues of last year open"),
    OUTSIDE: gettext_lazy("not in the federation"),
}


@dataclass(frozen=True)
class Standing:
    """`code`: good, suspended, dues-open or outside; the suspension that runs, if one does."""

    code: str
    suspension: Suspension | None = None

    @property
    def words(self) -> str:
        """The standing in words."""
        return str(WORDS[self.code])

    @property
    def votes(self) -> bool:
        """May the co-op's delegates vote?"""
        return self.code in {GOOD, DUES_OPEN}


def suspended(*, on: date) -> QuerySet[Suspension]:
    """Suspensions that run on a day."""
    return Suspension.objects.filter(running(on)).select_related("organisation")


def standings(rows: Iterable[Belonging], *, on: date) -> dict[int, Standing]:
    """{organisation's number: standing} of co-ops of the federation; dues of the year before the day are looked at."""
    resting = {row.organisation_id: row for row in suspended(on=on)}
    charged, owing = _charged(on.year - 1), _owing(on)
    found = {}
    for row in rows:
        pk = row.organisation.pk
        if pk in resting:
            found[pk] = Standing(SUSPENDED, resting[pk])
        elif pk in owing and pk not in charged:
            found[pk] = Standing(DUES_OPEN)
        else:
            found[pk] = Standing(GOOD)
    return found


def standing(organisation: Organisation, here: Belonging | None, *, on: date) -> Standing:
    """Where one co-op stands on a day."""
    if here is None:
        return Standing(OUTSIDE)
    return standings([here], on=on)[organisation.pk]


def _charged(year: int) -> set[int]:
    rows = DuesCharge.objects.filter(year=year, taken_back_on=None)
    return set(rows.values_list("organisation_id", flat=True))


def _owing(on: date) -> set[int]:
    """Who owes dues for last year: belonged at its end in a class that pays, where a rate was adopted by then."""
    last_day = date(on.year - 1, 12, 31)
    if in_force("federation.dues_rate_bp", on=last_day) is None:
        return set()
    waived = in_force("federation.dues_waived_for", on=last_day)
    free = waived.value if waived else ()
    return {row.organisation.pk for row in belonging(on=last_day) if row.class_code not in free}


@dataclass(frozen=True)
class Rights:
    """What a class of co-ops may do and owes, by the policies of a day."""

    class_code: str
    class_name: str
    votes: bool
    seats: int | None
    pays_dues: bool

    @property
    def sentences(self) -> list[str]:
        """The rights as people read them."""
        sends = _("sends delegates who vote") if self.votes else _("sends no delegates yet; may speak")
        seats = [_("seats by class: %(seats)s") % {"seats": self.seats}] if self.votes and self.seats else []
        dues = _("pays dues") if self.pays_dues else _("pays no dues")
        return [sends, *seats, dues]


def rights(*, on: date) -> list[Rights]:
    """The rights of each class on a day. Where nothing was decided, every class votes and pays."""
    voting = in_force("federation.classes_that_vote", on=on)
    waived = in_force("federation.dues_waived_for", on=on)
    return [
        Rights(
            code,
            str(label),
            voting is None or code in voting.value,
            _seats(code, on),
            waived is None or code not in waived.value,
        )
        for code, label in Affiliation.Class.choices
    ]


def _seats(class_code: str, on: date) -> int | None:
    found = in_force(f"federation.class_seats_{class_code.replace('-', '_')}", on=on)
    return found.value if found else None


@dataclass(frozen=True)
class Passage:
    """One dated line of a co-op's way: applied, admitted, suspended, left."""

    on: date
    what: str


def way(organisation: Organisation, *, on: date) -> list[Passage]:
    """What happened between a co-op and the federation up to a day, the newest first."""
    found: dict[date, list[str]] = defaultdict(list)
    for row in Suspension.objects.filter(organisation=organisation):
        found[row.starts_on].append(_("suspended: %(why)s") % {"why": row.get_reason_display()})
        if row.ends_on:
            found[row.ends_on].append(_("in good standing again"))
    for gone in Departure.objects.filter(organisation=organisation):
        found[gone.left_on].append(_("left: %(why)s") % {"why": gone.get_reason_display()})
    for asked in Affiliation.objects.filter(organisation=organisation):
        as_what = {"class": asked.get_class_code_display()}
        found[asked.applied_on].append(_("asked to belong as %(class)s") % as_what)
        if asked.admitted_on:
            found[asked.admitted_on].append(_("admitted as %(class)s") % as_what)
    return [
        Passage(day, what)
        for day in sorted(found, reverse=True)
        if day <= on
        for what in reversed(found[day])
    ]
