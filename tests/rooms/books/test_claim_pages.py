"""Claims on pages: written on a phone, kept as a draft, decided by another, paid; and who sees what."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonwork.access.models import Account, RoleHolding
from commonwork.books import queries
from commonwork.books.models import Book, Claim, Entry
from commonwork.record.models import Attachment, Document, Fact
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation, Person
from commonwork.ui.money import amount
from tests.record.test_documents import PDF, photo
from tests.rooms.books import make
from tests.worlds import kept_world, lasting

pytestmark = pytest.mark.django_db
NEW = "/books/freedom_farm/claims/new/"


@lasting
def _farm() -> Book:
    book = make.book("freedom_farm")
    make.cash(book, 500_00)
    return book


farm = kept_world(_farm)


def person(key: str, role: str, organisation: str | None = "freedom_farm") -> Client:
    row = Person.objects.create(key=key, name=f"Name of {key}")
    account = Account.objects.create_user(f"{key}@example.org", person=row)
    place = Organisation.objects.get(key=organisation) if organisation else None
    RoleHolding.objects.create(person=row, role=role, organisation=place, starts_on=date(2000, 1, 1))
    client = Client()
    client.force_login(account)
    return client


def said(**other: Any) -> dict[str, Any]:
    paper = SimpleUploadedFile("a name.jpg", photo(), "image/jpeg")
    return {
        "once": "sent1",
        "kind": "refund",
        "amount": "24.50",
        "spent_on": today().isoformat(),
        "what": "Seed trays",
        "place": "5000||",
        "paper": paper,
        "send": "yes",
        **other,
    }


def sent(client: Client, **other: Any) -> Claim:
    answer = client.post(NEW, said(**other))
    assert answer.status_code == 302, answer.content.decode()
    return Claim.objects.order_by("-pk").first()  # type: ignore[return-value]


def test_a_claim_goes_from_a_phone_to_the_payment(farm: Book) -> None:
    ada, ben = person("ada", "worker-owner"), person("ben", "treasurer")
    claim = sent(ada)
    assert claim.state == "submitted"
    home = ben.get("/home/").content.decode()
    assert "Decide on a claim of $24.50" in home
    page = ben.get(claim.get_absolute_url()).content.decode()
    assert "Name of ada" in page
    assert "Approve" in page
    on = today().isoformat()
    answer = ben.post(f"{claim.get_absolute_url()}approve/", {"once": "a1", "on": on})
    assert answer.status_code == 302
    assert "Pay a claim of $24.50" in ben.get("/home/").content.decode()
    answer = ben.post(f"{claim.get_absolute_url()}pay/", {"once": "p1", "on": on}, follow=True)
    assert "Freedom Farm paid a claim of $24.50." in answer.content.decode()
    claim.refresh_from_db()
    assert claim.state == "paid"
    assert queries.balance(farm.organisation, "1000") == 475_50
    mine = ada.get("/books/claims/").content.decode()
    assert "Seed trays" in mine
    assert "24.50" in mine


def test_sending_twice_is_one_claim(farm: Book) -> None:
    ada = person("ada", "worker-owner")
    for _ in range(2):
        assert "/receipts/" in ada.post(NEW, said())["Location"]
    assert Claim.objects.count() == Document.objects.count() == 1
    assert Fact.objects.filter(kind="books.claim.submitted").count() == 1


def test_a_mistake_keeps_what_was_typed_and_the_photo(farm: Book) -> None:
    ada = person("ada", "worker-owner")
    answer = ada.post(NEW, said(amount="a lot"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a lot" in page
    assert "kept as a draft" in page
    claim = Claim.objects.get()
    assert (claim.state, claim.what, claim.amount_minor) == ("draft", "Seed trays", None)
    assert Attachment.objects.filter(ref=f"books.claim/{claim.key}").count() == 1
    assert "Finish your claim" in ada.get("/home/").content.decode()
    again = said(amount="24.50")
    del again["paper"]
    answer = ada.post(f"{claim.get_absolute_url()}edit/", again)
    assert "/receipts/" in answer["Location"]
    claim.refresh_from_db()
    assert (claim.state, claim.amount_minor) == ("submitted", 24_50)
    assert Attachment.objects.count() == 1


def test_a_draft_may_leave_out_anything(farm: Book) -> None:
    ada = person("ada", "worker-owner")
    answer = ada.post(NEW, {"once": "d1", "draft": "yes", "what": "Seeds"})
    assert answer.status_code == 302
    claim = Claim.objects.get()
    assert claim.state == "draft"
    assert "Seeds" in ada.get(f"{claim.get_absolute_url()}edit/").content.decode()
    assert person("ben", "treasurer").get(claim.get_absolute_url()).status_code == 404


def test_a_file_that_is_no_paper_is_refused_at_its_field(farm: Book) -> None:
    ada = person("ada", "worker-owner")
    fake = SimpleUploadedFile("bill.jpg", b"<script>alert(1)</script>", "image/jpeg")
    broken = SimpleUploadedFile("bill.jpg", b"\xff\xd8\xff\xe0 broken", "image/jpeg")
    for number, file in enumerate((fake, broken)):
        answer = ada.post(NEW, said(paper=file, once=f"x{number}"))
        assert answer.status_code == 422
        assert 'id="id_paper_error"' in answer.content.decode()
    assert not Document.objects.exists()
    assert {claim.state for claim in Claim.objects.all()} == {"draft"}


def test_the_treasurer_is_not_offered_to_decide_on_her_own_claim(farm: Book) -> None:
    ben = person("ben", "treasurer")
    claim = sent(ben)
    assert "approve/" not in ben.get(claim.get_absolute_url()).content.decode()
    assert "Decide on a claim" not in ben.get("/home/").content.decode()
    for step in ("approve", "send-back"):
        answer = ben.post(f"{claim.get_absolute_url()}{step}/", {"on": today().isoformat(), "reason": "x"})
        assert answer.status_code == 403
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_sending_back_shows_the_reason_and_asks_the_claimant(farm: Book) -> None:
    ada, ben = person("ada", "worker-owner"), person("ben", "treasurer")
    claim = sent(ada)
    ben.post(f"{claim.get_absolute_url()}send-back/", {"once": "b", "reason": "The photo is dark"})
    assert "The photo is dark" in ada.get(claim.get_absolute_url()).content.decode()
    assert "Look at your claim again" in ada.get("/home/").content.decode()


def test_others_neither_see_a_claim_nor_its_paper(farm: Book, client: Client) -> None:
    claim = sent(person("ada", "worker-owner"))
    make.organisation("nubias")
    paper = Document.objects.get().key
    stranger, mate = person("cleo", "treasurer", "nubias"), person("dina", "worker-owner")
    for address in ("", "edit/", "approve/", "pay/", f"papers/{paper}/"):
        for other in (stranger, mate):
            assert other.get(f"{claim.get_absolute_url()}{address}").status_code in (403, 404), address
        assert client.get(f"{claim.get_absolute_url()}{address}").status_code == 302, "asks to sign in"
    assert stranger.get(NEW).status_code == 403
    assert mate.get("/books/freedom_farm/claims/").status_code == 403
    auditor = person("olu", "auditor", None)
    assert auditor.get(claim.get_absolute_url()).status_code == 200
    assert auditor.post(f"{claim.get_absolute_url()}pay/", {"on": "2016-03-01"}).status_code == 403


def test_the_paper_of_a_claim_stands_at_its_entries_and_is_public_only_when_shown(
    farm: Book, client: Client
) -> None:
    ada, ben = person("ada", "worker-owner"), person("ben", "treasurer")
    claim = sent(ada)
    on = today().isoformat()
    ben.post(f"{claim.get_absolute_url()}approve/", {"once": "a1", "on": on})
    Organisation.objects.update(has_open_books=True)
    entry = Entry.objects.get(kind="claim")
    paper = Document.objects.get().key
    address = f"{entry.get_absolute_url()}papers/{paper}/"
    assert f"papers/{paper}/" in ben.get(entry.get_absolute_url()).content.decode()
    assert ben.get(address)["Content-Disposition"].startswith("attachment")
    assert client.get(address).status_code == 404
    assert paper not in client.get(entry.get_absolute_url()).content.decode()
    assert ada.post(f"{address}change/", {"show": "yes"}).status_code == 403
    ben.post(f"{address}change/", {"show": "yes"})
    assert client.get(address).status_code == 200
    ben.post(f"{address}change/", {"erase": "yes"})
    assert client.get(address).status_code == 404
    assert ben.get(address).status_code == 404
    assert Document.objects.get().content is None


def test_the_treasurer_attaches_a_paper_to_an_entry_once(farm: Book) -> None:
    ben = person("ben", "treasurer")
    entry = Entry.objects.get()
    address = f"{entry.get_absolute_url()}papers/new/"
    file = SimpleUploadedFile("bill.pdf", PDF)
    assert ben.post(address, {"once": "1", "paper": file}).status_code == 302
    again = ben.post(address, {"once": "2", "paper": SimpleUploadedFile("other.pdf", PDF)})
    assert again.status_code == 422
    assert "attached here already" in again.content.decode()
    assert Document.objects.count() == 1


def test_a_claim_over_the_budget_is_shown_with_a_warning(farm: Book) -> None:
    ada, ben = person("ada", "worker-owner"), person("ben", "treasurer")
    year = today().year
    answer = ben.post(
        "/books/freedom_farm/budgets/new/",
        {
            "once": "b1",
            "starts_on": f"{year}-01-01",
            "last_on": f"{year}-12-31",
            "adopted_on": f"{year}-01-01",
            "adopted_by": "registry.organisation/freedom_farm",
            "line_5000": "20.00",
        },
        follow=True,
    )
    assert "adopted a budget" in answer.content.decode()
    claim = sent(ada)
    page = ben.get(f"{claim.get_absolute_url()}approve/").content.decode()
    assert "more than the budget line has left ($20.00)" in page
    on = today().isoformat()
    assert ben.post(f"{claim.get_absolute_url()}approve/", {"once": "a1", "on": on}).status_code == 302
    budget = farm.budgets.get()
    page = ben.get(budget.get_absolute_url()).content.decode()
    assert "24.50" in page
    assert amount(-4_50) in page, "what is left, below zero"
    line = budget.lines.get()
    page = ben.get(f"{budget.get_absolute_url()}lines/{line.key}/").content.decode()
    assert "approved a claim of $24.50" in page
    csv = b"".join(ben.get(f"{budget.get_absolute_url()}?format=csv").streaming_content).decode()
    assert "20.00" in csv
    assert "24.50" in csv
    assert person("ella", "worker-owner").get("/books/freedom_farm/budgets/new/").status_code == 403
