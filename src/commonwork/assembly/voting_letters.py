"""Letters with one-visit codes, in the language of whoever reads them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonwork.assembly.models import Poll, PollVoter
from commonwork.assembly.sealing import shown
from commonwork.gatherings.actions.letters import address_of
from commonwork.registry.models import Person
from commonwork.ui.dates import moment


class VoteLetter(NamedTuple):
    """One letter: whose roll number, to whom, what it says."""

    number: str
    person: Person
    address: str
    subject: str
    text: str


def write_letters(
    poll: Poll, request: HttpRequest, rows: Iterable[PollVoter], codes: Mapping[str, str]
) -> list[VoteLetter]:
    """A letter for each voter that mail reaches."""
    link = request.build_absolute_uri(reverse("assembly_vote_code", args=[poll.key]))
    found = []
    for row in rows:
        if row.person is None or not (address := address_of(row.person)):
            continue
        with override(row.person.language):
            lines = [
                _("You can vote: %(title)s.") % {"title": poll.title},
                "",
                _("Open this page, on any phone or computer: %(link)s") % {"link": link},
                _("Your code: %(code)s") % {"code": shown(codes[row.number])},
                "",
                _(
                    "The code is for you alone. It works for one ballot; you can change it until voting closes."
                ),
            ]
            if poll.closes_at:
                lines.append(_("Voting closes %(at)s.") % {"at": moment(poll.closes_at)})
            lines.append(
                _("You can also vote on paper, or with help at a table. One ballot of yours counts.")
            )
            subject = _("Your code to vote: %(title)s") % {"title": poll.title}
        found.append(VoteLetter(row.number, row.person, address, subject, "\n".join(lines)))
    return found
