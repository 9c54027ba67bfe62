"""An application for a loan while it is being written: kept part by part, resumed by anyone with the mandate, sent once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonwork.bank.models.loan import Loan
from commonwork.registry.models import Organisation


class ApplicationManager(models.Manager["Application"]):
    """Applications come with the co-op, of which their name is made."""

    def get_queryset(self) -> models.QuerySet["Application"]:
        return super().get_queryset().select_related("borrower", "lender")


class Application(models.Model):
    """What a co-op wants to say before it asks. Sent, it stands beside the loan that came of it.

    `team`, `plan`: references of the incubator's team and of the version of its plan, where it came from there.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        SENT = "sent", pgettext_lazy("an application", "sent")
        DROPPED = "dropped", _("set aside")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    borrower = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="loan_applications")
    lender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    started_on = models.DateField(_("begun on"))
    started_by = models.CharField(_("begun by"), max_length=160)
    team = models.CharField(_("team"), max_length=160, blank=True)
    plan = models.CharField(_("plan"), max_length=160, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    principal_minor = models.BigIntegerField(_("amount"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=8, default="USD")
    jobs_kept_count = models.PositiveIntegerField(_("jobs kept"), null=True, blank=True)
    jobs_made_count = models.PositiveIntegerField(_("jobs made"), null=True, blank=True)
    decided_on = models.DateField(_("decided by the members on"), null=True, blank=True)
    members_count = models.PositiveIntegerField(_("members"), null=True, blank=True)
    members_yes_count = models.PositiveIntegerField(_("members who said yes"), null=True, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    loan = models.OneToOneField(
        Loan, on_delete=models.PROTECT, null=True, blank=True, related_name="application"
    )

    objects: ClassVar[ApplicationManager] = ApplicationManager()

    class Meta:
        verbose_name = _("application for a loan")
        verbose_name_plural = _("applications for loans")
        constraints = [
            models.UniqueConstraint(
                fields=["borrower"], condition=Q(state="draft"), name="application_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", loan__isnull=False, sent_on__isnull=False)
                | (~Q(state="sent") & Q(loan=None)),
                name="application_sent_has_loan",
            ),
            models.CheckConstraint(
                condition=Q(principal_minor=None) | Q(principal_minor__gt=0),
                name="application_amount_positive",
            ),
        ]

    def __str__(self) -> str:
        words = pgettext_lazy("an application", "%(loan)s, %(borrower)s")
        return str(words) % {"loan": capfirst(self.name) or _("Application"), "borrower": self.borrower.name}

    def get_absolute_url(self) -> str:
        return reverse("bank_application", args=[self.key])


class ApplicationAnswer(models.Model):
    """What was typed at one question; half an answer is kept too."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    code = models.CharField(_("question"), max_length=40)
    text = models.TextField(_("answer"), max_length=4000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], name="application_answer_once")
        ]
