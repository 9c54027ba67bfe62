"""Pages of money for places: taken, shown where it belongs, paid back; refused to those who do not keep it."""

import pytest
import time_machine
from django.urls import reverse

from commonwork.gatherings.actions import registrations
from commonwork.gatherings.models import Payment
from commonwork.registry.clock import at_time
from tests.rooms.gatherings import make
from tests.rooms.gatherings.test_pages import facilitator, signed_in
from tests.rooms.gatherings.test_payments import DAY, guest, priced

pytestmark = pytest.mark.django_db


def page(client, name: str, *args: str, **asked: str) -> str:  # type: ignore[no-untyped-def]
    return str(client.get(reverse(name, args=args), asked).content.decode())


@time_machine.travel(at_time(DAY), tick=False)
def test_money_is_taken_at_the_door_and_shows_wherever_the_registration_does() -> None:
    gathering = priced(least=200)
    wren, client = guest(gathering, "Wren", pledged_minor=500), facilitator()
    assert "Take $5.00 from Wren" in page(client, "gatherings_door", gathering.key)
    url = reverse("gatherings_pay", args=[wren.key])
    refused = client.post(url, {"amount_minor": "11", "once": "a"})
    assert refused.status_code == 422 and "At most $10.00" in refused.content.decode()
    receipt = client.post(url, {"amount_minor": "5", "once": "b"}, follow=True).content.decode()
    assert "Paid for places" in receipt and "$5.00" in receipt and "Wren" not in receipt
    assert "$5.00 paid" in page(client, "gatherings_door", gathering.key)
    assert "<td>paid</td>" in page(client, "gatherings_roster", gathering.key)
    assert "Everything is paid" in page(client, "gatherings_registration", wren.code)
    assert "$5.00" in page(client, "gatherings_registered", gathering.key)
    sums = page(client, "gatherings_money", gathering.key)
    assert "<strong>$5.00</strong> came in" in sums and "Wren" in sums
    file = client.get(reverse("gatherings_money", args=[gathering.key]), {"format": "csv"})
    assert b"Wren,2017-01-12,,5" in file.getvalue()
    assert reverse("gatherings_money", args=[gathering.key]) in page(
        client, "gatherings_gathering", gathering.key
    )


@time_machine.travel(at_time(DAY), tick=False)
def test_a_guest_who_cancels_is_told_and_is_paid_back_by_the_end_of_their_code() -> None:
    gathering = priced()
    wren, client = guest(gathering, "Wren"), facilitator()
    client.post(reverse("gatherings_pay", args=[wren.key]), {"amount_minor": "10", "once": "a"})
    registrations.cancel(registration=wren, by="system/visitor", at=at_time(DAY))
    assert "It is paid back to you" in page(client, "gatherings_registration", wren.code)
    sums = page(client, "gatherings_money", gathering.key)
    assert "To pay back" in sums and f"ends in {wren.code[-4:]}" in sums and "Wren" not in sums
    back = reverse("gatherings_return", args=[Payment.objects.get().key])
    assert "Paid back" in client.post(back, {"once": "b"}, follow=True).content.decode()
    assert "To pay back" not in page(client, "gatherings_money", gathering.key)
    assert "It was paid back on" in client.get(back).content.decode()


def test_money_is_no_business_of_others() -> None:
    gathering = priced()
    wren = guest(gathering, "Wren")
    stranger = signed_in(make.account(make.person("Stranger")))
    for name, key in (("gatherings_money", gathering.key), ("gatherings_pay", wren.key)):
        assert stranger.get(reverse(name, args=[key])).status_code == 403
    assert stranger.get(reverse("gatherings_return", args=["nothing"])).status_code == 404
    treasurer = signed_in(make.account(make.person("Tess"), "treasurer", gathering.host))
    assert treasurer.get(reverse("gatherings_money", args=[gathering.key])).status_code == 200
    assert "Money" in treasurer.get(gathering.get_absolute_url()).content.decode()
