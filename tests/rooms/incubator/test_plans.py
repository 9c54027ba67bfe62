"""Plans: drafts, versions, the pages where assumptions are typed, and the workbook that comes back."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from commonwork.charter.actions import policies
from commonwork.incubator import topics
from commonwork.incubator.actions import plans
from commonwork.incubator.models import PlanDraft, PlanVersion, Team
from commonwork.incubator.workbook import layout
from commonwork.incubator.workbook.writing import workbook
from commonwork.record import acts
from commonwork.record.models import Fact
from commonwork.rules.feasibility.assumptions import EquityAboveCap, NothingToSell
from tests.rooms.incubator import make
from tests.rooms.incubator.test_pages import BACKEND
from tests.rules.plans import BAKERY

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
ON = date(2017, 3, 1)
WHO: dict[str, Any] = {"on": ON, "by": "system/test", "at": make.NOON}


@pytest.fixture
def team() -> Team:
    return make.green_team()


@pytest.fixture
def member(client: Client, team: Team) -> Client:
    client.force_login(make.account("Kemi"), backend=BACKEND)
    return client


def drafted(team: Team, **changed: Any) -> Team:
    return plans.draft(team=team, assumptions={**BAKERY, **changed}, topic="sales", **WHO)


def at(name: str, *parts: str) -> str:
    return reverse(f"incubator_plan{name}", args=["green_team", *parts])


def test_a_draft_is_kept_unfinished_and_a_version_only_when_it_can_be_reckoned(team: Team) -> None:
    plans.draft(team=team, assumptions={"starts_on": "2027-01-01", "products": []}, topic="sales", **WHO)
    with pytest.raises(NothingToSell):
        plans.keep(team=team, note="first", **WHO)
    drafted(team)
    version = plans.keep(team=team, note="first", **WHO)
    assert (version.number, version.assumptions) == (1, BAKERY)
    drafted(team, equity_cap="1.00")
    with pytest.raises(EquityAboveCap):
        plans.keep(team=team, note="second", **WHO)
    kinds = list(
        Fact.objects.filter(kind__startswith="incubator.plan").order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["incubator.plan.drafted"] * 2 + ["incubator.plan.kept", "incubator.plan.drafted"]


def test_versions_are_numbered_and_an_unchanged_draft_is_not_kept_twice(team: Team) -> None:
    with pytest.raises(plans.NoDraftToKeep):
        plans.keep(team=team, note="first", **WHO)
    drafted(team)
    plans.keep(team=team, note="first", **WHO)
    with pytest.raises(plans.NothingChanged, match="since version 1"):
        plans.keep(team=team, note="again", **WHO)
    drafted(team, wage="6.00")
    assert plans.keep(team=team, note="better paid", **WHO).number == 2
    assert PlanVersion.objects.get(number=1).assumptions["wage"] == "5.00"


def test_a_draft_that_fails_half_way_leaves_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the fact cannot be written")

    monkeypatch.setattr(plans, "state", broken)
    with pytest.raises(RuntimeError):
        drafted(team)
    assert not PlanDraft.objects.exists()
    assert acts.ACTS


def test_the_plan_of_a_team_is_for_the_team_and_the_incubator_only(client: Client, team: Team) -> None:
    drafted(team)
    pages = [at(""), at("_months"), at("_compare"), at("_workbook"), at("_topic", "sales"), at("_upload")]
    assert {client.get(page).status_code for page in pages} == {302}
    client.force_login(make.account("Stranger"), backend=BACKEND)
    assert {client.get(page).status_code for page in pages} == {403}
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    assert {client.get(page).status_code for page in pages} == {200}


def test_every_topic_opens_before_anything_is_typed(member: Client) -> None:
    for part in ("sales", "seasons", "sisters", "start", "running", "work", "timing", "money", "cases"):
        page = member.get(at("_topic", part))
        assert page.status_code == 200 and page.content.decode().count("<h1") == 1
    assert member.get(at("_topic", "weather")).status_code == 404


def typed(**changed: str) -> dict[str, str]:
    row = {"name": "Garden visit", "price": "45.00", "unit_cost": "18", "units_1": "100", "units_2": "120",
           "units_3": "150", "minutes_per_unit": "30", "ramp_months": "0"}  # fmt: skip
    return {f"0-{name}": value for name, value in {**row, **changed}.items()}


def test_what_is_typed_is_saved_in_the_draft_by_a_button(member: Client, team: Team) -> None:
    make.gate_policies()
    answer = member.post(at("_topic", "sales"), typed(), follow=True)
    assert "Saved in the draft." in answer.content.decode()
    product = PlanDraft.objects.get().assumptions["products"]
    assert product[0]["price"] == "45.00" and product[0]["units"] == [100, 120, 150]
    assert product[0]["key"] == "garden_visit"
    page = member.get(at("")).content.decode()
    # 45 - 18 = 27 a visit and nothing fixed: no visit is needed to cover it
    assert "0 a month" in page and "36 months in three cases" in page
    member.post(at("_topic", "sales"), typed(name=""))
    assert PlanDraft.objects.get().assumptions["products"] == []


def test_one_price_changes_the_sums_at_once_and_saves_nothing(member: Client, team: Team) -> None:
    drafted(team)
    before = PlanDraft.objects.get().assumptions
    old = member.post(
        at("_preview", "sales"), typed(name="Bread", price="10", unit_cost="4")
    ).content.decode()
    new = member.post(
        at("_preview", "sales"), typed(name="Bread", price="12", unit_cost="4")
    ).content.decode()
    assert "72 a month" in old  # (150 + 100) / (10 - 4 - 2.50) = 71.4
    assert "46 a month" in new  # 250 / (12 - 4 - 2.50) = 45.5
    assert PlanDraft.objects.get().assumptions == before
    assert "must be at least" in member.post(at("_preview", "sales"), typed(price="-1")).content.decode()


def test_bad_assumptions_are_named_at_the_field(member: Client, team: Team) -> None:
    drafted(team, equity_cap="600.00")
    wrong = member.post(at("_topic", "sales"), typed(units_1="0", units_2="0", units_3="0"))
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["0-units_1"]
    wrong = member.post(at("_topic", "sales"), typed(price="-1"))
    assert list(wrong.context["form"].errors) == ["0-price"]
    assert PlanDraft.objects.get().assumptions["products"] == BAKERY["products"]


def test_a_share_above_the_cap_is_named_at_its_field(member: Client, team: Team) -> None:
    drafted(team)
    policies.adopt(
        code="incubator.member_equity_cap", value="600.00", starts_on=date(2016, 1, 1), adopted_by="system/test",
        source="test", by="system/test", at=make.NOON,
    )  # fmt: skip
    answers = {question.name: "0" for question in topics.topic("money").questions}  # type: ignore[union-attr]
    wrong = member.post(at("_topic", "money"), {**answers, "members": "3", "equity_per_member": "700"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {
        "equity_per_member": ["A member may put in at most 600.00 USD; this says 700.00 USD."]
    }


def test_versions_are_kept_and_compared(member: Client, team: Team) -> None:
    drafted(team)
    member.post(at("_keep"), {"note": "first try"})
    drafted(team, wage="6.00")
    page = member.get(at("_compare"), {"a": "1", "b": "0"}).content.decode()
    assert "Wage by the hour" in page and "$5.00" in page and "$6.00" in page
    assert "first try" in member.get(at("")).content.decode()
    assert "version 1" in member.get(at(""), {"version": "1"}).content.decode()
    assert member.get(at(""), {"version": "9"}).status_code == 404


def test_the_months_are_shown_and_exported(member: Client, team: Team) -> None:
    drafted(team)
    page = member.get(at("_months"), {"case": "worst", "year": "3"}).content.decode()
    assert "tie to the cent in every month" in page and "Jan 2029" in page
    file = b"".join(member.get(at("_months"), {"format": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "Income,Sales,1000," in file
    assert member.get(at("_months"), {"case": "middling"}).status_code == 404


def test_a_workbook_shows_its_difference_before_it_is_accepted(member: Client, team: Team) -> None:
    drafted(team)
    book = load_workbook(BytesIO(member.get(at("_workbook")).content))
    book[layout.PRODUCTS].cell(layout.FIRST_ROW, layout.column_of("products", "price")).value = 11
    stream = BytesIO()
    book.save(stream)
    shown = member.post(at("_upload"), {"workbook": SimpleUploadedFile("plan.xlsx", stream.getvalue())})
    page = shown.content.decode()
    assert "One assumption differs. Nothing has been taken over yet." in page and "$11.00" in page
    assert PlanDraft.objects.get().assumptions["products"][0]["price"] == "10.00"
    signed = shown.context["form"].initial["plan"]
    member.post(at("_accept"), {"plan": signed})
    assert PlanDraft.objects.get().assumptions["products"][0]["price"] == "11.00"
    refused = member.post(
        at("_accept"), {"plan": signed[:-1] + ("a" if signed[-1] != "a" else "b")}, follow=True
    )
    assert "Bring the workbook back once more." in refused.content.decode()


def test_a_wrong_cell_is_named_and_nothing_changes(member: Client, team: Team) -> None:
    drafted(team)
    book = load_workbook(BytesIO(workbook(BAKERY)))
    book[layout.ASSUMPTIONS].cell(layout.scalar_row("wage"), 3).value = "plenty"
    stream = BytesIO()
    book.save(stream)
    page = member.post(at("_upload"), {"workbook": SimpleUploadedFile("plan.xlsx", stream.getvalue())})
    assert page.status_code == 422 and "“Wage by the hour” (cell C" in page.content.decode()


def test_the_statements_tie_in_each_of_36_months_and_each_case(member: Client, team: Team) -> None:
    drafted(team)
    assets = ("Cash", "Owed by customers", "Equipment")
    for case in ("best", "base", "worst"):
        rows = member.get(at("_months"), {"case": case, "format": "json"}).json()["rows"]
        balance = [row for row in rows if row["statement"] == "What there is, and whose it is"]
        for month in range(1, 37):
            sides = [Decimal(0), Decimal(0)]
            for row in balance:
                sides[row["line"] not in assets] += Decimal(row[f"m{month}"])
            assert sides[0] == sides[1] != 0, (case, month)


def test_wherever_the_living_wage_is_shown_its_source_is(member: Client, team: Team) -> None:
    shown = [at(""), at("_topic", "work"), reverse("incubator_document", args=["green_team"])]
    shown.append(at("_compare") + "?a=1&b=0")
    drafted(team)
    member.post(at("_keep"), {"note": "first try"})
    drafted(team, living_wage="13.00")
    said = "a living wage of $12.50 an hour. Source: a survey of June."
    assert not [url for url in shown if said in member.get(url).content.decode()]
    policies.adopt(
        code="incubator.living_wage", value="12.50", starts_on=date(2016, 1, 1), adopted_by="system/test",
        source="a survey of June", by="system/test", at=make.NOON,
    )  # fmt: skip
    assert [url for url in shown if said not in member.get(url).content.decode()] == []
    front = load_workbook(BytesIO(member.get(at("_workbook")).content))[layout.ASSUMPTIONS]
    assert said in str(front.cell(layout.scalar_row("living_wage"), 4).value)
    assert "living wage" not in member.get(at("_topic", "sales")).content.decode()
