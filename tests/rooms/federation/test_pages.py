"""The pages: who sees what, forms that end in a receipt, second presses, exports."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonwork.books import queries as book_queries
from commonwork.federation.actions import affiliations, buy_ins, hours, sister_trade, year_ends
from commonwork.federation.checklist import ITEMS
from commonwork.federation.models import Affiliation, DuesCharge, Hours, SisterInvoice, Wage, YearEnd
from commonwork.federation.queries.hours import Worked
from commonwork.record.models import Fact
from commonwork.registry.models import Network
from tests.rooms.federation.make import BY, YEAR_END, Town, account, noon, post, town
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
TODAY = date(2017, 1, 15)
FARM, F = "/federation/coops/freedom_farm/", "/federation/"
SignIn = Callable[..., Client]


def _made() -> Town:
    """Farm: Ada 60 h, Ben 40 h, a surplus of 1,000.00 in 2016 and an invoice of 320.00 to Nubia's Place, unpaid."""
    made = town()
    farm, nubias = made.coop("freedom_farm", "Freedom Farms"), made.coop("nubias", "Nubia's Place")
    ada, ben = made.worker(farm, "invented_ada"), made.worker(farm, "invented_ben")
    made.worker(nubias, "invented_emil")
    rows = [Worked.in_month(ada, YEAR_END, 3600), Worked.in_month(ben, YEAR_END, 2400)]
    hours.record_many(organisation=farm, rows=rows, by=BY, at=noon(YEAR_END))
    buy_ins.pay(organisation=farm, person=ada, on=YEAR_END, amount_minor=50000, by=BY, at=noon(YEAR_END))
    post(farm, YEAR_END, ("1000", 68000), ("4000", -68000))
    post(nubias, YEAR_END, ("1000", 90000), ("3200", -90000))
    sister_trade.invoice(
        seller=farm,
        buyer=nubias,
        what="vegetables",
        amount_minor=32000,
        on=YEAR_END,
        key="bill",
        by=BY,
        at=noon(YEAR_END),
    )
    Network.objects.update(demo_on=TODAY)
    return made


made = kept_world(_made)


@pytest.fixture
def as_(made: Town) -> SignIn:
    """A client signed in as a person with a role in a co-op; without a person, a visitor."""

    def sign_in(key: str = "", role: str = "treasurer", coop: str | None = "freedom_farm") -> Client:
        client = Client()
        if key:
            client.force_login(account(made.people[key], role, made.coops[coop] if coop else None))
        return client

    return sign_in


def share(made: Town) -> YearEnd:
    farm = made.coops["freedom_farm"]
    row = year_ends.close(organisation=farm, year=2016, by=BY, at=noon(YEAR_END))
    return year_ends.allocate(year_end=row, on=YEAR_END, by=BY, at=noon(YEAR_END))


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def send(client: Client, url: str, **given: Any) -> Any:
    return client.post(url, {"once": "press", **given})


def is_receipt(answer: Any) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/receipts/R-")


def test_anyone_reads_the_face_with_co_ops_surplus_and_fund(made: Town, as_: SignIn) -> None:
    share(made)
    page = text(as_(), F)
    assert "Freedom Farms" in page
    assert "$1,000" in page
    assert "$50" in page  # 5 % of 1,000.00
    assert f"{F}trade/?from=2016-01-16&amp;to=2017-01-16" in page
    assert "How to join" in page
    assert "Ada" not in page


def test_an_empty_federation_has_a_face_too(as_: SignIn) -> None:
    Network.objects.update(demo_on=date(2015, 1, 1))
    for page in ("", "jobs/", "wealth/", "trade/", "solidarity/", "year-ends/", "dues/"):
        assert "<h1>" in text(as_(), F + page)


