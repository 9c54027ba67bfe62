"""What the page of one loan shows: where it stands, the bars, both proofs, the schedule, people and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from commonwork.access.permissions import Permission as P
from commonwork.access.queries import Asker, may
from commonwork.bank import permits, queries
from commonwork.bank.actions import draws
from commonwork.bank.models import Loan, period_name
from commonwork.bank.views import later, loan_links, proofs
from commonwork.charter.queries import PolicyMissing
from commonwork.record.queries import tell, trail
from commonwork.ui import dates
from commonwork.ui.charts import LoanBar
from commonwork.ui.money import dollars, money, percent
from commonwork.ui.parts import Step

ONE_DAY = timedelta(days=1)
MOST_TOLD = 40
MOST_BARS = 8  # more than these cannot be read; the schedule below has all
INSIDE = (  # what happened and is told inside only
    "bank.vote.cast",
    "bank.decision.minuted",
    "bank.condition.met",
    "bank.agreement.kept",
    "bank.draw_request.asked",
    "bank.draw_request.approved",
    "bank.draw_request.declined",
    "bank.draw_request.paid",
    "bank.draw_request.receipts_shown",
    "record.document.attached",
    "bank.loan.closed",
)


@dataclass(frozen=True)
class Button:
    """One act that can be done now."""

    text: str
    url: str
    kind: str = "outline"


@dataclass(frozen=True)
class Told:
    """One line of the history."""

    when: str
    sentence: str
    href: str = ""
    link_text: str = ""
    is_quiet: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the schedule as the page shows it; what is due now stands with what it will settle."""

    row: queries.Row
    paid_minor: int
    interest_minor: int
    principal_minor: int
    owed_minor: int
    is_due: bool


def _came_with_papers(loan: Loan) -> bool:
    """Whether the incubator sent the request; the join that did so says with which team."""
    return any("team" in fact.data for fact in trail(loan).filter(kind="journeys.loan.requested"))


def context(account: Asker, loan: Loan, *, on: date, is_whole: bool) -> dict[str, Any]:
    """Everything the page needs, as of a day; `is_whole`: with people's names."""
    schedule, standing = queries.rows(loan, on=on), queries.position(loan, on=on)
    last = schedule[-1] if schedule else None
    return later.context(account, loan, standing, on=on, is_whole=is_whole) | {
        "loan": loan,
        "on": on,
        "is_whole": is_whole,
        "from_incubator": permits.is_in_circle(account) and _came_with_papers(loan),
        "standing": standing,
        "last": last,
        "is_whole_share_due": last is not None
        and last.open_minor == last.quarter.share_minor == standing.due_minor,
        "half": share_words(loan),
        "steps": steps(loan),
        "buttons": buttons(account, loan, standing, on) if is_whole else [],
        "bars": [bar(row) for row in schedule[-MOST_BARS:]],
        "proofs": proofs.of(loan, schedule),
        "lines": lines(schedule, standing),
        "sums": {
            "paid": sum(row.paid_minor for row in schedule),
            "interest": sum(row.interest_paid_minor for row in schedule),
            "principal": sum(row.principal_paid_minor for row in schedule),
        },
        "links": loan_links.links(account, loan, is_whole=is_whole),
        "people": queries.around(loan, on=on) if is_whole else [],
        "terms": terms(loan),
        "next_date": next_date(loan, standing),
        "history": history(loan, is_whole=is_whole),
        "tally": tally(loan, on) if is_whole else None,
    }


def tally(loan: Loan, on: date) -> queries.Tally | None:
    """The votes so far, while they are open; None where nothing is decided yet about the committee."""
    if loan.stage != Loan.Stage.APPLIED:
        return None
    try:
        return queries.tally(loan, on=on)
    except PolicyMissing:
        return None


def share_words(loan: Loan) -> str:
    """The share of surplus in words: half, or 40 %."""
    if loan.share_bp is None:
        return ""
    return _("half") if loan.share_bp == 5000 else percent(loan.share_bp)


def steps(loan: Loan) -> list[Step]:
    """The status strip: before the agreement the way to it, after it the way back."""
    stage = Loan.Stage(loan.stage)
    if not loan.has_terms:
        decided = dates.day(loan.decided_on) if loan.decided_on else ""
        here = {Loan.Stage.APPLIED: 1, Loan.Stage.APPROVED: 2}.get(stage, 1)
        told = [
            (_("Asked for"), dates.day(loan.applied_on)),
            (_("Not now") if stage == Loan.Stage.DECLINED else _("Committee"), decided),
            (_("Agreed"), ""),
            (_("Lent"), ""),
        ]
    else:
        here = {Loan.Stage.AGREED: 1, Loan.Stage.REPAYING: 2, Loan.Stage.REPAID: 4, Loan.Stage.CLOSED: 4}[
            stage
        ]
        first = loan.draws.order_by("on").values_list("on", flat=True).first()
        repaid = (
            dates.day(loan.repaid_on) if loan.repaid_on else _("until %(day)s") % {"day": _day(loan.ends_on)}
        )
        told = [
            (_("Agreed"), _day(loan.agreed_on)),
            (_("Lent"), _day(first)),
            (_("Being repaid"), _("you are here") if here == 2 else ""),
            (_("Closed") if stage == Loan.Stage.CLOSED else _("Repaid"), repaid),
        ]
    states = [
        "done" if place < here else "here" if place == here else "to-come" for place in range(len(told))
    ]
    return [Step(name, detail, state) for (name, detail), state in zip(told, states, strict=True)]  # type: ignore[arg-type]


def _day(day: date | None) -> str:
    return dates.day(day) if day else ""


