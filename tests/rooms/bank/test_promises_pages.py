"""The open form for gifts: no account, spam kept out, twice-clicked once promised; officers see what waits."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.bank import links
from commonwork.bank.models import Gift, Promise
from commonwork.bank.queries import needs
from commonwork.rules.references import shown
from tests.rooms.bank import make, make_funds
from tests.rooms.bank.test_funds_pages import client, text
from tests.rooms.bank.test_incoming import statement
from tests.rooms.bank.test_promises import CAME, DAY, HOW, made, opened
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]
FORM = {
    "amount_minor": "100", "every": "once", "fund": "revolving", "way": "transfer", "name": "Ruth Small",
    "email": "ruth@example.org", "once": "pressed-twice",
}  # fmt: skip


def test_a_visitor_promises_a_gift_once_however_often_the_button_is_pressed() -> None:
    world = make.world(today=DAY)
    fund = opened(world)
    here, address = Client(), reverse("bank_promise_make")
    assert address in text(here.get(reverse("bank_give"))) and f"{address}?fund=revolving" in text(
        here.get(fund.get_absolute_url())
    )
    page = text(here.get(address))
    assert "By bank transfer" in page and "By check" not in page
    answers = [here.post(address, FORM, follow=True) for _again in range(2)]
    promise = Promise.objects.get()
    assert answers[0].redirect_chain == answers[1].redirect_chain == [(links.promise_address(promise), 302)]
    said = text(answers[0])
    assert shown(promise.reference) in said and HOW in said and "$100.00" in said
    assert answers[0]["X-Robots-Tag"] == "noindex" and answers[0]["Referrer-Policy"] == "no-referrer"
    back = reverse("bank_promised_withdraw", args=[promise.key, links.promise_token(promise)])
    assert "was erased" in text(here.post(back, {}, follow=True))
    assert here.post(back, {}).status_code == 422


def test_a_machine_that_fills_in_every_field_is_refused_in_words() -> None:
    world = make.world(today=DAY)
    opened(world)
    answer = Client().post(reverse("bank_promise_make"), {**FORM, "website": "https://spam.example.org"})
    assert answer.status_code == 422 and "has to stay empty" in text(answer)
    assert not Promise.objects.exists()


def test_the_form_says_that_it_is_closed_and_a_wrong_link_opens_nothing() -> None:
    world = make.world(today=DAY)
    fund = make_funds.fund(world)
    page = Client().get(reverse("bank_promise_make"))
    assert page.status_code == 200 and "not promised here yet" in text(page)
    how = text(Client().get(reverse("bank_give")))
    assert "Say your name, and which fund" in how and reverse("bank_promise_make") not in how
    Client().post(reverse("bank_promise_make"), FORM)
    assert not Promise.objects.exists()
    make_funds.adopt(promises_a_day=9, give_by_transfer=HOW)
    first, second = made(world, fund), made(world, fund)
    address = reverse("bank_promised", args=[first.key, links.promise_token(second)])
    assert Client().get(address).status_code == 404


def test_officers_see_what_waits_and_book_what_the_statement_brings_in_one_press() -> None:
    world = make.world(today=date(2016, 10, 1))
    fund = opened(world)
    first, second = made(world, fund, name="Ruth Small"), made(world, fund)
    lena, omar = client(world, "lena"), client(world, "omar")
    listed = text(lena.get(reverse("bank_promises")))
    assert "2 gifts that were promised" in listed and "$200.00" in listed and "Ruth Small" in listed
    for where in (reverse("bank_promises"), first.get_absolute_url()):
        assert omar.get(where).status_code == 403 and Client().get(where).status_code == 302
    assert lena.get(reverse("bank_promise_end", args=[second.key])).status_code == 200
    auditor = {"role": "auditor", "organisation": world.bank, "on": make.DAY_ONE}
    make.roles.give(person=world.people["omar"], **auditor, by=make.SYSTEM, at=make.at_time(make.DAY_ONE))
    seen = text(omar.get(reverse("bank_promises")))  # who only reads is led nowhere that would refuse
    assert reverse("bank_receive") in listed and "Ruth Small" in seen and reverse("bank_receive") not in seen
    statement(
        world, ("20161001", "100.00", f"Ruth {first.reference}", "a"), ("20161001", "5.00", "Otto", "b")
    )
    assert "Book 1 promised gift" in text(lena.get(reverse("bank_receive")))
    assert "Book 1 promised gift" in {need.title for need in needs(make.account(world, "lena"), CAME)}
    answer = lena.post(reverse("bank_receive_known"), {}, follow=True)
    assert "Book 1 promised gift" not in {need.title for need in needs(make.account(world, "lena"), CAME)}
    assert "1 gift was booked" in text(answer) and Gift.objects.get().supporter.name == "Ruth Small"
    came = reverse("bank_promise_came", args=[second.key])
    answer = lena.post(came, {"amount_minor": "40", "on": "2016-10-01", "way": "cash"}, follow=True)
    assert "$40.00" in text(answer) and "Giver" in text(lena.get(second.get_absolute_url()))
