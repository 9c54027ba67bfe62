"""A committee member's vote on an application."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.loan import Loan
from commonwork.registry.models import Person


class CommitteeVote(models.Model):
    """One person votes once on one loan. Who declares a conflict of interest is heard, and abstains."""

    class Choice(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("not now")
        ABSTAIN = "abstain", _("abstain")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="loan_votes")
    vote = models.CharField(_("vote"), max_length=8, choices=Choice)
    has_conflict = models.BooleanField(_("declared a conflict of interest"), default=False)
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("vote of the loan committee")
        verbose_name_plural = _("votes of the loan committee")
        constraints = [
            models.UniqueConstraint(fields=["loan", "person"], name="committee_one_vote_a_person"),
            models.CheckConstraint(
                condition=Q(has_conflict=False) | Q(vote="abstain"), name="committee_conflict_abstains"
            ),
        ]
