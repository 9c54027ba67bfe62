"""Papers of holders: everyone with a share, savings or a note gets them, on the list of supporters or not."""

from datetime import date
from unittest.mock import patch

import pytest
from django.urls import reverse

from commonwork.bank import papers
from commonwork.bank.actions import holdings
from commonwork.bank.models import Supporter
from commonwork.bank.queries import capital
from tests.rooms.bank import make, make_funds
from tests.rooms.bank.test_funds_pages import client, text
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]


def test_a_member_and_a_co_op_find_their_statements_in_both_languages_and_others_find_none() -> None:
    world = make.world(today=date(2017, 2, 1))
    make_funds.note(world, world.people["omar"], 100_000)
    on = date(2016, 3, 1)
    held = holdings.open_account(
        house=world.bank, kind="member_share", organisation=world.coop, on=on, **world.at(on)
    )
    holdings.pay_in(holding=held, amount_minor=5_000, on=on, **world.at(on))
    assert not Supporter.objects.exists()
    omar, iris, jonah, lena = (client(world, key) for key in ("omar", "iris", "jonah", "lena"))
    page = text(omar.get(reverse("bank_my_accounts")))
    assert "1,000.00" in page and "Español" in page and "2016" in page
    assert "50.00" in text(iris.get(reverse("bank_my_accounts"))), "the treasurer reads the co-op's"
    assert iris.get(reverse("bank_holding", args=[held.key])).status_code == 200
    key = world.people["omar"].key
    for paper in ("statement", "report"):
        for language in ("en", "es"):
            address = reverse("bank_holder_paper", args=["person", key, language, paper, 2016])
            assert omar.get(address).content.startswith(b"%PDF-")
            assert jonah.get(address).status_code == 404
    assert (
        omar.get(reverse("bank_holder_paper", args=["person", key, "fr", "report", 2016])).status_code == 404
    )
    listed = lena.get(reverse("bank_holders"))
    assert "The Green Team" in text(listed) and "$1,000.00" in text(listed)
    assert omar.get(reverse("bank_holders")).status_code == 403
    csv = b"".join(lena.get(reverse("bank_holders") + "?format=csv").streaming_content).decode()
    assert "The Green Team,an organisation,2016-03-01,1,50.00" in csv


def test_a_statement_says_what_was_there_what_moved_and_what_is_there() -> None:
    """Two shares of 25 in 2016, one paid back on 1 March 2017."""
    world = make.world()
    held = make_funds.share(world, world.people["omar"], 5_000)
    on = date(2017, 3, 1)
    holdings.pay_out(holding=held, amount_minor=2_500, on=on, **world.at(on))
    one = capital.holder(world.bank, "person", world.people["omar"].key)
    assert one is not None
    with patch("commonwork.bank.papers.pdf.of_table", return_value=b"") as drawn:
        papers.statement(world.bank, one, 2017, date(2017, 4, 1))
    table = drawn.call_args.args[1]
    said = [row.cells[-1].replace("\xa0", "") for row in table.rows]
    assert said[1:] == ["50.00", "−25.00", "25.00"]
    assert any("/bank/my-accounts/" in note for note in table.notes)
