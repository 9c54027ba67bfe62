"""Capital of supporters: notes they gave the bank at low interest, and member shares."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.supporter import Supporter
from commonwork.record.models import Fact


class Note(models.Model):
    """Money lent to the bank by a supporter until `ends_on`, at simple interest. Terms are frozen by the agreement."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="notes")
    amount_minor = models.BigIntegerField(_("amount"))
    annual_rate_bp = models.PositiveIntegerField(_("interest a year"))
    on = models.DateField(_("from"))
    ends_on = models.DateField(_("ends on"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="note_positive"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("on")), name="note_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return self.supporter.get_absolute_url()


class NotePayment(models.Model):
    """Interest up to (not with) `interest_until`, and principal, paid to the supporter."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="payments")
    on = models.DateField(_("day"))
    interest_minor = models.BigIntegerField(_("of it interest"))
    principal_minor = models.BigIntegerField(_("of it note"))
    interest_until = models.DateField(_("interest until before"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("payment on a note")
        verbose_name_plural = _("payments on notes")
        constraints = [
            models.CheckConstraint(
                condition=Q(interest_minor__gte=0, principal_minor__gte=0)
                & (Q(interest_minor__gt=0) | Q(principal_minor__gt=0)),
                name="note_payment_pays_something",
            )
        ]


class ShareMovement(models.Model):
    """Money a member of the bank paid in for shares (positive) or got back for them (negative)."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="share_movements")
    on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("amount"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("movement of shares")
        verbose_name_plural = _("movements of shares")
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="share_movement_moves_something")
        ]
