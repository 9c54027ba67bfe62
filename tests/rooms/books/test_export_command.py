"""`commonwork export` and `commonwork verify PACK.zip`, as they are typed."""

import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from commonwork.books.exports import pack
from commonwork.rules.refusal import Refusal
from commonwork.site import command
from tests.rooms.books.test_packs import small
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db


def verify(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> object:
    """The exit status of `commonwork verify ...`."""
    monkeypatch.setattr(sys, "argv", ["commonwork", "verify", *arguments])
    with pytest.raises(SystemExit) as left:
        command.main()
    return left.value.code


@begins_in(small)
def test_a_pack_is_written_and_verified_by_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small()
    file = tmp_path / "pack.zip"
    call_command("export", str(file), "--on", "2016-12-31")
    assert "SHA-256" in capsys.readouterr().out
    monkeypatch.setattr(command, "_manage", lambda argv: pytest.fail("no server is asked"))
    assert verify(str(file), monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().out.endswith("All of it holds.\n")
    raw = bytearray(file.read_bytes())
    raw[100] ^= 1
    file.write_bytes(bytes(raw))
    assert verify(str(file), "--json", monkeypatch=monkeypatch) == 1


@pytest.mark.parametrize(
    ("arguments", "is_file"),
    [
        ([], False),
        (["--json"], False),
        (["--book", "bank"], False),
        (["x.zip"], True),
        (["--json", "x.zip"], True),
    ],
)
def test_verify_without_a_file_asks_this_servers_books(arguments: list[str], is_file: bool) -> None:
    assert command._names_a_file(arguments) is is_file


@begins_in(small)
def test_one_book_as_text(tmp_path: Path) -> None:
    small()
    file = tmp_path / "nubias.beancount"
    call_command("export", str(file), "--book", "nubias", "--beancount")
    text = file.read_text()
    assert "open Assets:Cash:1000 USD" in text and "a secret" not in text


@pytest.mark.parametrize(
    "arguments", [["--book", "nothing"], ["--on", "soon"], ["--book", "nubias", "--on", "2016-13-01"]]
)
@begins_in(small)
def test_bad_input_is_refused_and_leaves_no_file(tmp_path: Path, arguments: list[str]) -> None:
    small()
    with pytest.raises(Refusal):
        call_command("export", str(tmp_path / "x.zip"), *arguments)
    with pytest.raises(Refusal):
        call_command("export", str(tmp_path / "no" / "such" / "folder.zip"))
    assert list(tmp_path.iterdir()) == []


@begins_in(small)
def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small()
    file = tmp_path / "pack.zip"
    file.write_text("the one before")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pack, "write", fail)
    with pytest.raises(Refusal, match="No space left"):
        call_command("export", str(file))
    assert file.read_text() == "the one before" and list(tmp_path.iterdir()) == [file]
