"""Paying out by file: whose account money goes to, a run of payouts, and the people who released it.

The database itself refuses to change a run or its payouts, and to let its maker release it (`bank.guards`).
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.record.models import Fact
from commonwork.registry.models import Organisation, Person


class PayAccount(models.Model):
    """An account at a bank. `owner` is a reference (a supporter, a co-op, the bank itself). The number is kept
    encrypted; pages show its last digits. `name` is what the bank knows the holder by, an erasable text."""

    class Way(models.TextChoices):
        ACH = "ach", _("US account (ACH)")
        SEPA = "sepa", _("European account (SEPA)")

    class Kind(models.TextChoices):
        CHECKING = "checking", _("checking")
        SAVINGS = "savings", _("savings")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    owner = models.CharField(_("owner"), max_length=120)
    way = models.CharField(_("way"), max_length=8, choices=Way)
    name = models.CharField(_("name of the holder"), max_length=140)
    is_person = models.BooleanField(_("held by a person"), default=False)
    routing = models.CharField(_("routing number or BIC"), max_length=11, blank=True)
    payer_id = models.CharField(_("what the bank knows a payer by"), max_length=35, blank=True)
    bank_name = models.CharField(_("name of the bank"), max_length=60, blank=True)
    kind = models.CharField(_("kind of account"), max_length=8, choices=Kind, default=Kind.CHECKING)
    sealed_number = models.BinaryField(_("number, encrypted"))
    last_digits = models.CharField(_("last digits"), max_length=4)
    is_dropped = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        verbose_name = _("bank account of a payee")
        verbose_name_plural = _("bank accounts of payees")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "way"], name="pay_account_once", condition=Q(is_dropped=False)
            )
        ]

    def __str__(self) -> str:
        return f"•••• {self.last_digits}"


class PayoutRun(models.Model):
    """Payouts that go to the bank in one file. Locked from the start; released by others than who made it."""

    class Stage(models.TextChoices):
        WAITING = "waiting", _("waits for release")
        RELEASED = "released", _("released")
        CANCELLED = "cancelled", _("cancelled")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payout_runs")
    payer = models.ForeignKey(PayAccount, on_delete=models.PROTECT, related_name="runs")
    format = models.CharField(_("provider"), max_length=24)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.WAITING)
    pays_on = models.DateField(_("pays on"))
    unit = models.CharField(_("unit"), max_length=8, default="USD")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    payouts_count = models.PositiveIntegerField(_("number of payouts"))
    total_minor = models.BigIntegerField(_("total"))
    releases_needed = models.PositiveIntegerField(_("people needed to release"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("payout run")
        verbose_name_plural = _("payout runs")
        constraints = [
            models.CheckConstraint(condition=Q(payouts_count__gt=0), name="payout_run_pays"),
            models.CheckConstraint(condition=Q(releases_needed__gt=0), name="payout_run_needs_release"),
            models.CheckConstraint(
                condition=Q(stage="released", released_at__isnull=False) & ~Q(file_sha256="")
                | ~Q(stage="released") & Q(released_at=None, file_sha256=""),
                name="payout_run_released_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("bank_payout_run", args=[self.key])


class Payout(models.Model):
    """One payment of a run: what an act has already posted (`source`), to the account it goes to."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="payouts")
    number = models.PositiveIntegerField(_("number"))
    account = models.ForeignKey(PayAccount, on_delete=models.PROTECT, related_name="payouts")
    amount_minor = models.BigIntegerField(_("amount"))
    source = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="payout_number_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_positive"),
            models.CheckConstraint(condition=Q(number__gt=0), name="payout_number_from_one"),
        ]


class Release(models.Model):
    """One person's word that a run may go. `maker` repeats who made the run, so that a constraint can say no."""

    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField(_("number"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.UniqueConstraint(fields=["run", "person"], name="release_once_a_person"),
            models.UniqueConstraint(fields=["run", "number"], name="release_number_once"),
            models.CheckConstraint(condition=~Q(person=F("maker")), name="release_not_by_maker"),
        ]
