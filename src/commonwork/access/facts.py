"""The facts access states."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.access.roles import ROLES
from commonwork.record.kinds import Kind, declare


def role_name(data: Mapping[str, Any]) -> object:
    """The role in words."""
    code = data.get("role", "")
    return ROLES[code].name if code in ROLES else code


WORDS = {"role": role_name}

declare(
    Kind("access.role.given", _("{subject} was given the role “{role}”."), words=WORDS),
    Kind("access.role.ended", _("{subject} no longer holds the role “{role}”."), words=WORDS),
    Kind("access.account.opened", _("An account was opened for {subject}.")),
    Kind("access.account.closed", _("The account of {subject} was closed for good.")),
    Kind("access.token.issued", _("{subject} made a token for a program.")),
    Kind("access.token.revoked", _("{subject} withdrew a token.")),
)
