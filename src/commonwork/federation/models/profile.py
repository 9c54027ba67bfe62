"""What a co-op says about itself: legal body, premises, trades, contacts, and how it works by the principles."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation, Place


class CoopProfile(models.Model):
    """`legal_form`: a code of data/legal_forms.toml. `public_parts`: what its members agreed to show to everyone."""

    class Part(models.TextChoices):
        LEGAL = "legal", _("legal body and tax mode")
        PREMISES = "premises", _("premises")
        CONTACTS = "contacts", _("contacts")
        PRINCIPLES = "principles", _("how it works by the principles")

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="coop_profile")
    legal_form = models.CharField(_("legal body"), max_length=30, blank=True)
    formed_on = models.DateField(_("formed on"), null=True, blank=True)
    trades = models.CharField(_("trades"), max_length=300, blank=True)
    public_parts = models.JSONField(_("shown to everyone"), default=list)
    consented_on = models.DateField(_("agreed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("profile of a co-op")
        verbose_name_plural = _("profiles of co-ops")

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return reverse("federation_status", args=[self.organisation.key])


class Premises(models.Model):
    """Where a co-op works, in [starts_on, ends_on)."""

    class Use(models.TextChoices):
        OFFICE = "office", _("office")
        WORKSHOP = "workshop", _("workshop or kitchen")
        SHOP = "shop", _("shop or stall")
        LAND = "land", _("land")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="premises")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="premises")
    use = models.CharField(_("use"), max_length=10, choices=Use)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("premises")
        verbose_name_plural = _("premises")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "place", "use", "starts_on"], name="premises_once_a_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="premises_end_after_start"
            ),
        ]


class CoopContact(models.Model):
    """How to reach a co-op (never a person's own address)."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        WEB = "web", _("web page")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="coop_contacts")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    value = models.CharField(_("contact"), max_length=200)

    class Meta:
        verbose_name = _("contact of a co-op")
        verbose_name_plural = _("contacts of co-ops")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="coop_contact_once_a_kind")
        ]


class PrincipleReport(models.Model):
    """How a co-op worked by one principle in a year, in its own words."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="principle_reports")
    principle = models.PositiveSmallIntegerField(_("number of the principle"))
    year = models.PositiveSmallIntegerField(_("year"))
    says = models.TextField(_("report"), max_length=2000)
    reported_on = models.DateField(_("reported on"))

    class Meta:
        verbose_name = _("report on a principle")
        verbose_name_plural = _("reports on principles")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "principle", "year"], name="principle_report_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return reverse("federation_status", args=[self.organisation.key])
