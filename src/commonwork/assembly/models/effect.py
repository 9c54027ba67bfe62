"""What a resolution sets in motion: a budget line, a policy, a priority, a mandate, a task. Followed until it is done."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Body, Person


class Effect(models.Model):
    """`decided_in` is the reference of the resolution it comes from; `kind` a code of `assembly.effects`.

    `data` holds amounts, codes, keys and days; `made` the reference of what it made (a budget line, an idea ...).
    `done_bp` is what its owner reported last, where nothing else tells how far it is. `title` is erasable text.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("to be started")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    decided_in = models.CharField(_("resolution"), max_length=160)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="effects")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=30)
    title = models.CharField(_("what shall happen"), max_length=160)
    data = models.JSONField(_("particulars"), default=dict, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="effects_owned"
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    made = models.CharField(_("what it made"), max_length=160, blank=True, default="")
    done_bp = models.PositiveIntegerField(_("done"), default=0)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("effect of a resolution")
        verbose_name_plural = _("effects of a resolution")
        indexes = [
            models.Index(fields=["state", "due_on"], name="effect_state"),
            models.Index(fields=["made"], name="effect_made"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["decided_in", "number"], name="effect_number_once"),
            models.CheckConstraint(condition=Q(done_bp__lte=10_000), name="effect_at_most_whole"),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on=None)),
                name="done_effect_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assembly_effect", args=[self.key])


class EffectReport(models.Model):
    """What was said on a day about how far an effect is. The text can be erased; the fact holds the figure."""

    effect = models.ForeignKey(Effect, on_delete=models.PROTECT, related_name="reports")
    told_on = models.DateField(_("told on"))
    done_bp = models.PositiveIntegerField(_("done"))
    text = models.TextField(_("report"), max_length=2000, blank=True)
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("report on an effect")
        verbose_name_plural = _("reports on effects")
