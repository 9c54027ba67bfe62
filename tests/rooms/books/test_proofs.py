from pathlib import Path

import pytest
from django.core.management import call_command

from commonwork.books.proofs import prove
from tests.rooms.books.season import Season

pytestmark = pytest.mark.django_db


def test_x(published: Path) -> None:
    Season(published).play()
    call_command("verify")
    call_command("verify", book="bank")
    call_command("trial_balance", book="bank", on="2016-12-31", json=True)
    assert prove().holds