def test_the_public_sees_totals_and_members_see_names(made: Town, as_: SignIn) -> None:
    share(made)
    url = f"{FARM}year-ends/2016/"
    outside, inside = text(as_(), url), text(as_("invented_ben", "worker-owner"), url)
    for page in (outside, inside):
        assert "How $1,000 was shared" in page
        assert "$650" in page  # 65 %
    assert "Ada" not in outside
    assert "Ada (invented)" in inside
    assert "390.00" in inside  # 60 of 100 h of 650.00
    assert "For example, Ben" in inside
    assert "For example, Ada" in text(as_("invented_ben", "worker-owner"), f"{url}?member=invented_ada")
    assert "Ada" not in text(as_("invented_ben", "worker-owner"), f"{url}?as=public")
    assert "Pay patronage" not in inside.split("History")[0].split("status")[0]


def test_names_do_not_leave_by_the_export_either(made: Town, as_: SignIn) -> None:
    share(made)
    url = f"{FARM}year-ends/2016/?format=csv"
    outside = b"".join(as_().get(url).streaming_content).decode()
    inside = b"".join(as_("invented_ada").get(url).streaming_content).decode()
    assert "Ada" not in outside
    assert "Ada (invented),60,390.00,156.00,234.00" in inside


def test_an_open_year_is_shown_to_its_people_only(as_: SignIn) -> None:
    url = f"{FARM}year-ends/2016/"
    assert as_().get(url).status_code == 404
    assert "Close the year" in text(as_("invented_ada"), url)
    assert as_("invented_ada").get(f"{FARM}year-ends/0/").status_code == 404
    assert as_("invented_ada").get(f"{FARM}year-ends/99999/").status_code == 404


def test_the_treasurer_goes_through_the_year_end_with_a_receipt_at_each_step(made: Town, as_: SignIn) -> None:
    client, url = as_("invented_ada"), f"{FARM}year-ends/2016/"
    assert "$1,000.00" in text(client, f"{url}close/")
    assert is_receipt(client.post(f"{url}close/", {"once": "one"}))
    assert "Share the surplus: $1,000.00" in text(client, f"{url}share/")
    assert is_receipt(client.post(f"{url}share/", {"once": "two", "on": "2016-12-31"}))
    assert is_receipt(client.post(f"{url}pay-solidarity/", {"once": "three", "on": "2017-01-15"}))
    assert is_receipt(client.post(f"{url}pay-patronage/", {"once": "four", "on": "2017-01-15"}))
    row = YearEnd.objects.get()
    assert (row.shared_on, row.solidarity_paid_on, row.patronage_paid_on) == (YEAR_END, TODAY, TODAY)
    farm = made.coops["freedom_farm"]
    assert (
        book_queries.balance(farm, "1000") == 118000 - 5000 - 26000
    )  # 5 % solidarity, 40 % of 650.00 in cash
    again = client.post(f"{url}share/", {"once": "two", "on": "2016-12-31"})
    assert is_receipt(again)
    assert Fact.objects.filter(kind="federation.year_end.shared").count() == 1
    assert client.post(f"{url}share/", {"once": "five", "on": "2016-12-31"})["Location"] == url


def test_a_refused_step_says_why_and_changes_nothing(made: Town, as_: SignIn) -> None:
    client, url = as_("invented_ada"), f"{FARM}year-ends/2016/"
    client.post(f"{url}close/", {"once": "one"})
    answer = client.post(f"{url}share/", {"once": "two", "on": "2016-12-30"})
    assert answer.status_code == 422
    assert "cannot be dated before" in answer.content.decode()
    made.policy("split_solidarity_bp", 600)
    page = text(client, f"{url}share/")
    assert "must add up to 10,000 basis points" in page
    assert YearEnd.objects.get().shared_on is None


def test_a_loss_has_its_own_step(made: Town, as_: SignIn) -> None:
    post(made.coops["freedom_farm"], YEAR_END, ("5200", 150000), ("1000", -150000))
    client, url = as_("invented_ada"), f"{FARM}year-ends/2016/"
    client.post(f"{url}close/", {"once": "one"})
    assert client.get(f"{url}share/").status_code == 302
    assert "Carry the loss: $500.00" in text(client, f"{url}carry-loss/")
    assert is_receipt(client.post(f"{url}carry-loss/", {"once": "two", "on": "2016-12-31"}))
    assert "$500.00" in text(as_(), url)


