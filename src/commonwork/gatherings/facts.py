"""The facts gatherings state. None of them names a person in its sentence."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("gatherings.gathering.announced", _("{subject} was announced."), is_public=True),
    Kind("gatherings.gathering.changed", _("{subject} was changed."), is_public=True),
    Kind("gatherings.gathering.called_off", _("{subject} was called off."), is_public=True),
    Kind("gatherings.registration.made", _("Someone registered for {gathering}.")),
    Kind("gatherings.registration.waiting", _("Someone went on the waiting list for {gathering}.")),
    Kind(
        "gatherings.registration.moved_up",
        _("A place became free, and someone on the waiting list for {gathering} has it now."),
    ),
    Kind("gatherings.registration.resized", _("Someone changed how many places they need for {gathering}.")),
    Kind("gatherings.registrations.made", _("{count} people from a list were registered for {subject}.")),
    Kind("gatherings.series.announced", _("{subject} was announced: {count} gatherings."), is_public=True),
    Kind("gatherings.series.changed", _("{count} gatherings of {subject} were changed."), is_public=True),
    Kind(
        "gatherings.series.called_off", _("{count} gatherings of {subject} were called off."), is_public=True
    ),
    Kind("gatherings.door.opened", _("A PIN for the door of {subject} was made.")),
    Kind("gatherings.door.recorded", _("At {subject} {in_count} came in and {out_count} went out.")),
    Kind("gatherings.report.written", _("What came of {subject} was told."), is_public=True),
    Kind("gatherings.questions.set", _("{count} questions are asked of whoever registers for {subject}.")),
    Kind("gatherings.hosts.named", _("It was said who welcomes people at {subject}.")),
    Kind("gatherings.reminder.sent", _("{count} people were reminded of {subject}.")),
    Kind("gatherings.calendar.made", _("{subject} got an address for a calendar of their own.")),
    Kind("gatherings.attendance.imported", _("A list of past attendance was taken in: {count} lines.")),
    Kind("gatherings.registration.cancelled", _("Someone cancelled a registration for {gathering}.")),
    Kind("gatherings.guest.admitted", _("Someone who had not registered came to {gathering}.")),
    Kind(
        "gatherings.guests.forgotten",
        _("Names and contacts of {count} guests of {subject} were erased."),
    ),
    Kind(
        "gatherings.roll.taken",
        _("The roll of {subject} was taken: {came_count} came, {missed_count} did not."),
        receipt=_("Roll taken"),
        undo=_("Take the roll again: the latest mark of each person counts."),
    ),
)
