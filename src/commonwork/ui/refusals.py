"""The one place where a Refusal becomes what a person reads, in their language."""

import re
from contextlib import suppress
from datetime import date

from django.utils.translation import gettext

from commonwork.rules.refusal import Refusal
from commonwork.ui.dates import day

A_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def said(refusal: Refusal) -> str:
    """The refusal's sentence, translated, with its figures; days as people write them."""
    figures = {name: _shown(figure) for name, figure in refusal.figures.items()}
    return gettext(refusal.sentence).format(**figures)


def _shown(figure: object) -> object:
    if isinstance(figure, date):
        return day(figure)
    if isinstance(figure, str) and A_DAY.fullmatch(figure):
        with suppress(ValueError):  # somebody typed 30 February
            return day(date.fromisoformat(figure))
    return figure