def test_only_the_treasurer_runs_the_year_end(as_: SignIn) -> None:
    url = f"{FARM}year-ends/2016/close/"
    assert as_().get(url).status_code == 302
    assert as_("invented_ben", "worker-owner").get(url).status_code == 403
    assert as_("invented_emil", coop="nubias").post(url, {"once": "x"}).status_code == 403
    assert as_("invented_ada").get(f"{FARM}year-ends/2016/nonsense/").status_code == 404
    assert not YearEnd.objects.exists()


@pytest.mark.parametrize("page", ["", "members/", "hours/", "hours/enter/", "members/invented_ada/"])
def test_the_working_face_is_for_the_co_op_s_own_people(as_: SignIn, page: str) -> None:
    assert as_("invented_ada").get(FARM + page).status_code == 200
    assert as_("invented_ben", "worker-owner").get(FARM + page).status_code == 200
    assert as_("invented_emil", coop="nubias").get(FARM + page).status_code in {403, 404}
    assert as_().get(FARM + page).status_code == 302


def test_a_worker_enters_hours_once_and_takes_a_wrong_row_back(made: Town, as_: SignIn) -> None:
    client, url = as_("invented_ben", "worker-owner"), f"{FARM}hours/enter/"
    assert 'name="person"' not in text(client, url)
    given = {"kind": "paid", "period": "day", "on": "2017-01-13", "hours": "7:30"}
    for _ in range(2):
        assert is_receipt(send(client, url, **given))
    row = Hours.objects.get(starts_on=date(2017, 1, 13))
    assert (row.person, row.minutes) == (made.people["invented_ben"], 450)
    refused = client.post(url, {**given, "once": "other"})
    assert refused.status_code == 422
    assert "already entered" in refused.content.decode()
    back = f"{FARM}hours/{row.pk}/take-back/"
    for _ in range(2):
        assert is_receipt(send(client, back, once="back"))
    assert not Hours.objects.filter(pk=row.pk).exists()


def test_what_was_typed_is_never_lost(as_: SignIn) -> None:
    client = as_("invented_ben", "worker-owner")
    answer = send(client, f"{FARM}hours/enter/", kind="duty", period="day", on="2017-01-13", hours="25 h")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="25 h"' in page


def test_nobody_takes_back_or_enters_hours_of_others(made: Town, as_: SignIn) -> None:
    row = Hours.objects.get(person=made.people["invented_ada"])
    assert as_("invented_ben", "worker-owner").get(f"{FARM}hours/{row.pk}/take-back/").status_code == 404
    given = {"kind": "paid", "period": "day", "on": "2017-01-13", "hours": "8"}
    send(as_("invented_ben", "worker-owner"), f"{FARM}hours/enter/", person="invented_ada", **given)
    assert Hours.objects.get(starts_on=date(2017, 1, 13)).person == made.people["invented_ben"]


def test_the_treasurer_enters_hours_of_anybody_and_sees_all(made: Town, as_: SignIn) -> None:
    client = as_("invented_ada")
    given = {"kind": "paid", "period": "month", "on": "2017-01-13", "hours": "110"}
    assert is_receipt(send(client, f"{FARM}hours/enter/", person="invented_ben", **given))
    assert Hours.objects.get(starts_on=date(2017, 1, 1)).minutes == 6600
    page = text(client, f"{FARM}hours/?month=2017-01")
    assert "110" in page
    assert "60 h" not in page


def test_a_list_of_hours_is_tried_first_and_entered_on_the_second_press(as_: SignIn) -> None:
    client, url = as_("invented_ada"), f"{FARM}hours/import/"
    lines = "coop,person,month,hours,kind\nfreedom_farm,invented_ben,2016-11,80,paid\n"
    tried = client.post(
        url, {"once": "one", "try": "1", "file": SimpleUploadedFile("hours.csv", lines.encode())}
    )
    assert tried.status_code == 200
    assert "80 hours" in tried.content.decode()
    assert not Hours.objects.filter(starts_on=date(2016, 11, 1)).exists()
    for _ in range(2):
        assert is_receipt(client.post(url, {"once": "two", "enter": "1", "text": lines}))
    assert Hours.objects.filter(starts_on=date(2016, 11, 1)).count() == 1
    wrong = client.post(url, {"once": "three", "enter": "1", "text": lines.replace("11,80", "10,800")})
    assert wrong.status_code == 422
    assert "800 hours in a time that has only 744" in wrong.content.decode()
    assert client.post(url, {"once": "four", "try": "1"}).status_code == 422


