"""The bank's pages: who sees what, what they say, and that what is pressed happens once."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.bank.actions import loans
from commonwork.bank.models import Draw, Loan, Payment, Quarter
from commonwork.books import queries as book_queries
from tests.rooms.bank import make
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]


def signed_in(world: make.World, key: str) -> Client:
    client = Client()
    client.force_login(
        make.account(world, key), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def shown(world: make.World, loan: Loan) -> Loan:
    return loans.set_public(loan=loan, is_public=True, **world.at(date(2017, 3, 31), by="iris"))


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def token(response: Any) -> str:
    return str(response.context["form"].fields["once"].initial)


@begins_in(make.season_world)
def test_the_public_face_shows_what_is_lent_and_leads_to_its_rows(client: Client) -> None:
    world = make.world()
    shown(world, make.season(world))
    page = client.get(reverse("bank"))
    words = text(page)
    assert page.status_code == 200
    # Given 60,000.00, at work 10,722.72, ready 49,277.28 (60,000 - 10,722.72).
    for figure in ("$12,000", "$10,722.72", "$49,277.28", "60,000.00"):
        assert figure in words
    rows = client.get(page.context["lent_url"])
    assert [row["draw"].amount_minor for row in rows.context["rows"]] == [400_000, 800_000]
    assert rows.context["total_minor"] == 1_200_000 and "12,000.00" in text(rows)


def test_the_bank_goes_by_the_name_the_policy_gives_it(client: Client) -> None:
    make.world(public_name="Jackson credit circle")
    assert "<h1>Jackson credit circle</h1>" in text(client.get(reverse("bank")))


@begins_in(make.season_world)
def test_the_rows_of_another_period_are_other_rows(client: Client) -> None:
    world = make.world()
    make.season(world)
    rows = client.get(reverse("bank_lent"), {"from": "2016-06-01", "to": "2016-07-01"})
    assert rows.context["total_minor"] == 400_000
    assert "a co-op" in text(rows) and "The Green Team" not in text(rows)  # it does not show its loan
    wrong = client.get(reverse("bank_lent"), {"from": "2016-07-01", "to": "2016-06-01"})
    assert wrong.status_code == 422 and "must come after the first" in text(wrong)


@begins_in(make.season_world)
def test_the_rows_can_be_taken_along_and_say_they_are_invented(client: Client) -> None:
    world = make.world()
    shown(world, make.season(world))
    answer = client.get(reverse("bank_lent"), {"format": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[1].startswith("2016-06-15,The Green Team,green_team_1,4000.00,R-2016-")
    assert lines[-1] == "Demo: people and figures are invented."


@begins_in(make.season_world)
def test_a_stranger_sees_a_loan_only_when_the_borrower_shows_it_and_then_without_names(
    client: Client,
) -> None:
    world = make.world()
    loan = make.season(world)
    assert client.get(loan.get_absolute_url()).status_code == 404
    page = client.get(shown(world, loan).get_absolute_url())
    assert page.status_code == 200 and "The Green Team borrowed $12,000.00" in text(page)
    assert "(invented)" not in text(page) and "loan committee has one more vote" not in text(page)
    assert "Record the payment" not in text(page)


@pytest.mark.parametrize("who", ["lena", "xena", "iris", "jonah", "cora"])
@begins_in(make.agreed_world)
def test_the_borrowers_people_and_the_banks_circle_see_the_loan_whole(who: str) -> None:
    world = make.world()
    loan = make.agreed(world)
    page = signed_in(world, who).get(loan.get_absolute_url())
    assert page.status_code == 200 and "Iris (invented)" in text(page)


@pytest.mark.parametrize("who", ["emil", "omar"])
@begins_in(make.agreed_world)
def test_others_do_not_even_learn_that_the_loan_is_there(who: str) -> None:
    world = make.world()
    loan = make.agreed(world)
    client = signed_in(world, who)
    assert client.get(loan.get_absolute_url()).status_code == 404
    assert client.get(reverse("bank_loans")).context["rows"] == []


@begins_in(make.season_world)
def test_an_auditor_sees_the_loan_as_it_was_and_no_later_one() -> None:
    world = make.world()
    loan = make.season(world)
    make.asked(world)
    Loan.objects.filter(key="green_team_2").update(applied_on=date(2017, 1, 10))
    make.roles.give(
        person=world.people["omar"],
        role="auditor",
        organisation=world.bank,
        on=make.DAY_ONE,
        as_of_on=date(2016, 12, 31),
        by=make.SYSTEM,
        at=make.at_time(make.DAY_ONE),
    )
    client = signed_in(world, "omar")
    page = client.get(loan.get_absolute_url())
    assert page.context["standing"].principal_minor == 1_200_000  # before the payment of 1 January 2017
    assert [line.row.quarter.name for line in page.context["lines"]] == ["Q2 2016", "Q3 2016", "Q4 2016"]
    listed = client.get(reverse("bank_loans")).context["rows"]
    assert [(row["loan"].key, row["standing"].due_minor) for row in listed] == [("green_team_1", 155775)]
    assert client.get("/bank/loans/green_team_2/").status_code == 404


ACTS = ["vote", "decide", "agree", "pay_out", "close_quarter", "pay", "public"]
ALLOWED = {
    "lena": {"agree", "pay_out", "close_quarter", "pay"},
    "xena": {"vote", "decide"},
    "iris": {"public"},
    "jonah": set(),
    "cora": set(),
}


@pytest.mark.parametrize("who", sorted(ALLOWED))
@begins_in(make.season_world)
def test_each_act_opens_only_to_those_who_may_do_it(who: str) -> None:
    world = make.world()
    loan = make.season(world)
    client = signed_in(world, who)
    statuses = {act: client.get(reverse(f"bank_loan_{act}", args=[loan.key])).status_code for act in ACTS}
    assert {act for act, status in statuses.items() if status == 200} == ALLOWED[who]
    assert {status for act, status in statuses.items() if act not in ALLOWED[who]} <= {403}


@begins_in(make.agreed_world)
def test_who_is_not_signed_in_is_led_to_the_door(client: Client) -> None:
    world = make.world()
    loan = make.agreed(world)
    for act in ACTS:
        answer = client.get(reverse(f"bank_loan_{act}", args=[loan.key]))
        assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]


@begins_in(make.season_world)
def test_officers_of_other_institutions_may_not_act_on_the_banks_loans() -> None:
    world = make.world()
    loan = make.season(world)
    make.roles.give(
        person=world.people["emil"],
        role="loan-officer",
        organisation=make.Organisation.objects.get(key="nubias"),
        on=make.DAY_ONE,
        by=make.SYSTEM,
        at=make.at_time(make.DAY_ONE),
    )
    assert signed_in(world, "emil").get(reverse("bank_loan_pay", args=[loan.key])).status_code == 404
    shown(world, loan)
    assert signed_in(world, "emil").get(reverse("bank_loan_pay", args=[loan.key])).status_code == 403


@begins_in(make.season_world)
def test_the_officer_records_the_payment_of_april_and_gets_a_receipt() -> None:
    world = make.world()
    loan = make.season(world)
    client = signed_in(world, "lena")
    page = client.get(loan.get_absolute_url())
    assert "Record the payment of $1,102.50" in text(page)
    assert "so <strong>half of it, $1,102.50, is due on" in text(page)
    form = client.get(reverse("bank_loan_pay", args=[loan.key]))
    assert 'value="1102.50"' in text(form) and 'value="2017-04-01"' in text(form)
    sent = {"amount_minor": "1,102.50", "on": "2017-04-01", "once": token(form)}
    address = reverse("bank_loan_pay", args=[loan.key])
    first, again = client.post(address, sent), client.post(address, sent)
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]
    payment = Payment.objects.get(on=date(2017, 4, 1))
    assert payment.fact.number in first["Location"]
    assert [entry.book.key for entry in book_queries.entries_of(payment.fact)] == ["bank", "green_team"]
    after = text(client.get(loan.get_absolute_url()))
    assert "$9,831.74" in after and "Record the payment" not in after  # 10,722.72 - 890.98


@begins_in(make.season_world)
def test_a_second_form_for_the_same_due_is_refused_in_words_and_keeps_what_was_typed() -> None:
    world = make.world()
    loan = make.season(world)
    client, address = signed_in(world, "lena"), reverse("bank_loan_pay", args=[loan.key])
    forms = [client.get(address), client.get(address)]
    answers = [
        client.post(address, {"amount_minor": "1102.50", "on": "2017-04-01", "once": token(form)})
        for form in forms
    ]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "Nothing is due on this loan now." in text(answers[1]) and 'value="1102.50"' in text(answers[1])
    assert Payment.objects.filter(on=date(2017, 4, 1)).count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount_minor": "1102.51"}, "Only $1,102.50 is due."),
        ({"amount_minor": "a lot"}, "This needs mending first"),
        ({"on": "2017-03-31"}, "Interest is already reckoned up to 1 April 2017."),
        ({"on": "2018-01-01"}, "has not come yet"),
    ],
)
@begins_in(make.season_world)
def test_what_cannot_be_recorded_is_said_at_the_field(typed: dict[str, str], said: str) -> None:
    world = make.world()
    loan = make.season(world)
    client, address = signed_in(world, "lena"), reverse("bank_loan_pay", args=[loan.key])
    answer = client.post(address, {"amount_minor": "1102.50", "on": "2017-04-01", **typed})
    assert answer.status_code == 422 and said in text(answer).replace("&quot;", '"')
    assert next(iter(typed)) in answer.context["form"].errors
    assert not Payment.objects.filter(on=date(2017, 4, 1)).exists()


@begins_in(make.season_world)
def test_before_the_due_day_the_page_says_when() -> None:
    world = make.world(today=date(2017, 3, 31))
    page = signed_in(world, "lena").get(reverse("bank_loan_pay", args=[make.season(world).key]))
    assert page.context["form"] is None and "You can record it from that day on." in text(page)


def test_the_way_from_asking_to_the_first_statement_through_the_pages() -> None:
    world = make.world(today=date(2016, 5, 5))
    iris, lena = signed_in(world, "iris"), signed_in(world, "lena")

    def send(client: Client, page: str, **typed: Any) -> None:
        address = reverse(page, args=[] if page == "bank_apply" else ["green_team_1"])
        form = client.get(address)
        answer = client.post(address, {**typed, "once": token(form)})
        assert answer.status_code == 302, text(answer)
        assert "/receipts/R-2016-" in answer["Location"]

    send(
        iris,
        "bank_apply",
        borrower="green_team",
        principal_minor="12,000",
        name="Truck loan",
        purpose="A truck",
        is_public="on",
    )
    for key in ("xena", "yuri"):
        send(signed_in(world, key), "bank_loan_vote", vote="yes")
    send(signed_in(world, "zora"), "bank_loan_vote", vote="abstain", has_conflict="on")
    send(signed_in(world, "xena"), "bank_loan_decide", reason="plan_holds", chair="invented_xena")
    send(
        lena,
        "bank_loan_agree",
        on="2016-05-05",
        ends_on="2020-06-30",
        surplus_definition="Income less costs.",
        stated_every="quarter",
        year_begins="1",
    )
    send(lena, "bank_loan_pay_out", amount_minor="8000", on="2016-05-05")
    make.trade(world, date(2016, 7, 1))
    make.Network.objects.update(demo_on=date(2016, 6, 30))
    form = lena.get(reverse("bank_loan_close_quarter", args=["green_team_1"]))
    assert "−\u00a0$1,033.33" in form.content.decode()
    send(lena, "bank_loan_close_quarter", ends_on="2016-07-01")
    # 8,000 for 57 days at 8 %: 99.945, half-even 99.95 (8,000 x 57 x 8 / 36,500 = 99.9452)
    assert Quarter.objects.get().interest_minor == 9995 and Draw.objects.get().amount_minor == 800_000
    page = text(iris.get("/bank/loans/green_team_1/"))
    assert "the loan rests and nothing is due." in page and "paused" in page
    send(iris, "bank_loan_public", is_public="False")
    assert not Loan.objects.get().is_public


def test_a_refused_application_keeps_what_was_typed() -> None:
    world = make.world()
    answer = signed_in(world, "iris").post(
        reverse("bank_apply"),
        {"borrower": "nubias", "principal_minor": "0", "name": "Oven", "purpose": "An oven"},
    )
    assert answer.status_code == 422 and not Loan.objects.exists()
    assert set(answer.context["form"].errors) == {
        "borrower",
        "principal_minor",
    }  # Iris keeps Green Team's books only
    assert 'value="Oven"' in text(answer)


@begins_in(make.season_world)
def test_the_schedule_can_be_taken_along() -> None:
    world = make.world()
    loan = make.season(world)
    answer = signed_in(world, "lena").get(loan.get_absolute_url(), {"format": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[3] == (
        "Q4 2016,2016-10-01,2017-01-01,3115.50,241.97,1557.75,2017-01-01,1557.75,280.47,1277.28,0.00,10722.72"
    )


@begins_in(make.season_world)
def test_the_page_of_a_loan_shows_both_proofs_and_previews_as_public() -> None:
    world = make.world()
    loan = shown(world, make.season(world))
    client = signed_in(world, "iris")
    words = text(client.get(loan.get_absolute_url()))
    for figure in (
        "$597.91",
        "$1,875.19",
        "$1,277.28",
        "$1,358.53",
        "Has this loan taken more than it gave?",
    ):
        assert figure in words
    preview = text(client.get(loan.get_absolute_url(), {"as": "public"}))
    assert "See it as the public" in words and "People&#x27;s names are left out" in preview.replace(
        "'", "&#x27;"
    )
    assert "officer" not in preview


def test_the_list_of_loans_stays_cheap(django_assert_max_num_queries: Any) -> None:
    world = make.world()
    for _number in range(30):
        make.asked(world)
    client = signed_in(world, "lena")
    with django_assert_max_num_queries(25):
        page = client.get(reverse("bank_loans"))
    assert len(page.context["rows"]) == 25


@begins_in(make.season_world)
def test_the_loan_page_stays_cheap(django_assert_max_num_queries: Any) -> None:
    world = make.world()
    loan = make.season(world)
    client = signed_in(world, "lena")
    with django_assert_max_num_queries(45):
        client.get(loan.get_absolute_url())
