"""The pages of delegates, members, shares, hours of a week, pay, profiles, funds and the dashboard."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonwork.access.models import Account
from commonwork.federation.actions import buy_ins, hours, members, shares
from commonwork.federation.models import (
    BuyIn,
    Contest,
    CoopProfile,
    ExitNote,
    Hours,
    Suspension,
)
from commonwork.federation.queries.hours import Worked
from commonwork.record.models import Fact
from commonwork.registry.actions import people as registry_people
from commonwork.registry.models import Membership, Network, Person
from tests.rooms.federation.make import BY, Town, account, noon, town
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
TODAY = date(2017, 1, 15)
F = "/federation/"
FARM = f"{F}coops/farm/"
SignIn = Callable[..., Client]
POLICIES: dict[str, Any] = {
    "seats_method": "webster",
    "seats_count": 3,
    "seats_floor": 1,
    "delegate_term_days": 365,
    "share_price": "500.00",
    "share_down_payment": "50.00",
    "share_instalment": "45.00",
    "exit_instalments": 2,
    "exit_months_between": 6,
    "pay_ratio_limit_bp": 20000,
    "living_wage": "17.00",
    "full_time_hours": 2000,
}


def when(on: date = TODAY) -> dict[str, Any]:
    return {"on": on, "by": BY, "at": noon(on)}


def _made() -> Town:
    """Farm: Ada and Ben own, Lena works there; Nubia's Place: Emil owns. 15 January 2017."""
    made = town()
    farm, nubias = made.coop("farm", "Freedom Farms"), made.coop("nubias", "Nubia's Place")
    made.worker(farm, "invented_ada"), made.worker(farm, "invented_ben")
    made.worker(farm, "invented_lena", owns=False), made.worker(nubias, "invented_emil")
    for code, value in POLICIES.items():
        made.policy(code, value)
    Network.objects.update(demo_on=TODAY)
    return made


made = kept_world(_made)


@pytest.fixture
def as_(made: Town) -> SignIn:
    """A client signed in as a person; the role is given in a co-op, or network-wide without one; none for ''."""

    def sign_in(key: str = "", role: str = "", coop: str | None = "farm") -> Client:
        client = Client()
        if key:
            found = account(made.people[key], role or "worker-owner", made.coops[coop] if coop else None)
            client.force_login(Account.objects.get(pk=found.pk))
        return client

    return sign_in


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def send(client: Client, url: str, **given: Any) -> Any:
    return client.post(url, {"once": "press", "on": TODAY.isoformat(), **given})


def is_receipt(answer: Any) -> bool:
    assert answer.status_code == 302, answer.content.decode().partition("error-summary")[2][:600]
    return str(answer["Location"]).startswith("/receipts/R-")


def test_a_worker_sends_her_week_twice_and_it_counts_once(made: Town, as_: SignIn) -> None:
    lena, url = as_("invented_lena", "communications"), f"{FARM}hours/week/?week=2017-01-11"
    page = text(lena, url)
    assert "Monday 9 January" in page and "Sunday 15 January" in page
    week = {"once": "my-week", "kind": "paid", "day_0": "8", "day_2": "7:30"}
    first, second = lena.post(url, week), lena.post(url, week)
    assert is_receipt(first) and first["Location"] == second["Location"]
    rows = Hours.objects.order_by("starts_on").values_list("starts_on", "minutes", "approved_on")
    assert list(rows) == [(date(2017, 1, 9), 480, None), (date(2017, 1, 11), 450, None)]
    again = lena.post(url, {**week, "once": "another"})
    assert again.status_code == 422 and Hours.objects.count() == 2
    assert lena.post(url, {"once": "x", "kind": "paid"}).status_code == 422, "an empty week"
    assert "waits for approval" in text(lena, url)

    treasurer = as_("invented_ada", "treasurer")
    assert "Approve 2 rows" in text(treasurer, f"{FARM}hours/")
    assert "Approve 2 rows of hours in Freedom Farms" in text(treasurer, F)
    numbers = [str(pk) for pk in Hours.objects.values_list("pk", flat=True)]
    assert is_receipt(treasurer.post(f"{FARM}hours/approve/", {"once": "a", "row": numbers}))
    assert not Hours.objects.filter(approved_on=None).exists()
    assert "approved" in text(lena, url)


