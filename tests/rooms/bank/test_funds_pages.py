"""Pages of funds, supporters, payouts and reports: the third journey, who sees what, what stands on them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.bank import links
from commonwork.bank.actions import loans, supporters
from commonwork.bank.models import Fund, Gift, PayoutRun, Supporter
from commonwork.bank.queries import payouts
from commonwork.record.models import Fact
from commonwork.registry.models import Network
from tests.rooms.bank import make, make_funds
from tests.rooms.bank.test_payouts import twelve
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]


def client(world: make.World, key: str) -> Client:
    here = Client()
    here.force_login(make.account(world, key))
    return here


def stand_on(day: date) -> None:
    Network.objects.update(demo_on=day)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@begins_in(make.season_world)
def test_a_small_donor_gives_a_hundred_dollars_gets_a_receipt_and_a_year_later_sees_what_it_did() -> None:
    world = make.world(today=date(2016, 2, 1))
    lena = client(world, "lena")
    lena.post(reverse("bank_fund_open"), {"name": "Revolving loan fund", "use": "lend", "on": "2016-02-01"})
    assert Fund.objects.get().key == "revolving"
    lena.post(
        reverse("bank_supporter_new"),
        {"name": "Ruth Small (invented)", "kind": "person", "language": "en", "email": "ruth@example.org"},
    )
    ruth = Supporter.objects.get()
    answer = lena.post(
        reverse("bank_supporter_gift", args=[ruth.key]),
        {"fund": "revolving", "amount_minor": "100.00", "on": "2016-02-01", "way": "cash"},
        follow=True,
    )
    gift = Gift.objects.get()
    assert answer.status_code == 200 and gift.fact.number in text(answer) and "$100.00" in text(answer)
    loan = make.season(world)
    make_loan_public(world, loan)
    stand_on(date(2017, 2, 1))
    page = Client().get(links.address(ruth))
    assert page.status_code == 200
    said = text(page)
    assert "Truck loan, The Green Team" in said
    assert "19.97" in said and "2.13" in said, "its part in the loan, and what came back of it"
    for paper in (
        reverse("bank_gift_receipt", args=[ruth.key, links.token(ruth), gift.key]),
        reverse("bank_paper", args=[ruth.key, links.token(ruth), "letter", 2016]),
    ):
        answer = Client().get(paper)
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF-"), paper


def make_loan_public(world: make.World, loan: Any) -> None:

    loans.set_public(loan=loan, is_public=True, **world.at(date(2016, 5, 1), by="iris"))


def test_a_wrong_old_or_foreign_link_opens_nothing() -> None:
    world = make.world()
    ruth, other = make_funds.donor(world), make_funds.donor(world, "Otto Klein (invented)")
    gift = make_funds.gave(world, make_funds.fund(world), ruth)
    old = links.address(ruth)
    assert Client().get(old).status_code == 200
    assert Client().get(reverse("bank_giving", args=[other.key, links.token(ruth)])).status_code == 404
    paper = reverse("bank_gift_receipt", args=[other.key, links.token(other), gift.key])
    assert Client().get(paper).status_code == 404
    assert Client().get(reverse("bank_gift_receipt", args=[ruth.key, "-", gift.key])).status_code == 404
    assert (
        client(world, "omar").get(reverse("bank_gift_receipt", args=[ruth.key, "-", gift.key])).status_code
        == 404
    )
    supporters.renew_link(supporter=ruth, lender=world.bank, **world.at(date(2016, 3, 1)))
    assert Client().get(old).status_code == 404


def test_who_is_signed_in_finds_the_own_page_and_papers_in_spanish() -> None:
    world = make.world()
    omar = world.people["omar"]
    omar.language = "es"
    omar.save()
    on = date(2016, 2, 1)
    one = supporters.record(lender=world.bank, person=omar, on=on, **world.at(on))
    make_funds.gave(world, make_funds.fund(world), one)
    here = client(world, "omar")
    assert "Where my money is" in text(here.get(reverse("bank_my_giving")))
    assert here.get(reverse("bank_paper", args=[one.key, "-", "statement", 2016])).content.startswith(
        b"%PDF-"
    )
    assert "not on the bank" in text(client(world, "jonah").get(reverse("bank_my_giving")))


def test_twelve_payouts_go_to_the_bank_only_after_two_others_released_them() -> None:
    world = make.world(today=date(2016, 9, 1))
    sources = twelve(world)
    lena, xena, yuri = (client(world, key) for key in ("lena", "xena", "yuri"))
    assert "12 payments wait" in text(lena.get(reverse("bank_payout_new")))
    lena.post(reverse("bank_payout_make", args=["nacha-ppd"]),
              {"provider": "nacha-ppd", "payments": sources, "pays_on": "2016-09-02"})  # fmt: skip
    run = PayoutRun.objects.get()
    release, file = (reverse(f"bank_payout_{name}", args=[run.key]) for name in ("release", "file"))
    assert "Others must release it" in text(lena.post(release, {}))
    assert "2 more must release" in text(lena.post(file, {}))
    xena.post(release, {})
    assert "released this run already" in text(xena.post(release, {}))
    page = text(lena.get(run.get_absolute_url()))
    assert "1 more person must release" in page and "•••• 0011" in page and "10000011" not in page
    yuri.post(release, {})
    taken = lena.post(file, {})
    assert taken.content == payouts.file_of(run).content and "attachment" in taken["Content-Disposition"]
    assert xena.post(file, {}).status_code == 403
    assert Fact.objects.filter(kind="bank.payout_file.taken").count() == 1
    assert client(world, "jonah").get(run.get_absolute_url()).status_code == 403


@begins_in(make.season_world)
def test_the_circle_reads_every_report_as_of_a_day_and_others_read_none() -> None:
    world = make.world(today=date(2017, 2, 1))
    make_funds.fund(world)
    make.season(world)
    make_funds.adopt(charge_off_bp=120, charge_off_more_bp=10, net_worth_least_bp=700, single_borrower_bp=1500,
                     past_due_days=60, past_due_most_bp=500)  # fmt: skip
    lena = client(world, "lena")
    names = (
        "reports",
        "gauges",
        "past_due",
        "portfolio",
        "by_place",
        "by_trade",
        "jobs",
        "controls",
        "loan_tape",
    )
    for name in names:
        assert lena.get(reverse(f"bank_{name}")).status_code == 200, name
        assert client(world, "omar").get(reverse(f"bank_{name}")).status_code == 403, name
    tape = b"".join(lena.get(reverse("bank_loan_tape") + "?on=2016-12-31").streaming_content).decode()
    row = tape.splitlines()[1].split(",")
    assert row[0] == "green_team_1" and "12000.00" in row and "317.44" in row
    said = text(lena.get(reverse("bank_gauges")))
    assert "well capitalised" in said and "not decided" in said
    assert "The Green Team" in said and "Loans in one trade" in said, "who the largest borrower is"
    assert "not on file" in text(lena.get(reverse("bank_by_trade")))
    jobs = text(lena.get(reverse("bank_jobs")))
    assert "The Green Team" in jobs
    assert "adds up to the account" in text(lena.get(reverse("bank_controls")))
    aging = text(lena.get(reverse("bank_aging") + "?on=2017-01-31"))
    assert "30 to 59 days" in aging and "Together" in aging
    for name in ("gauges", "controls", "aging"):
        file = b"".join(lena.get(reverse(f"bank_{name}") + "?format=csv").streaming_content).decode()
        assert len(file.splitlines()) > 4, name
    csv = b"".join(lena.get(reverse("bank_portfolio") + "?format=csv").streaming_content).decode()
    assert "The Green Team,1,10722.72,100" in csv


def test_anyone_reads_funds_without_names_and_keeping_them_needs_the_mandate() -> None:
    world = make.world()
    fund = make_funds.fund(world)
    make_funds.gave(world, fund, make_funds.donor(world))
    make_funds.gave(world, fund, make_funds.donor(world, "Nina Named (invented)", is_named=True), 5_000)
    page = text(Client().get(fund.get_absolute_url()))
    assert "Nina Named" in page and "Ruth" not in page and "60,150.00" in page
    for name in ("bank_funds", "bank_give"):
        assert Client().get(reverse(name)).status_code == 200
    for name in ("bank_supporters", "bank_fund_open", "bank_payout_new", "bank_receive"):
        assert client(world, "xena").get(reverse(name)).status_code == 403, name
        assert Client().get(reverse(name)).status_code == 302, name
        assert client(world, "lena").get(reverse(name)).status_code == 200, name


def test_an_officer_books_pledges_and_accounts_and_the_supporter_gets_every_paper() -> None:
    world = make.world(today=date(2016, 9, 1))
    make_funds.fund(world)
    on = date(2016, 2, 1)
    ruth = supporters.record(lender=world.bank, person=world.people["omar"], on=on, **world.at(on))
    make_funds.note(world, world.people["omar"], 100_000)
    make_funds.share(world, world.people["omar"], 5_000)
    lena = client(world, "lena")

    def sent(where: str, key: str, /, **data: str) -> str:
        answer = lena.post(reverse(f"bank_{where}", args=[key]), data, follow=True)
        assert answer.status_code == 200, (where, text(answer)[-600:])
        return text(answer)

    sent(
        "supporter_pledge",
        ruth.key,
        fund="revolving",
        amount_minor="10",
        every="month",
        starts_on="2016-09-01",
    )
    sent(
        "supporter_account",
        ruth.key,
        way="ach",
        kind="checking",
        name="Omar",
        routing="231380104",
        number="12345678",
    )
    page = text(lena.get(ruth.get_absolute_url()))
    assert "•••• 5678" in page and "12345678" not in page
    assert "1,000.00" in page and "50.00" in page, "the note and the shares"
    refused = lena.post(
        reverse("bank_supporter_account", args=[ruth.key]),
        {"way": "ach", "kind": "checking", "name": "Omar", "routing": "231380105", "number": "1234"},
    )
    assert refused.status_code == 422 and "check digit does not fit" in text(refused)
    sent("pledge_end", ruth.pledges.get().key, on="2016-09-01")
    gift = make_funds.gave(world, Fund.objects.get(), ruth)
    sent("gift_take_back", gift.key, on="2016-09-01")
    for what in ("letter", "statement", "report"):
        paper = client(world, "omar").get(reverse("bank_paper", args=[ruth.key, "-", what, 2016]))
        assert paper.content.startswith(b"%PDF-"), what
    assert (
        client(world, "jonah").get(reverse("bank_paper", args=[ruth.key, "-", "report", 2016])).status_code
        == 404
    )
    other = make_funds.donor(world)
    lena.post(reverse("bank_supporter_forget", args=[other.key]), {})
    assert "Ruth" not in text(lena.get(other.get_absolute_url()))


def test_the_officer_is_led_from_the_loan_to_the_fund_it_draws_on() -> None:
    world = make.world()
    loan = make.asked(world)
    chosen = make_funds.fund(world)
    lena = client(world, "lena")
    address = reverse("bank_loan_fund", args=[loan.key])
    assert address in text(lena.get(loan.get_absolute_url()))
    assert address not in text(client(world, "iris").get(loan.get_absolute_url())), "not for the borrower"
    for _press in range(2):
        assert lena.post(address, {"once": "press", "fund": chosen.key}).status_code == 302
    assert Fact.objects.filter(kind="bank.loan.fund_chosen").count() == 1
    assert client(world, "iris").post(address, {"once": "x", "fund": chosen.key}).status_code == 403
