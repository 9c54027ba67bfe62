"""`make screens`: pictures of every key page at 360 and 1280 px, light and dark, signed out and as each role.

Saved under var/screens/, one file a page, width, scheme and role. Exit status 1 when a page scrolls sideways or fails.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, Site, free_port, sign_in, start
from tests.databases import ROOT

PUBLIC = {
    "front": "/",
    "organisations": "/organisations/",
    "organisation": "/organisations/freedom_farm/",
    "federation": "/federation/",
    "trade": "/federation/trade/",
    "dashboard": "/federation/dashboard/?year=2016",
    "delegates": "/federation/delegates/",
    "council": "/federation/delegates/bodies/council_of_delegates/",
    "federation-funds": "/federation/funds/",
    "coop-status": "/federation/coops/green_team/status/",
    "solidarity": "/federation/solidarity/",
    "incubator": "/incubator/",
    "team": "/incubator/teams/green_team/",
    "school": "/school/",
    "course": "/school/courses/cooperative_basics_2016/",
    "bank": "/bank/",
    "lent": "/bank/lent/",
    "loan": "/bank/loans/green_team_1/",
    "assembly": "/assembly/",
    "count": "/assembly/peoples_assembly_2017/",
    "count-a-file": "/assembly/count-a-file/",
    "offices": "/assembly/offices/",
    "shared-budgets": "/assembly/budgets/",
    "followed": "/assembly/followed/",
    "west-side-council": "/assembly/bodies/west_side_council/",
    "motion": "/assembly/motions/shade_trees/",
    "motion-versions": "/assembly/motions/shade_trees/versions/3/",
    "opinions": "/assembly/motions/shade_trees/opinions/",
    "talk": "/assembly/motions/shade_trees/talk/",
    "meeting": "/assembly/meetings/council_in_march/",
    "room-screen": "/assembly/meetings/council_in_march/screen/",
    "minutes": "/assembly/meetings/council_in_march/minutes/",
    "election": "/assembly/elections/council_speakers_2017/",
    "shared-budget": "/assembly/budgets/street_budget_2017/",
    "vote": "/assembly/votes/council_on_the_radio/",
    "gatherings": "/gatherings/",
    "books": "/books/",
    "book": "/books/freedom_farm/",
    "open-books": "/books/freedom_farm/open/",
    "open-entry": "/books/freedom_farm/open/97/",
    "statements": "/books/freedom_farm/statements/",
    "income": "/books/freedom_farm/statements/income/",
    "sheet": "/books/freedom_farm/statements/sheet/",
    "cash": "/books/freedom_farm/statements/cash/",
    "funds": "/books/freedom_farm/statements/funds/",
    "equity": "/books/freedom_farm/statements/equity/",
    "trial": "/books/freedom_farm/trial-balance/",
    "ledger": "/books/freedom_farm/ledger/",
    "entries": "/books/freedom_farm/entries/",
    "budgets": "/books/freedom_farm/budgets/",
    "all-books": "/books/all/",
    "all-statements": "/books/all/statements/",
    "all-income": "/books/all/statements/income/",
    "ideas": "/incubator/ideas/",
    "teams": "/incubator/teams/",
    "cohorts": "/incubator/cohorts/",
    "gates": "/incubator/gates/",
    "hours": "/incubator/hours/",
    "hours-by-funder": "/incubator/hours/by-funder/",
    "outcomes": "/incubator/outcomes/",
    "outcome-teams": "/incubator/outcomes/teams/?part=launched",
    "press": "/press/",
    "horizon": "/horizon/",
    "principles": "/principles/",
    "policies": "/policies/",
    "practice": "/practice/",
    "help": "/help/",
    "verify": "/verify/",
    "sign-in": "/accounts/login/",
    "ui": "/ui/",
    "missing": "/nothing-here/",
}
BY_ROLE = {
    "worker-owner": {
        "home": "/home/",
        "stake": "/federation/my-stake/",
        "week": "/federation/coops/green_team/hours/week/",
        "claims": "/books/claims/",
        "claim-form": "/books/green_team/claims/new/",
        "plan": "/incubator/teams/green_team/plan/",
        "plan-topic": "/incubator/teams/green_team/plan/topics/sales/",
        "task": "/incubator/teams/green_team/tasks/year_in_figures/",
        "help-wanted": "/incubator/teams/green_team/help/",
        "mentor-offer": "/incubator/mentors/offer/",
        "first-year": "/incubator/teams/green_team/first-year/",
    },
    "treasurer": {
        "home": "/home/",
        "coop": "/federation/coops/freedom_farm/",
        "shares": "/federation/coops/freedom_farm/shares/",
        "coop-pay": "/federation/coops/freedom_farm/pay/",
        "year-tasks": "/federation/coops/freedom_farm/year-ends/2016/tasks/",
        "year-notices": "/federation/coops/freedom_farm/year-ends/2016/tasks/notices/",
        "book": "/books/freedom_farm/",
        "members": "/books/freedom_farm/statements/equity/members/",
        "bank-accounts": "/books/freedom_farm/bank/",
        "bank-add": "/books/freedom_farm/bank/new/",
        "bank-rules": "/books/freedom_farm/bank/rules/",
        "claims": "/books/freedom_farm/claims/",
        "budgets": "/books/freedom_farm/budgets/",
        "budget-form": "/books/freedom_farm/budgets/new/",
        "holds": "/books/freedom_farm/holds/",
        "hold-form": "/books/freedom_farm/holds/new/",
        "accounts": "/books/freedom_farm/accounts/",
        "account": "/books/freedom_farm/accounts/1000/",
        "journal": "/books/freedom_farm/journal/new/",
        "entry": "/books/freedom_farm/entries/97/",
        "close": "/books/freedom_farm/close/",
        "open-choice": "/books/freedom_farm/open/choose/",
    },
    "loan-officer": {
        "home": "/home/",
        "loan": "/bank/loans/green_team_1/",
        "pay": "/bank/loans/green_team_1/pay/",
    },
    "trainer": {"home": "/home/", "course": "/school/courses/cooperative_basics_2016/"},
    "incubator-coordinator": {
        "home": "/home/",
        "team": "/incubator/teams/green_team/",
        "board": "/incubator/board/",
        "gate": "/incubator/teams/green_team/gate/",
        "mentors": "/incubator/mentors/",
        "mentor": "/incubator/teams/green_team/mentor/",
        "ideas": "/incubator/ideas/",
        "cohorts": "/incubator/cohorts/",
        "cohort-form": "/incubator/new-cohort/",
        "team-form": "/incubator/new-team/",
        "hours-form": "/incubator/teams/green_team/hours/",
        "circle": "/incubator/from-course/cooperative_basics_2016/",
        "first-year": "/incubator/teams/green_team/first-year/",
    },
    "assembly-facilitator": {"home": "/home/", "assembly": "/assembly/peoples_assembly_2017/"},
    "auditor": {
        "home": "/home/",
        "consolidated": "/books/all/",
        "statements": "/books/all/statements/",
        "ledger": "/books/all/ledger/",
        "packs": "/books/freedom_farm/packs/",
        "bank-accounts": "/books/freedom_farm/bank/",
    },
    "steward": {"home": "/home/", "record": "/record/", "people": "/people/"},
}


def main() -> int:
    """Take all pictures; returns 1 when a page overflows or answers with a fault."""
    folder = ROOT / "var" / "screens"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wrong = 0
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        site, server = start(Path(home), free_port())
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            wrong += _take(browser, site, "", PUBLIC, folder)
            for role, pages in BY_ROLE.items():
                wrong += _take(browser, site, role, pages, folder)
        finally:
            browser.close()
            server.terminate()
            server.wait(20)
    sys.stdout.write(
        f"{len(list(folder.iterdir()))} pictures in {folder.relative_to(ROOT)}, {wrong} complaints\n"
    )
    return 1 if wrong else 0


def _take(browser: Any, site: Site, role: str, pages: dict[str, str], folder: Path) -> int:
    wrong = 0
    page = browser.new_context().new_page()
    if role:
        sign_in(page, site, role)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for name, path in pages.items():
                answer = page.goto(site.url + path)
                page.wait_for_load_state("networkidle")
                over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                if over > 0 or answer.status >= 500:
                    sys.stdout.write(
                        f"{role or 'public'} {path} at {width}: status {answer.status}, {over} px too wide\n"
                    )
                    wrong += 1
                page.screenshot(
                    path=folder / f"{role or 'public'}-{name}-{width}-{scheme}.png", full_page=True
                )
    page.context.close()
    return wrong


if __name__ == "__main__":
    sys.exit(main())
