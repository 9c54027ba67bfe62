"""A gift that somebody promised on the open form, without an account: it waits until its money comes."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models.fund import Fund
from commonwork.bank.models.gift import Pledge
from commonwork.bank.models.supporter import Supporter
from commonwork.registry.models import Organisation, Person
from commonwork.rules.references import shown


class Promise(models.Model):
    """What somebody typed stands here alone and is erased when the first money came, when the promise is taken back, or
    some time after none came; from then on the supporter and the pledge hold what was agreed to be kept.

    `way`: the code of a way to give. `reference`: what the giver writes on the transfer; it names nobody.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its money")
        KEPT = "kept", _("money came")
        WITHDRAWN = "withdrawn", _("taken back")
        LAPSED = "lapsed", _("no money came")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    reference = models.CharField(_("reference"), max_length=9, unique=True)
    house = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="promises")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="promises")
    amount_minor = models.BigIntegerField(_("amount each time"))
    every = models.CharField(_("how often"), max_length=8, choices=Pledge.Every, default=Pledge.Every.ONCE)
    way = models.CharField(_("how it is paid"), max_length=24)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Supporter.Kind, default=Supporter.Kind.PERSON)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_named = models.BooleanField(_("agreed to be named in public"), default=False)
    may_write = models.BooleanField(_("agreed to be written to"), default=False)
    language = models.CharField(_("language"), max_length=8, default="en")
    made_on = models.DateField(_("promised on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    supporter = models.ForeignKey(
        Supporter, on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    pledge = models.OneToOneField(
        Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="promise"
    )

    class Meta:
        verbose_name = _("promise of a gift")
        verbose_name_plural = _("promises of gifts")
        indexes = [models.Index(fields=["state", "made_on"], name="promise_state")]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="promise_positive"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(name="", email="", person=None),
                name="promise_over_has_no_words",
            ),
            models.CheckConstraint(
                condition=Q(state="kept", supporter__isnull=False, pledge__isnull=False)
                | ~Q(state="kept") & Q(supporter=None, pledge=None),
                name="promise_kept_has_giver",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_reference

    def get_absolute_url(self) -> str:
        return reverse("bank_promise", args=[self.key])

    @property
    def shown_reference(self) -> str:
        """The reference in threes."""
        return shown(self.reference)

    @property
    def giver(self) -> str:
        """Who promised it, as far as it was said and is not erased."""
        if self.supporter is not None:
            return self.supporter.name
        return self.person.name if self.person is not None else self.name
