"""What stands beside an application: evidence for its checklist, the visit of peers; and what may follow later:
a suspension, or leaving."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.federation.models.affiliation import Affiliation
from commonwork.registry.models import Organisation, Person


class Evidence(models.Model):
    """What a co-op shows for one item of the checklist: a sentence, and a paper kept beside it if there is one."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    affiliation = models.ForeignKey(Affiliation, on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(_("item"), max_length=30)
    says = models.CharField(_("what it shows"), max_length=300)
    given_on = models.DateField(_("given on"))

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.UniqueConstraint(fields=["affiliation", "item"], name="evidence_once_an_item")]

    def __str__(self) -> str:
        return self.affiliation.organisation.name

    def get_absolute_url(self) -> str:
        return self.affiliation.get_absolute_url()


class PeerVisit(models.Model):
    """Delegates of other co-ops visited an applicant. `others_count`: who came along. The text is about the co-op."""

    class Advice(models.TextChoices):
        ADMIT = "admit", _("admit it")
        WAIT = "wait", _("not yet")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    affiliation = models.ForeignKey(Affiliation, on_delete=models.PROTECT, related_name="visits")
    visitor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="peer_visits")
    others_count = models.PositiveSmallIntegerField(_("who came along"), default=0)
    visited_on = models.DateField(_("visited on"))
    advice = models.CharField(_("advice"), max_length=8, choices=Advice)
    says = models.TextField(_("what they saw"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("visit of peers")
        verbose_name_plural = _("visits of peers")
        indexes = [models.Index(fields=["visited_on"], name="peer_visit_day")]

    def __str__(self) -> str:
        return self.affiliation.organisation.name

    def get_absolute_url(self) -> str:
        return self.affiliation.get_absolute_url()


class Suspension(models.Model):
    """A co-op's rights rest in [starts_on, ends_on); it stays in the federation, its jobs and books count on."""

    class Reason(models.TextChoices):
        DUES = "dues", _("dues are owed")
        REPORTS = "reports", _("reports are missing")
        OWNERS = "owners", _("its workers are no longer mostly worker-owners or on the way there")
        PRINCIPLES = "principles", _("it does not keep to the principles")
        ASKED = "asked", _("it asked for it")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ends_on=None), name="suspension_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="suspension_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return reverse("federation_status", args=[self.organisation.key])


class Departure(models.Model):
    """A co-op left the federation on a day."""

    class Reason(models.TextChoices):
        CHOSE = "chose", _("its members chose to leave")
        CLOSED = "closed", _("the co-op closed")
        DORMANT = "dormant", _("the co-op rests")
        EXPELLED = "expelled", _("the delegates ended its membership")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="departures")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    left_on = models.DateField(_("left on"))

    class Meta:
        verbose_name = _("leaving of a co-op")
        verbose_name_plural = _("leavings of co-ops")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "left_on"], name="departure_once_a_day")
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return reverse("federation_status", args=[self.organisation.key])