def test_trade_adds_up_for_its_period_and_is_exported(as_: SignIn) -> None:
    page = text(as_(), f"{F}trade/?from=2016-12-01&to=2017-01-01")
    assert "$320 traded between sisters" in page
    assert "Freedom Farms" in page
    assert "$0" in text(as_(), f"{F}trade/?from=2016-01-01&to=2016-12-31")
    backwards = as_().get(f"{F}trade/?from=2017-01-01&to=2016-01-01")
    assert backwards.status_code == 422
    listed = as_().get(f"{F}trade/?from=2016-12-01&to=2017-01-01&format=json").json()
    assert [row["amount"] for row in listed["rows"]] == ["320.00"]
    assert "invented" in listed["note"]


def test_the_buyer_s_treasurer_pays_an_invoice_once(made: Town, as_: SignIn) -> None:
    url = f"{F}trade/invoices/bill/pay/"
    assert as_("invented_ada").get(url).status_code == 403
    client = as_("invented_emil", coop="nubias")
    assert "Pay $320.00" in text(client, f"{F}trade/invoices/bill/")
    for _ in range(2):
        assert is_receipt(send(client, url, on="2017-01-15"))
    assert book_queries.balance(made.coops["nubias"], "1000") == 90000 - 32000
    assert "does not wait to be paid" in text(client, url)


def test_a_treasurer_writes_an_invoice_for_the_own_co_op_only(as_: SignIn) -> None:
    client, url = as_("invented_ada"), f"{F}trade/write/"
    given = {"buyer": "nubias", "what": "eggs", "amount": "12.50", "on": "2017-01-15"}
    assert is_receipt(send(client, url, seller="freedom_farm", **given))
    assert SisterInvoice.objects.get(what="eggs").amount_minor == 1250
    refused = client.post(url, {"once": "x", **given, "seller": "nubias", "buyer": "freedom_farm"})
    assert refused.status_code == 422
    assert SisterInvoice.objects.filter(what="eggs").count() == 1


def test_my_stake_is_a_page_and_a_fragment(made: Town, as_: SignIn) -> None:
    share(made)
    client = as_("invented_ada")
    page = text(client, f"{F}my-stake/")
    part = client.get(f"{F}my-stake/", headers={"HX-Request": "true"}).content.decode()
    for shown in (page, part):
        assert "$500.00" in shown  # the share
        assert "$234.00" in shown  # 60 % of 390.00 kept
        assert "$156.00" in shown  # still to come in cash
    assert "<html" in page
    assert "<html" not in part


def test_a_co_op_applies_and_a_delegate_of_another_answers(made: Town, as_: SignIn) -> None:
    market = made.coop("peoples_grocery", "People's Grocery", "")
    made.worker(market, "invented_pia", on=date(2016, 1, 1))
    applicant = as_("invented_pia", coop="peoples_grocery")
    ticked = [item.code for item in ITEMS]
    given = {"organisation": "peoples_grocery", "class_code": "start-up", "checklist": ticked}
    assert is_receipt(send(applicant, f"{F}apply/", **given))
    row = Affiliation.objects.get()
    url = f"{F}applications/{row.key}/"
    assert "Waits for the delegates" in text(applicant, url)
    assert as_("invented_pia", "delegate", "peoples_grocery").get(f"{url}answer/").status_code == 403
    delegate = as_("invented_ben", "delegate")
    assert "Enter the delegates" in text(delegate, url)
    no_majority = delegate.post(
        f"{url}answer/", {"once": "a", "answer": "admit", "on": "2017-01-15", "votes_yes": 1, "votes_no": 1}
    )
    assert no_majority.status_code == 422
    yes = {"once": "b", "answer": "admit", "on": "2017-01-15", "votes_yes": 2, "votes_no": 1}
    assert is_receipt(delegate.post(f"{url}answer/", yes))
    assert "Admitted" in text(delegate, url)
    assert as_("invented_emil", "worker-owner", "nubias").get(url).status_code == 404


