"""Journey 1 of the incubator in real Chromium: three graduates form a team, hand in evidence, pass its gates, are refused
one in words because a competence is missing, and the mentor's hours stand in the funder's report."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Site, sign_in
from tests.record.test_documents import PDF

pytestmark = pytest.mark.browser
TEAM = "Magnolia Repair"
FUNDER = "Delta Fund (invented)"


def hand_in(page: Any, team: str, document: str, paper: Path | None = None) -> None:
    """Hand in a document of the next gate, as words or as a file."""
    page.goto(team)
    page.locator("#next").get_by_role("link", name=document).click()
    if paper is None:
        page.get_by_label("Where can it be seen, or what does it say?").fill("In our folder, page 1.")
    else:
        page.locator("input[type=file]").set_input_files(str(paper))
    page.get_by_role("button", name="This is done").click()
    page.wait_for_url(team)


def pass_gate(page: Any, team: str, gate: str) -> str:
    """Press the one button of the team's page and vouch for what was handed in; what the page then says."""
    page.goto(team)
    page.get_by_role("link", name=f"Pass the gate “{gate}”").click()
    assert page.locator("input[name=evidence]:not(:checked)").count() == 0, "what was handed in is ticked"
    page.get_by_role("button", name="Pass this gate").click()
    told: str = page.locator("main").inner_text()
    return told


def hours_in_the_funders_report(site: Site, page: Any, team: str) -> None:
    """A mentor is offered, matched and gives an hour and a half that a funder pays."""
    page.goto(f"{site.url}/incubator/mentors/offer/")
    page.get_by_label("Whose offer is it?").fill("Walt")
    page.get_by_label("Customers and prices").check()
    page.get_by_label("Evenings").check()
    page.get_by_label("How many hours a month").fill("8")
    page.get_by_role("button", name="Offer these hours").click()
    page.get_by_text("Thank you.").wait_for()
    page.goto(f"{team}mentor/")
    page.get_by_role("button", name="Match Walt (invented)").click()
    page.wait_for_url(team)
    page.get_by_role("link", name="Enter mentor hours").click()
    assert page.get_by_label("Mentor", exact=True).input_value() == "Walt (invented)"
    page.get_by_label("Hours", exact=True).fill("1.5")
    page.get_by_label("Who paid for these hours?").fill(FUNDER)
    page.get_by_role("button", name="Enter these hours").click()
    page.wait_for_url(team)
    page.goto(f"{site.url}/incubator/hours/by-funder/")
    row = page.locator("table.ledger tbody tr", has_text=FUNDER)
    assert row.locator("td.num").all_inner_texts() == ["1", "1", "1.5"]


def test_three_graduates_form_a_team_and_pass_the_gates_with_evidence(
    site: Site, page: Any, tmp_path: Path
) -> None:
    paper = tmp_path / "notes.pdf"
    paper.write_bytes(PDF)
    sign_in(page, site, "incubator-coordinator")
    page.goto(f"{site.url}/school/courses/cooperative_basics_2016/")
    page.get_by_role("link", name="Form a team").click()
    graduates = page.locator("input[name=people]")
    assert graduates.count() >= 4
    for box in graduates.all()[3:]:
        box.uncheck()
    page.get_by_label("Name of the team").fill(TEAM)
    page.get_by_role("button", name="Form this team").click()
    page.wait_for_url("**/teams/magnolia_repair/")
    team = page.url
    assert page.locator(".person").count() == 3
    assert page.locator("main .button.go").count() == 1, "one act above all others"

    page.get_by_role("link", name="People of the team").click()
    page.get_by_label("Who joins?").fill("Walt")
    page.get_by_role("button", name="Add to the team").click()
    page.wait_for_url(team)
    for gate, document in (
        ("Idea", "The idea on one page"),
        ("Team formed", "Working agreement of the team"),
    ):
        hand_in(page, team, document)
        assert "Gate passed" in pass_gate(page, team, gate)
    hand_in(page, team, "Notes of the study circle", paper)
    refused = pass_gate(page, team, "Study circle done")
    assert re.search(r"asks that every member can: .+\. Not yet: Walt \(invented\)\.", refused)
    assert "1 file" in refused, "the paper is there"

    page.goto(f"{team}people/")
    page.get_by_label("Who leaves?").select_option(label="Walt (invented)")
    page.get_by_role("button", name="Take off the team").click()
    page.wait_for_url(team)
    assert "Gate passed" in pass_gate(page, team, "Study circle done")
    page.goto(team)
    with page.expect_download() as download:
        page.get_by_role("link", name="Notes of the study circle").click()
        page.get_by_role("link", name="File 1").click()
    assert Path(download.value.path()).read_bytes() == PDF

    hours_in_the_funders_report(site, page, team)
