"""What cannot be is refused in words on the pages, with what was typed still there, and nothing has changed."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commonwork.bank.actions import draws, products, schedules
from commonwork.bank.actions.schedules import Wanted
from commonwork.bank.models import Draw, Loan, Payment, Terms
from commonwork.books.actions import periods
from commonwork.charter.actions import policies
from commonwork.registry.models import Network
from tests.record.test_documents import PDF
from tests.rooms.bank import make
from tests.rooms.bank.test_pages import signed_in, text, token
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.approved_world)]
TODAY = date(2016, 5, 5)
TERMS = {
    "on": "2016-05-05", "starts_on": "2016-05-05", "annual_rate_bp": "6", "schedule": "level", "every": "month",
    "count": "12", "day_count": "30/360", "principal_grace": "0", "interest_grace": "0",
}  # fmt: skip


def world(today: date = TODAY) -> make.World:
    """The products are taken up, and no loan may cost more than 8 % a year."""
    here = make.world(today=today)
    products.take_up(lender=here.bank, on=make.DAY_ONE, **here.at(make.DAY_ONE))
    policies.adopt(
        code="bank.loan_rate_cap_bp", value=800, starts_on=make.DAY_ONE, adopted_by="system/assembly", source="test",
        **here.at(make.DAY_ONE),
    )  # fmt: skip
    return here


def refused(client: Client, page: str, loan: Loan, words: str, **typed: Any) -> str:
    """Send a page's form; it comes back with these words."""
    address = reverse(page, args=[loan.key])
    answer = client.post(address, {"once": token(client.get(address)), **typed})
    assert answer.status_code == 422 and words in text(answer), text(answer)
    return text(answer)


def test_a_rate_above_the_cap_is_refused_on_every_way_to_an_agreement() -> None:
    here = world()
    loan, lena = make.approved(here), signed_in(here, "lena")
    said = "9 % a year is more than the 8 % that was decided as the most."
    dear = TERMS | {"annual_rate_bp": "9"}
    assert 'value="9"' in refused(lena, "bank_loan_agree_schedule", loan, said, **dear)
    refused(lena, "bank_loan_agree_line", loan, said, **dear | {"schedule": "interest_only"})
    policies.adopt(
        code="bank.loan_annual_rate_bp", value=900, starts_on=TODAY, adopted_by="system/assembly", source="test",
        **here.at(TODAY),
    )  # fmt: skip
    agreement = {"on": "2016-05-05", "ends_on": "2020-06-30", "surplus_definition": "As in the books."}
    refused(lena, "bank_loan_agree", loan, said, stated_every="quarter", year_begins="1", **agreement)
    assert Loan.objects.get().stage == Loan.Stage.APPROVED and not Terms.objects.exists()


def test_new_terms_above_the_cap_are_refused() -> None:
    here = world()
    wanted = Wanted(TODAY, 600, "30/360", "level", "month", 12)
    loan = schedules.agree(
        loan=make.approved(here), kind="conventional", wanted=wanted, on=TODAY, **here.at(TODAY)
    )
    draws.pay_out(loan=loan, amount_minor=100_000, on=TODAY, **here.at(TODAY))
    typed = TERMS | {"starts_on": "2016-06-05", "annual_rate_bp": "8.01"}
    refused(
        signed_in(here, "lena"), "bank_loan_new_terms", loan, "8.01 % a year is more than the 8 %", **typed
    )


@begins_in(make.agreed_world)
def test_a_draw_above_the_agreement_is_refused_to_the_bank_and_to_the_co_op() -> None:
    here = world()
    loan = make.agreed(here)
    said = "$12,000.00 of this loan is still to be drawn; $12,000.01 is more than that."
    page = refused(
        signed_in(here, "lena"), "bank_loan_pay_out", loan, said, amount_minor="12000.01", on="2016-05-05"
    )
    assert "12000.01" in page, "what was typed is not lost"
    paper = SimpleUploadedFile("quote.pdf", PDF)
    refused(
        signed_in(here, "iris"),
        "bank_draw_request_ask",
        loan,
        said,
        amount_minor="12000.01",
        what="Truck",
        paper=paper,
    )
    assert not Draw.objects.exists()


@begins_in(make.agreed_world)
def test_a_request_without_its_invoice_is_sent_back_in_words() -> None:
    here = world()
    loan, iris = make.agreed(here), signed_in(here, "iris")
    words = "Add an invoice or quote: a photo or a PDF."
    refused(iris, "bank_draw_request_ask", loan, words, amount_minor="100", what="Truck")


@pytest.mark.parametrize("page", ["bank_loan_pay", "bank_loan_earlier_payment"])
@begins_in(make.season_world)
def test_a_payment_of_a_day_to_come_or_in_closed_books_is_refused(page: str) -> None:
    here = world(today=date(2017, 4, 1))
    loan, lena = make.season(here), signed_in(here, "lena")
    Network.objects.update(demo_on=date(2017, 4, 3))
    refused(lena, page, loan, "2 May 2017 has not come yet", amount_minor="1102.50", on="2017-05-02")
    periods.close(organisation=here.coop, ends_on=date(2017, 4, 2), **here.at(date(2017, 4, 3), by="iris"))
    refused(lena, page, loan, "closed", amount_minor="1102.50", on="2017-04-01")
    assert Payment.objects.count() == 2


def test_no_page_lets_a_person_answer_for_a_loan() -> None:
    here = world()
    loan, lena = make.approved(here), signed_in(here, "lena")
    pages = [reverse(name, args=[loan.key]) for name in ("bank_loan_agree", "bank_loan_agree_schedule")]
    for address in [*pages, reverse("bank_guarantee_give")]:
        opened = lena.get(address)
        names = set(opened.context["form"].fields)
        assert not {name for name in names if "guarant" in name or "person" in name}, address
        assert "No person" in text(opened), address
