"""Organisations: institutions, co-ops and their dated stages, and what they supply to each other."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models.place import Place


class Organisation(models.Model):
    """A legal or working body with a name. `stage` repeats the latest OrganisationStage (kept by the same act)."""

    class Kind(models.TextChoices):
        INSTITUTION = "institution", _("institution")
        COOP = "co-op", _("co-op")
        LAND_TRUST = "land-trust", _("land trust")
        SUPPORTER = "supporter", _("supporter")
        ALLY = "ally", _("ally")

    class Stage(models.TextChoices):
        NONE = "", _("no stage")
        IDEA = "idea", _("idea")
        INCUBATING = "incubating", _("incubating")
        START_UP = "start-up", _("start-up")
        MEMBER = "member", _("member")
        DORMANT = "dormant", _("dormant")
        CLOSED = "closed", _("closed")

    class TaxMode(models.TextChoices):
        NONE = "", _("not said")
        SUBCHAPTER_T = "subchapter-t", _("Subchapter T")
        PARTNERSHIP = "partnership", _("partnership")
        NONPROFIT_PROJECT = "nonprofit-project", _("project of a nonprofit")
        OTHER_COUNTRY = "other-country", _("other country")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    trade = models.CharField(_("trade"), max_length=200, blank=True)
    about = models.TextField(_("about"), blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, blank=True, default="")
    tax_mode = models.CharField(_("tax mode"), max_length=20, choices=TaxMode, blank=True, default="")
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    has_open_books = models.BooleanField(_("shows its books to the public"), default=False)
    parcels = models.PositiveIntegerField(_("parcels of land held"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["kind", "name"], name="organisation_kind_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.key])


class OrganisationStage(models.Model):
    """From `starts_on` the organisation is in `stage`, until the next row."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=20, choices=Organisation.Stage)
    starts_on = models.DateField(_("from"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "stage", "starts_on"], name="stage_once")
        ]


class SupplyLink(models.Model):
    """What one organisation regularly passes to another: the material loop."""

    source = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="supplies")
    target = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="is_supplied")
    what = models.CharField(_("what"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "what"], name="supply_once")]
