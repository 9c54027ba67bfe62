"""The visit of somebody who typed a voting code: one ballot, on this browser, within two hours.

It is a signed cookie that goes to the pages of its vote alone; the server keeps nothing of it, so that no row tells who
was here when. A visit is over once a ballot is in, and when the voter was given a new code.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from commonwork.assembly import ballot_reads
from commonwork.assembly.models import Poll, PollVoter
from commonwork.record.queries import of_token

LONGEST = 2 * 3600  # seconds
SALT = "commonwork.assembly.visits"
OVER = "over"


def begin(response: HttpResponse, poll: Poll, row: PollVoter) -> None:
    """This browser may cast one ballot for this line of the roll."""
    _write(response, poll, row, _lying(poll, row))


def end(response: HttpResponse, poll: Poll, row: PollVoter) -> None:
    """The ballot is cast: only a second press of the same button is still answered."""
    _write(response, poll, row, OVER)


def line_of(request: HttpRequest, poll: Poll) -> PollVoter | None:
    """Whose visit this is; None without one, and when it is over."""
    told = request.get_signed_cookie(_name(poll), "", salt=SALT, max_age=LONGEST)
    if not told:
        return None
    place, code, seen = told.split(".")
    row = ballot_reads.line_at(poll, int(place))
    if row is None or not row.code_hash.startswith(code):
        return None
    return row if seen == _lying(poll, row) or _is_second_press(request, poll) else None


def _is_second_press(request: HttpRequest, poll: Poll) -> bool:
    """Is this a ballot that was cast already, sent again? Who changes a sealed one must show its secret anyway."""
    is_cast = request.POST.get("step") == "cast"
    return is_cast and (poll.is_sealed or of_token(request.POST.get("once", "")) is not None)


def _lying(poll: Poll, row: PollVoter) -> str:
    """What tells that no ballot has come in since. Of sealed ballots only the roll is asked."""
    if poll.is_sealed:
        return row.voted_by
    ballot = ballot_reads.standing(poll, row.number)
    return str(ballot.pk) if ballot is not None else ""


def _write(response: HttpResponse, poll: Poll, row: PollVoter, seen: str) -> None:
    response.set_signed_cookie(
        _name(poll),
        f"{row.pk}.{row.code_hash[:16]}.{seen}",
        salt=SALT,
        max_age=LONGEST,
        path=poll.get_absolute_url(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(poll: Poll) -> str:
    return f"visit_{poll.key}"
