"""Persons and how to reach them. Names and contacts are erasable; nothing else holds them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Person(models.Model):
    """One human being, with or without an account. `is_invented` marks people of a demo network."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_invented = models.BooleanField(_("invented"), default=False)
    is_forgotten = models.BooleanField(_("forgotten"), default=False)
    shows_name = models.BooleanField(_("agreed to be named in public"), default=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["name"], name="person_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """One or two letters for the round mark beside a name."""
        words = [word for word in self.name.split() if word[0].isalpha()]
        return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


class Contact(models.Model):
    """One way to reach a person. Private."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        POST = "post", _("post")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("value"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "value"], name="contact_once")]
