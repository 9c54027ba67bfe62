"""Accounts in plain words, for readers who keep no books. Accounts not named here are plain already."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "1100": gettext_lazy("What sister co-ops owed"),
    "1110": gettext_lazy("Share of co-ops for the solidarity fund"),
    "1200": gettext_lazy("Loans to co-ops"),
    "1210": gettext_lazy("Interest on loans to co-ops"),
    "1220": gettext_lazy("Set aside in case loans are not paid back"),
    "1500": gettext_lazy("Equipment"),
    "2000": gettext_lazy("What was owed to sister co-ops"),
    "2100": gettext_lazy("Loan from the bank"),
    "2110": gettext_lazy("Interest on the bank's loan"),
    "2120": gettext_lazy("What members lent"),
    "2200": gettext_lazy("Members' part of the surplus"),
    "2210": gettext_lazy("Share for the solidarity fund"),
    "2220": gettext_lazy("What members who left are owed"),
    "2300": gettext_lazy("A claim"),
    "3400": gettext_lazy("A grant for one purpose"),
    "3410": gettext_lazy("Money to lend on"),
}


def plain(account: Any) -> str:
    """The name of an account in plain words."""
    return str(WORDS[account.code]) if account.code in WORDS else _(account.name)
