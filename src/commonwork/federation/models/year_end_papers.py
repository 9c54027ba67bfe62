"""Around a year-end: which steps somebody has checked, members' consents, their notices, and what was paid out later."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.federation.models.year_end import Allocation, YearEnd
from commonwork.registry.models import Organisation, Person


class CheckedStep(models.Model):
    """Somebody with the mandate looked at the figures of a step and agreed; another may go on from there."""

    year_end = models.ForeignKey(YearEnd, on_delete=models.CASCADE, related_name="checked_steps")
    step = models.CharField(_("step"), max_length=20)
    checked_by = models.CharField(_("checked by"), max_length=80)
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year_end", "step"], name="checked_step_once")]


class Consent(models.Model):
    """A member agrees to count notices of a co-op as income in full. Holds from `given_on`; a revocation counts from
    the next tax year on (IRC 1388(c)(3)(B)(i))."""

    class Kind(models.TextChoices):
        WRITTEN = "written", _("signed by the member")
        BYLAW = "bylaw", _("by a bylaw the member was sent")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.WRITTEN)
    given_on = models.DateField(_("given on"))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(revoked_on=None), name="consent_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(revoked_on__gte=F("given_on")), name="consent_given_first"
            ),
        ]

    def holds_for(self, last_day: date) -> bool:
        """Does it cover the tax year that ends on this day?"""
        return self.given_on <= last_day and (
            self.revoked_on is None or self.revoked_on.year >= last_day.year
        )


class Notice(models.Model):
    """The written notice of one member's allocation, as it was issued. `lacks` says why it is not qualified."""

    class Kind(models.TextChoices):
        QUALIFIED = "qualified", _("qualified notice")
        NONQUALIFIED = "nonqualified", _("nonqualified notice")
        STATEMENT = "statement", _("statement")

    class Lack(models.TextChoices):
        NOTHING = "", _("nothing")
        CONSENT = "consent", _("no consent is on file")
        CASH = "cash", _("too little of it is paid in cash")
        CHOICE = "choice", _("the co-op chose nonqualified notices")

    key = models.SlugField(_("key"), max_length=100, unique=True)
    allocation = models.OneToOneField(Allocation, on_delete=models.CASCADE, related_name="notice")
    issued_on = models.DateField(_("issued on"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    lacks = models.CharField(_("what it lacks"), max_length=10, choices=Lack, blank=True, default="")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["issued_on"], name="notice_issued")]


class Redemption(models.Model):
    """Old allocations paid out in one go, the oldest year first. Its parts go when it is taken back."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="redemptions")
    paid_on = models.DateField(_("paid on"))
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="redemption_positive")]
        indexes = [models.Index(fields=["organisation", "paid_on"], name="redemption_organisation")]

    def __str__(self) -> str:
        return str(_("Old allocations paid out by %(coop)s") % {"coop": self.organisation.name})

    def get_absolute_url(self) -> str:
        return reverse("federation_redemptions", args=[self.organisation.key])


class RedeemedPart(models.Model):
    """What one allocation got of a redemption."""

    redemption = models.ForeignKey(Redemption, on_delete=models.CASCADE, related_name="parts")
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="redeemed_parts")
    amount_minor = models.PositiveBigIntegerField(_("amount"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["redemption", "allocation"], name="redeemed_part_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="redeemed_part_positive"),
        ]
