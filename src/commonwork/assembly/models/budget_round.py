"""A participatory budget: its phases, its pots of money, and the projects from first idea to the ballot."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Body, Organisation, Person


class WithBody(models.Manager["BudgetRound"]):
    """Reads a round with its body."""

    def get_queryset(self) -> QuerySet["BudgetRound"]:
        return super().get_queryset().select_related("body__organisation")


class BudgetRound(models.Model):
    """One round. Each phase ends on a day; `state` says which one it is in. `poll`: key of the vote.

    `least_votes`: votes a project needs to be counted at all. The rules are fixed before voting opens.
    """

    class State(models.TextChoices):
        IDEAS = "ideas", _("ideas are collected")
        COSTING = "costing", _("ideas are looked at and costed")
        VOTING = "voting", _("voting")
        COUNTED = "counted", _("counted")
        DECIDED = "decided", _("decided")

    class Method(models.TextChoices):
        APPROVAL = "budget-approval", _("tick as many as you like")
        POINTS = "budget-points", _("share out points")
        KNAPSACK = "budget-knapsack", _("tick what fits into the budget")

    class Rule(models.TextChoices):
        EQUAL_SHARES = "equal-shares", _("equal shares")
        GREEDY = "greedy", _("most votes first")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="budget_rounds")
    title = models.CharField(_("title"), max_length=120)
    budget_minor = models.PositiveBigIntegerField(_("budget"))
    method = models.CharField(_("ballot"), max_length=16, choices=Method, default=Method.APPROVAL)
    rule = models.CharField(_("rule"), max_length=16, choices=Rule, default=Rule.EQUAL_SHARES)
    completes = models.BooleanField(_("what is left goes to the most voted"), default=False)
    points = models.PositiveIntegerField(_("points of a voter"), default=10)
    least_votes = models.PositiveIntegerField(_("votes a project needs"), default=0)
    ideas_until = models.DateField(_("ideas until"))
    costed_until = models.DateField(_("costed until"))
    votes_until = models.DateField(_("votes until"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.IDEAS)
    poll = models.SlugField(_("vote"), max_length=60, blank=True, default="")
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    named: ClassVar[WithBody] = WithBody()  # the first manager: names in trails come in one query
    objects: ClassVar[models.Manager["BudgetRound"]] = models.Manager()

    class Meta:
        verbose_name = _("participatory budget")
        verbose_name_plural = _("participatory budgets")
        indexes = [models.Index(fields=["poll"], name="budget_round_poll")]
        constraints = [
            models.CheckConstraint(
                condition=Q(costed_until__gte=F("ideas_until"), votes_until__gte=F("costed_until")),
                name="budget_round_phases_in_order",
            ),
            models.CheckConstraint(condition=Q(budget_minor__gt=0), name="budget_round_has_money"),
            models.CheckConstraint(
                condition=Q(state__in=["counted", "decided"], counted_on__isnull=False)
                | (~Q(state__in=["counted", "decided"]) & Q(counted_on=None)),
                name="counted_round_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assembly_budget", args=[self.key])

    @property
    def days(self) -> tuple[date, date, date]:
        """The last day of ideas, of costing, of voting."""
        return self.ideas_until, self.costed_until, self.votes_until


class BudgetPot(models.Model):
    """A part of the budget with money of its own, for one kind of project or one district."""

    class Kind(models.TextChoices):
        CATEGORY = "category", _("kind of project")
        DISTRICT = "district", _("district")

    round = models.ForeignKey(BudgetRound, on_delete=models.CASCADE, related_name="pots")
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CATEGORY)
    budget_minor = models.PositiveBigIntegerField(_("budget"))

    class Meta:
        verbose_name = _("pot of a budget")
        verbose_name_plural = _("pots of a budget")
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="budget_pot_once"),
            models.CheckConstraint(condition=Q(budget_minor__gt=0), name="budget_pot_has_money"),
        ]

    def __str__(self) -> str:
        return self.name


class BudgetProject(models.Model):
    """An idea and what becomes of it: looked at by a named reviewer, costed, on the ballot, chosen or not.

    `number` is its place on the ballot. `rivals` cannot be chosen together with it.
    """

    class State(models.TextChoices):
        IDEA = "idea", _("idea")
        FEASIBLE = "feasible", _("can be done")
        UNFEASIBLE = "unfeasible", _("cannot be done")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CHOSEN = "chosen", _("chosen")
        NOT_CHOSEN = "not-chosen", _("not this time")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    round = models.ForeignKey(BudgetRound, on_delete=models.PROTECT, related_name="projects")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what it is"), max_length=4000, blank=True)
    where = models.CharField(_("where"), max_length=120, blank=True)
    proposer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_ideas"
    )
    pot = models.ForeignKey(
        BudgetPot, on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.IDEA)
    cost_minor = models.PositiveBigIntegerField(_("cost"), null=True, blank=True)
    doer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_projects"
    )
    reviewer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_reviews"
    )
    reviewed_on = models.DateField(_("looked at on"), null=True, blank=True)
    review = models.TextField(_("what the reviewer found"), max_length=2000, blank=True)
    rivals = models.ManyToManyField("self", blank=True)

    class Meta:
        verbose_name = _("project of a budget")
        verbose_name_plural = _("projects of a budget")
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="budget_project_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["feasible", "chosen", "not-chosen"])
                | Q(cost_minor__gt=0, reviewer__isnull=False, reviewed_on__isnull=False),
                name="feasible_project_costed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assembly_budget_project", args=[self.key])
