"""Pages of a loan's later life, of products and accounts; and that a correction agrees wherever it shows."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.bank import queries
from commonwork.bank.actions import guarantees
from commonwork.bank.models import Holding, LoanEvent, ProductVersion, Statement
from commonwork.charter.actions import policies
from tests.record.test_documents import photo
from tests.rooms.bank import make, test_schedules
from tests.rooms.bank.test_pages import signed_in, text, token
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]


def send(client: Client, address: str, **said: Any) -> Any:
    """Open a page and send its form."""
    opened = client.get(address)
    assert opened.status_code == 200, address
    return client.post(address, {"once": token(opened), **said})


@begins_in(make.season_world)
def test_journey_a_corrected_quarter_agrees_on_statement_tape_and_borrower_s_page() -> None:
    """The figures are those of test_corrections: 2,000.00 instead of 3,115.50, so 544.75 is due and 10,934.24 owed."""
    world = make.world()
    loan = make.season(world)
    lena, iris = signed_in(world, "lena"), signed_in(world, "iris")
    address = reverse("bank_loan_correct", args=[loan.key, date(2016, 10, 1)])
    assert "3,115.50" in text(lena.get(address))
    answer = send(lena, address, surplus_minor="2000.00", note="A late invoice.")
    assert answer.status_code == 302
    receipt = text(lena.get(answer.url))
    assert "The surplus is corrected" in receipt and "Surplus of the period" in receipt
    page = text(iris.get(loan.get_absolute_url()))
    assert "corrected from $3,115.50 to $2,000.00" in page and "A late invoice." in page
    assert "$544.75 is due" in page and "owes $10,934.24" in page
    rows = iris.get(loan.get_absolute_url() + "?format=json").json()["rows"]
    assert [(row["quarter"], str(row["surplus"]), str(row["due"])) for row in rows][2] == (
        "Q4 2016", "2000.00", "1000.00",
    )  # fmt: skip
    standing = queries.position(loan, on=date(2017, 4, 1))
    assert (standing.principal_minor, standing.due_minor) == (1_093_424, 54_475)
    tape = b"".join(lena.get(reverse("bank_loan_tape") + "?on=2017-04-01&format=csv").streaming_content)  # type: ignore[attr-defined]
    assert b"10934.24" in tape and b"544.75" in tape


@begins_in(make.season_world)
def test_a_correction_is_for_officers_and_a_figure_that_stands_is_refused_in_words() -> None:
    world = make.world()
    loan = make.season(world)
    address = reverse("bank_loan_correct", args=[loan.key, date(2016, 10, 1)])
    assert signed_in(world, "iris").get(address).status_code == 403
    answer = send(signed_in(world, "lena"), address, surplus_minor="3115.50", note="None.")
    assert answer.status_code == 422 and "says $3,115.50 already" in text(answer)
    assert not LoanEvent.objects.exists()


@begins_in(make.drawn_world)
def test_the_treasurer_files_a_statement_from_the_books_and_the_officer_closes_from_it() -> None:
    world = make.world()
    loan = make.drawn(world)
    make.trade(world, date(2016, 7, 1), 40_000)
    iris = signed_in(world, "iris")
    address = reverse("bank_loan_statement", args=[loan.key])
    opened = iris.get(address)
    assert "Your books show $400.00 for Q2 2016" in text(opened)
    answer = iris.post(address, {"once": token(opened), "ends_on": "2016-07-01"})
    assert answer.status_code == 302 and Statement.objects.get().surplus_minor == 40_000
    closing = signed_in(world, "lena").get(reverse("bank_loan_close_quarter", args=[loan.key]))
    assert "The statement of The Green Team says" in text(closing)
    assert "Surplus $400.00, filed on" in text(iris.get(loan.get_absolute_url()))


@begins_in(make.drawn_world)
def test_a_statement_by_figures_keeps_its_paper_for_those_who_see_the_loan() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from commonwork.bank.models import Loan
    from commonwork.record import documents
    from commonwork.registry.models import Organisation

    world = make.world()
    loan = make.drawn(world)
    Organisation.objects.filter(key="incubator").update(kind="co-op")  # keeps no book here
    other = Organisation.objects.get(key="incubator")
    Loan.objects.filter(pk=loan.pk).update(borrower=other)
    from commonwork.access.actions import roles

    roles.give(
        person=world.people["iris"], role="treasurer", organisation=other, on=make.DAY_ONE, by=make.SYSTEM,
        at=world.at(make.DAY_ONE)["at"],
    )  # fmt: skip
    iris = signed_in(world, "iris")
    address = reverse("bank_loan_statement", args=[loan.key])
    said = {"income_minor": "900", "costs_minor": "100", "wages_minor": "600", "reserve_minor": "0"}
    paper = SimpleUploadedFile("month.jpg", photo(size=(60, 40)), content_type="image/jpeg")
    answer = send(iris, address, ends_on="2016-07-01", paper=paper, **said)
    assert answer.status_code == 302
    statement = Statement.objects.get()
    assert statement.surplus_minor == 20_000
    (kept,) = documents.papers(statement)
    where = reverse("bank_loan_paper", args=[loan.key, statement.key, kept.key])
    assert iris.get(where).status_code == 200
    assert signed_in(world, "emil").get(where).status_code == 404


@begins_in(make.approved_world)
def test_a_schedule_is_agreed_shown_with_its_yearly_rate_and_paid() -> None:
    world = test_schedules.world()
    loan = make.approved(world)
    lena = signed_in(world, "lena")
    said = {
        "on": "2016-04-28", "starts_on": "2016-05-01", "annual_rate_bp": "6", "schedule": "level",
        "every": "month", "count": "12", "day_count": "30/360", "principal_grace": "0", "interest_grace": "0",
    }  # fmt: skip
    address = reverse("bank_loan_agree_schedule", args=[loan.key])
    answer = send(lena, address, **{**said, "annual_rate_bp": "8.01"})
    assert answer.status_code == 422 and "more than the 8 % that was decided" in text(answer)
    assert send(lena, address, **said).status_code == 302
    test_schedules.draws.pay_out(
        loan=test_schedules.fresh(loan),
        amount_minor=1_200_000,
        on=date(2016, 5, 1),
        **world.at(date(2016, 5, 1)),
    )
    page = text(lena.get(loan.get_absolute_url()))
    assert "Yearly rate (APR)" in page and "1,032.80" in page  # 12,000.00 at 6 % over 12 months
    answer = send(lena, reverse("bank_loan_pay", args=[loan.key]), amount_minor="1032.80", on="2016-06-01")
    assert answer.status_code == 302
    assert "owes $11,0" in text(signed_in(world, "iris").get(loan.get_absolute_url()))


def test_products_are_open_to_all_and_a_new_version_to_those_who_keep_them(client: Client) -> None:
    world = test_schedules.world()
    page = text(client.get(reverse("bank_products")))
    assert "Off until a policy names the legal basis." in page and "8 %" in page
    address = reverse("bank_product_new_version", args=["bank_line"])
    assert signed_in(world, "iris").get(address).status_code == 403
    answer = send(
        signed_in(world, "lena"), address, starts_on="2018-01-01", source="The committee", schedules=["interest_only"],
        rhythms=["month"], day_counts=["30/360"], longest_months="12",
    )  # fmt: skip
    assert answer.status_code == 302 and ProductVersion.objects.get(number=2).longest_months == 12
    assert "at most 12 months" in text(client.get(reverse("bank_product", args=["bank_line"])))


def test_an_account_is_off_without_a_basis_and_seen_by_its_holder_alone() -> None:
    world = test_schedules.world()
    lena = signed_in(world, "lena")
    said = {"kind": "savings", "person": "invented_omar", "on": "2017-01-02"}
    answer = send(lena, reverse("bank_holding_open"), **said)
    assert answer.status_code == 422 and "names the legal basis" in text(answer)
    for code, value in (("savings_basis", "test"), ("savings_rate_bp", 0), ("savings_rate_cap_bp", 0)):
        policies.adopt(
            code=f"bank.{code}", value=value, starts_on=make.DAY_ONE, adopted_by=make.SYSTEM, source="test",
            by=make.SYSTEM, at=world.at(make.DAY_ONE)["at"],
        )  # fmt: skip
    assert send(lena, reverse("bank_holding_open"), **said).status_code == 302
    account = Holding.objects.get()
    answer = send(
        lena, reverse("bank_holding_move", args=[account.key, "pay-in"]), amount_minor="20", on="2017-01-03"
    )
    assert answer.status_code == 302
    own = reverse("bank_holding", args=[account.key])
    assert "$20.00" in text(signed_in(world, "omar").get(own))
    assert signed_in(world, "iris").get(own).status_code == 404
    assert "$20.00" in text(lena.get(reverse("bank_holdings")))


@pytest.mark.parametrize(
    ("name", "who", "said", "words"),
    [
        (
            "bank_loan_earlier_payment",
            "lena",
            {"amount_minor": "200", "on": "2017-02-01"},
            "The earlier payment",
        ),
        (
            "bank_walk_plan_begin",
            "lena",
            {"words": "A third crew.", "review_on": "2017-09-01"},
            "The accompaniment plan is agreed",
        ),
        ("bank_loan_give_back", "lena", None, "Nothing is held"),
        ("bank_loan_forgive", "lena", None, "has not ended yet"),
        ("bank_loan_write_off", "xena", None, "only after a plan"),
        ("bank_loan_recover", "lena", None, "nothing to do here"),
        ("bank_loan_pause", "lena", None, "rests by itself"),
        ("bank_loan_new_terms", "lena", None, "nothing to do here"),
    ],
)
@begins_in(make.season_world)
def test_each_page_does_its_act_or_says_why_not(name: str, who: str, said: Any, words: str) -> None:
    world = make.world()
    loan = make.season(world)
    client = signed_in(world, who)
    address = reverse(name, args=[loan.key])
    if said is None:
        assert words in text(client.get(address))
        return
    answer = send(client, address, **said)
    assert words in text(client.get(answer.url))


def test_guarantees_are_given_by_the_fund_alone() -> None:
    world = test_schedules.world()
    lena = signed_in(world, "lena")
    page = text(lena.get(reverse("bank_guarantees")))
    assert "No person ever answers for a loan" in page
    answer = send(
        lena, reverse("bank_guarantee_give"), borrower="green_team", outside_lender="A credit union",
        amount_minor="100", starts_on="2017-01-01", ends_on="2018-01-01",
    )  # fmt: skip
    assert answer.status_code == 422 and "The guarantee fund holds $0.00" in text(answer)


def test_the_banks_front_page_leads_to_products_and_officers_to_accounts_and_guarantees() -> None:
    world = make.world()
    visitor, officer = text(Client().get("/bank/")), text(signed_in(world, "lena").get("/bank/"))
    assert reverse("bank_products") in visitor
    for name in ("bank_holdings", "bank_guarantees"):
        assert f'"{reverse(name)}"' in officer and f'"{reverse(name)}"' not in visitor
    assert Client().get(reverse("bank_products")).status_code == 200


@begins_in(make.season_world)
def test_what_is_held_shows_as_paid_of_the_next_due_on_chart_and_schedule() -> None:
    """As in test_corrections: 557.75 that was held goes to the 1,102.50 of Q1 2017, and 544.75 is still due."""
    world = make.world()
    loan = make.season(world)
    lena = signed_in(world, "lena")
    send(
        lena,
        reverse("bank_loan_correct", args=[loan.key, date(2016, 10, 1)]),
        surplus_minor="2000",
        note="Late.",
    )
    page = text(lena.get(loan.get_absolute_url()))
    assert "557.75 of it paid" in page and "544.75 due" in page
    assert "Q1 2017: surplus 2,205, 544.75 due now" in page


def test_a_guarantee_is_ended_or_paid_by_links_and_a_closed_one_is_not() -> None:
    world = make.world(guarantee_cover_bp=0)
    arguments = {
        "guarantor": world.bank, "borrower": world.coop, "outside_lender": "A credit union", "amount_minor": 100_000,
        "starts_on": make.TODAY, "ends_on": date(2018, 4, 1), **world.at(make.TODAY),
    }  # fmt: skip
    guarantee, lena = guarantees.give(**arguments), signed_in(world, "lena")
    call, release = (reverse(f"bank_guarantee_{what}", args=[guarantee.key]) for what in ("call", "release"))
    assert release in text(lena.get(call)) and call in text(lena.get(release))
    assert send(lena, release).status_code == 302
    assert release not in text(lena.get(call)) and "This guarantee has ended." in text(lena.get(call))


@begins_in(make.season_world)
def test_the_borrowers_page_puts_running_loans_first_and_says_what_comes_next() -> None:
    world = make.world()
    make.season(world)
    make.approved(world, make.asked(world, name="Shed loan", principal_minor=100))
    page = text(signed_in(world, "iris").get(reverse("bank_ours", args=["green_team"])))
    assert page.index("Truck loan") < page.index("Shed loan")
    assert "The committee said yes. Next, co-op and bank agree on the terms." in page
