"""Journey 2 of the books in real Chromium: the auditor goes from the consolidated balance sheet to one posting, its fact
and its receipt, draws a pack, and checks it in an empty folder without the server."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
DAY = "2016-12-31"


def checked(pack: Path, folder: Path) -> int:
    """The exit status of the pack's own verifier, run alone in an empty folder."""
    folder.mkdir()
    with ZipFile(pack) as archive:
        archive.extract("verify.py", folder)
    return alone(pack, folder)


def alone(pack: Path, folder: Path) -> int:
    call = [sys.executable, "-I", "verify.py", str(pack)]
    return subprocess.run(call, cwd=folder, env={}, check=False, capture_output=True).returncode


def test_the_auditor_drills_to_a_receipt_and_checks_a_pack_without_the_server(
    site: Site, page: Any, tmp_path: Path
) -> None:
    main = page.locator("main")
    sign_in(page, site, "auditor")
    page.goto(f"{site.url}/books/all/statements/sheet/?to={DAY}")
    told = main.inner_text().lower()
    assert "struck out" in told and "31 december 2016" in told.replace("dec ", "december ")

    links = [link.get_attribute("href") for link in main.locator("table a[href*='/row/']").all()]
    for link in links:
        page.goto(f"{site.url}{link}")
        row = main.locator("tr", has_text="Struck out").locator("td")
        if row.inner_text() not in {"0.00", "–", "—", ""}:
            break
    else:
        raise AssertionError("no row of the balance sheet has anything struck out")

    main.locator("table tbody th a").first.click()
    page.wait_for_url("**/accounts/**")
    main.locator("table a[href*='/entries/']").first.click()
    page.wait_for_url("**/entries/**")
    assert main.get_by_text("Together").count() == 1
    page.get_by_role("link", name="See the receipt").click()
    page.wait_for_url("**/receipts/**")
    assert main.get_by_role("heading").count() >= 1

    page.goto(f"{site.url}/books/all/packs/")
    page.locator("[name=on]").fill(DAY)
    with page.expect_download() as download:
        page.get_by_role("button", name="Draw the pack").click()
    pack = tmp_path / "pack.zip"
    download.value.save_as(pack)

    with ZipFile(pack) as archive:
        assert {"all-books/sheet-2016.pdf", "vouchers.json", "books/bank/entries.jsonl"} <= set(
            archive.namelist()
        )
    assert checked(pack, tmp_path / "empty") == 0
    raw = pack.read_bytes()
    at = len(raw) // 2
    pack.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
    assert alone(pack, tmp_path / "empty") == 1
