"""What a letter to somebody who follows motions and decisions says, in their language."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from commonwork.assembly.following_reads import News
from commonwork.assembly.models import Follower

SALT = "commonwork.assembly.following"


def signature(key: str) -> str:
    """What proves that a link to stop came from a letter of ours."""
    return salted_hmac(SALT, key, algorithm="sha256").hexdigest()[:24]


def is_signed(key: str, said: str) -> bool:
    """Does this signature belong to this key?"""
    return constant_time_compare(said, signature(key))


def stop_address(follower: Follower) -> str:
    """The address that ends the letters without signing in."""
    path = reverse("assembly_follow_stop", args=[follower.key, signature(follower.key)])
    return f"{settings.ORIGIN}{path}"


def written(news: Sequence[News], *, language: str) -> tuple[str, str]:
    """Subject and text of one letter."""
    with override(language):
        subject = ngettext(
            "News of what you follow: %(title)s",
            "News of %(count)d things you follow",
            len(news),
        ) % {"count": len(news), "title": news[0].thing}
        lines = [_("You asked for mail about what follows. It comes at most once a day."), ""]
        for one in news:
            lines += [*_part(one), ""]
        lines.append(
            _("All you follow: %(link)s") % {"link": f"{settings.ORIGIN}{reverse('assembly_following')}"}
        )
        return subject, "\n".join(lines)


def _part(one: News) -> list[str]:
    lines = [str(one.thing), f"{settings.ORIGIN}{one.thing.get_absolute_url()}"]  # type: ignore[attr-defined]
    lines += [f"- {told.sentence}" for told in one.told]
    if one.more:
        lines.append(ngettext("- and %(count)d more", "- and %(count)d more", one.more) % {"count": one.more})
    if one.comments:
        said = ngettext("- %(count)d new comment", "- %(count)d new comments", one.comments)
        lines.append(said % {"count": one.comments})
    return [*lines, _("No more mail about this: %(link)s") % {"link": stop_address(one.follower)}]
