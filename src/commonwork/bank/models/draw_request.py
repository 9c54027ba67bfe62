"""A co-op asks for a part of its loan, with the invoices it is for; the bank looks, pays, and sees the receipts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonwork.bank.models.draw import Draw
from commonwork.bank.models.loan import Loan


class DrawRequestManager(models.Manager["DrawRequest"]):
    """Requests come with their loan, of which their name is made."""

    def get_queryset(self) -> models.QuerySet["DrawRequest"]:
        return super().get_queryset().select_related("loan__borrower", "loan__lender")


class DrawRequest(models.Model):
    """Its invoices, and later its receipts, are papers attached to it. `draw`: the payment that came of it."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for the bank")
        APPROVED = "approved", _("approved, to be paid")
        DECLINED = "declined", _("sent back")
        PAID = "paid", _("paid out")

    OPEN = (State.ASKED, State.APPROVED)

    key = models.SlugField(_("key"), max_length=60, unique=True)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="draw_requests")
    amount_minor = models.BigIntegerField(_("amount"))
    what = models.CharField(_("what it is for"), max_length=400)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    asked_on = models.DateField(_("asked on"))
    asked_by = models.CharField(_("asked by"), max_length=160)
    decided_on = models.DateField(_("looked at on"), null=True, blank=True)
    decided_by = models.CharField(_("looked at by"), max_length=160, blank=True)
    words = models.CharField(_("what the bank says"), max_length=400, blank=True)
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="request")
    receipts_on = models.DateField(_("receipts shown on"), null=True, blank=True)

    objects: ClassVar[DrawRequestManager] = DrawRequestManager()

    class Meta:
        verbose_name = _("request for a draw")
        verbose_name_plural = _("requests for draws")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="draw_request_positive"),
            models.CheckConstraint(
                condition=Q(state="paid", draw__isnull=False) | (~Q(state="paid") & Q(draw=None)),
                name="draw_request_paid_has_draw",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="draw_request_state")]

    def __str__(self) -> str:
        words = pgettext_lazy("a request for money from a loan", "Draw on “%(loan)s”")
        return str(words) % {"loan": self.loan}

    def get_absolute_url(self) -> str:
        return reverse("bank_draw_request", args=[self.key])
