"""A network that is only just being founded has a name and nothing else: its pages open, or say that nothing is there."""

import pytest
from django.test import Client

from commonwork.registry.models import Network

FACES = (
    "/",
    "/federation/",
    "/bank/",
    "/school/",
    "/incubator/",
    "/assembly/",
    "/books/",
    "/gatherings/",
)


@pytest.mark.django_db
def test_no_face_of_a_network_without_institutions_breaks(client: Client) -> None:
    Network.objects.create(key="network", name="New network")
    found = {address: client.get(address).status_code for address in FACES}
    assert found["/"] == 200
    assert set(found.values()) <= {200, 404}, found
