"""Claims: those of a person, and what waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.queries import Asker
from commonwork.books import claim_permits
from commonwork.books.models import Claim
from commonwork.registry.models import Person
from commonwork.ui.money import money

MOST = 5


@dataclass(frozen=True)
class Need:
    """A verb and a thing, why, by when (None: whenever), where to do it, and what the button says."""

    title: str
    reason: str
    due_on: date | None
    href: str
    button: str


def claims_of(person: Person) -> list[Claim]:
    """All claims a person made, with their books."""
    return list(Claim.objects.filter(claimant=person).select_related("book__organisation").order_by("pk"))


def claim_needs(account: Asker) -> list[Need]:
    """What claims ask of this account: decide, pay, or mend what was sent back and finish drafts."""
    return [*_to_decide(account), *_to_pay(account), *_to_mend(account)]


def _to_decide(account: Asker) -> Iterator[Need]:
    for claim in claim_permits.deciding(account).order_by("submitted_on", "pk")[:MOST]:
        values = {"amount": money(claim.amount_minor or 0), "name": claim.book.organisation.name}
        yield Need(
            _("Decide on a claim of %(amount)s") % values,
            _("Somebody asks %(name)s to pay it. Look at the paper first.") % values,
            claim.submitted_on,
            claim.get_absolute_url(),
            _("Decide"),
        )


def _to_pay(account: Asker) -> Iterator[Need]:
    for claim in claim_permits.paying(account).order_by("submitted_on", "pk")[:MOST]:
        values = {"amount": money(claim.amount_minor or 0), "name": claim.book.organisation.name}
        yield Need(
            _("Pay a claim of %(amount)s") % values,
            _("It is approved; %(name)s owes the money.") % values,
            claim.submitted_on,
            reverse("books_claim_pay", args=[claim.book.key, claim.key]),
            _("Pay"),
        )


def _to_mend(account: Asker) -> Iterator[Need]:
    open_states = (Claim.State.RETURNED, Claim.State.DRAFT)
    for claim in claim_permits.own_claims(account).filter(state__in=open_states).order_by("pk")[:MOST]:
        name = claim.book.organisation.name
        is_draft = claim.state == Claim.State.DRAFT
        yield Need(
            _("Finish your claim") if is_draft else _("Look at your claim again"),
            _("The draft for %s is kept.") % name if is_draft else _("%s sent it back with a reason.") % name,
            None,
            claim.get_absolute_url(),
            _("Finish") if is_draft else _("Look"),
        )
