"""The minutes on paper: a tagged PDF."""

from importlib.resources import files

from django.utils.translation import gettext as _

from commonwork.assembly.minutes_of_meetings import Minutes, people_in_words
from commonwork.assembly.models import Meeting
from commonwork.registry.queries import network
from commonwork.ui import pdf
from commonwork.ui.dates import day

TEMPLATE = files("commonwork.assembly").joinpath("typst", "minutes.typ")


def paper(meeting: Meeting, minutes: Minutes) -> bytes:
    """The minutes of a meeting as PDF."""
    here = network()
    frame = pdf.Frame(
        title=_("Minutes"),
        network=here.name if here else "",
        mark=_("Demo: people and figures are invented.") if here and here.is_demo else "",
        about=str(meeting),
    )
    quorum = minutes.quorum
    lines = [people_in_words(minutes.came)]
    if quorum is not None:
        lines.append(_("%(needed)d of %(all)d make a quorum") % {"needed": quorum.needed, "all": quorum.of})
    given = {
        "meeting": str(meeting),
        "state": _("Affirmed on %(day)s") % {"day": day(meeting.affirmed_at)}
        if meeting.affirmed_at
        else _("Not affirmed yet"),
        "lines": lines,
        "points": [
            {
                "title": f"{point.item.number}. {point.item.title}",
                "notes": point.item.notes.split("\n") if point.item.notes else [],
                "votes": [f"{vote.question}: {words}" for vote, words in point.votes],
            }
            for point in minutes.points
        ],
        "decisions_title": _("Decisions"),
        "decisions": [
            {"title": row.title, "text": row.text.split("\n"), "how": str(row.get_how_display())}
            for row in minutes.decisions
        ],
        "words": meeting.minutes.split("\n") if meeting.minutes else [],
        "agenda_title": _("Agenda"),
        "words_title": _("Notes"),
        "sign": [_("Chair"), _("Secretary")],
    }
    return pdf.made(TEMPLATE, given, frame)
