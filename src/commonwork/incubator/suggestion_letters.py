"""What is written to someone who suggested an idea and left an address, in the language they wrote in."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonwork.incubator.models import Suggestion


def answer(suggestion: Suggestion) -> tuple[str, str]:
    """Subject and text of the letter about a suggestion that was accepted or declined."""
    with override(suggestion.language):
        named = {"title": suggestion.title}
        if suggestion.idea:
            subject = _("Your idea is in the bank: %(title)s")
            lines = [
                _("Thank you for “%(title)s”. Everyone can read it now and stand behind it:") % named,
                settings.ORIGIN + suggestion.idea.get_absolute_url(),
            ]
        else:
            subject = _("About your idea: %(title)s")
            lines = [
                _("Thank you for “%(title)s”. We do not take it up now. This is why:") % named,
                "",
                suggestion.reason,
                "",
                _("You can read this again with your code:"),
                settings.ORIGIN + reverse("incubator_suggested", args=[suggestion.code]),
            ]
        return subject % named, "\n".join(lines)
