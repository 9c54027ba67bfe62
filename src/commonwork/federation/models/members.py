"""Members: how a share is paid in parts, its certificate, a share that changes hands, and leaving with a note."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation, Person


class BuyInPlan(models.Model):
    """How a worker-owner pays the share: at once, then by instalments kept from the pay. `nonrefundable_minor` of it
    goes to the indivisible reserve as it is paid. Ends when it is paid, or on `ended_on`."""

    class Every(models.TextChoices):
        WEEK = "week", _("every week")
        TWO_WEEKS = "two-weeks", _("every two weeks")
        MONTH = "month", _("every month")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="buy_in_plans")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="buy_in_plans")
    agreed_on = models.DateField(_("agreed on"))
    fee_minor = models.PositiveBigIntegerField(_("price of the share"))
    down_minor = models.PositiveBigIntegerField(_("paid at once"))
    instalment_minor = models.PositiveBigIntegerField(_("instalment"))
    every = models.CharField(_("how often"), max_length=10, choices=Every, default=Every.MONTH)
    nonrefundable_minor = models.PositiveBigIntegerField(_("not paid back"), default=0)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan of a buy-in")
        verbose_name_plural = _("plans of buy-ins")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(ended_on=None), name="buy_in_plan_one_open"
            ),
            models.CheckConstraint(
                condition=Q(down_minor__lte=F("fee_minor")) & Q(nonrefundable_minor__lte=F("fee_minor")),
                name="buy_in_plan_parts_within",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Share in %(coop)s") % {"coop": self.organisation.name})


class ShareCertificate(models.Model):
    """A member's share is paid in full: one certificate, numbered within the co-op."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField(_("number"))
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    issued_on = models.DateField(_("issued on"))
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)

    class Meta:
        verbose_name = _("share certificate")
        verbose_name_plural = _("share certificates")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(cancelled_on=None), name="certificate_one_open"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Certificate %(number)s") % {"number": self.number})


class ShareTransfer(models.Model):
    """A share, or part of it, passes from one member to another at its price."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="share_transfers")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shares_given")
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shares_taken")
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    transferred_on = models.DateField(_("transferred on"))

    class Meta:
        verbose_name = _("transfer of a share")
        verbose_name_plural = _("transfers of shares")
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="share_transfer_two_people"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="share_transfer_positive"),
        ]

    def __str__(self) -> str:
        return str(_("Share in %(coop)s") % {"coop": self.organisation.name})


class MemberExit(models.Model):
    """Somebody left a co-op on a day (that day is no longer part of the membership)."""

    class Reason(models.TextChoices):
        CHOSE = "chose", _("chose to leave")
        RETIRED = "retired", _("retired")
        DISMISSED = "dismissed", _("the members ended the membership")
        DIED = "died", _("died")
        CLOSED = "closed", _("the co-op closed")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exits")
    left_on = models.DateField(_("left on"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)

    class Meta:
        verbose_name = _("leaving of a member")
        verbose_name_plural = _("leavings of members")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "left_on"], name="exit_once_a_day")
        ]

    def __str__(self) -> str:
        return self.organisation.name


class ExitNote(models.Model):
    """What the co-op owes a member who left: share and capital account, turned into a debt paid in parts."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exit_notes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exit_notes")
    written_on = models.DateField(_("written on"))
    share_minor = models.BigIntegerField(_("share"))
    account_minor = models.BigIntegerField(_("capital account"))
    total_minor = models.PositiveBigIntegerField(_("owed"))
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("note to a former member")
        verbose_name_plural = _("notes to former members")
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=F("share_minor") + F("account_minor")), name="exit_note_whole"
            )
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return reverse("federation_exit_note", args=[self.organisation.key, self.key])


class ExitInstalment(models.Model):
    """One part of a note."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    note = models.ForeignKey(ExitNote, on_delete=models.CASCADE, related_name="instalments")
    number = models.PositiveSmallIntegerField(_("number"))
    due_on = models.DateField(_("due on"))
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    class Meta:
        verbose_name = _("part of a note")
        verbose_name_plural = _("parts of notes")
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="exit_instalment_once")]
        indexes = [models.Index(fields=["due_on"], name="exit_instalment_due")]

    def __str__(self) -> str:
        return str(self.note)


class Contest(models.Model):
    """A member says that something about the own stake is wrong; who keeps the books answers. Texts can be erased."""

    class What(models.TextChoices):
        SHARE = "share", _("my share")
        ACCOUNT = "account", _("my capital account")
        HOURS = "hours", _("my hours")
        PATRONAGE = "patronage", _("my part of a surplus")
        NOTICE = "notice", _("a notice or form")
        MEMBERSHIP = "membership", _("my membership or its days")

    class Outcome(models.TextChoices):
        MENDED = "mended", _("it was put right")
        STANDS = "stands", _("it stands, and here is why")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contests")
    what = models.CharField(_("what"), max_length=12, choices=What)
    says = models.TextField(_("what is wrong"), max_length=2000, blank=True)
    raised_on = models.DateField(_("raised on"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("question about a stake")
        verbose_name_plural = _("questions about stakes")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None, outcome="") | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                name="contest_answered_whole",
            )
        ]
        indexes = [models.Index(fields=["organisation", "answered_on"], name="contest_open")]

    def __str__(self) -> str:
        return str(self.get_what_display())

    def get_absolute_url(self) -> str:
        return reverse("federation_contest", args=[self.organisation.key, self.key])
