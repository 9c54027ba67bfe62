"""A claim: somebody asks an organisation to pay back what they laid out, or to pay a bill they hand in."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.books.models.account import Account
from commonwork.books.models.book import Book
from commonwork.books.models.entry import Entry
from commonwork.registry.models import Person


class Claim(models.Model):
    """draft -> submitted -> approved -> paid; or sent back with a reason, or withdrawn. `what` and `reason` are
    erasable texts; facts hold their salted hash. Whoever decides is not who asks: the database says so too."""

    class Kind(models.TextChoices):
        REFUND = "refund", _("I paid; pay me back")
        BILL = "bill", _("A bill to be paid")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waits for a decision")
        RETURNED = "returned", _("sent back")
        APPROVED = "approved", _("waits to be paid")
        PAID = "paid", _("paid")
        WITHDRAWN = "withdrawn", _("withdrawn")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="claims")
    claimant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.REFUND)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    amount_minor = models.PositiveBigIntegerField(_("amount"), null=True, blank=True)
    spent_on = models.DateField(_("day"), null=True, blank=True)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    fund = models.CharField(_("fund"), max_length=60, blank=True, default="")
    party = models.CharField(_("party"), max_length=80, blank=True, default="")
    what = models.CharField(_("what for"), max_length=300, blank=True, default="")
    reason = models.CharField(_("why it was sent back"), max_length=300, blank=True, default="")
    salt = models.CharField(_("salt"), max_length=32)
    submitted_on = models.DateField(_("sent on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="claims_decided"
    )
    approval = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="approves_claim"
    )
    payment = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="pays_claim"
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = [
            models.Index(fields=["book", "state"], name="claim_state"),
            models.Index(fields=["claimant", "state"], name="claim_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("claimant")),
                name="claim_not_decided_by_claimant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(amount_minor__gt=0, spent_on__isnull=False, account__isnull=False),
                name="sent_claim_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(approval__isnull=False) | ~Q(state__in=["approved", "paid"]),
                name="approved_claim_is_posted",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", payment__isnull=False, paid_on__isnull=False)
                | (~Q(state="paid") & Q(payment=None, paid_on=None)),
                name="paid_claim_is_posted",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("books_claim", args=[self.book.key, self.key])
