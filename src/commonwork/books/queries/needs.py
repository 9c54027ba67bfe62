"""What in the books needs somebody, as Home asks every room: claims to decide and pay, bank lines to match."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, as_of, where
from commonwork.books.models import BankLine
from commonwork.books.queries.claims import MOST, Need, claim_needs
from commonwork.ui import dates


def needs(account: Asker, on: date) -> list[Need]:
    """What the books ask of this account; nothing of one whose view is tied to a day."""
    if as_of(account) is not None:
        return []
    return [*claim_needs(account), *_to_match(account)]


def _to_match(account: Asker) -> Iterator[Need]:
    """One for each bank account with lines that were not matched yet, the one that waits longest first."""
    kept = where(account, Permission.BOOKS_KEEP)
    lines = BankLine.objects.filter(match=None, is_set_aside=False, bank_account__book__organisation__in=kept)
    names = (
        "bank_account__key",
        "bank_account__name",
        "bank_account__book__key",
        "bank_account__book__organisation__name",
    )
    found = lines.order_by().values_list(*names).annotate(count=Count("pk"), first_on=Min("on"))
    for key, name, book, organisation, count, first_on in found.order_by("first_on", "bank_account__key")[
        :MOST
    ]:
        values = {"count": count, "name": name, "organisation": organisation, "day": dates.day(first_on)}
        yield Need(
            ngettext("Match %(count)s line of the bank", "Match %(count)s lines of the bank", count) % values,
            _("%(name)s of %(organisation)s: the oldest is of %(day)s.") % values,
            None,
            reverse("books_bank_account", args=[book, key]),
            _("Match"),
        )
