"""Pages of the loss reserve: the difference is shown before it is posted, and by whom."""

from datetime import date

import pytest
from django.urls import reverse

from commonwork.bank.models import ReservePosting
from commonwork.books import queries as book_queries
from tests.rooms.bank import make, make_funds
from tests.rooms.bank.test_funds_pages import client, text
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.drawn_world)]


def test_an_officer_sees_the_difference_posts_it_once_and_takes_it_back() -> None:
    world = make.world(today=date(2016, 7, 1))
    lena = client(world, "lena")
    assert "Nothing is decided yet" in text(lena.get(reverse("bank_reserve")))
    make.drawn(world)
    make_funds.adopt(charge_off_bp=120, charge_off_more_bp=10)
    assert "Post the difference" in text(lena.get(reverse("bank_reserve")))
    page = text(lena.get(reverse("bank_reserve_post")))
    assert "Post $624.00" in page and "5710" in page
    sent = {"on": "2016-07-01", "expected_minor": "62400", "once": "twice-clicked"}
    answer = lena.post(reverse("bank_reserve_post"), sent, follow=True)
    again = lena.post(reverse("bank_reserve_post"), sent, follow=True)
    assert answer.redirect_chain == again.redirect_chain and "$624.00" in text(answer)
    posting = ReservePosting.objects.get()
    assert book_queries.balance(world.bank, "1220") == -62_400
    shown = text(lena.get(reverse("bank_reserve")))
    assert "That is what is reckoned" in shown and posting.fact.number in shown
    assert "624.00" in text(lena.get(reverse("bank_gauges")))
    stale = lena.post(reverse("bank_reserve_post"), {**sent, "once": "late"})
    assert stale.status_code == 422 and "Nothing is to be posted" in text(stale)
    back = reverse("bank_reserve_take_back", args=[posting.key])
    assert "$624.00 was posted" in text(lena.get(back))
    lena.post(back, {"on": "2016-07-01"})
    assert book_queries.balance(world.bank, "1220") == 0
    csv = b"".join(lena.get(reverse("bank_reserve") + "?format=csv").streaming_content).decode()
    assert "624.00" in csv and "taken back" in csv


@begins_in(make.plain_world)
def test_the_committee_reads_the_reserve_and_posts_none_and_others_read_none() -> None:
    world = make.world()
    xena, omar = client(world, "xena"), client(world, "omar")
    assert xena.get(reverse("bank_reserve")).status_code == 200
    assert xena.get(reverse("bank_reserve_post")).status_code == 403
    assert omar.get(reverse("bank_reserve")).status_code == 403
