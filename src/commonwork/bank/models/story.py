"""The public story of a loan: each field shown only while somebody's consent to it stands."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.registry.models import Person


class StoryManager(models.Manager["StoryField"]):
    def get_queryset(self) -> models.QuerySet["StoryField"]:
        return super().get_queryset().select_related("loan__borrower", "consented_by")


class StoryField(models.Model):
    """One consent to show one field: who agreed and when; taken back, its words are erased and the row stays.

    Fields without words of their own (the co-op's name, the figures) are read from the loan when they are shown.
    """

    class Code(models.TextChoices):
        NAME = "name", _("the name of the co-op")
        PURPOSE = "purpose", _("what the loan was for")
        QUOTE = "quote", _("words of a worker-owner")
        SPEAKER = "speaker", _("the name of who says them")
        AMOUNT = "amount", _("how much was lent")
        BACK = "back", _("how much has come back")
        JOBS = "jobs", _("jobs kept and made")

    IN_WORDS = (Code.PURPOSE, Code.QUOTE)
    OF_ONE_PERSON = (Code.QUOTE, Code.SPEAKER)

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="story_fields")
    code = models.CharField(_("field"), max_length=8, choices=Code)
    text = models.TextField(_("words"), max_length=1500, blank=True)
    consented_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="story_consents")
    consented_on = models.DateField(_("agreed on"))
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    objects: ClassVar[StoryManager] = StoryManager()

    class Meta:
        verbose_name = _("field of a loan's story")
        verbose_name_plural = _("fields of loans' stories")
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "code"], condition=Q(taken_back_on=None), name="story_field_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_on=None) | Q(text=""), name="story_words_go_with_consent"
            ),
        ]

    def __str__(self) -> str:
        return str(self.loan)

    def get_absolute_url(self) -> str:
        return reverse("bank_loan_story", args=[self.loan.key])
