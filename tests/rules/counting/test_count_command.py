"""The command `commonwork count`: its shapes, its refusals, and that it needs nothing of the network."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonwork.site import count_command

Said = pytest.CaptureFixture[str]
BLT = '3 2\n4 1 2 0\n2 3 0\n0\n"Castor"\n"Pollux"\n"Helen"\n"Chairs"\n'
PB = (
    "META\nkey;value\ndescription;Our town\nbudget;900\nvote_type;approval\nrule;greedy\n"
    "PROJECTS\nproject_id;cost;name\na;500;Path\nb;800;Van\nc;300;Trees\n"
    "VOTES\nvoter_id;vote\n1;a\n2;a,b\n3;c\n"
)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    made = {
        "good.blt": BLT,
        "good.pb": PB,
        "more.pb": PB + "4;b\n",
        "bad.blt": BLT.replace("2 3 0", "2 7 0"),
        "bad.pb": PB + "4;z\n",
    }
    for name, text in made.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {name: str(tmp_path / name) for name in made}


def run(capfd: Said, *argv: str) -> tuple[int, str, str]:
    status = count_command.main(list(argv))
    said = capfd.readouterr()
    return status, said.out, said.err


def test_an_election_has_the_shape_of_the_interfaces(files: dict[str, str], capfd: Said) -> None:
    status, out, err = run(capfd, files["good.blt"], "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert {"rule", "seats", "quota", "elected", "stages", "lots"} <= found.keys()
    assert (found["rule"], found["seats"], found["quota"]) == ("scottish", 2, 3)
    assert found["elected"] == ["Castor", "Helen"]
    # Six papers, quota 3. Castor's surplus 1 goes to Pollux at 1 / 4 a paper; then Pollux (1.0) is excluded.
    assert found["stages"][0] == {
        "stage": 1,
        "action": "first preferences",
        "totals": {"Castor": "4.00000", "Pollux": "0.00000", "Helen": "2.00000"},
        "elected": ["Castor"],
        "excluded": [],
        "nontransferable": "0.00000",
        "residual": "0.00000",
    }
    assert [stage["action"] for stage in found["stages"]] == [
        "first preferences",
        "surplus of Castor",
        "exclusion of Pollux",
    ]
    last = found["stages"][-1]
    assert (last["totals"]["Pollux"], last["excluded"], last["nontransferable"]) == (
        "0.00000",
        ["Pollux"],
        "1.00000",
    )
    assert last["elected"] == ["Helen"]


def test_meek_totals_have_nine_decimals_and_a_quota_as_text(files: dict[str, str], capfd: Said) -> None:
    found = json.loads(run(capfd, files["good.blt"], "--rule", "meek", "--json")[1])
    assert found["stages"][1]["totals"]["Castor"] == "2.000000004"  # the reference report of this profile
    assert found["quota"] == "2.000000001"


def test_rules_for_one_person_ignore_the_seats_of_the_file_but_not_those_asked_for(
    files: dict[str, str], capfd: Said
) -> None:
    found = json.loads(run(capfd, files["good.blt"], "--rule=irv", "--json")[1])
    assert (found["seats"], found["elected"], found["condorcet_winner"]) == (1, ["Castor"], "Castor")
    status, _, err = run(capfd, files["good.blt"], "--rule", "schulze", "--seats", "2")
    assert (status, err) == (2, "The rule schulze elects one person, not 2.\n")


def test_seats_and_seed_can_be_given(files: dict[str, str], capfd: Said) -> None:
    found = json.loads(run(capfd, files["good.blt"], "--seats", "1", "--seed", "die 4 1 6", "--json")[1])
    assert (found["elected"], found["quota"], found["seed"]) == (["Castor"], 4, "die 4 1 6")


def test_a_budget_has_the_shape_of_the_interfaces(files: dict[str, str], capfd: Said) -> None:
    found = json.loads(run(capfd, files["good.pb"], "--json")[1])
    assert {"rule", "budget", "selected", "cost", "voters_with_a_project", "steps"} <= found.keys()
    assert (found["rule"], found["selected"]) == ("greedy", ["a", "c"])
    assert (Decimal(found["budget"]), Decimal(found["cost"])) == (900, 800)
    assert found["voters_with_a_project"] == 3
    other = json.loads(run(capfd, files["more.pb"], "--rule", "greedy-no-skip", "--json")[1])
    assert (other["rule"], other["selected"], other["voters_with_a_project"]) == ("greedy-no-skip", ["a"], 2)


def test_the_completion_is_a_choice(files: dict[str, str], capfd: Said) -> None:
    # 300 each: the trees cost 300 and voter 3 pays them; the path 250 of each of two. 100 is left, nothing fits.
    plain = json.loads(run(capfd, files["good.pb"], "--rule", "equal-shares", "--json")[1])
    assert (plain["rule"], plain["selected"]) == ("equal-shares", ["a", "c"])
    assert [step["price"] for step in plain["steps"]] == ["250.0000", "300.0000"]
    done = run(capfd, files["good.pb"], "--rule", "equal-shares", "--completion", "utilitarian", "--json")[1]
    assert json.loads(done)["selected"] == ["a", "c"]


def test_several_files_give_one_json_a_line_and_a_bad_one_does_not_stop_the_rest(
    files: dict[str, str], capfd: Said
) -> None:
    status, out, err = run(capfd, files["good.blt"], files["bad.blt"], files["good.pb"])
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 2
    assert [line.get("elected") or line.get("selected") for line in lines] == [
        ["Castor", "Helen"],
        None,
        ["a", "c"],
    ]
    assert lines[1]["refusal"] == "Line 3: There is no candidate 7; they are numbered 1 to 3."
    assert err == f"{files['bad.blt']}: {lines[1]['refusal']}\n"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["bad.blt", "--json"], "Line 3: There is no candidate 7"),
        (["bad.pb", "--json"], 'Line 17: There is no project "z"'),
        (["absent.blt"], "cannot be read: no such file"),
        ([], "Name at least one file"),
        (["good.blt", "--rule"], "--rule needs a value"),
        (["good.blt", "--rule", "borda"], 'no rule called "borda"'),
        (["good.blt", "--rule", "greedy"], "decides budgets, not elections"),
        (["good.pb", "--rule", "scottish"], "does not decide budgets"),
        (["good.pb", "--seats", "2"], "A budget has no seats"),
        (["good.blt", "--seats", "0"], "is not a number of seats"),
        (["good.blt", "--seats", "9"], "3 candidates for 9 seats"),
        (["good.pb", "--completion", "phragmen"], "neither none nor utilitarian"),
        (["good.blt", "--colour"], "no option --colour"),
    ],
)
def test_a_refusal_is_a_sentence_on_standard_error_and_status_2(
    files: dict[str, str], capfd: Said, argv: list[str], words: str
) -> None:
    status, out, err = run(capfd, *(files.get(word, word) for word in argv))
    assert (status, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_text_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path, capfd: Said) -> None:
    (tmp_path / "latin.blt").write_bytes(BLT.replace("Helen", "Hélène").encode("latin-1"))
    status, _, err = run(capfd, str(tmp_path / "latin.blt"))
    assert status == 2
    assert "line 7: this is not UTF-8 text" in err


def test_in_words_it_says_who_is_elected_and_what_is_selected(files: dict[str, str], capfd: Said) -> None:
    assert "Elected: Castor, Helen" in run(capfd, files["good.blt"])[1]
    assert "Selected: a, c" in run(capfd, files["good.pb"])[1]
    assert "Preferred to each of the others: Castor" in run(capfd, files["good.blt"], "--rule", "irv")[1]
    assert run(capfd, "--help")[0] == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=120), st.sampled_from([".blt", ".pb", ".csv", ".txt"]))
def test_no_file_makes_it_fall_over(tmp_path: Path, raw: bytes, suffix: str) -> None:
    path = tmp_path / f"any{suffix}"
    for text in (raw, BLT.encode()[: len(raw)] + raw, PB.encode() + raw):
        path.write_bytes(text)
        assert count_command.main([str(path), "--json"]) in (0, 2)


def test_it_imports_nothing_of_django() -> None:
    code = "import sys, commonwork.site.count_command; sys.exit(any(m.startswith('django') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["stv-glasgow-2007/Calton-2007.blt", "pb/Poland_Swiecie_2023.pb"])
def test_real_files_are_counted_from_the_command_line(published: Path, capfd: Said, name: str) -> None:
    status, out, _ = run(capfd, str(published / "voting" / name), "--json")
    assert status == 0
    found = json.loads(out)
    assert len(found.get("elected", found.get("selected"))) in (3, 17)
