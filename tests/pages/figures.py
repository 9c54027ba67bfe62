"""Figures on public pages and the rows they link to: reading both from the pages themselves, as a visitor gets them."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from html import unescape
from itertools import accumulate
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client

NUMBER = re.compile(r"(−\s*)?\$?\s*(\d[\d,]*(?:\.\d+)?)")
HOURS = re.compile(r"(?:([\d,]+)\s*h)?\s*(?:(\d+)\s*min)?")
BOOKS = re.compile(r"^/books/[^/]+/(lines|accounts/[^/]+)/")
ENTRY = re.compile(r"^/books/[^/]+/entries/\d")
NOT_ROWS = {"group", "total", "result"}


@dataclass(frozen=True)
class Figure:
    """A number somebody reads on a page, and the address where its rows are said to be."""

    page: str
    value: Decimal
    shown: str
    href: str

    def __str__(self) -> str:
        return f"{self.shown} on {self.page} -> {self.href}"


def number(text: str) -> Decimal | None:
    """The amount or count a text consists of; None for anything else. Hours and minutes count in hours."""
    plain = text.replace("\xa0", " ").replace("+ ", "").strip()
    if found := NUMBER.fullmatch(plain):
        try:
            value = Decimal(found.group(2).replace(",", ""))
        except InvalidOperation:
            return None
        return -value if found.group(1) else value
    if plain and (found := HOURS.fullmatch(plain)):
        return Decimal((found.group(1) or "0").replace(",", "")) + Decimal(found.group(2) or 0) / 60
    return None


class Pages:
    """Pages as a visitor gets them, each fetched once."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.get = cache(self._get)

    def _get(self, address: str) -> BeautifulSoup | None:
        answer = self.client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            return None
        return BeautifulSoup(answer.content, "html.parser")

    def rows(self, address: str) -> list[dict[str, object]]:
        """The rows of a list, all pages of it, from its own file."""
        mark = "&" if "?" in address else "?"
        answer = self.client.get(f"{address}{mark}format=json")
        if answer.status_code != 200 or "json" not in answer["Content-Type"]:
            return []
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found = json.loads(body)
        return found["rows"] if isinstance(found, dict) else found

    def figures(self, page: str) -> Iterator[Figure]:
        """The big figures of a page that link somewhere, and the amounts of statements that link to their lines.
        An entry's own lines are left out: their links lead to the whole account."""
        soup = None if ENTRY.match(page) else self.get(page)
        if soup is None:
            return
        for block in soup.select(".figure"):
            shown, link = block.find("b"), block.find("a")
            if shown and link and (value := number(shown.get_text())) is not None:
                yield Figure(page, value, shown.get_text(), urljoin(page, unescape(link["href"])))
        for row in soup.select("table.ledger tbody tr, table.ledger tr.result"):
            link = row.select_one("th[scope=row] a[href]")
            cells = [cell.get_text().strip() for cell in row.select("td.num")]
            shown = next((cell for cell in cells if cell), "")
            if link and BOOKS.match(link["href"]) and (value := number(shown)) is not None:
                yield Figure(page, value, shown, urljoin(page, unescape(link["href"])))

    def stands_for(self, figure: Figure) -> bool:
        """Do the rows behind a figure add up to it?"""
        split = urlsplit(figure.href)
        address = split._replace(fragment="").geturl()
        if BOOKS.match(split.path):
            rows = self.rows(address)
            return abs(sum((Decimal(str(row["amount"])) for row in rows), Decimal(0))) == abs(figure.value)
        sums = {abs(one) for one in self._sums(address, split.fragment)}
        return self._stands_there_too(figure, address) or abs(figure.value) in sums

    def _stands_there_too(self, figure: Figure, address: str) -> bool:
        """Is the same figure on the page it leads to, on lines that add up to it?"""
        return any(
            abs(other.value) == abs(figure.value) and BOOKS.match(other.href) and self.stands_for(other)
            for other in self.figures(address)
        )

    def _sums(self, address: str, fragment: str) -> set[Decimal]:
        """What the lists of a page add up to, column by column, and how many rows they have."""
        soup = self.get(address)
        if soup is None:
            return set()
        part = (soup.find(id=fragment) if fragment else None) or soup
        found: set[Decimal] = set()
        for table in part.select("table"):
            found |= _table(table)
        for block in part.select(".figures"):
            found |= _running(number(shown.get_text()) for shown in block.select(".figure b"))
        for things in part.select("ul.rows, ol.rows"):
            found |= _items(things)
        is_whole = fragment and soup.select_one("a[rel=next], a[rel=prev]") is None
        return found if is_whole else found | self._of_file(address)

    def _of_file(self, address: str) -> set[Decimal]:
        """How many rows a list has in all its pages, how many different things its columns name, what they add up to."""
        rows = self.rows(address)
        found = {Decimal(len(rows))}
        for column in rows[0] if rows else []:
            values = [_decimal(row[column]) for row in rows]
            if None not in values:
                found.add(sum(values, Decimal(0)))  # type: ignore[arg-type]
            found.add(Decimal(len({str(row[column]) for row in rows})))
        return found


def _table(table: Tag) -> set[Decimal]:
    """Sums of the columns of numbers, summary rows left out and rows that say "less" taken off; number of rows."""
    rows = [row for row in table.select("tbody tr") if not NOT_ROWS & set(row.get("class") or [])]
    columns: dict[int, Decimal] = {}
    for row in rows:
        less = row.get_text().strip().startswith("less")
        for place, cell in enumerate(row.find_all(["th", "td"], recursive=False)):
            value = number(cell.get_text()) if "num" in (cell.get("class") or []) else None
            if value is not None:
                columns[place] = columns.get(place, Decimal(0)) + (-value if less else value)
    return {*columns.values(), Decimal(len(rows))}


def _running(values: Iterable[Decimal | None]) -> set[Decimal]:
    """The sums of figures that stand in a row: the first, the first two, and so on."""
    return set(accumulate(value for value in values if value is not None))


def _items(things: Tag) -> set[Decimal]:
    """How many things a list has, and what the last numbers named in each of them add up to."""
    items = things.find_all("li", recursive=False)
    named = [re.findall(r"\d[\d,]*", item.get_text()) for item in items]
    return {Decimal(len(items)), Decimal(sum(int(found[-1].replace(",", "")) for found in named if found))}


def _decimal(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
