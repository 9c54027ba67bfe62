"""Hashes: one spelling for one payload, a chain that shows a change, and the Merkle tree of RFC 6962."""

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules import chain

# Members and roots after each, from the test data of the reference implementation of RFC 6962.
MEMBERS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_that_of_rfc_6962(size: int) -> None:
    assert chain.merkle_root(MEMBERS[:size]) == ROOTS[size - 1]


@given(st.lists(st.binary(max_size=40).map(bytes.hex), min_size=1, max_size=40), st.data())
def test_a_member_is_proved_and_another_is_not(members: list[str], data: st.DataObject) -> None:
    root = chain.merkle_root(members)
    index = data.draw(st.integers(0, len(members) - 1))
    path = chain.inclusion_proof(members, index)

    def holds(**changed: object) -> bool:
        sound: dict[str, object] = {"member": members[index], "index": index, "size": len(members)}
        return chain.is_included(**{**sound, "path": path, "root": root, **changed})  # type: ignore[arg-type]

    assert holds()
    assert not holds(member=members[index] + "00")
    assert not holds(root=chain.payload_hash(members))
    assert not holds(index=len(members))
    assert not holds(path=[*path, root])
    assert not path or not holds(path=path[:-1])


def test_a_node_does_not_pass_as_a_leaf() -> None:
    left, right = (hashlib.sha256(b"\x00" + bytes.fromhex(member)).hexdigest() for member in MEMBERS[1:3])
    assert chain.merkle_root([left + right]) != chain.merkle_root(MEMBERS[1:3])


def test_canonical_bytes_do_not_depend_on_the_order_of_keys() -> None:
    assert chain.canonical({"b": 1, "a": [True, None, "é\n"]}) == '{"a":[true,null,"é\\n"],"b":1}'.encode()
    assert chain.canonical({"a": 1, "b": 2}) == chain.canonical({"b": 2, "a": 1})
    assert chain.canonical((1, 2)) == chain.canonical([1, 2])


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), {1: "a"}, {"a": {None: 1}}, date(2016, 1, 1), b"x", {1, 2}, "\ud800"]
)
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(chain.NotCanonical):
        chain.canonical({"nested": [value]})


def test_a_moment_is_hashed_in_utc_whatever_its_zone() -> None:
    jackson = timezone(timedelta(hours=-6))
    assert chain.moment(datetime(2016, 12, 31, 18, tzinfo=jackson)) == "2017-01-01T00:00:00.000000Z"
    with pytest.raises(chain.NotCanonical):
        chain.moment(datetime(2016, 1, 1))


def test_every_part_of_a_step_changes_its_hash() -> None:
    sound = {
        "previous": chain.GENESIS,
        "seq": 1,
        "key": "a",
        "at": datetime(2016, 1, 1, tzinfo=UTC),
        "payload": chain.payload_hash({"amount_minor": 100}),
    }
    changes = {
        "previous": "1" * 64,
        "seq": 2,
        "key": "b",
        "at": datetime(2016, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        "payload": chain.payload_hash({"amount_minor": 101}),
    }
    hashes = {chain.step(**{**sound, name: value}) for name, value in changes.items()}  # type: ignore[arg-type]
    assert len(hashes | {chain.step(**sound)}) == 6  # type: ignore[arg-type]


def test_parts_of_a_step_cannot_be_shifted_into_each_other() -> None:
    at, payload = datetime(2016, 1, 1, tzinfo=UTC), chain.payload_hash({})
    one = chain.step(previous=chain.GENESIS, seq=1, key='a","b', at=at, payload=payload)
    two = chain.step(previous=chain.GENESIS, seq=1, key="a", at=at, payload=payload)
    assert one != two
