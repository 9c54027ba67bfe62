"""Letters about gifts, in the giver's language: a promise confirmed, with how to pay it; a gift and its receipt."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonwork.bank import links, ways_to_give
from commonwork.bank.models import Gift, Pledge, Promise, Supporter
from commonwork.bank.queries.lending import public_name
from commonwork.gatherings.actions import letters
from commonwork.gatherings.models import Letter
from commonwork.ui.dates import day
from commonwork.ui.money import money


def address_of(promise: Promise) -> str:
    """Where mail reaches who promised; empty where nothing was left."""
    return letters.address_of(promise.person) if promise.person is not None else promise.email


def address_of_supporter(one: Supporter) -> str:
    """Where mail reaches a supporter; empty where nothing is on file."""
    return letters.address_of(one.person) if one.person is not None else one.email


def how_to_pay(promise: Promise, *, on: date) -> ways_to_give.Told:
    """What the giver does now."""
    way = ways_to_give.WAYS.get(promise.way)
    asked = ways_to_give.Asked(promise.house, promise.shown_reference, promise.amount_minor, "USD", on)
    told = way.told(asked) if way else None
    return told or ways_to_give.Told((_("Ask the bank how to pay."),))


def confirm(promise: Promise, *, on: date, at: datetime) -> Letter | None:
    """Write to who promised a gift, if an address is known: the reference, how to pay, how to take it back."""
    with override(promise.language):
        how = how_to_pay(promise, on=on)
        named = {
            "bank": public_name(on),
            "amount": money(promise.amount_minor),
            "fund": promise.fund.name,
            "reference": promise.shown_reference,
        }
        said = _("You promised %(amount)s for “%(fund)s” of %(bank)s.") % named
        if promise.every != Pledge.Every.ONCE:
            said += " " + _("How often: %(every)s.") % {"every": promise.get_every_display()}
        lines = [
            said,
            "",
            _("Your reference: %(reference)s") % named,
            _("Write it on the transfer or the check, so that we know your gift."),
            "",
            *how.words,
            *([how.href] if how.href else []),
            "",
            _("A promise is no debt. Read it again, or take it back, here:"),
            settings.ORIGIN + links.promise_address(promise),
            "",
            _("You did not promise anything? Then leave this letter be: no money is taken from anyone."),
        ]
        subject = _("Your promised gift: %(reference)s") % named
    return letters.write(
        address=address_of(promise),
        subject=subject,
        text="\n".join(lines),
        about=promise,
        at=at,
        person=promise.person,
    )


def thank(gift: Gift, *, address: str, language: str, at: datetime) -> Letter | None:
    """Send the receipt of a gift: its number, and the way to the paper and to where the money is."""
    one = gift.supporter
    with override(language):
        paper = reverse("bank_gift_receipt", args=[one.key, links.token(one), gift.key])
        named = {
            "amount": money(gift.amount_minor),
            "fund": gift.fund.name,
            "day": day(gift.on),
            "number": gift.fact.number,
            "bank": public_name(gift.on),
        }
        lines = [
            _("Thank you. %(amount)s for “%(fund)s” came to %(bank)s on %(day)s.") % named,
            "",
            _("Receipt %(number)s, on paper:") % named,
            settings.ORIGIN + paper,
            "",
            _("Where your money is, at any time:"),
            settings.ORIGIN + links.address(one),
            "",
            _("Keep these addresses to yourself: whoever has them can read the pages."),
        ]
        subject = _("Receipt %(number)s for your gift of %(amount)s") % named
    return letters.write(
        address=address, subject=subject, text="\n".join(lines), about=gift, at=at, person=one.person
    )
