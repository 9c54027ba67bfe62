"""What the bank's money needs from whom: payouts to release, promised gifts to book, the loss reserve to post."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.models import Account
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.bank.models import PayoutRun, Promise, calendar_quarter
from commonwork.bank.queries import incoming, reserves
from commonwork.bank.queries.needs import Need
from commonwork.registry.models import Organisation
from commonwork.ui.dates import day as day_words
from commonwork.ui.money import money


def of_money(account: Asker, bank: Organisation, on: date) -> Iterator[Need]:
    """Runs to release, gifts to book, the reserve to post."""
    yield from _of_releaser(account, bank)
    if may(account, Permission.LOAN_RECEIVE, bank) and Promise.objects.filter(house=bank).exists():
        yield from _of_receiver(bank)
    if may(account, Permission.BOOKS_KEEP, bank):
        yield from _of_keeper(bank, on)


def _of_releaser(account: Asker, bank: Organisation) -> Iterator[Need]:
    """Runs that wait for somebody who neither made nor released them."""
    if not isinstance(account, Account) or not may(account, Permission.PAYOUT_RELEASE, bank):
        return
    waiting = PayoutRun.objects.filter(organisation=bank, stage=PayoutRun.Stage.WAITING)
    person = account.person_id
    for run in waiting.exclude(made_by=person).exclude(releases__person=person).order_by("pays_on", "pk"):
        said = {"count": run.payouts_count, "total": money(run.total_minor, run.unit)}
        yield Need(
            ngettext(
                "Release %(count)s payout, %(total)s",
                "Release %(count)s payouts, %(total)s",
                run.payouts_count,
            )
            % said,
            _("The bank gets the file only when others than who made it have released it."),
            run.pays_on,
            run.get_absolute_url(),
            _("Look"),
        )


def _of_receiver(bank: Organisation) -> Iterator[Need]:
    known = incoming.known_in(bank)
    if known:
        yield Need(
            ngettext("Book %(count)s promised gift", "Book %(count)s promised gifts", len(known))
            % {"count": len(known)},
            _("Their references stand on the bank's statement."),
            None,
            reverse("bank_receive_known"),
            _("Book"),
        )


def _of_keeper(bank: Organisation, on: date) -> Iterator[Need]:
    """Once the reserve has been posted it is kept up, a quarter at a time."""
    last = reserves.latest(bank)
    starts_on, _ends_on = calendar_quarter(on)
    if last is not None and last.on < date.fromordinal(starts_on.toordinal() - 1):
        yield Need(
            _("Post the loss reserve"),
            _("It was posted last as of %(day)s.") % {"day": day_words(last.on)},
            None,
            reverse("bank_reserve"),
            _("Look"),
        )
