"""Bodies that meet and decide: assembly, council, committee, board; and who sits in them when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models.organisation import Organisation
from commonwork.registry.models.person import Person


class Body(models.Model):
    """A body. An assembly has a territory: population with source, and the engagement mark it measures itself by
    (shown, never a quorum)."""

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("assembly")
        COMMITTEE = "committee", _("committee")
        COUNCIL = "council", _("council")
        BOARD = "board", _("board")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies"
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_source = models.CharField(_("source of the population"), max_length=200, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the population"), null=True, blank=True)
    engagement_mark_bp = models.PositiveIntegerField(_("engagement mark"), null=True, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.name


class BodySeat(models.Model):
    """A person sits in a body for a period [starts_on, ends_on). For an assembly: stands on its roll."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "person", "starts_on"], name="seat_once_a_start"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="seat_ends_after_start"
            ),
        ]
