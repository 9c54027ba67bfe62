"""Equipment an organisation uses for years; its cost becomes an expense month by month."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.book import Book


class Equipment(models.Model):
    """`first_month` is the first day of the first month that is charged. `bought_on` is empty for opening equipment."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="equipment")
    what = models.CharField(_("what"), max_length=200)
    cost_minor = models.PositiveBigIntegerField(_("cost"))
    first_month = models.DateField(_("charged from"))
    life_months = models.PositiveIntegerField(_("life in months"))
    bought_on = models.DateField(_("bought on"), null=True, blank=True)

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        constraints = [
            models.CheckConstraint(condition=Q(life_months__gte=1), name="equipment_lives_a_month")
        ]

    def __str__(self) -> str:
        return self.what
