"""What befell a loan besides draws, statements and payments: pauses, corrections, write-offs and what came after."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.bank.models.quarter import Quarter
from commonwork.record.models import Fact


class LoanEvent(models.Model):
    """`note` is free text and stays in this row; facts and entries never hold it."""

    class Kind(models.TextChoices):
        PAUSE = "pause", _("payments rest")
        CORRECTION = "correction", _("surplus corrected")
        VOID = "void", _("payment taken back")
        FORGIVE = "forgive", _("forgiven at the close")
        WRITE_OFF = "write_off", _("written off")
        RECOVERY = "recovery", _("came in after the write-off")
        GIVEN_BACK = "given_back", _("given back to the co-op")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    on = models.DateField(_("day"))
    until = models.DateField(_("until before"), null=True, blank=True)
    interest_minor = models.BigIntegerField(_("of it interest"), default=0)
    principal_minor = models.BigIntegerField(_("of it loan"), default=0)
    quarter = models.ForeignKey(
        Quarter, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    before_minor = models.BigIntegerField(_("before"), null=True, blank=True)
    after_minor = models.BigIntegerField(_("after"), null=True, blank=True)
    note = models.TextField(_("why"), blank=True)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("event of a loan")
        verbose_name_plural = _("events of loans")
        constraints = [
            models.CheckConstraint(
                condition=Q(interest_minor__gte=0, principal_minor__gte=0), name="loan_event_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(kind="pause") | Q(until__gt=F("on")), name="loan_event_pause_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["loan", "kind"], name="loan_event_kind")]
