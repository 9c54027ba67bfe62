"""The one place where a Refusal becomes what a person reads, in their language."""

from django.utils.translation import gettext

from commonwork.rules.refusal import Refusal


def said(refusal: Refusal) -> str:
    """The refusal's sentence, translated, with its figures."""
    return gettext(refusal.sentence).format(**refusal.figures)
