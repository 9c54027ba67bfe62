"""The facts the registry states."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("registry.person.recorded", _("{subject} was added to the people of the network.")),
    Kind("registry.person.forgotten", _("A person asked to be forgotten; name and contacts were erased.")),
    Kind("registry.people.imported", _("{count} people were imported from a list.")),
    Kind("registry.organisation.recorded", _("{subject} was entered in the register."), is_public=True),
    Kind(
        "registry.organisation.stage_changed", _("{subject} is now in the stage “{stage}”."), is_public=True
    ),
    Kind("registry.membership.began", _("{person} joined {subject} as {class_name}.")),
    Kind("registry.membership.ended", _("{person} left {subject}.")),
    Kind("registry.seat.taken", _("{person} took a seat in {subject}.")),
    Kind("registry.competence.granted", _("{subject} can now: {competence}.")),
    Kind("registry.competence.revoked", _("{subject} no longer holds: {competence}.")),
    Kind("registry.network.loaded", _("The network file was loaded: {changes} changes."), is_public=True),
)
