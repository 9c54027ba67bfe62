"""Who follows a thing by mail, and up to which fact they were told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Person


class Follower(models.Model):
    """One person who wants mail about one thing (`thing`: its reference). The row goes when they stop.

    `told_number` is the latest fact a letter told of. A letter is a courtesy: facts that commit out of order may be left
    out of it; the page and the feed have them all.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="follows")
    thing = models.CharField(_("what"), max_length=160)
    since_at = models.DateTimeField(_("since"))
    told_number = models.BigIntegerField(_("told up to"), default=0)
    written_on = models.DateField(_("last letter"), null=True, blank=True)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [models.UniqueConstraint(fields=["person", "thing"], name="follower_once")]
        indexes = [models.Index(fields=["thing"], name="follower_thing")]
