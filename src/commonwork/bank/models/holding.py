"""Money that members and supporters have with the bank: shares, savings and notes, with every movement."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.product import Product, ProductVersion
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation, Person


class Holding(models.Model):
    """One account of a person or of an organisation. Its terms are those of the version it was opened under."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    house = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holdings_kept")
    kind = models.CharField(_("kind"), max_length=16, choices=Product.Kind)
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_holdings"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_holdings"
    )
    opened_on = models.DateField(_("opened on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    annual_rate_bp = models.PositiveIntegerField(_("interest a year"), default=0)

    class Meta:
        verbose_name = _("account with the bank")
        verbose_name_plural = _("accounts with the bank")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, organisation__isnull=False)
                | Q(person__isnull=False, organisation__isnull=True),
                name="holding_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["member_share", "savings", "term_note"]),
                name="holding_kind_takes_money",
            ),
        ]


class HoldingMovement(models.Model):
    """`amount_minor`: what came in is positive, what went out negative."""

    class Kind(models.TextChoices):
        PAID_IN = "paid_in", _("paid in")
        PAID_OUT = "paid_out", _("paid out")
        INTEREST = "interest", _("interest")

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("amount"))
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("movement with the bank")
        verbose_name_plural = _("movements with the bank")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="paid_out", amount_minor__lt=0)
                | Q(kind__in=["paid_in", "interest"], amount_minor__gt=0),
                name="holding_movement_direction",
            )
        ]
        indexes = [models.Index(fields=["holding", "on"], name="holding_movement_on")]
