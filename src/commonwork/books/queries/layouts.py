"""How each statement is laid out: its rows in order, what each row adds up, and where its lines are found.

Every row is a sum of keys with a sign, so that one layout serves a book, all books added up, what is struck out
between them, and the column one compares with.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.books import charts, statement_classes
from commonwork.books.queries.raws import Key
from commonwork.books.queries.statements import HEADINGS, SHEET_KINDS


@dataclass(frozen=True)
class Drill:
    """Where the lines of a figure are: `of` is the code of an account or the name of several.

    days: "span", "until" (all to its end), "before" (all before it). closing: "no" leaves out what closes years,
    "year" only what closes one on the last day. kind: only entries of a kind. cash: lines beside cash, "in", "out" or
    "any". fund, part: see `narrowing`.
    """

    of: str
    days: str = "span"
    closing: str = ""
    kind: str = ""
    cash: str = ""
    fund: str = ""
    part: str = ""


@dataclass(frozen=True)
class Spec:
    """A row: kind is group (a heading), row, total or result. below: its text when the figure is under zero."""

    kind: str
    id: str
    text: Any
    parts: tuple[tuple[Key, int], ...] = ()
    drill: Drill | None = None
    below: Any = ""


@dataclass(frozen=True)
class Known:
    """What is known of the keys: accounts {code: (name, kind)}, titles {kind of entry: title}."""

    keys: Collection[Key]
    accounts: Mapping[str, tuple[str, str]]
    titles: Mapping[str, Any]

    def codes(self, *kinds: str) -> list[str]:
        """Codes of the accounts of these kinds that have a key of their own, in order."""
        found = {key[0] for key in self.keys if len(key) == 1 and key[0] in self.accounts}
        return sorted(code for code in found if self.accounts[code][1] in kinds)

    def name(self, code: str) -> str:
        return _(self.accounts[code][0]) if code in self.accounts else code


FLOW_HEADINGS = {
    "operating": gettext_lazy("Day-to-day work (operating)"),
    "investing": gettext_lazy("Equipment and loans to others (investing)"),
    "financing": gettext_lazy("Shares, loans taken and surplus paid out (financing)"),
}
FUND_NAMES = {"free": gettext_lazy("Free to use"), "members": gettext_lazy("Members' own")}


def _each(codes: Iterable[str], sign: int) -> tuple[tuple[Key, int], ...]:
    return tuple(((code,), sign) for code in codes)


def income(known: Known) -> list[Spec]:
    """Heading by heading, income first; the surplus at the foot."""
    groups = {account.code: account.group for account in charts.accounts()}
    specs: list[Spec] = []
    for kind, sign, other in (("income", -1, "came in"), ("expense", 1, "running")):
        codes = known.codes(kind)
        for group, heading in HEADINGS.items():
            mine = [code for code in codes if (groups.get(code) or other) == group]
            if not mine:
                continue
            specs.append(Spec("group", f"group-{group.replace(' ', '-')}", heading))
            specs += [
                Spec("row", code, known.name(code), _each([code], sign), Drill(code, closing="no"))
                for code in mine
            ]
            if len(mine) > 1:
                drill = Drill(group, closing="no")
                specs.append(Spec("total", group.replace(" ", "-"), _("Together"), _each(mine, sign), drill))
        of, text = ("income", _("All that came in")) if kind == "income" else ("expenses", _("All expenses"))
        specs.append(Spec("total", of, text, _each(codes, sign), Drill(of, closing="no")))
    parts = _each(known.codes("income", "expense"), -1)
    specs.append(Spec("result", "result", _("Surplus"), parts, Drill("result", closing="no"), _("Loss")))
    return specs


def sheet(known: Known) -> list[Spec]:
    """What there is, what is owed, and whose the rest is; an open year's result so far counts as equity."""
    earned = known.codes("income", "expense")
    specs: list[Spec] = []
    for kind, heading in SHEET_KINDS.items():
        codes, sign = known.codes(kind), 1 if kind == "asset" else -1
        open_result = kind == "equity" and bool(earned)
        if codes or open_result:
            specs.append(Spec("group", f"group-{kind}", heading))
        specs += [Spec("row", code, known.name(code), _each([code], sign), _until(code)) for code in codes]
        if open_result:
            specs.append(
                Spec("row", "open-result", _("Result so far"), _each(earned, -1), _until("open-result"))
            )
        own = [*codes, *earned] if kind == "equity" else codes
        specs.append(Spec("total", kind, _("Together"), _each(own, sign), _until(kind)))
    owned = _each([*known.codes("liability", "equity"), *earned], -1)
    specs.append(Spec("result", "owned", _("Owed and owned"), owned, _until("owned")))
    return specs


def _until(of: str) -> Drill:
    return Drill(of, days="until", closing="year")


def trial(known: Known) -> list[Spec]:
    """Every account, debit positive."""
    codes = known.codes("asset", "liability", "equity", "income", "expense")
    rows = [Spec("row", code, known.name(code), _each([code], 1), _until(code)) for code in codes]
    return [*rows, Spec("result", "together", _("Together"), _each(codes, 1))]