def test_nobody_approves_the_own_hours_and_a_treasurer_s_are_approved_by_another_owner(
    made: Town, as_: SignIn
) -> None:
    ada = made.people["invented_ada"]
    rows = [Worked.on_day(ada, TODAY, 60)]
    hours.record_many(organisation=made.coops["farm"], rows=rows, is_approved=False, by=ada, at=noon(TODAY))
    number = str(Hours.objects.get().pk)
    treasurer, url = as_("invented_ada", "treasurer"), f"{FARM}hours/approve/"
    assert "No hours wait for you" in text(treasurer, url)
    assert treasurer.post(url, {"once": "a", "row": [number]}).status_code == 422
    assert as_("invented_lena", "communications").get(url).status_code == 403
    assert is_receipt(as_("invented_ben").post(url, {"once": "b", "row": [number]}))


def test_members_come_in_and_leave_through_the_pages(made: Town, as_: SignIn) -> None:
    treasurer, roll = as_("invented_ada", "treasurer"), f"{FARM}roll/"
    assert as_("invented_ben").get(f"{roll}admit/").status_code == 403
    assert is_receipt(send(treasurer, f"{roll}candidacy/", person="invented_lena", once="1"))
    assert is_receipt(send(treasurer, f"{roll}leave/", person="invented_ben", reason="retired", once="2"))
    Network.objects.update(demo_on=date(2017, 2, 1))
    answer = send(
        treasurer, f"{roll}admit/", person="invented_lena", on="2017-02-01", votes_yes=1, votes_no=0, once="3"
    )
    assert is_receipt(answer)
    page = text(treasurer, f"{FARM}members/")
    assert "Lena" in page and "Ben" not in page
    assert "Ben" in text(treasurer, f"{FARM}members/?on=2017-01-14")
    own = text(as_("invented_lena", "communications"), f"{FARM}members/invented_lena/")
    assert "one vote in the co-op" in own and "candidate" in own