def test_stewards_charge_dues_and_anyone_reads_them(made: Town, as_: SignIn) -> None:
    given = {"organisation": "freedom_farm", "year": "2016", "on": "2017-01-15"}
    assert as_("invented_ada").get(f"{F}dues/charge/").status_code == 403
    steward = as_("invented_emil", "steward", None)
    assert is_receipt(send(steward, f"{F}dues/charge/", **given))
    assert DuesCharge.objects.get().due_minor == 20000
    assert "200.00" in text(as_(), f"{F}dues/")


def test_the_treasurer_records_buy_ins_and_wages(made: Town, as_: SignIn) -> None:
    client = as_("invented_ada")
    paid = {"person": "invented_ben", "amount": "500", "on": "2017-01-15"}
    assert is_receipt(send(client, f"{FARM}buy-in/", **paid))
    wage = {"once": "w", "person": "invented_ben", "hourly_wage": "15.00", "on": "2017-01-01"}
    assert is_receipt(client.post(f"{FARM}wage/", wage))
    assert Wage.objects.get().hourly_wage_minor == 1500
    page = text(client, f"{FARM}members/")
    assert "1,000.00" in page  # two shares of 500.00
    earlier = text(client, f"{FARM}members/?on=2016-06-01")
    assert "1 June 2016" in earlier
    assert "0.00" in earlier
    assert "Set the wage" in text(client, f"{FARM}wage/")


def test_the_register_and_the_statement_come_as_files(made: Town, as_: SignIn) -> None:
    share(made)
    rows = as_("invented_ada").get(f"{FARM}members/?format=json").json()["rows"]
    assert [(row["person"], row["share"], row["account"]) for row in rows] == [
        ("Ada (invented)", "500.00", "234.00"),
        ("Ben (invented)", "0.00", "156.00"),
    ]
    lines = as_("invented_ben", "worker-owner").get(f"{FARM}members/invented_ben/?format=json").json()["rows"]
    assert [row["balance"] for row in lines] == ["156.00"]


def test_the_api_shows_totals_only(made: Town, as_: SignIn) -> None:
    share(made)
    client = as_()
    figures = client.get("/api/v1/federation/figures").json()
    assert (figures["worker_owners"], figures["shares"], figures["solidarity_fund"]) == (3, "500.00", "50.00")
    assert {row["key"] for row in client.get("/api/v1/federation/coops").json()} == {"freedom_farm", "nubias"}
    (row,) = client.get("/api/v1/federation/surplus?year=2016").json()
    assert (row["surplus"], row["to_members"], row["of_it_in_cash"]) == ("1000.00", "650.00", "260.00")
    trade = client.get("/api/v1/federation/trade?from=2016-12-01&to=2017-01-01").json()
    assert [row["amount"] for row in trade] == ["320.00"]
    for name in ("figures", "coops", "surplus"):
        assert "nvented" not in client.get(f"/api/v1/federation/{name}").content.decode()


def test_an_application_of_a_declined_co_op_can_be_read_again(made: Town, as_: SignIn) -> None:
    market = made.coop("peoples_grocery", "People's Grocery", "")
    made.worker(market, "invented_pia", on=date(2016, 1, 1))
    row = affiliations.apply(
        organisation=market, class_code="member", checklist={}, on=TODAY, by=BY, at=noon(TODAY)
    )
    affiliations.decline(affiliation=row, on=TODAY, by=BY, at=noon(TODAY))
    page = text(as_("invented_pia", coop="peoples_grocery"), f"{F}applications/{row.key}/")
    assert "Not this time" in page
    assert "People's Grocery" in text(
        as_("invented_pia", coop="peoples_grocery"), f"{F}applications/"
    ).replace("&#x27;", "'")


def test_the_face_needs_few_queries(
    made: Town, as_: SignIn, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    share(made)
    client = as_()
    client.get(F)
    with django_assert_max_num_queries(38):
        client.get(F)
