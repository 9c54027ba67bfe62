"""A statement read aloud: one to three plain sentences, each with the figures it rests on."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.books.papers.words import span_words
from commonwork.books.queries import Bills, Statement
from commonwork.ui import dates
from commonwork.ui.money import dollars


def reading(found: Statement, name: str, bills: Bills | None = None) -> list[str]:
    """What a statement says. bills: for statements that speak of cash, what its months are reckoned from."""
    said = READINGS[found.what](found, name)
    return [*said, *_months(name, bills)] if found.what in {"sheet", "cash"} and bills else said


def _months(name: str, bills: Bills) -> list[str]:
    if bills.cash_minor <= 0:
        return [_("%(name)s has no cash to pay bills with.") % {"name": name}]
    months = f"{bills.tenths // 10}.{bills.tenths % 10}"
    return [
        _("%(name)s can pay its bills for %(months)s months from the cash it has.")
        % {"name": name, "months": months}
    ]


def basis(bills: Bills) -> str:
    """What months of bills are reckoned from."""
    average = ngettext(
        "A month's costs are taken as %(amount)s, the average of the last %(count)s month, the wear of equipment left out.",
        "A month's costs are taken as %(amount)s, the average of the last %(count)s months, the wear of equipment "
        "left out.",
        bills.month_count,
    )
    return average % {"amount": dollars(bills.a_month_minor), "count": bills.month_count}


def _income(found: Statement, name: str) -> list[str]:
    surplus = found.amount("result")
    values = {"name": name, "amount": dollars(abs(surplus)), "year": span_words(found.what, found.span)}
    if found.span.is_whole_year:
        ahead, behind = (
            _("%(name)s ended %(year)s ahead by %(amount)s."),
            _("%(name)s ended %(year)s short by %(amount)s."),
        )
    else:
        values |= {"first": dates.day(found.span.starts_on), "last": dates.day(found.span.last_on)}
        ahead = _("From %(first)s to %(last)s, %(name)s came out ahead by %(amount)s.")
        behind = _("From %(first)s to %(last)s, %(name)s came out short by %(amount)s.")
    flows = _("%(income)s came in and %(expenses)s was spent.") % {
        "income": dollars(found.amount("income")),
        "expenses": dollars(found.amount("expenses")),
    }
    return [(ahead if surplus >= 0 else behind) % values, flows, *_beside(found)]


def _beside(found: Statement) -> list[str]:
    if found.before is None:
        return []
    values = {
        "span": span_words(found.what, found.before),
        "amount": dollars(abs(found.earlier("result"))),
    }
    if found.earlier("result") >= 0:
        return [_("The column beside it, %(span)s, shows a surplus of %(amount)s.") % values]
    return [_("The column beside it, %(span)s, shows a loss of %(amount)s.") % values]


def _sheet(found: Statement, name: str) -> list[str]:
    owed, own = found.amount("liability"), found.amount("equity")
    values = {"name": name, "assets": dollars(found.amount("asset")), "owed": dollars(owed)}
    if own < 0:
        said = [_("%(name)s owes %(amount)s more than it has.") % {"name": name, "amount": dollars(-own)}]
    elif owed:
        values["own"] = dollars(own)
        text = _(
            "%(name)s has %(assets)s. Of it, %(owed)s is owed; %(own)s belongs to the members and the commons."
        )
        said = [text % values]
    else:
        said = [_("%(name)s has %(assets)s and owes nothing.") % values]
    return [*said, *_grown(found, "equity")]


def _grown(found: Statement, id: str) -> list[str]:
    """How what belongs to members and commons changed since the day in the second column."""
    if found.before is None:
        return []
    change = found.amount(id) - found.earlier(id)
    values = {"amount": dollars(abs(change)), "day": dates.day(found.before.last_on)}
    if change >= 0:
        return [_("Since %(day)s, what belongs to the members and the commons grew by %(amount)s.") % values]
    return [_("Since %(day)s, what belongs to the members and the commons fell by %(amount)s.") % values]


def _cash(found: Statement, name: str) -> list[str]:
    return [_moved(found.amount("opening"), found.amount("closing"), name, _cash_sentences())]


def _cash_sentences() -> tuple[str, str, str]:
    return (
        _("The cash of %(name)s grew by %(amount)s, from %(before)s to %(after)s."),
        _("The cash of %(name)s fell by %(amount)s, from %(before)s to %(after)s."),
        _("The cash of %(name)s stayed at %(after)s."),
    )


def _equity_sentences() -> tuple[str, str, str]:
    return (
        _(
            "What belongs to the members and the commons of %(name)s grew by %(amount)s, from %(before)s to %(after)s."
        ),
        _(
            "What belongs to the members and the commons of %(name)s fell by %(amount)s, from %(before)s to %(after)s."
        ),
        _("What belongs to the members and the commons of %(name)s stayed at %(after)s."),
    )


def _moved(before: int, after: int, name: str, sentences: tuple[str, str, str]) -> str:
    grew, fell, stayed = sentences
    values = {
        "name": name,
        "amount": dollars(abs(after - before)),
        "before": dollars(before),
        "after": dollars(after),
    }
    return (grew if after > before else fell if after < before else stayed) % values


def _funds(found: Statement, name: str) -> list[str]:
    values = {
        "name": name,
        "tied": dollars(found.amount("tied")),
        "free": dollars(found.amount("all-free")),
        "all": dollars(found.amount("all")),
    }
    text = _("Of the %(all)s that %(name)s holds, %(tied)s is tied to a purpose and %(free)s is free to use.")
    own = found.amount("all-members")
    members = _("%(amount)s is the members' own: shares and capital accounts.") % {"amount": dollars(own)}
    return [text % values, members] if own else [text % values]


def _equity(found: Statement, name: str) -> list[str]:
    only = next((line.id for line in reversed(found.lines) if line.kind in {"total", "result"}), "equity")
    opening = found.line(f"{only}-open")
    return [_moved(opening.amount_minor if opening else 0, found.amount(only), name, _equity_sentences())]


def _trial(found: Statement, name: str) -> list[str]:
    debits = sum(max(0, line.amount_minor) for line in found.lines if line.kind == "row")
    credits = -sum(min(0, line.amount_minor) for line in found.lines if line.kind == "row")
    if debits == credits:
        return [
            _("Debits and credits of %(name)s are equal: each side adds up to %(amount)s.")
            % {"name": name, "amount": dollars(debits)}
        ]
    return [
        _("Debits and credits of %(name)s differ by %(amount)s. Tell whoever keeps the books.")
        % {"name": name, "amount": dollars(abs(debits - credits))}
    ]


READINGS: dict[str, Callable[[Statement, str], list[str]]] = {
    "income": _income,
    "sheet": _sheet,
    "cash": _cash,
    "funds": _funds,
    "equity": _equity,
    "trial": _trial,
}
