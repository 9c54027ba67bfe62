"""How it is said that an account stands beyond a level its organisation set for itself."""

from django.utils.translation import gettext as _

from commonwork.books.queries import Warned
from commonwork.ui.money import money


def said(one: Warned) -> str:
    """One sentence about one account."""
    unit = one.account.unit
    values = {
        "account": _(one.account.name),
        "stands": money(one.stands_minor, unit),
        "aside": money(one.aside_minor, unit),
        "level": money(one.level_minor, unit),
    }
    first = _("%(account)s stands at %(stands)s.")
    if one.aside_minor and one.is_below:
        first = _("%(account)s stands at %(stands)s; %(aside)s of it is set aside.")
    elif one.aside_minor:
        first = _("%(account)s stands at %(stands)s; %(aside)s more is on its way.")
    below = _("That is below %(level)s, the level set for these books.")
    above = _("That is above %(level)s, the level set for these books.")
    return f"{first} {below if one.is_below else above}" % values