def test_a_list_of_members_is_tried_first_and_taken_in_as_a_whole(made: Town, as_: SignIn) -> None:
    from openpyxl import Workbook

    treasurer, url = as_("invented_ada", "treasurer"), f"{FARM}roll/import/"
    wrong = treasurer.post(url, {"text": "key,name,class,since\ninvented_emil,,boss,yesterday\n", "try": "1"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    for said in ("was ever on this roll", "A name has", "The class is one of", "Write a day like"):
        assert said in page, said
    book = Workbook()
    book.active.append(["name", "class", "since", "key"])
    book.active.append(["Gus (invented)", "candidate", date(2017, 1, 2), None])
    book.active.append(["Lena (invented)", "candidate", "2017-01-02", "invented_lena"])
    data = BytesIO()
    book.save(data)
    file = SimpleUploadedFile("roll.xlsx", data.getvalue())
    tried = treasurer.post(url, {"file": file, "try": "1"})
    page = tried.content.decode()
    assert "2 rows change the roll" in page and not Person.objects.filter(name__startswith="Gus").exists()
    listed = "\n".join(
        (
            "name,class,since,key",
            "Gus (invented),candidate,2017-01-02,",
            "Lena (invented),candidate,2017-01-02,invented_lena",
        )
    )
    for _ in range(2):
        assert is_receipt(treasurer.post(url, {"text": listed, "enter": "1", "once": "list"}))
    assert Person.objects.filter(name__startswith="Gus").count() == 1
    classes = Membership.objects.filter(person__key="invented_lena").order_by("starts_on")
    assert list(classes.values_list("class_code", flat=True)) == ["worker", "candidate"]


def test_a_share_is_agreed_paid_certified_and_a_leaver_paid_out_through_the_pages(
    made: Town, as_: SignIn
) -> None:
    treasurer, url = as_("invented_ada", "treasurer"), f"{FARM}shares/"
    assert "Nobody pays a share in parts" in text(treasurer, url)
    assert is_receipt(send(treasurer, f"{url}agree/", person="invented_ben", once="1"))
    assert is_receipt(send(treasurer, f"{FARM}buy-in/", person="invented_ben", amount="50.00", once="2"))
    assert "one person would pay $45.00" in text(treasurer, f"{url}pay-day/")
    assert is_receipt(send(treasurer, f"{url}pay-day/", once="3"))
    assert "Nobody owes an instalment today" in text(treasurer, f"{url}pay-day/")
    assert "95.00" in text(treasurer, url)
    assert send(treasurer, f"{url}issue/", person="invented_ben", once="4").status_code == 422
    assert is_receipt(send(treasurer, f"{FARM}buy-in/", person="invented_ben", amount="405.00", once="5"))
    assert is_receipt(send(treasurer, f"{url}issue/", person="invented_ben", once="6"))
    link = f"{url}certificates/{made.coops['farm'].certificates.get().key}/"
    pdf = as_("invented_ben").get(link)
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF")
    assert as_("invented_emil", "worker-owner", "nubias").get(link).status_code == 404
    passing = {"giver": "invented_ben", "taker": "invented_ada", "amount": "100.00"}
    assert is_receipt(send(treasurer, f"{url}transfer/", **passing, once="7"))
    members.leave(
        organisation=made.coops["farm"], person=made.people["invented_ben"], reason="chose", **when()
    )
    assert "Nobody waits for a note" not in text(treasurer, f"{FARM}notes/write/")
    assert is_receipt(send(treasurer, f"{FARM}notes/write/", person="invented_ben", once="8"))
    assert "Nobody waits for a note" in text(treasurer, f"{FARM}notes/write/")
    note = ExitNote.objects.get()
    page = text(treasurer, note.get_absolute_url())
    assert note.total_minor == 40000 and "200.00" in page and "15 Jul 2017" in page
    assert is_receipt(send(treasurer, f"{note.get_absolute_url()}pay/1/", once="9"))
    assert send(treasurer, f"{note.get_absolute_url()}take-back/", once="10").status_code == 422
    assert BuyIn.objects.count() == 3


def test_pay_is_checked_against_policy_and_exported_for_a_payroll(made: Town, as_: SignIn) -> None:
    """Ada 30.00, Ben 15.00 an hour: ratio 2.00, limit 2.00 holds; Ben is under 17.00; Lena has no wage.
    10 h of Ben at 15.00 = 150.00."""
    treasurer, farm = as_("invented_ada", "treasurer"), made.coops["farm"]
    for key, wage in (("invented_ada", "30.00"), ("invented_ben", "15.00")):
        answer = send(treasurer, f"{FARM}wage/", person=key, hourly_wage=wage, on="2017-01-01", once=key)
        assert answer.status_code == 302
    page = text(as_("invented_ben"), f"{FARM}pay/")
    assert "2.00 times the lowest" in page and "It holds." in page
    assert "one is below it" in page and "one is missing" in page
    rows = [Worked.on_day(made.people["invented_ben"], date(2017, 1, 9), 600)]
    hours.record_many(organisation=farm, rows=rows, by=BY, at=noon(TODAY))
    listed = treasurer.get(f"{FARM}payroll/?from=2017-01-01&to=2017-02-01&format=csv")
    assert (
        "invented_ben,Ben (invented),10,0,0,15.00,150.00,0.00" in b"".join(listed.streaming_content).decode()
    )
    assert "150.00" in text(treasurer, f"{FARM}payroll/?from=2017-01-01&to=2017-02-01")
    assert as_("invented_ben").get(f"{FARM}payroll/").status_code == 403


def test_a_stake_is_contested_answered_and_seen_by_both_only(made: Town, as_: SignIn) -> None:
    lena = as_("invented_lena", "communications")
    assert is_receipt(send(lena, f"{FARM}contests/raise/", what="hours", says="May lacks a day.", once="1"))
    row = Contest.objects.get()
    assert "May lacks a day." in text(lena, row.get_absolute_url())
    assert as_("invented_ben").get(row.get_absolute_url()).status_code == 404
    treasurer = as_("invented_ada", "treasurer")
    assert "Answer a question about a stake" in text(treasurer, F)
    assert "my hours" in text(treasurer, f"{FARM}contests/")
    url = f"{row.get_absolute_url()}answer/"
    assert is_receipt(send(treasurer, url, outcome="mended", says="The 12th is in now.", once="2"))
    assert "The 12th is in now." in text(lena, row.get_absolute_url())
    assert as_("invented_emil", "worker-owner", "nubias").get(f"{FARM}contests/").status_code == 403
    registry_people.forget(person=row.person, by=BY, at=noon(TODAY))


def test_a_co_op_s_status_is_public_and_shows_only_what_its_members_agreed_to(
    made: Town, as_: SignIn
) -> None:
    treasurer, url = as_("invented_ada", "treasurer"), f"{FARM}status/"
    profile = {
        "legal_form": "llc",
        "tax_mode": "partnership",
        "trades": "vegetables",
        "email": "farm@example.org",
    }
    assert is_receipt(send(treasurer, f"{FARM}profile/", **profile, once="1"))
    wrong = {**profile, "tax_mode": "nonprofit-project"}
    assert send(treasurer, f"{FARM}profile/", **wrong, once="2").status_code == 422
    place = {"name": "Farm on Ellis", "address": "1 Ellis", "use": "land"}
    assert is_receipt(send(treasurer, f"{FARM}profile/premises/", **place, once="3"))
    assert "farm@example.org" in text(treasurer, url) and "Farm on Ellis" in text(treasurer, url)
    for page in (text(as_(), url), text(treasurer, f"{url}?as=public")):
        assert "vegetables" in page and "farm@example.org" not in page and "Farm on Ellis" not in page
    assert is_receipt(send(treasurer, f"{FARM}profile/consent/", parts=["contacts", "premises"], once="4"))
    page = text(as_(), url)
    assert "farm@example.org" in page and "Farm on Ellis" in page and "LLC" not in page
    assert CoopProfile.objects.get().consented_on == TODAY
    number = made.coops["farm"].premises.get().pk
    Network.objects.update(demo_on=date(2017, 1, 20))
    left = send(treasurer, f"{FARM}profile/premises/{number}/leave/", on="2017-01-20", once="5")
    assert is_receipt(left) and "Farm on Ellis" not in text(as_(), url)
    steward = as_("invented_emil", "steward", None)
    assert treasurer.get(f"{FARM}suspend/").status_code == 403
    assert is_receipt(send(steward, f"{FARM}suspend/", reason="dues", once="6"))
    assert "suspended" in text(as_(), url)
    Network.objects.update(demo_on=date(2017, 1, 21))
    assert is_receipt(send(steward, f"{FARM}restore/", on="2017-01-21", once="7"))
    assert Suspension.objects.get().ends_on == date(2017, 1, 21)
    assert is_receipt(send(steward, f"{FARM}leave/", reason="chose", on="2017-01-21", once="8"))
    assert "not in the federation" in text(as_(), url)


def test_dashboard_and_funds_are_open_and_name_nobody(made: Town, as_: SignIn) -> None:
    farm, ben = made.coops["farm"], made.people["invented_ben"]
    rows = [Worked.in_month(ben, date(2016, month, 1), 10000) for month in range(1, 13)]
    hours.record_many(organisation=farm, rows=rows, by=BY, at=noon(TODAY))
    page = text(as_(), f"{F}dashboard/?year=2016")
    assert "Freedom Farms" in page and "Ben" not in page
    assert "1.0" in page, "2,000 hours are one full-time job"
    listed = as_().get(f"{F}dashboard/?year=2016&format=csv")
    told = b"".join(listed.streaming_content).decode()
    assert 'Freedom Farms,member,in good standing,2,1,"2,000",1.0' in told
    assert text(as_(), f"{F}dashboard/?year=1850") and text(as_(), f"{F}funds/")


def test_buy_ins_and_facts_hold_no_words_of_members(made: Town) -> None:
    shares.agree(organisation=made.coops["farm"], person=made.people["invented_ben"], **when())
    buy_ins.pay(
        organisation=made.coops["farm"], person=made.people["invented_ben"], amount_minor=5000, **when()
    )
    assert not [fact for fact in Fact.objects.all() if "Ben" in str(fact.data)]
