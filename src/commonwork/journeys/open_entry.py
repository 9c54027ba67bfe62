"""One entry of open books in words: its lines without names, its public papers, and the chain that led to it."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.books import queries as book_queries
from commonwork.books.budget_sums import Place
from commonwork.books.entry_papers import papers_seen
from commonwork.books.queries import budgets, cash
from commonwork.books.reader import Reader
from commonwork.journeys.plain_accounts import plain
from commonwork.record.documents import Paper
from commonwork.record.models import Fact
from commonwork.record.refs import resolve, resolve_many
from commonwork.ui.dates import day
from commonwork.ui.money import money
from commonwork.ui.parts import Task

RESOLUTION = "assembly.resolution/"


def lines(reader: Reader, entry: Any) -> list[dict[str, Any]]:
    """The lines of an entry; a person is "a worker-owner" unless they agreed to be named, a key of a room a plain word."""
    words = {"member": _("a worker-owner"), "loan": _("a loan"), "claim": _("a claim")}
    postings = book_queries.lines_of(entry)
    parties = reader.parties(row.party for row in postings)
    decisions = resolve_many(f"{RESOLUTION}{row.party}" for row in postings if row.party)
    return [
        {
            "account": plain(row.account),
            "to_minor": row.amount_minor if row.amount_minor > 0 else None,
            "from_minor": -row.amount_minor if row.amount_minor < 0 else None,
            "party": _party(row, parties, decisions, words),
        }
        for row in postings
    ]


def _party(row: Any, parties: Any, decisions: Any, words: dict[str, str]) -> dict[str, str]:
    party = parties.get(row.party)
    if party is None:
        return {"name": "", "href": ""}
    if decision := decisions.get(f"{RESOLUTION}{row.party}"):
        return {"name": str(decision), "href": decision.get_absolute_url()}
    if not party.key or (party.key == party.name and row.account.by in words):
        return {"name": words.get(row.account.by, _("a person")), "href": ""}
    return {"name": party.name, "href": party.href}


def papers(entry: Any) -> list[Paper]:
    """The papers of an entry that were shown to everyone."""
    return papers_seen(entry, only_public=True)


def chain(entry: Any) -> list[Task]:
    """Decision, budget line, payment, receipt: each a link where there is one."""
    postings = book_queries.lines_of(entry)
    claim = cash.claim_of(entry)
    fact = Fact.objects.filter(code=entry.source).first()
    places = [Place(row.account.code, row.fund, row.party) for row in postings]
    if claim is not None and claim.account is not None:
        places = [Place(claim.account.code, claim.fund, claim.party)]
    line = budgets.first_line_of(entry.book, places, entry.effective_on)
    decision = _decision(fact, places, line)
    steps = [_decided(decision, line), _planned(line)]
    if claim is not None and claim.approval is not None:
        approved = claim.approval.effective_on
        href = reverse("open_books_entry", args=[entry.book.key, claim.approval.seq])
        steps.append(Task(_("A claim, approved by another person"), href, "done", day(approved)))
    is_reversed = book_queries.reversal_of(entry) is not None
    said = _("taken back later") if is_reversed else day(entry.effective_on)
    steps.append(Task(_("Entry %d") % entry.seq, "", "done", said))
    return [step for step in [*steps, _receipt(fact)] if step]


def _decision(fact: Fact | None, places: list[Place], line: Any) -> Model | None:
    """The resolution an entry carries out: named by its fact, by the party of a line, or by the budget."""
    named = [fact.subject] if fact and fact.subject.startswith(RESOLUTION) else []
    named += [f"{RESOLUTION}{place.party}" for place in places if place.party]
    named += [f"{RESOLUTION}{line.party}"] if line and line.party else []
    named += [line.budget.decision] if line and line.budget.decision else []
    found = resolve_many(named)
    return next((found[name] for name in named if name in found), None)


def _decided(decision: Any, line: Any) -> Task | None:
    if decision is not None:
        on = getattr(decision, "resolved_on", None)
        return Task(_("Decision: %s") % decision, decision.get_absolute_url(), "done", day(on) if on else "")
    if line is None:
        return None
    by = resolve(line.budget.adopted_by)
    who = _("Adopted by %s") % by if by else _("Adopted")
    return Task(who, line.budget.get_absolute_url(), "done", day(line.budget.adopted_on))


def _planned(line: Any) -> Task | None:
    if line is None:
        return None
    standing = budgets.standing_of(line)
    href = reverse("books_budget_line", args=[line.budget.book.key, line.budget.key, line.key])
    said = _("%(planned)s planned, %(left)s left") % {
        "planned": money(standing.planned_minor),
        "left": money(standing.left_minor),
    }
    return Task(_("Budget line: %s") % plain(line.account), href, "done", said)


def _receipt(fact: Fact | None) -> Task | None:
    if fact is None:
        return None
    href = f"{reverse('verify')}?code={fact.code}"
    return Task(_("Receipt %s") % fact.number, href, "done", _("Anyone can check it."))
