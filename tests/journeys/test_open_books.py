"""Open books on the demo network: figures that equal their rows, no person named, and the way from decision to receipt."""

import csv
import re
from datetime import date
from decimal import Decimal
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from commonwork.access.models import PracticeSignIn
from commonwork.books import queries
from commonwork.books.actions import claims, costs, reversals
from commonwork.books.budget_sums import Place
from commonwork.books.proofs import prove
from commonwork.books.queries import budgets, cash
from commonwork.charter.models import Policy
from commonwork.journeys import forgotten_claims, open_books
from commonwork.journeys.views.open_books import A_PAGE
from commonwork.record import documents
from commonwork.record.models import Document, Fact
from commonwork.registry.actions import people
from commonwork.registry.clock import at_time, today
from commonwork.registry.models import Organisation, Person
from tests.record.test_documents import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.season]
CHOSE = ("freedom_farm", "federation", "nubias", "green_team", "bank", "school", "incubator")
OPEN = "/books/freedom_farm/open/"
WHO: dict[str, Any] = {"by": "system/tests", "at": at_time(date(2017, 4, 1))}


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def cents(text: str) -> int:
    """ "$19,475.50", "− 350.00" or "+ 8,000.00" in cents."""
    sign = -1 if "\u2212" in text or text.strip().startswith("-") else 1
    number = re.sub(r"[^0-9.]", "", text)
    return sign * int(Decimal(number) * 100)


def figures(page: str) -> list[tuple[int, str]]:
    """The three numbers of a page with the addresses of their rows."""
    found = re.findall(r'<div class="figure"><b>(.*?)</b><span>.*?href="(.*?)"', page, re.S)
    return [(cents(value), unescape(href)) for value, href in found]


