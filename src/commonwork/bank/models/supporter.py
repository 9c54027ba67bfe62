"""Supporters: who gives to the bank, promises to, lends to it, or holds a member share in it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation, Person


class Supporter(models.Model):
    """A person or an organisation of the network, or somebody outside of it. Names and addresses stand here alone and
    can be erased. `link_number` turns the link to the supporter's page: the next number makes the old link void."""

    class Kind(models.TextChoices):
        PERSON = "person", _("a person")
        ORGANISATION = "organisation", _("an organisation")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="supporter"
    )
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="supporter"
    )
    own_name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_named = models.BooleanField(_("agreed to be named in public"), default=False)
    is_forgotten = models.BooleanField(_("forgotten"), default=False)
    link_number = models.PositiveIntegerField(_("number of the link"), default=1)
    since_on = models.DateField(_("since"))

    class Meta:
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) | Q(organisation=None), name="supporter_is_one_of_both"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("bank_supporter", args=[self.key])

    @property
    def name(self) -> str:
        """The name as it stands now: the person's, the organisation's, or the supporter's own."""
        if self.person is not None:
            return self.person.name
        return self.organisation.name if self.organisation is not None else self.own_name or "—"
