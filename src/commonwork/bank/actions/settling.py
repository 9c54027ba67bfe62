"""Bring the rows and the books of a loan to what its replay says. Posts only what differs from what stood before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from uuid_utils.compat import uuid7

from commonwork.bank.models import Instalment, Loan, LoanEvent, Payment, PaymentPart, Quarter
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.loans.history import Life, Period, Role, difference

LENDER: dict[Role, str] = {
    "cash": "1000", "interest": "1210", "principal": "1200", "held": "2130", "earned": "4300", "lost": "5700",
}  # fmt: skip
BORROWER: dict[Role, str] = {
    "earned": "5400", "interest": "2110", "principal": "2100", "held": "1130", "lost": "4310", "cash": "1000",
}  # fmt: skip
NO_COST_OF_ITS_OWN = frozenset({"5400", "4310"})  # a loan is paid from what is there before its own cost
Amounts = Mapping[Role, int]
Closed = Mapping[
    str, date | None
]  # of organisations that keep a book here: the first open day, if any is closed


def settle(loan: Loan, *, before: Life, after: Life, fact: Fact, kind: str) -> int:
    """Write what changed from `before` to `after`, rows first, then one entry a day in both books.

    What falls on days that a book has closed is posted on its first open day. Returns how many entries were posted, each
    mirrored entry counted once. Raises what the books refuse.
    """
    if loan.kind == Loan.Kind.SURPLUS_SHARE:
        _write_quarters(loan, after.periods)
    else:
        _write_instalments(loan, after.periods, fact)
    write_parts(loan, after)
    _write_forgiven(after)
    return post_difference(loan, before=before, after=after, fact=fact, kind=kind)


def post_difference(loan: Loan, *, before: Life, after: Life, fact: Fact, kind: str) -> int:
    """Post what the books lack: one entry a day, mirrored where the borrower keeps its book here."""
    changed = difference(after=after.moves, before=before.moves)
    if not changed:
        return 0
    entries = entries_for(loan, changed, closed_of(loan), fact=fact, kind=kind)
    for sides in entries:
        if len(sides) == 1:
            books.post_many(sides)
        else:
            books.post_mirrored(
                sides=[(entry.organisation, entry.lines) for entry in sides],
                on=sides[0].on,
                kind=kind,
                source=fact,
            )
    return len(entries)


def entries_for(
    loan: Loan, changed: Mapping[date, Amounts], closed: Closed, *, fact: Fact, kind: str
) -> list[list[books.NewEntry]]:
    """The entries of a difference: for each day the lender's and, where it keeps a book here, the borrower's.

    Days before the first that all its books have open are posted on that one.
    """
    sides = [side for side in (loan.lender, loan.borrower) if side.key in closed]
    first_open = max((day for side in sides if (day := closed[side.key])), default=date.min)
    days: dict[date, dict[Role, int]] = defaultdict(lambda: defaultdict(int))
    for day, amounts in changed.items():
        for role, amount in amounts.items():
            days[max(day, first_open)][role] += amount
    mirror = [uuid7() if len(sides) > 1 else None for _ in days]
    return [
        [
            books.NewEntry(
                side, day, kind, _lines(side == loan.lender, amounts, loan.key), fact, mirror=joined
            )
            for side in sides
        ]
        for (day, amounts), joined in zip(sorted(days.items()), mirror, strict=True)
        if any(amounts.values())
    ]


def _lines(is_lender: bool, amounts: Amounts, party: str) -> list[books.Line]:
    accounts, sign = (LENDER, 1) if is_lender else (BORROWER, -1)
    return [
        books.Line(account, sign * amounts[role], "" if role == "cash" else party)
        for role, account in accounts.items()
        if amounts.get(role)
    ]


def keeps_books(organisation: Organisation) -> bool:
    """Whether an organisation keeps its book here."""
    return book_queries.book_of(organisation) is not None


def closed_of(loan: Loan) -> Closed:
    """Of lender and borrower, those that keep a book here, and until when it is closed."""
    return book_queries.closed_until_of({loan.lender.key, loan.borrower.key})


def _write_quarters(loan: Loan, periods: Sequence[Period]) -> None:
    kept = {quarter.starts_on.isoformat(): quarter for quarter in Quarter.objects.filter(loan=loan)}
    for period in periods:
        quarter = kept[period.key]
        figures = (period.interest_minor, period.share_minor or 0, period.due_minor)
        if (quarter.interest_minor, quarter.share_minor, quarter.due_minor) != figures:
            quarter.interest_minor, quarter.share_minor, quarter.due_minor = figures
            quarter.save(update_fields=["interest_minor", "share_minor", "due_minor"])


def _write_instalments(loan: Loan, periods: Sequence[Period], fact: Fact) -> None:
    kept = {str(row.number): row for row in Instalment.objects.filter(loan=loan)}
    wanted = {period.key for period in periods}
    new = []
    for period in periods:
        row = instalment(loan, period, fact)
        old = kept.get(period.key)
        if old is None:
            new.append(row)
        elif changes := [name for name in COMPARED if getattr(old, name) != getattr(row, name)]:
            for name in changes:
                setattr(old, name, getattr(row, name))
            old.save(update_fields=changes)
    Instalment.objects.bulk_create(new)
    gone = [row.pk for key, row in kept.items() if key not in wanted]
    if gone:
        PaymentPart.objects.filter(instalment__in=gone).delete()
        Instalment.objects.filter(pk__in=gone).delete()


COMPARED = (
    "starts_on", "ends_on", "due_on", "reckoned_on", "interest_minor", "due_interest_minor", "due_principal_minor",
)  # fmt: skip


def instalment(loan: Loan, period: Period, fact: Fact) -> Instalment:
    """A period of a schedule as a row, not saved."""
    return Instalment(
        loan=loan,
        number=int(period.key),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        due_on=period.due_on,
        reckoned_on=period.reckoned_on,
        interest_minor=period.interest_minor,
        due_interest_minor=period.due_interest_minor,
        due_principal_minor=period.due_principal_minor,
        fact=fact,
    )


def write_parts(loan: Loan, after: Life) -> None:
    """Make the rows of what payments gave those of the replay; rows that are right stay."""
    is_scheduled = loan.kind != Loan.Kind.SURPLUS_SHARE
    payments = dict(Payment.objects.filter(loan=loan).values_list("key", "pk"))
    rows: dict[str, int] = (
        {str(number): pk for number, pk in Instalment.objects.filter(loan=loan).values_list("number", "pk")}
        if is_scheduled
        else {
            day.isoformat(): pk
            for day, pk in Quarter.objects.filter(loan=loan).values_list("starts_on", "pk")
        }
    )
    wanted = {
        (
            payments[part.payment],
            rows[part.due] if part.due else None,
            part.on,
            part.interest_minor,
            part.principal_minor,
        )
        for part in after.parts
    }
    due = "instalment_id" if is_scheduled else "quarter_id"
    kept = {}
    for row in PaymentPart.objects.filter(payment__loan=loan):
        kept[(row.payment_id, getattr(row, due), row.on, row.interest_minor, row.principal_minor)] = row.pk
    PaymentPart.objects.filter(pk__in=[pk for said, pk in kept.items() if said not in wanted]).delete()
    PaymentPart.objects.bulk_create(
        PaymentPart(
            payment_id=payment,
            on=on,
            interest_minor=interest,
            principal_minor=principal,
            **{due: row},
        )
        for payment, row, on, interest, principal in sorted(wanted - set(kept), key=str)
    )


def _write_forgiven(after: Life) -> None:
    for key, (interest, principal) in after.forgiven.items():
        LoanEvent.objects.filter(pk=int(key)).exclude(
            interest_minor=interest, principal_minor=principal
        ).update(interest_minor=interest, principal_minor=principal)
