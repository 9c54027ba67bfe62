"""The facts of following by mail. They say that somebody follows something, never what a letter said."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("assembly.follow.begun", _("Somebody follows “{subject}” by mail.")),
    Kind("assembly.follow.ended", _("Somebody stopped following “{subject}” by mail.")),
    Kind("assembly.follow.ended_all", _("Somebody stopped following {count} things by mail.")),
    Kind("assembly.follow.told", _("A letter told somebody of what they follow: {count} things.")),
)