def cash(known: Known) -> list[Spec]:
    """Cash that came and went, by where it came from or went to, class by class; then from opening to closing cash."""
    specs: list[Spec] = []
    everything: list[tuple[Key, int]] = []
    for flow, heading in FLOW_HEADINGS.items():
        keys = sorted((code, part) for part, code in (key for key in known.keys if len(key) == 2))
        keys = [(code, part) for code, part in keys if statement_classes.flow_of(code) == flow]
        if keys:
            specs.append(Spec("group", f"group-{flow}", heading))
        both = {code for code, part in keys if part == "in"} & {code for code, part in keys if part == "out"}
        for code, part in keys:
            text = known.name(code)
            if code in both:
                way = _("%(account)s: came in") if part == "in" else _("%(account)s: went out")
                text = way % {"account": text}
            specs.append(Spec("row", f"{code}-{part}", text, (((part, code), -1),), Drill(code, cash=part)))
        parts = tuple(((part, code), -1) for code, part in keys)
        everything += parts
        foot: Any = _("Together") if keys else heading
        specs.append(Spec("total", flow, foot, parts, Drill(flow, cash="any")))
    specs.append(Spec("group", "group-cash", _("From the cash before to the cash after")))
    opening, opened = ((("open",), 1),), ((("opened",), 1),)
    specs.append(Spec("row", "opening", _("Cash at the start"), opening, Drill("cash", days="before")))
    if ("opened",) in known.keys:
        text = _("Cash there when the books were opened")
        specs.append(Spec("row", "opened", text, opened, Drill("cash", cash="opened")))
    text = _("What came and went, together")
    specs.append(Spec("row", "change", text, tuple(everything), Drill("flows", cash="any")))
    drill = Drill("cash", days="until")
    specs.append(Spec("result", "closing", _("Cash at the end"), ((("end",), 1),), drill))
    return specs


def equity(known: Known) -> list[Spec]:
    """Account by account: what it held, what moved it, what it holds; then all of them together."""
    codes = sorted({key[0] for key in known.keys}, key=lambda code: (code == "result", code))
    specs: list[Spec] = []
    for code in codes:
        name = _("Result not yet shared") if code == "result" else known.name(code)
        specs += _movements(known, code, name, [code], "unshared" if code == "result" else code)
    if len(codes) > 1:
        specs += _movements(known, "equity", _("All together"), codes, "equity")
        specs[-1] = replace(specs[-1], kind="result")
    return specs


def _movements(known: Known, id: str, name: str, codes: list[str], of: str) -> list[Spec]:
    first = statement_classes.opening_kinds()
    kinds = {key[1] for key in known.keys if key[0] in codes} - {"open", "earned"}
    mine = [key for key in known.keys if key[0] in codes]
    specs = [Spec("group", f"group-{id}", name)]
    specs.append(_sum(f"{id}-open", _("At the start"), mine, "open", Drill(of, days="before")))
    specs += [_by_kind(known, id, mine, kind, of) for kind in sorted(kinds & first)]
    if any(key[1] == "earned" for key in mine):
        drill = Drill("result", closing="no")
        specs.append(_sum(f"{id}-earned", _("Income less expenses"), mine, "earned", drill))
    specs += [_by_kind(known, id, mine, kind, of) for kind in sorted(kinds - first)]
    parts = tuple((key, -1) for key in mine)
    return [*specs, Spec("total", id, _("At the end"), parts, Drill(of, days="until"))]


def _by_kind(known: Known, id: str, keys: list[Key], kind: str, of: str) -> Spec:
    return _sum(f"{id}-{kind}", known.titles.get(kind) or kind, keys, kind, Drill(of, kind=kind))


def _sum(id: str, text: Any, keys: Iterable[Key], part: str, drill: Drill) -> Spec:
    return Spec("row", id, text, tuple((key, -1) for key in keys if key[1] == part), drill)


def funds(known: Known) -> list[Spec]:
    """Fund by fund, those tied to a purpose first: what it held, what came and went, what it holds."""
    names = sorted({key[0] for key in known.keys}, key=_order)
    specs: list[Spec] = []
    for fund in names:
        specs += _fund(known, fund, fund_name(fund, known), [fund], Drill("funds", fund=fund))
    tied = [fund for fund in names if fund not in FUND_NAMES]
    specs.append(Spec("group", "group-all", _("All together")))
    drill = Drill("funds", days="until", fund="tied")
    specs.append(Spec("row", "tied", _("Tied to a purpose"), _closing(known, tied), drill))
    for fund, text in FUND_NAMES.items():
        if fund in names:
            drill = Drill("funds", days="until", fund=fund)
            specs.append(Spec("row", f"all-{fund}", text, _closing(known, [fund]), drill))
    drill = Drill("equity", days="until")
    specs.append(Spec("result", "all", _("At the end"), _closing(known, names), drill))
    return specs


def _order(fund: str) -> tuple[int, str]:
    return (list(FUND_NAMES).index(fund) + 1 if fund in FUND_NAMES else 0, fund)


def _closing(known: Known, funds: list[str]) -> tuple[tuple[Key, int], ...]:
    return tuple((key, -1) for key in known.keys if key[0] in funds)


def _fund(known: Known, fund: str, name: Any, funds: list[str], drill: Drill) -> list[Spec]:
    id = fund.replace(":", "-")
    mine = [key for key in known.keys if key[0] in funds]
    texts = {"in": _("Came in"), "out": _("Went out"), "closing": _("Moved at the end of a year")}
    return [
        Spec("group", f"group-{id}", name),
        _sum(f"{id}-open", _("At the start"), mine, "open", replace(drill, days="before")),
        *(
            _sum(f"{id}-{part}", text, mine, part, replace(drill, part=part))
            for part, text in texts.items()
            if (fund, part) in known.keys
        ),
        Spec("total", id, _("At the end"), _closing(known, funds), replace(drill, days="until")),
    ]


def fund_name(fund: str, known: Known) -> Any:
    """How people call a fund."""
    sort, _colon, rest = fund.partition(":")
    if sort == "account":
        return known.name(rest)
    if sort == "party":
        code, _colon, party = rest.partition(":")
        return _("%(account)s: %(purpose)s") % {"account": known.name(code), "purpose": party}
    return rest if sort == "tag" else FUND_NAMES[sort]
