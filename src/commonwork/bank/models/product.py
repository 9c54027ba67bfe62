"""What the bank offers, as rows that came from a data file: each product in versions, none of which is ever changed."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.record.models import Fact
from commonwork.registry.models import Organisation


class Product(models.Model):
    """One offer of a lender. What it costs and allows stands in its versions."""

    class Kind(models.TextChoices):
        MEMBER_SHARE = "member_share", _("member share")
        SAVINGS = "savings", _("savings")
        TERM_NOTE = "term_note", _("term note for supporters")
        SURPLUS_SHARE = "surplus_share", _("loan paid from surplus")
        CONVENTIONAL = "conventional", _("loan on a schedule")
        LINE = "line", _("line of credit")
        GUARANTEE = "guarantee", _("guarantee from the fund")

    MONEY_IN = (Kind.MEMBER_SHARE, Kind.SAVINGS, Kind.TERM_NOTE)
    LOANS = (Kind.SURPLUS_SHARE, Kind.CONVENTIONAL, Kind.LINE)

    key = models.SlugField(_("key"), max_length=60, unique=True)
    lender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="products")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [models.UniqueConstraint(fields=["lender", "kind"], name="product_kind_once")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("bank_product", args=[self.key])


class ProductVersion(models.Model):
    """What a product allows from a day on. Percentages are policies: the version names which, never how much.

    Lists are codes: kinds of schedule, customs of counting days, rhythms. An empty policy name means: none is asked for.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    starts_on = models.DateField(_("from"))
    rate_policy = models.CharField(_("policy of the rate"), max_length=60, blank=True)
    cap_policy = models.CharField(_("policy of the highest rate"), max_length=60, blank=True)
    share_policy = models.CharField(_("policy of the share of surplus"), max_length=60, blank=True)
    basis_policy = models.CharField(_("policy of the legal basis"), max_length=60, blank=True)
    schedules = models.JSONField(_("schedules"), default=list, blank=True)
    day_counts = models.JSONField(_("counts of days"), default=list, blank=True)
    rhythms = models.JSONField(_("rhythms"), default=list, blank=True)
    longest_months = models.PositiveIntegerField(_("longest time in months"), null=True, blank=True)
    least_minor = models.BigIntegerField(_("smallest amount"), null=True, blank=True)
    most_minor = models.BigIntegerField(_("largest amount"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("version of a product")
        verbose_name_plural = _("versions of products")
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="product_version_once"),
            models.CheckConstraint(
                condition=Q(least_minor=None)
                | Q(most_minor=None)
                | Q(most_minor__gte=models.F("least_minor")),
                name="product_version_amounts_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.number}"
