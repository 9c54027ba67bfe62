"""`commonwork bank-statement FILE [--json]`: what it prints, and its exit status."""

import json
from pathlib import Path

import pytest

from commonwork.site.command import _manage
from tests.rooms.books.bank_files.samples import ofx

JAN = ofx([("20170105", "-60.10", "Seed House", "f1"), ("20170106", "7", "", "f2")])


def run(capsys: pytest.CaptureFixture[str], file: Path, *more: str) -> tuple[int, str, str]:
    status = _manage(["commonwork", "bank_statement", "--traceback", str(file), *more])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "january.qfx"
    path.write_bytes(JAN)
    return path


def test_json_has_the_shape_others_rely_on(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, file, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "accounts": [
            {
                "id": "0001234567",
                "currency": "USD",
                "opening": None,
                "closing": "100.00",
                "lines": [
                    {
                        "on": "2017-01-05",
                        "amount": "-60.10",
                        "payee": "Seed House",
                        "memo": "test",
                        "ref": "f1",
                    },
                    {"on": "2017-01-06", "amount": "7", "payee": "", "memo": "test", "ref": "f2"},
                ],
            }
        ],
        "complaints": [],
    }


def test_without_json_it_is_a_table_that_says_what_the_file_does_not_state(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, file)
    assert status == 0
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert rows[0] == "Account 0001234567 USD"
    assert "opening balance not stated" in rows
    assert "2017-01-05 Seed House -60.10 f1" in rows
    assert "together -53.10" in rows and "closing balance 100.00" in rows


@pytest.mark.parametrize("raw", [b"a letter", None])
def test_what_cannot_be_understood_ends_with_status_2_and_only_complaints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes | None
) -> None:
    file = tmp_path / "letter.txt"
    if raw is not None:
        file.write_bytes(raw)
    status, out, err = run(capsys, file, "--json")
    found = json.loads(out)
    assert status == 2 and found["accounts"] == [] and len(found["complaints"]) == 1
    assert err.strip() == found["complaints"][0]
    assert run(capsys, file)[0] == 2
    assert run(capsys, tmp_path)[0] == 2, "a folder is no file"
