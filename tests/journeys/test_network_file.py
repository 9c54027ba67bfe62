"""A network file loads whole, once; a bad one changes nothing."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from commonwork.charter.models import Principle
from commonwork.gatherings.models import Gathering
from commonwork.press.models import NewsItem
from commonwork.record.models import Fact
from commonwork.registry.models import Body, Figure, Network, Organisation, Place, SupplyLink
from commonwork.site.network.loading import load
from commonwork.site.network.reading import UnreadableNetworkFile, read

pytestmark = pytest.mark.django_db


def test_the_published_file_loads_whole_and_a_second_time_changes_nothing(published: Path) -> None:
    path = published / "jackson" / "network.toml"
    first = load(read(path), at=timezone.now())
    assert Organisation.objects.filter(kind="institution").count() == 4
    assert Organisation.objects.filter(kind="co-op").count() == 6
    assert Place.objects.count() == 3
    assert SupplyLink.objects.count() == 3
    assert Principle.objects.count() == 13
    assert NewsItem.objects.count() == 2
    assert Gathering.objects.count() == 4  # two gatherings, two delegations
    assert Body.objects.get(key="peoples_assembly").population == 153_701
    assert Figure.objects.get(key="jobs").value == 298_800
    assert len(first.changes) > 30
    facts = Fact.objects.count()
    assert load(read(path), at=timezone.now()).changes == []
    assert Fact.objects.count() == facts


def test_a_tax_mode_is_said_once_and_never_over_the_co_op_s_own_word(tmp_path: Path) -> None:
    path = tmp_path / "network.toml"
    path.write_text('[network]\nname = "N"\n[[coop]]\nkey = "a"\nname = "A"\ntax_mode = "partnership"\n')
    load(read(path), at=timezone.now())
    assert Organisation.objects.get(key="a").tax_mode == "partnership"
    said = Fact.objects.filter(kind="federation.tax_mode.said")
    assert said.count() == 1
    Organisation.objects.filter(key="a").update(tax_mode="subchapter-t")
    load(read(path), at=timezone.now())
    assert Organisation.objects.get(key="a").tax_mode == "subchapter-t" and said.count() == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "needs a name"),
        ('[network]\nname = "N"\n[[coop]]\nkey = "a"\nname = "A"\nstage = "gone"\n', "unknown stage"),
        (
            '[network]\nname = "N"\n[[coop]]\nkey = "a"\nname = "A"\ntax_mode = "none"\n',
            "unknown tax mode",
        ),
        (
            '[network]\nname = "N"\n[[coop]]\nkey = "a"\nname = "A"\n[[coop]]\nkey = "a"\nname = "B"\n',
            "twice",
        ),
        ('[network]\nname = "N"\n[[loop]]\nfrom = "a"\nto = "b"\nwhat = "c"\n', "unknown co-op"),
        ('[network]\nname = "N"\n[[gathering]]\ntitle = "T"\nstarts = "2020-02-30"\nends = "x"\n', "not one"),
        ('[network]\nname = "N"\n[figures]\n[[figures.row]]\nkey = "jobs"\nvalue = 1\n', "lacks"),
        ('[network]\nname = "N"\n[surprise]\n', "not a table"),
        ("[network", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_changes_nothing(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "network.toml"
    path.write_text(text)
    with pytest.raises(UnreadableNetworkFile, match=complaint):
        call_command("load", str(path))
    assert not Network.objects.exists()
    assert not Fact.objects.exists()


def test_a_later_load_does_not_undo_what_the_network_decided(tmp_path: Path) -> None:
    path = tmp_path / "network.toml"
    path.write_text('[network]\nname = "N"\n[[coop]]\nkey = "farm"\nname = "Farm"\nstage = "idea"\n')
    load(read(path), at=timezone.now())
    Organisation.objects.filter(key="farm").update(stage="member")
    load(read(path), at=timezone.now())
    assert Organisation.objects.get(key="farm").stage == "member"