def buttons(account: Asker, loan: Loan, standing: queries.Position, on: date) -> list[Button]:
    """What this account can do now; the first one is filled."""
    found: list[Button] = []

    def offer(name: str, text: str) -> None:
        found.append(Button(text, reverse(name, args=[loan.key]), "outline" if found else "go"))

    if may(account, P.LOAN_RECEIVE, loan.lender) and standing.due_minor:
        offer("bank_loan_pay", _("Record the payment of %(amount)s") % {"amount": money(standing.due_minor)})
    elif may(account, P.LOAN_RECEIVE, loan.lender) and standing.owed_minor and loan.next_due_on:
        offer("bank_loan_pay", _("Record a payment"))
    quarter = queries.next_quarter(loan, standing)
    if may(account, P.LOAN_RECEIVE, loan.lender) and quarter and on >= quarter[1] - ONE_DAY:
        offer("bank_loan_close_quarter", _("Close %(quarter)s") % {"quarter": period_name(*quarter)})
    if may(account, P.LOAN_DECIDE, loan.lender) and loan.stage == Loan.Stage.APPLIED:
        votes = tally(loan, on)
        if votes and (votes.is_carried or votes.is_lost):
            offer("bank_loan_decide", _("Put down the decision"))
        if not loan.votes.filter(person=permits.person_of(account)).exists():
            offer("bank_loan_vote", _("Vote on this loan"))
    if may(account, P.LOAN_DISBURSE, loan.lender):
        if loan.stage == Loan.Stage.APPROVED:
            offer("bank_loan_agree", _("Agree on the terms"))
        left = draws.left_to_draw(loan, standing) - draws.waiting_minor(loan)
        if loan.stage in Loan.RUNNING and left > 0 and not draws.needs_request(loan, on=on):
            offer("bank_loan_pay_out", _("Pay out up to %(amount)s") % {"amount": money(left)})
    around = loan_links.buttons(account, loan, standing.owed_minor)
    return found + [
        Button(text, url, "outline" if found or place else "go") for place, (text, url) in enumerate(around)
    ]


def bar(row: queries.Row) -> LoanBar:
    """One period as a bar: what stayed, what was paid, what is still due; a pause is grey, not red."""
    return LoanBar(
        period=row.quarter.short_name,
        surplus_minor=row.quarter.surplus_minor,
        paid_minor=row.paid_minor,
        due_minor=row.open_minor,
        note=_("paused") if row.is_paused else "",
        is_here=row.open_minor > 0,
    )


def lines(schedule: Sequence[queries.Row], standing: queries.Position) -> list[Line]:
    """The schedule; quarters with an open due show what its payment will settle."""
    if not schedule:
        return []
    coming = {
        part.quarter.pk: part
        for part in queries.shared_out(standing.due_minor, schedule, standing.interest_owed_minor)
    }
    found: list[Line] = []
    still_to_settle = 0
    for row in schedule:
        part = coming.get(row.quarter.pk)
        still_to_settle += part.principal_minor if part else 0
        interest = row.interest_paid_minor + (part.interest_minor if part else 0)
        principal = row.principal_paid_minor + (part.principal_minor if part else 0)
        found.append(
            Line(
                row,
                interest + principal,
                interest,
                principal,
                row.principal_minor - still_to_settle,
                bool(part),
            )
        )
    return found


def terms(loan: Loan) -> list[tuple[str, str]]:
    """The terms in a small table; those of the agreement once there is one."""
    amount = (_("Amount"), dollars(loan.principal_minor, loan.unit))
    fund = (_("From"), str(loan.get_fund_display()))
    nobody = (_("Guarantees"), _("none by any person"))
    if not loan.has_terms:
        return [amount, fund, nobody]
    if loan.kind != Loan.Kind.SURPLUS_SHARE:
        return [amount, *later.terms(loan), fund, (_("Ends"), _day(loan.ends_on)), nobody]
    return [
        amount,
        (_("Interest"), _("%(rate)s simple") % {"rate": percent(loan.annual_rate_bp or 0)}),
        (_("Due"), _("%(half)s of surplus") % {"half": share_words(loan)}),
        (_("Surplus is stated"), stated_words(loan)),
        (_("No surplus"), _("nothing is due")),
        fund,
        (_("Ends"), _day(loan.ends_on)),
        nobody,
    ]


def stated_words(loan: Loan) -> str:
    """How often the surplus is stated, and when the co-op's year begins if not in January."""
    every = str(loan.get_stated_every_display())
    if loan.year_begins == 1 or loan.stated_every == Loan.StatedEvery.MONTH:
        return every
    return _("%(every)s of a year that begins in %(month)s") % {
        "every": every,
        "month": MONTHS[loan.year_begins],
    }


def next_date(loan: Loan, standing: queries.Position) -> tuple[date, str] | None:
    """The next day something is to happen, and what."""
    if standing.due_on:
        return standing.due_on, _("payment of %(amount)s") % {"amount": money(standing.due_minor)}
    if quarter := queries.next_quarter(loan, standing):
        return quarter[1] - ONE_DAY, _("%(quarter)s ends") % {"quarter": period_name(*quarter)}
    return later.next_date(loan)


def history(loan: Loan, *, is_whole: bool) -> list[Told]:
    """The trail, newest first. Anyone reads what happened to the loan; votes and receipts are for those inside."""
    facts = trail(loan)
    if not is_whole:
        facts = facts.exclude(kind__in=INSIDE)
    return [
        Told(
            when=dates.day(told.fact.at, "short"),
            sentence=told.sentence,
            href=reverse("receipt", args=[told.fact.number]) if is_whole and told.kind.receipt else "",
            link_text=_("Receipt %(number)s") % {"number": told.fact.number},
            is_quiet=told.kind.code == "bank.quarter.paused",
        )
        for told in tell(facts[:MOST_TOLD])
    ]
