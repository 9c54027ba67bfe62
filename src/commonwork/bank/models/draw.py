"""A part of a loan that was paid out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.record.models import Fact


class Draw(models.Model):
    """`fact` is the fact that stated it; the entries in both books hang on the same fact."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="draws")
    on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("amount"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="draw_positive")]
        indexes = [models.Index(fields=["on"], name="draw_on")]
