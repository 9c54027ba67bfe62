"""The facts the registry states."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare
from commonwork.registry.models import Membership, Organisation


def stage_name(data: Mapping[str, Any]) -> object:
    """The stage in words."""
    code = data.get("stage", "")
    return dict(Organisation.Stage.choices).get(code, code)


def class_name(data: Mapping[str, Any]) -> object:
    """The class of membership in words."""
    code = data.get("class", "")
    return dict(Membership.Class.choices).get(code, code)


declare(
    Kind("registry.person.recorded", _("{subject} was added to the people of the network.")),
    Kind("registry.person.corrected", _("The name, language or contacts of {subject} were written anew.")),
    Kind("registry.person.forgotten", _("A person asked to be forgotten; name and contacts were erased.")),
    Kind(
        "registry.people.imported",
        _("A list of people was taken in: {count} were new or changed."),
        receipt=_("The list is taken in"),
        undo=_("A membership can be ended and a person corrected or forgotten; each is an act of its own."),
    ),
    Kind("registry.organisation.recorded", _("{subject} was entered in the register."), is_public=True),
    Kind(
        "registry.organisation.stage_changed",
        _("{subject} is now in the stage “{stage}”."),
        is_public=True,
        words={"stage": stage_name},
    ),
    Kind(
        "registry.membership.began",
        _("{person} joined {subject} as {class_name}."),
        words={"class_name": class_name},
    ),
    Kind("registry.membership.ended", _("{person} left {subject}.")),
    Kind("registry.seat.taken", _("{person} took a seat in {subject}.")),
    Kind("registry.seat.left", _("{person} left a seat in {subject}.")),
    Kind("registry.body.founded", _("{subject} was founded as a body."), is_public=True),
    Kind("registry.body.described", _("What is said of {subject} was written anew."), is_public=True),
    Kind("registry.people.recorded", _("{count} people were added to the people of the network at once.")),
    Kind(
        "registry.organisations.recorded",
        _("{count} organisations were entered in the register at once."),
        is_public=True,
    ),
    Kind(
        "registry.memberships.began",
        _("{count} people joined {subject} at once as {class_name}."),
        words={"class_name": class_name},
    ),
    Kind("registry.seats.taken", _("{count} people took seats in {subject} at once.")),
    Kind(
        "registry.books.filled",
        _("{subject} took over its opening balances and the months of {year} at once."),
    ),
    Kind("registry.competence.granted", _("{subject} can now: {competence}.")),
    Kind("registry.competence.renewed", _("{subject} still can: {competence}.")),
    Kind("registry.competence.revoked", _("{subject} no longer holds: {competence}.")),
    Kind("registry.network.loaded", _("The network file was loaded: {changes} changes."), is_public=True),
)
