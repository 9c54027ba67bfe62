"""The facts access states."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("access.role.given", _("{subject} was given the role “{role}”.")),
    Kind("access.role.ended", _("{subject} no longer holds the role “{role}”.")),
    Kind("access.account.opened", _("An account was opened for {subject}.")),
    Kind("access.token.issued", _("{subject} made a token for a program.")),
    Kind("access.token.revoked", _("{subject} withdrew a token.")),
)
