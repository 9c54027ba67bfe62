"""What letters about gatherings say, in the language of whoever reads them."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonwork.gatherings.models import Gathering, Registration


@dataclass(frozen=True)
class Said:
    """Subject and text of one letter."""

    subject: str
    text: str


def kept(registration: Registration, language: str) -> Said:
    """Someone has registered: place or waiting list, and the code that opens the registration again."""
    gathering = registration.gathering
    with override(language):
        if registration.waiting_since:
            first = _("%(title)s is full. You are on the waiting list, and we write when a place is free.")
            subject = _("On the waiting list: %(title)s")
        else:
            first = _("Your place is kept: %(title)s.")
            subject = _("Your place: %(title)s")
        named = {"title": gathering.title}
        lines = [first % named, "", *_when_and_where(gathering), "", *_code(registration)]
        return Said(subject % named, "\n".join(lines))


def moved_up(registration: Registration, language: str) -> Said:
    """Someone on the waiting list has a place now."""
    gathering = registration.gathering
    with override(language):
        named = {"title": gathering.title}
        lines = [
            _("A place became free, and it is yours: %(title)s.") % named,
            "",
            *_when_and_where(gathering),
            "",
            _("If you cannot come any more, please give it back, so that the next one can."),
            *_code(registration),
        ]
        return Said(_("You have a place: %(title)s") % named, "\n".join(lines))


def reminder(registration: Registration, gathering: Gathering, language: str) -> Said:
    """It is soon."""
    with override(language):
        named = {"title": gathering.title}
        lines = [_("See you soon at %(title)s.") % named, "", *_when_and_where(gathering), ""]
        return Said(_("Soon: %(title)s") % named, "\n".join([*lines, *_code(registration)]))


def called_off(gathering: Gathering, language: str) -> Said:
    """It does not take place."""
    with override(language):
        named = {"title": gathering.title, "day": gathering.days_text}
        text = _("%(title)s on %(day)s was called off. You need not do anything.") % named
        return Said(_("Called off: %(title)s") % named, f"{text}\n\n{_page(gathering)}")


def changed(gathering: Gathering, language: str) -> Said:
    """Time or place are not what they were."""
    with override(language):
        named = {"title": gathering.title}
        lines = [_("Something changed about %(title)s. It is now:") % named, "", *_when_and_where(gathering)]
        return Said(_("Changed: %(title)s") % named, "\n".join([*lines, "", _page(gathering)]))


def _when_and_where(gathering: Gathering) -> list[str]:
    lines = [f"{gathering.days_text}, {gathering.hours_text}"]
    if gathering.place:
        lines.append(", ".join(filter(None, [gathering.place.name, gathering.place.address])))
    if gathering.online_url:
        lines.append(gathering.online_url)
    return lines


def _code(registration: Registration) -> list[str]:
    address = f"{settings.ORIGIN}{registration.get_absolute_url()}"
    return [
        _("Your code is %(code)s. Your registration, also to cancel it:") % {"code": registration.code},
        address,
    ]


def _page(gathering: Gathering) -> str:
    return f"{settings.ORIGIN}{gathering.get_absolute_url()}"