def rows_behind(client: Client, href: str) -> list[dict[str, str]]:
    """All rows an address lists, over all its pages, by its CSV."""
    address, _, _ = href.partition("#")
    answer = client.get(f"{address}&format=csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    table = body[body.index("Day") :] if "Day" in body else body
    return list(csv.DictReader(StringIO(table)))


@pytest.mark.one_engine
@pytest.mark.parametrize("key", CHOSE)
def test_each_of_the_three_numbers_is_the_sum_of_the_rows_it_links_to(client: Client, key: str) -> None:
    page = text_of(client, f"/books/{key}/open/")
    shown = figures(page)
    assert len(shown) == 3
    for value, href in shown:
        rows = [row for row in rows_behind(client, href) if row["Amount"]]
        assert abs(sum(cents(row["Amount"]) for row in rows)) == value, href
        foot = re.search(r"<tfoot>.*?</tfoot>", text_of(client, href.partition("#")[0]), re.S)
        if not rows:
            assert value == 0
            continue
        assert foot is not None
        last = strip_tags(foot.group()).split("up to")[-1]
        assert abs(cents(last)) == value, "the page says the same sum"
    organisation = Organisation.objects.get(key=key)
    assert shown[0][0] == queries.balance(organisation, "1000"), "money in hand is the balance of cash"


@pytest.mark.one_engine
@pytest.mark.parametrize("key", CHOSE)
def test_no_person_of_the_season_is_named_on_any_open_page(client: Client, key: str) -> None:
    people_of = Person.objects.filter(shows_name=False)
    hidden = [(row.key, row.name.replace(" (invented)", "")) for row in people_of]
    assert len(hidden) > 10
    book = queries.book_of(key)
    assert book is not None
    page_count = -(-cash.cash_rows(book).count() // A_PAGE)
    pages = [f"/books/{key}/open/?page={page}" for page in range(1, page_count + 1)]
    pages += [f"/books/{key}/open/{seq}/" for seq in range(1, book.head_seq, max(1, book.head_seq // 9))]
    pages += [f"/books/{key}/open/{book.head_seq}/"]
    treasurer = Client()
    treasurer.force_login(PracticeSignIn.objects.get(role="steward").account)
    seen = {address: text_of(client, address) for address in pages}
    for address, text in seen.items():
        page = unescape(re.sub(r"<header.*?</header>|<nav.*?</nav>", "", text, flags=re.S))
        said = [name for code, name in hidden if code in page or re.search(rf"\b{re.escape(name)}\b", page)]
        assert said == [], address
    inside = text_of(treasurer, f"/books/{key}/open/")
    assert figures(inside) == figures(seen[pages[0]]), "all see the same"


def test_memos_stay_inside(client: Client) -> None:
    farm = Organisation.objects.get(key="freedom_farm")
    costs.pay(
        organisation=farm, on=date(2017, 4, 1), account="5200", amount_minor=5_00, what="for Ada's van", **WHO
    )
    book = queries.book_of("freedom_farm")
    assert book is not None
    for address in (OPEN, f"{OPEN}{book.head_seq}/", f"{OPEN}?format=csv"):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"van" not in body


def test_a_payment_of_the_assembly_leads_from_the_decision_to_the_receipt(client: Client) -> None:
    fact = Fact.objects.filter(kind="journeys.grant.paid").order_by("pk").first()
    assert fact is not None
    paid = next(entry for entry in queries.entries_of(fact) if entry.book.key == "federation")
    page = text_of(client, f"/books/federation/open/{paid.seq}/")
    chain = page[page.index('id="chain"') :]
    key = fact.subject.partition("/")[2]
    steps = re.findall(r'href="([^"]*)"', chain)[:3]
    assert steps[0] == f"/assembly/resolutions/{key}/"
    assert "/budgets/" in steps[1]
    assert f"code={fact.code}" in steps[2]
    line = text_of(client, steps[1])
    assert f"/books/federation/entries/{paid.seq}/" in line
    assert "genuine" in text_of(client, steps[2])


def test_what_the_assembly_decided_is_a_budget_that_is_wholly_spent() -> None:
    running = budgets.budgets_on(queries.book_of("federation"), date(2017, 3, 31))  # type: ignore[arg-type]
    (budget,) = (one for one in running if one.decision == "assembly.assembly/peoples_assembly_2017")
    standings = budgets.standings(budget)
    funded = Fact.objects.filter(kind="assembly.resolution.adopted").values_list(
        "data__cost_minor", flat=True
    )
    assert sorted(one.planned_minor for one in standings) == sorted(funded)
    assert [one.left_minor for one in standings] == [0] * len(standings)


def test_an_organisation_that_did_not_choose_has_no_open_page(client: Client) -> None:
    Policy.objects.filter(code="books.open_books", organisation__key="nubias").delete()
    for address in ("/books/nubias/open/", "/books/nubias/open/3/", "/books/nubias/open/?format=csv"):
        assert "has not chosen to show its books" in text_of(client, address, status=404)


def test_the_network_cannot_choose_for_an_organisation(client: Client) -> None:
    rows = Policy.objects.filter(code="books.open_books", organisation__key="nubias")
    rows.update(organisation=None)
    assert client.get("/books/nubias/open/").status_code == 404


def test_the_members_close_their_books_and_open_them_again(client: Client) -> None:
    farm = Organisation.objects.get(key="freedom_farm")
    said: dict[str, Any] = {
        "organisation": farm,
        "decided_on": date(2017, 3, 30),
        "source": "minutes, point 4",
    }
    open_books.choose(is_open=False, on=today(), **said, **WHO)
    assert client.get(OPEN).status_code == 404
    assert client.get("/books/freedom_farm/").status_code == 404, "the statements too"
    open_books.choose(is_open=True, on=today(), **said, **WHO)
    page = text_of(client, OPEN)
    assert "minutes, point 4" in page
    assert "30 March 2017" in page
    kinds = Fact.objects.filter(kind__startswith="journeys.books.", subject__endswith="/freedom_farm")
    assert [fact.kind for fact in kinds.order_by("-pk")[:2]] == [
        "journeys.books.opened",
        "journeys.books.closed",
    ]
    with pytest.raises(open_books.NotYetDecided):
        open_books.choose(
            organisation=farm, is_open=True, on=today(), decided_on=date(2017, 4, 2), source="x", **WHO
        )


def test_only_the_treasurer_or_a_steward_records_the_choice(client: Client) -> None:
    address = f"{OPEN}choose/"
    assert client.get(address).status_code == 302
    for role, status in (("worker-owner", 403), ("loan-officer", 403), ("treasurer", 200), ("steward", 200)):
        someone = Client()
        someone.force_login(PracticeSignIn.objects.get(role=role).account)
        assert someone.get(address).status_code == status, role
    treasurer = Client()
    treasurer.force_login(PracticeSignIn.objects.get(role="treasurer").account)
    assert treasurer.get("/books/nubias/open/choose/").status_code == 403
    sent = {"once": "c1", "choice": "no", "decided_on": "2017-03-30", "source": "minutes"}
    assert treasurer.post(address, sent).status_code == 302
    assert not Organisation.objects.get(key="freedom_farm").has_open_books


def test_what_is_taken_back_is_in_neither_number() -> None:
    farm = Organisation.objects.get(key="freedom_farm")
    book = queries.book_of("freedom_farm")
    assert book is not None
    before = cash.money(cash.cash_rows(book))
    costs.pay(organisation=farm, on=date(2017, 4, 1), account="5200", amount_minor=999_00, what="", **WHO)
    entry = queries.entry_of(book, queries.book_of("freedom_farm").head_seq)  # type: ignore[union-attr]
    assert entry is not None
    assert cash.money(cash.cash_rows(book)).out_minor == before.out_minor + 999_00
    reversals.reverse(entry=entry, on=date(2017, 4, 1), **WHO)
    after = cash.money(cash.cash_rows(book))
    assert (after.in_minor, after.out_minor, after.sum_minor) == (
        before.in_minor,
        before.out_minor,
        before.sum_minor,
    )
    assert after.count == before.count + 2, "both rows are shown"


def test_the_opening_balance_did_not_come_in() -> None:
    book = queries.book_of("freedom_farm")
    assert book is not None
    start = cash.cash_rows(book, kind="start")
    assert start.count() == 1
    whole = cash.money(cash.cash_rows(book))
    assert whole.sum_minor == cash.money(start).sum_minor + whole.in_minor - whole.out_minor


def claim_paid() -> Any:
    """A claim of an invented worker-owner, paid by Freedom Farms."""
    farm = Organisation.objects.get(key="freedom_farm")
    ada, other = Person.objects.get(key="invented_ben"), Person.objects.get(key="invented_ada")
    on = date(2017, 4, 1)
    asked = claims.Asked(
        amount_minor=24_50, spent_on=on, place=Place("5000"), what="Seed trays", papers=(PDF,)
    )
    own: dict[str, Any] = {"by": ada, "at": WHO["at"]}
    claim = claims.draft(organisation=farm, claimant=ada, asked=asked, **own)
    claim = claims.submit(claim=claim, on=on, **own)
    claim = claims.approve(claim=claim, on=on, by=other, at=WHO["at"])
    return claims.pay(claim=claim, on=on, by=other, at=WHO["at"])


def test_a_paid_claim_stands_in_open_books_without_who_asked(client: Client) -> None:
    claim = claim_paid()
    page = text_of(client, OPEN)
    assert "paid a claim of $24.50" in page
    assert "Materials" in page
    entry = text_of(client, f"{OPEN}{claim.payment.seq}/")
    assert "approved by another person" in entry
    for said in (page, entry):
        assert "Seed trays" not in said
        assert claim.claimant.name.replace(" (invented)", "") not in said
        assert Document.objects.get().key not in said
    document = Document.objects.get()
    documents.show(document=document, to=claim, is_public=True, organisation="freedom_farm", **WHO)
    entry = text_of(client, f"{OPEN}{claim.payment.seq}/")
    assert document.key in entry
    address = f"/books/freedom_farm/entries/{claim.payment.seq}/papers/{document.key}/"
    assert client.get(address).status_code == 200


def test_a_forgotten_person_leaves_no_word_in_claims_and_the_books_hold() -> None:
    claim = claim_paid()
    people.forget(person=claim.claimant, **WHO)
    fact = Fact.objects.filter(kind="registry.person.forgotten").latest("pk")
    forgotten_claims.erase_claims(fact)
    claim.refresh_from_db()
    assert (claim.what, claim.reason) == ("", "")
    assert Document.objects.get().content is None
    assert queries.balance(claim.book.organisation, "2300") == 0
    assert prove().holds


def test_the_list_is_paged_and_asks_little(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get(OPEN)
    with django_assert_max_num_queries(45):
        page = text_of(client, OPEN)
    assert "1 to 25 of" in unescape(page)
    year = text_of(client, f"{OPEN}?year=2016&kind=out")
    body = strip_tags(unescape(year[year.index("<tbody") : year.index("</tbody")])).replace("\u00a0", " ")
    assert set(re.findall(r"\d+ \w{3} (\d{4})", body)) == {"2016"}
    assert "\u2212" in body
    assert "+" not in body
