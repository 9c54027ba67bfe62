"""The golden season as the books see it: every entry of SEASON.md, with the amounts other rooms work out (interest,
dues, splits) taken from the published answers. What the rooms work out is proven in their own tests."""

import json
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from commonwork.books import actions as books
from commonwork.books.actions import costs, equipment, gifts, grants, months, openings, transfers, years
from commonwork.books.month import last_day, named
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation
from commonwork.rules.money import parse_minor
from commonwork.site import statistics
from tests.rooms.books import make
from tests.worlds import published_folder

Line = books.Line
INSTITUTIONS = ("federation", "bank", "school", "incubator")
LOAN = "green_team_1"


def cents(text: str) -> int:
    return parse_minor(text, "USD")


def day(text: str) -> date:
    return date.fromisoformat(text)


class Season:
    """Plays the season day by day; `until` stops the play at the end of a day."""

    def __init__(self, published: Path) -> None:
        folder = published / "jackson"
        self.given = tomllib.loads((folder / "season.toml").read_text())
        self.answers = json.loads((folder / "season-expected.json").read_text())
        self.sales = (folder / "sales.csv").read_text()
        self.org: dict[str, Organisation] = {}
        self.todo: list[tuple[date, int, Callable[[], Any]]] = []

    def play(self) -> "Season":
        for book in self.given["book"]:
            on = day("2016-05-02") if book["key"] == "green_team" else make.FIRST
            self.org[book["key"]] = make.book(book["key"], on=on).organisation
        self._commons()
        self._coops()
        self._trade_and_loan()
        self._year_end()
        for _, _, act in sorted(self.todo, key=lambda item: item[:2]):
            act()
        statistics.refresh()
        return self

    def found(self) -> "Season":
        """The season as the demo network has played it already (`@pytest.mark.season`): quicker where it is only read."""
        self.org = {book["key"]: Organisation.objects.get(key=book["key"]) for book in self.given["book"]}
        return self

    def at(self, when: date, act: Callable[..., Any], rank: int = 0, /, **arguments: Any) -> None:
        arguments |= {"by": make.BY, "at": at_time(when)}
        self.todo.append((when, rank, partial(act, **arguments)))

    def post(self, on: date, kind: str, *sides: tuple[str, list[Line]], rank: int = 0) -> None:
        def run() -> None:
            source = make.fact()
            if len(sides) == 1:
                books.post(
                    organisation=self.org[sides[0][0]], on=on, kind=kind, lines=sides[0][1], source=source
                )
            else:
                books.post_mirrored(
                    sides=[(self.org[key], lines) for key, lines in sides], on=on, kind=kind, source=source
                )

        self.todo.append((on, rank, run))

    def _commons(self) -> None:
        given = self.given
        for series in given["gift_series"]:
            for number in range(series["count"]):
                self.at(
                    on := day(series["from"]) + timedelta(number),
                    gifts.receive,
                    organisation=self.org[series["book"]],
                    on=on,
                    amount_minor=cents(series["amount"]),
                    donor=f"invented_donor_{number + 1:02d}",
                )
        for grant in given["grant"]:
            self.at(
                on := day(grant["on"]),
                grants.receive,
                organisation=self.org[grant["book"]],
                on=on,
                amount_minor=cents(grant["amount"]),
                donor=grant["from"],
                is_restricted=grant["restricted"],
            )
        for gift in given["support"]:
            self.at(
                on := day(gift["on"]),
                transfers.support,
                giver=self.org[gift["from"]],
                receiver=self.org[gift["to"]],
                on=on,
                amount_minor=cents(gift["amount"]),
            )
        for payment in given["trainer_payment"]:
            self.cost(payment["book"], day(payment["on"]), "5600", payment["amount"], "sessions")
        for cost in given["running_cost"]:
            self.cost(cost["book"], day(cost["on"]), "5200", cost["amount"], cost["what"])
        for cost in given["monthly_cost"]:
            month, last = named(cost["from"]), named(cost["to"])
            while month and last and month <= last:
                self.cost(cost["book"], last_day(month), "5200", cost["amount"], cost["what"])
                month = last_day(month) + timedelta(1)

    def cost(self, key: str, on: date, account: str, amount: str, what: str) -> None:
        self.at(
            on,
            costs.pay,
            organisation=self.org[key],
            on=on,
            account=account,
            amount_minor=cents(amount),
            what=what,
        )

    def _coops(self) -> None:
        for opening in self.given["opening"]:
            self.at(
                on := day(opening["on"]),
                openings.record,
                organisation=self.org[opening["book"]],
                on=on,
                cash_minor=cents(opening["cash"]),
                equipment_minor=cents(opening["equipment"]),
                shares={key: cents(amount) for key, amount in opening["member_shares"].items()},
                capital_accounts={key: cents(amount) for key, amount in opening["capital_accounts"].items()},
                reserve_minor=cents(opening["indivisible_reserve"]),
            )
        for share in self.given["buy_in"]:
            amount = cents(share["amount"])
            self.post(
                day(share["on"]),
                "share",
                (share["coop"], [Line("1000", amount), Line("3000", -amount, share["person"])]),
            )
        for piece in self.given["equipment"]:
            plain = {
                "organisation": self.org[piece["book"]],
                "what": piece["what"],
                "cost_minor": cents(piece["cost"]),
                "life_months": piece["months"],
            }
            first = named(piece["depreciate_from"])
            if piece["opening"]:
                self.at(make.FIRST, equipment.record, first_month=first, **plain)
            else:
                self.at(day(piece["bought_on"]), equipment.buy, on=day(piece["bought_on"]), **plain)
            while first and first <= day("2017-03-31"):
                on = last_day(first)
                self.at(on, equipment.depreciate, 5, organisation=plain["organisation"], month=on)
                first = on + timedelta(1)
        head, *rows = self.sales.splitlines()
        for first, last in (("2016-01", "2016-12"), ("2017-01", "2017-03")):
            part = [row for row in rows if first <= row[:7] <= last]
            self.at(last_day(named(last) or make.FIRST), months.import_csv, text="\n".join([head, *part]))

    def _trade_and_loan(self) -> None:
        for trade in self.given["trade"]:
            seller, buyer, amount = trade["seller"], trade["buyer"], cents(trade["amount"])
            self.post(
                day(trade["invoiced_on"]),
                "invoice",
                (seller, [Line("1100", amount, buyer), Line("4010", -amount, buyer)]),
                (buyer, [Line("5010", amount, seller), Line("2000", -amount, seller)]),
            )
            if "paid_on" in trade:
                self.post(
                    day(trade["paid_on"]),
                    "invoice.paid",
                    (seller, [Line("1000", amount), Line("1100", -amount, buyer)]),
                    (buyer, [Line("2000", amount, seller), Line("1000", -amount)]),
                )
        for draw in self.given["loan"]["draw"]:
            amount = cents(draw["amount"])
            self.post(
                day(draw["on"]),
                "draw",
                ("bank", [Line("1200", amount, LOAN), Line("1000", -amount)]),
                ("green_team", [Line("1000", amount), Line("2100", -amount, LOAN)]),
            )
        for row in self.answers["loan"]["rows"]:
            self._quarter(row)

    def _quarter(self, row: dict[str, Any]) -> None:
        interest, due_on = cents(row["interest_accrued"]), day(row["due_on"])
        self.post(
            day(row["ends_before"]) - timedelta(1),
            "interest",
            ("bank", [Line("1210", interest, LOAN), Line("4300", -interest, LOAN)]),
            ("green_team", [Line("5400", interest, LOAN), Line("2110", -interest, LOAN)]),
            rank=6,
        )
        paid, of_interest, of_principal = (
            cents(row[k] or "0") for k in ("paid", "interest_paid", "principal_paid")
        )
        if paid and due_on <= day("2017-03-31"):
            self.post(
                due_on,
                "loan.payment",
                (
                    "bank",
                    [Line("1000", paid), Line("1210", -of_interest, LOAN), Line("1200", -of_principal, LOAN)],
                ),
                (
                    "green_team",
                    [Line("2110", of_interest, LOAN), Line("2100", of_principal, LOAN), Line("1000", -paid)],
                ),
            )

    def _year_end(self) -> None:
        on = day(self.given["year_end"]["on"])
        for key, due in self.answers["dues"].items():
            amount = cents(due["due"])
            self.post(
                on,
                "dues",
                (key, [Line("5500", amount), Line("1000", -amount)]),
                ("federation", [Line("1000", amount), Line("4200", -amount, key)]),
                rank=6,
            )
        for key in (*INSTITUTIONS, *self.given["year_end"]["coops"]):
            self.at(on, years.close, 7, organisation=self.org[key], on=on)
        for key in INSTITUTIONS:
            self.at(on, years.allocate_to_general_fund, 8, organisation=self.org[key], on=on)
        for key, split in self.answers["year_end"]["coops"].items():
            self._allocate(key, split, on)
        self._assembly()

    def _allocate(self, key: str, split: dict[str, Any], on: date) -> None:
        solidarity = cents(split["parts"]["solidarity"])
        members = split["members"].items()
        self.post(
            on,
            "allocation",
            (
                key,
                [
                    Line("3900", cents(split["result"])),
                    Line("3200", -cents(split["to_indivisible_reserve"])),
                    Line("3210", -cents(split["parts"]["education"])),
                    Line("2210", -solidarity),
                    *(Line("2200", -cents(member["cash"]), person) for person, member in members),
                    *(Line("3100", -cents(member["retained"]), person) for person, member in members),
                ],
            ),
            ("federation", [Line("1110", solidarity, key), Line("3300", -solidarity)]),
            rank=9,
        )
        self.post(
            day(self.given["year_end"]["solidarity_paid_on"]),
            "solidarity.paid",
            (key, [Line("2210", solidarity), Line("1000", -solidarity)]),
            ("federation", [Line("1000", solidarity), Line("1110", -solidarity, key)]),
        )
        cash = {person: cents(member["cash"]) for person, member in members}
        self.post(
            day(self.given["year_end"]["patronage_paid_on"]),
            "patronage.paid",
            (
                key,
                [
                    *(Line("2200", part, person) for person, part in cash.items()),
                    Line("1000", -sum(cash.values())),
                ],
            ),
        )

    def _assembly(self) -> None:
        proposals = {row["key"]: row for row in self.given["assembly"]["proposal"]}
        for key in self.answers["assembly"]["funded"]:
            cost = cents(proposals[key]["cost"])
            self.post(
                day(self.given["assembly"]["payment"]["on"]),
                "assembly.grant",
                ("federation", [Line("3300", cost), Line("1000", -cost)]),
                (proposals[key]["recipient"], [Line("1000", cost), Line("3400", -cost, key)]),
            )


def play() -> Season:
    """The season played in an empty database: what several files begin with (`kept_world(play)`)."""
    return Season(published_folder()).play()
