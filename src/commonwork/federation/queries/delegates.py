"""Delegates: the way a body shares its seats, who sits in it on a day, its questions and their votes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from commonwork.charter.queries import in_force, value
from commonwork.federation import HOUSE_KEY
from commonwork.federation.models import (
    Answer,
    Apportionment,
    DelegateTerm,
    DelegateVote,
    Question,
    SeatRule,
)
from commonwork.federation.queries.coops import Belonging, belonging
from commonwork.federation.queries.standing import rights, standings
from commonwork.registry.models import Body, Membership, Organisation
from commonwork.registry.queries import running
from commonwork.rules.delegates import seats_for

WITHOUT_SEATS = ("one_each", "class_weights", "square_root")


@dataclass(frozen=True)
class SeatTerms:
    """How a body shares its seats on a day, how long a delegate sits, and where that was decided."""

    method: str
    seats: int
    floor: int
    cap: int | None
    term_days: int
    source: str
    class_seats: dict[str, int] = field(default_factory=dict)

    @property
    def way(self) -> str:
        """The way in words."""
        return str(SeatRule.Way(self.method).label)

    def as_data(self) -> dict[str, Any]:
        """For keeping with the sharing."""
        return {
            "method": self.method,
            "seats": self.seats,
            "floor": self.floor,
            "cap": self.cap,
            "class_seats": self.class_seats,
        }


def bodies() -> QuerySet[Body]:
    """The bodies of delegates of the federation, by name."""
    rows = Body.objects.filter(organisation__key=HOUSE_KEY, kind__in=(Body.Kind.COUNCIL, Body.Kind.BOARD))
    return rows.select_related("organisation").order_by("name", "key")


def seat_terms(body: Body, *, on: date) -> SeatTerms:
    """The body's own way of sharing seats, else the adopted policies of its organisation or network.
    Raises PolicyMissing."""
    class_seats = {row.class_code: row.seats for row in rights(on=on) if row.seats is not None}
    own = SeatRule.objects.filter(body=body, starts_on__lte=on).order_by("-starts_on").first()
    if own is not None:
        return SeatTerms(own.method, own.seats, own.floor, own.cap, own.term_days, own.source, class_seats)
    house = body.organisation

    def optional(code: str) -> int:
        found = in_force(f"federation.{code}", on=on, organisation=house)
        return found.value if found else 0

    method = value("federation.seats_method", on=on, organisation=house)
    adopted = in_force("federation.seats_method", on=on, organisation=house)
    seats = 0 if method in WITHOUT_SEATS else value("federation.seats_count", on=on, organisation=house)
    return SeatTerms(
        method,
        seats,
        optional("seats_floor"),
        optional("seats_cap") or None,
        value("federation.delegate_term_days", on=on, organisation=house),
        adopted.source if adopted else "",
        class_seats,
    )


def voting_coops(*, on: date) -> list[Belonging]:
    """The co-ops that send delegates on a day: of a class that votes, and not suspended."""
    voting = {row.class_code for row in rights(on=on) if row.votes}
    rows = belonging(on=on)
    known = standings(rows, on=on)
    return [row for row in rows if row.class_code in voting and known[row.organisation.pk].votes]


def reckoned(terms: SeatTerms, coops: list[Belonging], *, on: date) -> tuple[dict[str, int], dict[str, int]]:
    """({co-op key: members}, {co-op key: seats}) as of a day; nothing is written. Raises what `apportion` raises."""
    heads = dict(
        Membership.objects.filter(running(on), class_code=Membership.Class.MEMBER)
        .values_list("organisation__key")
        .annotate(Count("person", distinct=True))
    )
    weights = {row.organisation.key: heads.get(row.organisation.key, 0) for row in coops}
    seats = seats_for(
        method=terms.method,  # type: ignore[arg-type]
        weights=weights,
        seats=terms.seats,
        floor=terms.floor,
        cap=terms.cap,
        classes={row.organisation.key: row.class_code for row in coops},
        class_seats=terms.class_seats,
    )
    return weights, seats


def latest_apportionment(body: Body, *, on: date) -> Apportionment | None:
    """How the seats were last shared by a day."""
    rows = Apportionment.objects.filter(body=body, on__lte=on)
    return rows.order_by("-on", "-pk").first()


def sitting(body: Body, *, on: date) -> QuerySet[DelegateTerm]:
    """Who sits in a body on a day, by co-op."""
    rows = DelegateTerm.objects.filter(body=body, starts_on__lte=on, ends_on__gt=on)
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gt=on))
    return rows.select_related("organisation", "person", "body").order_by(
        "organisation__name", "starts_on", "pk"
    )


@dataclass(frozen=True)
class Bench:
    """One co-op in a body: its members, its seats, and who fills them."""

    organisation: Organisation
    members: int
    seats: int
    terms: tuple[DelegateTerm, ...]

    @property
    def free(self) -> int:
        """Seats nobody fills."""
        return max(0, self.seats - len(self.terms))


def benches(body: Body, *, on: date) -> list[Bench]:
    """The co-ops of a body with their seats on a day, by name; also co-ops that lost theirs and are still seated."""
    shared = latest_apportionment(body, on=on)
    by_coop: dict[str, list[DelegateTerm]] = {}
    for term in sitting(body, on=on):
        by_coop.setdefault(term.organisation.key, []).append(term)
    seats = shared.seats if shared else {}
    weights = shared.weights if shared else {}
    coops = Organisation.objects.filter(key__in={*seats, *by_coop}).order_by("name", "key")
    return [
        Bench(coop, weights.get(coop.key, 0), seats.get(coop.key, 0), tuple(by_coop.get(coop.key, ())))
        for coop in coops
    ]


@dataclass(frozen=True)
class Tally:
    """A vote as it stands: delegates for, against, abstaining, and who has not answered."""

    yes: int
    no: int
    abstain: int
    waiting: int


def may_answer(question: Question, *, on: date) -> QuerySet[DelegateTerm]:
    """The delegates who may vote on a question on a day: all who sit, but not those of the applicant."""
    rows = sitting(question.body, on=on)
    return rows.exclude(organisation=question.affiliation.organisation) if question.affiliation else rows


def tally(question: Question, *, on: date) -> Tally:
    """The votes of a question; a closed one keeps the counts of its last day."""
    if question.closed_on is not None:
        return Tally(question.yes_count or 0, question.no_count or 0, question.abstain_count or 0, 0)
    entitled = set(may_answer(question, on=on).values_list("pk", flat=True))
    votes = DelegateVote.objects.filter(question=question, term__in=entitled)
    counts = Counter(votes.values_list("answer", flat=True))
    return Tally(
        counts[Answer.YES], counts[Answer.NO], counts[Answer.ABSTAIN], len(entitled) - sum(counts.values())
    )


def questions(body: Body) -> QuerySet[Question]:
    """The questions of a body, the newest first."""
    rows = Question.objects.filter(body=body).select_related("affiliation__organisation", "body")
    return rows.order_by("-asked_on", "-pk")


def method_missing(body: Body, *, on: date) -> str:
    """What a page says where no way of sharing seats was adopted; empty where one was."""
    own = SeatRule.objects.filter(body=body, starts_on__lte=on).exists()
    if own or in_force("federation.seats_method", on=on, organisation=body.organisation):
        return ""
    return _("Nobody has decided yet how the seats of this body are shared.")
