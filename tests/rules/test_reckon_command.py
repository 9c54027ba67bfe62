"""`commonwork reckon`: files and standard input, lines, schemas, and no traceback whatever comes in."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from commonwork.rules.reckon import RULES
from commonwork.site import reckon_command

QUESTION = b'{"balance": "10.00", "instalments": 3}'


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]):  # type: ignore[no-untyped-def]
    """Run the command with standard input; return (status, output, error) as text."""

    def run(*argv: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(stdin)))
        status = reckon_command.main(argv)
        captured = capsysbinary.readouterr()
        return status, captured.out.decode(), captured.err.decode()

    return run


def test_standard_input_is_answered(say) -> None:  # type: ignore[no-untyped-def]
    status, out, err = say("exit-note", stdin=QUESTION)
    assert (status, json.loads(out), err) == (0, {"rows": ["3.34", "3.33", "3.33"]}, "")
    assert say("exit-note", "-", stdin=QUESTION)[0] == 0


def test_a_file_is_answered_with_or_without_a_byte_order_mark(say, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for start in (b"", b"\xef\xbb\xbf"):
        file = tmp_path / "question.json"
        file.write_bytes(start + QUESTION)
        status, out, _ = say("exit-note", str(file))
        assert (status, json.loads(out)["rows"][0]) == (0, "3.34")


def test_the_list_names_every_rule_on_a_line(say) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = say("--list")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(RULES)


def test_the_schema_tells_input_and_output(say) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = say("surplus-split", "--schema")
    schemas = json.loads(out)
    assert status == 0
    assert schemas["input"]["required"] == ["surplus", "unit", "member_labour", "other_labour", "parts"]
    assert set(schemas["output"]["properties"]) == {"patronage_sourced", "non_patronage", "parts"}


@pytest.mark.parametrize(
    ("stdin", "words"),
    [
        (b"", "The input is empty."),
        (b" \n", "The input is empty."),
        (b"{", "not JSON"),
        (b"[]", "must be one JSON object"),
        (b'"text"', "must be one JSON object"),
        (b"null", "must be one JSON object"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"balance": NaN, "instalments": 3}', "NaN is not a number"),
        (b'{"balance": 1e99999999999999999999, "instalments": 3}', "out of range"),
        (b'{"balance": ' + b"9" * 10_000 + b', "instalments": 3}', "must be an amount"),
        (b'{"balance": 1, "balance": 2, "instalments": 3}', '"balance" stands twice'),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"instalments": 3}', '"balance" is missing'),
        (b'{"balance": "two\\nlines", "instalments": 3}', '"two lines"'),
        (b'{"balance": "\\ud800", "instalments": 3}', "must be an amount"),
    ],
)
def test_bad_input_gets_one_sentence_and_status_2(say, stdin: bytes, words: str) -> None:  # type: ignore[no-untyped-def]
    status, out, err = say("exit-note", stdin=stdin)
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert len(err) < 200


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ((), "Name a rule"),
        (("surplus",), "no rule called"),
        (("exit-note", "--fast"), 'no option "--fast"'),
        (("exit-note", "a.json", "b.json"), "One rule and one file"),
        (("exit-note", "/nonexistent/question.json"), "cannot be read: No such file"),
        (("exit-note", "/"), "cannot be read: Is a directory"),
        (("exit-note", "a\0b"), "cannot be read"),
    ],
)
def test_a_wrong_call_gets_one_sentence_and_status_2(say, argv: tuple[str, ...], words: str) -> None:  # type: ignore[no-untyped-def]
    status, out, err = say(*argv)
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_lines_are_answered_one_by_one_and_a_refusal_does_not_stop_the_rest(say) -> None:  # type: ignore[no-untyped-def]
    lines = [QUESTION, b"nonsense", b"", b'{"balance": "Se\xc3\xb1or"}', QUESTION, b"", b""]
    status, out, err = say("exit-note", "--lines", stdin=b"\r\n".join(lines))
    answers = [json.loads(line) for line in out.splitlines()]
    assert [list(answer) for answer in answers] == [["rows"], ["refusal"], ["refusal"], ["refusal"], ["rows"]]
    assert "Señor" in out
    assert (status, err) == (2, "")


def test_lines_without_a_refusal_end_well(say) -> None:  # type: ignore[no-untyped-def]
    assert say("exit-note", "--lines", stdin=QUESTION + b"\n")[0] == 0
    assert say("exit-note", "--lines", stdin=b"") == (0, "", "")


def test_a_key_that_is_no_text_is_answered_as_an_escape(say) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = say("apportion", stdin=b'{"seats": 1, "method": "webster", "weights": {"\\ud800": 1}}')
    assert (status, json.loads(out)) == (0, {"seats": {"\ud800": 1}})


def test_help_shows_how_to_call(say) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = say("--help")
    assert (status, out) == (0, f"{reckon_command.USAGE}\n")


PROGRAM = [sys.executable, "-c", "import sys; from commonwork.site import command; command.main()", "reckon"]


def test_the_program_answers_without_loading_django() -> None:
    checked = "import sys; from commonwork.site import reckon_command as r; r.main(['--list']); "
    checked += "sys.exit(3 if {'django', 'numpy'} & set(sys.modules) else 0)"
    done = subprocess.run([sys.executable, "-c", checked], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_who_has_had_enough_is_no_fault() -> None:
    with subprocess.Popen(
        [*PROGRAM, "exit-note", "--lines"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        try:
            program.stdin.write((QUESTION + b"\n") * 1000)
            program.stdin.close()
        except BrokenPipeError:
            pass
        assert program.stderr.read() == b""
        assert program.wait(timeout=20) == 0


def golden(published: Path) -> dict[str, Any]:
    return dict(json.loads((published / "golden" / "domain.json").read_text()))


def test_the_doors_of_the_federation_give_the_published_answers(say, published: Path) -> None:  # type: ignore[no-untyped-def]
    """Golden A, B, I and J of domain.json, each asked on the command line."""

    def ask(rule: str, **given: Any) -> Any:
        status, out, err = say(rule, stdin=json.dumps(given).encode())
        assert (status, err) == (0, "")
        return json.loads(out)

    found = golden(published)
    members = {"farm": 4, "cafe": 12, "green": 25, "cpc": 60, "care": 140}
    for name, way in (
        ("prop", {"method": "webster", "seats": 15, "floor": 1}),
        ("capped", {"method": "webster", "seats": 15, "floor": 1, "cap": 5}),
        ("sqrt", {"method": "square_root"}),
    ):
        assert ask("delegates", body="Council", weights=members, **way)["seats"] == found["J"][name]
    account = found["B_ica"]
    movements = [
        {"on": "2026-12-31", "kind": "INTEREST", "amount": account["interest_4pct"]},
        {"on": "2026-12-31", "kind": "PATRONAGE_QUALIFIED", "amount": account["retained"]},
        {"on": "2027-12-31", "kind": "LOSS", "amount": account["loss_A"]},
    ]
    ran = ask("capital-account", opening=account["open"], movements=movements)
    assert ran["rows"][1]["balance"] == account["close_y1"]
    assert ran["closing"] == account["close_y2_no_interest"]
    note = ask("exit-note", balance=ran["closing"], instalments=5)
    assert note["rows"] == list(account["exit_5_instalments"].values())
    for year_end, (pay_by, cash_by) in found["I_deadlines"].items():
        last_days = {"pay_by": pay_by, "cash_checks_by": cash_by}
        assert ask("patronage-deadlines", year_end=year_end) == last_days
    paid = found["A_patronage"]
    form = ask(
        "notice-1099-patr",
        cash=paid["cash"]["A"],
        retained=paid["retained"]["A"],
        paid_on="2026-09-15",
        year_end="2025-12-31",
    )
    assert (form["box_1"], form["box_4"], form["box_5"]) == (f"{paid['alloc']['A']}.00", "0.00", "0.00")
    assert (form["form_year"], form["pay_by"], form["is_in_time"]) == (2026, "2026-09-15", True)


def test_dues_and_pay_ratio_are_answered_as_worked_by_hand(say) -> None:  # type: ignore[no-untyped-def]
    """SEASON.md: 0.1 % of 72,300 is 72.30, below the minimum of 200. Wages 12 to 24 are two to one; 24.01 are not."""
    status, out, _ = say("dues", stdin=b'{"base": "72300", "rate_bp": 10, "minimum": "200"}')
    assert (status, json.loads(out)) == (0, {"at_rate": "72.30", "due": "200.00"})
    asked = {"limit": 2, "coops": {"farm": ["12.00", "24.00"], "cafe": ["12.00", "24.01"]}}
    status, out, _ = say("pay-ratio", stdin=json.dumps(asked).encode())
    told = json.loads(out)
    assert status == 0
    assert told["coops"]["farm"] == {
        "lowest": "12.00",
        "highest": "24.00",
        "ratio": "2.00",
        "limit": "2.00",
        "holds": True,
    }
    assert (told["coops"]["cafe"]["holds"], told["holds"]) == (False, False)
