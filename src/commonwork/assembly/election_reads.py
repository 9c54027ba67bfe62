"""Reading offices and elections: who serves, who stands, where an election is, which seats are vacant."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly.models import Election, Nomination, Office, Poll, Recall, Term
from commonwork.registry.models import Membership
from commonwork.ui import dates
from commonwork.ui.parts import Step

State = Election.State


def running_elections() -> QuerySet[Election]:
    """Elections that are not decided yet, the next to be voted on first."""
    rows = Election.objects.filter(state__in=[State.NOMINATING, State.VOTING])
    return rows.select_related("office__body").order_by("nominations_until", "pk")


def serving(office: Office, *, on: date) -> QuerySet[Term]:
    """Who serves in an office on a day, in the order of election."""
    rows = Term.objects.filter(election__office=office, starts_on__lte=on, ends_on__gt=on)
    rows = rows.exclude(left_on__lte=on).select_related("person", "election")
    return rows.order_by("election__term_starts_on", "number")


def terms(election: Election) -> QuerySet[Term]:
    """Everyone who served or serves from an election, in order."""
    return election.terms.select_related("person", "election__office__body").order_by("number")


def standing(election: Election) -> QuerySet[Nomination]:
    """Those who stand, in the order of the ballot."""
    rows = election.nominations.filter(state=Nomination.State.ACCEPTED).select_related("person")
    return rows.order_by("number", "pk")


def not_elected(election: Election) -> QuerySet[Nomination]:
    """Those who stood and never served: who may fill a vacancy."""
    served = election.terms.values("person")
    return standing(election).exclude(number=None).exclude(person__in=served)


def vacancies(election: Election, *, on: date) -> int:
    """How many of its seats are empty on a day; 0 before the seats are taken and after the term."""
    if election.state != State.SEATED or not election.term_starts_on <= on < election.term_ends_on:
        return 0
    sitting = election.terms.filter(starts_on__lte=on).exclude(left_on__lte=on).count()
    return max(0, election.seats - sitting)


def recalls(election: Election) -> QuerySet[Recall]:
    """The recalls of people elected in an election, the latest first."""
    return Recall.objects.filter(term__election=election).select_related("term__person").order_by("-pk")


def poll_of(election: Election) -> Poll | None:
    """The poll of an election, if it has come that far."""
    return Poll.objects.select_related("body").filter(key=election.poll).first() if election.poll else None


def class_name(code: str) -> str:
    """A class of membership in words; a class that is none reads as written."""
    return str(Membership.Class(code).label) if code in Membership.Class.values else code


def kept_words(kept: Mapping[str, int]) -> str:
    """Which seats are kept for whom, in one sentence; "" where none are."""
    said = []
    for code, least in kept.items():
        words = {"count": least, "name": class_name(code)}
        said.append(
            ngettext(
                "At least %(count)d seat is kept for a member of the class “%(name)s”.",
                "At least %(count)d seats are kept for members of the class “%(name)s”.",
                least,
            )
            % words
        )
    return " ".join(said)


def strip(election: Election, poll: Poll | None) -> list[Step]:
    """Nominations, voting, count, seats: where it stands."""
    counted = poll is not None and poll.state == Poll.State.COUNTED
    here = {State.NOMINATING: 0, State.VOTING: 3 if counted else 1, State.SEATED: 4, State.VOID: 0}[
        State(election.state)
    ]
    days: list[date | None] = [
        election.nominations_until,
        timezone.localdate(poll.closes_at) if poll is not None and poll.closes_at else None,
        timezone.localdate(poll.counted_at) if poll is not None and poll.counted_at else None,
        election.seated_on,
    ]
    steps = []
    names = [_("Nominations"), _("Voting"), _("Count"), _("Seats")]
    for number, (name, on) in enumerate(zip(names, days, strict=True)):
        state = "done" if number < here else "here" if number == here else "to-come"
        detail = dates.day(on, "short") if on else _("you are here") if state == "here" else ""
        steps.append(Step(name, detail, state))  # type: ignore[arg-type]
    return steps


def sentence(election: Election, poll: Poll | None) -> str:
    """One sentence: where it stands."""
    words = {
        "seats": election.seats,
        "until": dates.day(election.nominations_until),
        "starts": dates.day(election.term_starts_on),
        "ends": dates.day(election.term_ends_on),
        "count": standing(election).count(),
    }
    if election.state == State.VOID:
        return _("This election was called off.")
    if election.state == State.NOMINATING:
        return (
            _(
                "%(seats)d seats are to be filled. Nominations are open until %(until)s; %(count)d stand so far."
            )
            % words
        )
    if election.state == State.SEATED:
        return _("%(seats)d seats were filled, for the term from %(starts)s until %(ends)s.") % words
    if poll is not None and poll.state == Poll.State.COUNTED:
        return _("The votes are counted; the seats are not taken yet.")
    return _("%(count)d people stand for %(seats)d seats. Voting goes by the page of the vote.") % words
