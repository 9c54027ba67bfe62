"""The facts gatherings state. None of them names a person in its sentence."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("gatherings.gathering.announced", _("{subject} was announced."), is_public=True),
    Kind("gatherings.gathering.changed", _("{subject} was changed."), is_public=True),
    Kind("gatherings.gathering.called_off", _("{subject} was called off."), is_public=True),
    Kind("gatherings.registration.made", _("Someone registered for {gathering}.")),
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
