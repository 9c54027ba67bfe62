"""Money that came to the bank account and waits to be told what it is: offers for each line, the likeliest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonwork.bank.models import Fund, Holding, Loan, Pledge, Promise, Supporter
from commonwork.bank.queries.capital import SHARE, holder_of
from commonwork.bank.queries.fund_money import revolving
from commonwork.bank.queries.position import positions
from commonwork.bank.queries.whereabouts import running_pledges
from commonwork.books import queries as book_queries
from commonwork.books.payees import alike
from commonwork.books.queries import bank_lines
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation
from commonwork.rules import references
from commonwork.rules.money import parse_minor

MOST_OFFERS = 6
CERTAIN = 100
OPEN = (Promise.State.WAITING, Promise.State.KEPT)


@dataclass(frozen=True)
class Offer:
    """What a line may be: `what` is promise, loan, pledge, gift or account; `thing` the one it is about.
    score: how many signs speak for it (the amount, the payee's name, a key in the text)."""

    what: str
    thing: Any
    amount_minor: int
    score: int

    @property
    def key(self) -> str:
        return f"{self.what}:{self.thing.key}"


def open_in(organisation: Organisation) -> list[Any]:
    """The lines of money in that wait to be matched, the oldest first."""
    book = book_queries.book_of(organisation)
    if book is None:
        return []
    return [
        line
        for account in bank_lines.accounts_of(book)
        for line in bank_lines.open_lines(account).filter(amount_minor__gt=0).order_by("on", "pk")
    ]


def line_of(organisation: Organisation, key: str) -> Any | None:
    """One of these lines, or None."""
    return next((line for line in open_in(organisation) if line.key == key), None)


def offers(organisation: Organisation, line: Any) -> list[Offer]:
    """What a line may be, the likeliest first. A payment above what is due on a loan is not offered."""
    found: list[Offer] = [
        *_promises(organisation, line),
        *_loans(organisation, line),
        *_pledges(line),
        *_gifts(organisation, line),
    ]
    found += _accounts(organisation, line)
    return sorted(found, key=lambda offer: (-offer.score, offer.key))[:MOST_OFFERS]


def promised(organisation: Organisation, line: Any) -> Promise | None:
    """The promised gift whose reference a line carries, or None. A reference checks itself, so this is no guess."""
    said = set(references.found_in(_said(line)))
    rows = Promise.objects.filter(house=organisation, reference__in=said, state__in=OPEN) if said else []
    return next(iter(rows), None)


def known_in(organisation: Organisation) -> list[tuple[Any, Promise]]:
    """The waiting lines that carry the reference of a promised gift, each with it."""
    found = ((line, promised(organisation, line)) for line in open_in(organisation))
    return [(line, promise) for line, promise in found if promise is not None]


def _promises(organisation: Organisation, line: Any) -> Iterable[Offer]:
    if (promise := promised(organisation, line)) is not None:
        yield Offer("promise", promise, line.amount_minor, CERTAIN)


def _said(line: Any) -> str:
    return f"{line.payee} {line.memo} {line.ref}"


def _signs(line: Any, key: str, name: str) -> int:
    """Signs in the text of a line: a key counts twice, a name that is alike once."""
    said = _said(line)
    return 2 * (key.lower() in said.lower()) + bool(name and alike(said, name))


def _loans(organisation: Organisation, line: Any) -> Iterable[Offer]:
    loans = list(Loan.objects.filter(lender=organisation, stage__in=Loan.RUNNING))
    standing = positions(loans, on=line.on)
    for loan in loans:
        due = standing[loan.pk].due_minor
        signs = _signs(line, loan.key, loan.borrower.name) + (2 * (due == line.amount_minor))
        if due and line.amount_minor <= due and signs:
            yield Offer("loan", loan, line.amount_minor, signs + 1)


def _pledges(line: Any) -> Iterable[Offer]:
    for pledge in running_pledges(on=line.on):
        signs = _signs(line, pledge.key, pledge.supporter.name)
        if signs or pledge.amount_minor == line.amount_minor:
            yield Offer(
                "pledge", pledge, line.amount_minor, signs + (pledge.amount_minor == line.amount_minor)
            )


def _gifts(organisation: Organisation, line: Any) -> Iterable[Offer]:
    if revolving(organisation) is None:
        return
    for supporter in Supporter.objects.filter(is_forgotten=False).select_related("person", "organisation"):
        if signs := _signs(line, supporter.key, supporter.name):
            yield Offer("gift", supporter, line.amount_minor, signs)


def _accounts(organisation: Organisation, line: Any) -> Iterable[Offer]:
    """Shares, savings and notes of whoever the line may be from; shares only for whole ones."""
    price = share_price(organisation, line.on)
    rows = Holding.objects.filter(house=organisation, closed_on=None).select_related("person", "organisation")
    for holding in rows:
        fits = holding.kind != SHARE or bool(price and line.amount_minor % price == 0)
        signs = _signs(line, holding.key, holder_of(holding).name)
        if signs and fits:
            yield Offer("account", holding, line.amount_minor, signs)


def share_price(organisation: Organisation, on: date) -> int:
    """What one member share costs, in minor units; 0 while no body has said so."""
    policy = in_force("bank.member_share_price", on=on, organisation=organisation)
    return parse_minor(str(policy.value), "USD") if policy else 0


def thing_of(
    organisation: Organisation, what: str, key: str
) -> Loan | Pledge | Promise | Holding | Supporter | None:
    """The thing a line is said to be about, or None."""
    if what == "loan":
        return Loan.objects.filter(lender=organisation, key=key).first()
    if what == "promise":
        return Promise.objects.filter(key=key, house=organisation).select_related("fund").first()
    if what == "pledge":
        rows = Pledge.objects.filter(key=key, fund__organisation=organisation)
        return rows.select_related("supporter", "fund__organisation").first()
    if what == "account":
        return Holding.objects.filter(key=key, house=organisation).first()
    return Supporter.objects.filter(key=key).first()


def gift_fund(organisation: Organisation) -> Fund | None:
    """The fund a gift without a word goes to: the one that goes round."""
    return revolving(organisation)
