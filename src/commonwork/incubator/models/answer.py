"""What a team answers in words for its business plan: a draft that anyone of the team can go on with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.chapters import MOST_SIGNS
from commonwork.incubator.models.team import Team


class PlanAnswer(models.Model):
    """The answer to one question. Code: chapter and question, such as `what.need`. An empty text was erased."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="plan_answers")
    code = models.CharField(_("question"), max_length=40)
    text = models.TextField(_("answer"), max_length=MOST_SIGNS, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("by"), max_length=160)

    class Meta:
        verbose_name = _("answer of a business plan")
        verbose_name_plural = _("answers of business plans")
        constraints = [models.UniqueConstraint(fields=["team", "code"], name="plan_answer_once")]
