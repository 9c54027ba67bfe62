"""Counting an uploaded file on a page: published winners, words for every stage, complaints with their lines."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commonwork.assembly.views import counts
from commonwork.rules.counting import blt, pabulib
from tests.rooms.assembly import make
from tests.rules.counting.published_results import scottish_wards

pytestmark = pytest.mark.django_db
TOWN = (
    "META\nkey;value\nbudget;1100\nvote_type;approval\nrule;equalshares/add1\nPROJECTS\nproject_id;cost;name\n"
    "van;800;Van\npath;500;Path\ntrees;300;Trees\nVOTES\nvoter_id;vote\n1;van\n2;van\n3;van\n4;path,trees\n5;path\n"
)
BOARD = (  # 14 papers, 2 seats, quota 14 // 3 + 1 = 5: Ada 9 has 4 to pass on, each paper with 4 / 9 = 0.44444
    '4 2\n6 1 2 0\n3 1 3 0\n2 2 0\n2 3 0\n1 4 0\n0\n"Ada"\n"Ben"\n"Cleo"\n"Dov"\n"Board"\n'
)


def send(client: Client, text: str | bytes, name: str, **asked: Any) -> Any:
    make.network()
    raw = text.encode() if isinstance(text, str) else text
    data = {"file": SimpleUploadedFile(name, raw), "answer": "page", **asked}
    return client.post(reverse("assembly_count_file"), data)


def test_a_count_is_told_stage_by_stage_with_its_bars(client: Client) -> None:
    answer = send(client, BOARD, "board.blt")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "5 votes win a seat: 14 papers divided by 3" in page
    assert "Ada has 9 votes, 4 more than needed" in page
    assert "each with 0.44444 of the worth it had" in page
    assert "Most went to Ben (+2.66) and Cleo (+1.33)." in page  # 6 x 0.44444 and 3 x 0.44444
    assert page.count('class="chart count-stage"') == page.count("Next stage") + 1


def test_the_page_offers_the_form_to_everyone(client: Client) -> None:
    make.network()
    page = client.get(reverse("assembly_count_file"))
    assert page.status_code == 200
    assert "read, counted and forgotten" in page.content.decode()


@pytest.mark.parametrize("rule", ["meek", "irv", "schulze", "approval"])
def test_every_rule_has_its_page(client: Client, rule: str) -> None:
    answer = send(client, BOARD, "board.blt", rule=rule)
    assert answer.status_code == 200
    assert "Ada" in answer.content.decode().split('class="lede"')[1][:400]


def test_a_budget_is_shown_by_both_rules_with_who_paid_what(client: Client) -> None:
    page = send(client, TOWN, "town.pb").content.decode()
    # 1100 / 5 = 220 each; raised by 46 to 266 the two supporters of the path pay 250 each (rules.counting.budget)
    assert "raised step by step, by 46 to 266" in page
    assert "500. Of its 2 supporters, 2 paid 250 each." in page
    assert "2 of 5" in page and "4 of 5" in page  # greedy takes van and trees: 3 + 1 voters


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        (BOARD.replace("3 1 3 0", "3 1 9 0"), "board.blt", 3),
        (TOWN.replace("5;path", "5;bridge"), "town.pb", 17),
        ('2,1,\n1,3,\n"Candidate 1","Ada","",\n"Candidate 2","Ben","",\n"All",\n', "board.csv", 2),
    ],
)
def test_a_malformed_file_is_answered_with_its_line(client: Client, text: str, name: str, line: int) -> None:
    answer = send(client, text, name)
    assert answer.status_code == 422
    assert f'<th scope="row" class="num">{line}</th>' in answer.content.decode()


def test_complaints_are_said_in_the_readers_language_each_with_its_line(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    spanish = {
        "There is no candidate {number}; they are numbered 1 to {candidates}.": "No hay {number} entre {candidates}.",
        "This ballot line should end with 0.": "Falta el 0 al final.",
    }
    monkeypatch.setattr(counts, "_", lambda text: spanish.get(text, text))
    broken = BOARD.replace("3 1 3 0", "3 1 9 0").replace("2 3 0\n1 4", "2 3\n1 4")
    page = send(client, broken, "board.blt").content.decode()
    for line, words in ((3, "No hay 9 entre 4."), (5, "Falta el 0 al final.")):
        assert f'<th scope="row" class="num">{line}</th><td data-label="What is wrong">{words}</td>' in page


def test_ballots_go_out_in_every_form_and_come_in_again(client: Client) -> None:
    csv = send(client, BOARD, "board.blt", answer="csv").content.decode()
    back = send(client, csv, "board.csv", answer="blt").content.decode()
    assert blt.parse(back).count().elected == blt.parse(BOARD).count().elected == ("Ada", "Ben")
    again = send(client, TOWN, "town.pb", answer="pb").content.decode()
    assert pabulib.parse(again).count("equal-shares").selected == ("path",)


def test_an_election_is_not_counted_by_a_rule_for_budgets(client: Client) -> None:
    answer = send(client, BOARD, "board.blt", rule="greedy")
    assert answer.status_code == 422
    assert "This rule decides budgets" in answer.content.decode()


def test_nothing_of_the_file_is_kept(client: Client) -> None:
    send(client, BOARD, "board.blt")
    assert not client.session.items()


def test_a_file_that_is_no_text_is_refused(client: Client) -> None:
    assert send(client, b"4 2\n\xff\xfe\x00", "board.blt").status_code == 422


def test_the_scottish_wards_give_the_published_winners_on_the_page(client: Client, published: Path) -> None:
    folder = published / "voting" / "stv-scotland-2017" / "ballots"
    for ward in scottish_wards(published)[::20]:
        raw = (folder / ward.file).read_bytes()
        answer = send(client, raw, ward.file)
        declared = {
            ward.names(ward.election.count())[row["name"]] for row in ward.rows if row["elected"] == "1"
        }
        assert set(answer.context["elected"]) == declared, ward.file
        figures = json.loads(send(client, raw, ward.file, answer="json").content)
        assert len(figures["stages"]) == ward.rounds == len(answer.context["told"]), ward.file
