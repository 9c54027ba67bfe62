"""Journey 1 of the incubator in real Chromium: three graduates form a team, hand in evidence, pass its gates, are refused
one in words because a competence is missing, and the mentor's hours stand in the funder's report."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.browser import incubator_state as state
from tests.browser.conftest import Site, sign_in
from tests.record.test_documents import PDF

pytestmark = pytest.mark.browser
TEAM = "Magnolia Repair"
FUNDER = "Delta Fund (invented)"


def pass_gate(page: Any, gate: str) -> str:
    """Press the one button of the team's page and vouch for what was handed in; what the page then says."""
    page.get_by_role("link", name=f"Pass the gate “{gate}”").click()
    assert page.locator("input[name=evidence]:not(:checked)").count() == 0, "what was handed in is ticked"
    page.get_by_role("button", name="Pass this gate").click()
    told: str = page.locator("main").inner_text()
    return told


def hours_in_the_funders_report(site: Site, page: Any, team: str) -> None:
    """The mentor gives an hour and a half that a funder pays."""
    page.get_by_role("link", name="Enter mentor hours").click()
    assert page.get_by_label("Mentor", exact=True).input_value() == "Walt (invented)"
    page.get_by_label("Hours", exact=True).fill("1.5")
    page.get_by_label("Who paid for these hours?").fill(FUNDER)
    page.get_by_role("button", name="Enter these hours").click()
    page.wait_for_url(team)
    page.goto(f"{site.url}/incubator/hours/by-funder/")
    row = page.locator("table.ledger tbody tr", has_text=FUNDER)
    assert row.locator("td.num").all_inner_texts() == ["1", "1", "1.5"]


@pytest.mark.soak
def test_three_graduates_form_a_team_and_pass_the_gates_with_evidence(
    site: Site, page: Any, inside: Callable[..., None], tmp_path: Path
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

    inside(partial(state.one_more_and_two_gates, "magnolia_repair"))
    page.reload()
    page.locator("#next").get_by_role("link", name="Notes of the study circle").click()
    page.locator("input[type=file]").set_input_files(str(paper))
    page.get_by_role("button", name="This is done").click()
    page.wait_for_url(team)
    refused = pass_gate(page, "Study circle done")
    assert re.search(r"asks that every member can: .+\. Not yet: Walt \(invented\)\.", refused)
    assert "1 file" in refused, "the paper is there"

    page.goto(f"{team}people/")
    page.get_by_label("Who leaves?").select_option(label="Walt (invented)")
    page.get_by_role("button", name="Take off the team").click()
    page.wait_for_url(team)
    assert "Gate passed" in pass_gate(page, "Study circle done")
    inside(partial(state.walt_is_their_mentor, "magnolia_repair"))
    page.goto(team)
    hours_in_the_funders_report(site, page, team)
