"""The facts of meetings. None says how anyone voted; who spoke stands in no fact."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("assembly.meeting.called", _("The {subject} was called.")),
    Kind(
        "assembly.meeting.item_added",
        _("Point {number} was put on the agenda of the {subject}."),
    ),
    Kind("assembly.meeting.opened", _("The {subject} was opened.")),
    Kind("assembly.meeting.item_begun", _("The {subject} took up point {number}.")),
    Kind("assembly.meeting.item_ended", _("The {subject} ended point {number}.")),
    Kind("assembly.meeting.asked_to_speak", _("Somebody asked to speak in the {subject}.")),
    Kind("assembly.meeting.floor_given", _("The floor was given to the next speaker in the {subject}.")),
    Kind("assembly.meeting.left_list", _("Somebody left the list of speakers in the {subject}.")),
    Kind(
        "assembly.meeting.hands_counted",
        _(
            "Hands were counted in the {subject}: {yes} for it, {no} against, {abstain} abstained; {present} present."
        ),
        receipt=_("Hands counted"),
        undo=_("If the count was wrong, count again: both counts stay in the minutes."),
    ),
    Kind("assembly.meeting.closed", _("The {subject} was closed. Decisions: {decisions}."), is_public=True),
    Kind("assembly.meeting.minutes_written", _("The minutes of the {subject} were written.")),
    Kind(
        "assembly.meeting.minutes_affirmed", _("The minutes of the {subject} were affirmed."), is_public=True
    ),
)
