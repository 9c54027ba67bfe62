"""Around the year-end: consents, notices, splits, old shares, forms, the ways of other tax modes, the run over all."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from commonwork.books import queries as book_queries
from commonwork.charter.queries import value
from commonwork.federation import standards
from commonwork.federation.actions import (
    hours,
    notices,
    redemptions,
    splits,
    year_end_checks,
    year_end_runs,
    year_end_steps_back,
    year_ends,
)
from commonwork.federation.models import Consent, Notice, RedeemedPart, Redemption, YearEnd
from commonwork.federation.policies import PARTS
from commonwork.federation.queries import year_end_papers as papers
from commonwork.federation.queries.hours import Worked
from commonwork.federation.views.notice_papers import notice_pdf
from commonwork.record.models import Fact
from commonwork.registry.models import Network, Organisation, Person
from commonwork.rules.redemption import NothingToRedeem
from commonwork.rules.surplus import PartsNotWhole
from tests.rooms.federation.make import BY, NEW_YEAR, YEAR_END, Town, account, noon, post, town

pytestmark = pytest.mark.django_db
LATER = date(2018, 3, 1)
WHEN: dict[str, Any] = {"by": BY, "at": noon(LATER)}
FARM = "/federation/coops/freedom_farm/"


@pytest.fixture
def made() -> Town:
    """Ada worked 300 h and Ben 100 h in each of 2016 and 2017; 10,000.00 in the reserve."""
    made = town()
    farm = made.coop("freedom_farm", "Freedom Farms")
    people = [(made.worker(farm, "invented_ada"), 300), (made.worker(farm, "invented_ben"), 100)]
    rows = [
        Worked.in_month(person, date(year, 3, 1), worked * 60)
        for person, worked in people
        for year in (2016, 2017)
    ]
    hours.record_many(organisation=farm, rows=rows, **WHEN)
    post(farm, NEW_YEAR, ("1000", 1000000), ("3200", -1000000))
    Network.objects.update(demo_on=LATER)
    return made


def farm_of(made: Town) -> Organisation:
    return Organisation.objects.get(key="freedom_farm")


def taxed(mode: str) -> Organisation:
    return year_end_checks.say_tax_mode(
        organisation=Organisation.objects.get(key="freedom_farm"), tax_mode=mode, **WHEN
    )


def shared(made: Town, year: int = 2016, result_minor: int = 100000) -> YearEnd:
    """A year closed and shared: of 1,000.00 the members get 650.00, Ada 487.50 (195.00 cash) and Ben 162.50 (65.00)."""
    on = date(year, 12, 31)
    post(farm_of(made), on, ("1000", result_minor), ("4000", -result_minor))
    return year_end_runs.settle(organisation=farm_of(made), year=year, **WHEN)


def consent(made: Town, key: str, on: date = NEW_YEAR) -> Consent:
    return notices.give_consent(
        organisation=farm_of(made), person=made.people[key], kind="written", on=on, **WHEN
    )


def issued(row: YearEnd, on: date = LATER) -> dict[str, tuple[str, str]]:
    notices.issue(year_end=row, on=on, **WHEN)
    return {one.allocation.person.key: (one.kind, one.lacks) for one in papers.notices(row)}


def test_a_notice_is_qualified_with_consent_and_cash_and_says_what_it_lacks(made: Town) -> None:
    taxed("subchapter-t")
    consent(made, "invented_ada")
    found = issued(shared(made))
    assert found == {"invented_ada": ("qualified", ""), "invented_ben": ("nonqualified", "consent")}
    made.policy("patronage_cash_bp", 1000, farm_of(made), on=date(2017, 1, 1))
    assert issued(shared(made, 2017))["invented_ada"] == ("nonqualified", "cash")
    with pytest.raises(notices.AlreadyIssued):
        issued(YearEnd.objects.get(year=2017))


def test_a_co_op_may_choose_nonqualified_notices(made: Town) -> None:
    taxed("subchapter-t")
    consent(made, "invented_ada")
    made.policy("notice_kind", "nonqualified")
    assert set(issued(shared(made)).values()) == {("nonqualified", "choice")}


def test_a_revoked_consent_holds_for_its_year_and_not_for_the_next(made: Town) -> None:
    """IRC 1388(c)(3)(B)(i): a revocation counts for the tax years that begin after it."""
    taxed("subchapter-t")
    row = consent(made, "invented_ada")
    with pytest.raises(notices.AlreadyConsented):
        consent(made, "invented_ada")
    with pytest.raises(notices.RevokedBeforeGiven):
        notices.revoke_consent(consent=row, on=date(2015, 1, 1), **WHEN)
    notices.revoke_consent(consent=row, on=date(2016, 6, 1), **WHEN)
    with pytest.raises(notices.AlreadyRevoked):
        notices.revoke_consent(consent=row, on=date(2016, 6, 1), **WHEN)
    assert issued(shared(made))["invented_ada"] == ("qualified", "")
    assert issued(shared(made, 2017))["invented_ada"] == ("nonqualified", "consent")
    assert Fact.objects.filter(kind__startswith="federation.consent.").count() == 2


def test_who_never_owned_there_has_nothing_to_consent_to(made: Town) -> None:
    nubias = made.coop("nubias", "Nubia's Place")
    emil = made.worker(nubias, "invented_emil")
    with pytest.raises(notices.NotAnOwnerHere):
        notices.give_consent(organisation=farm_of(made), person=emil, kind="written", on=NEW_YEAR, **WHEN)


def test_notices_come_after_the_sharing_and_fail_whole(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    post(farm_of(made), YEAR_END, ("1000", 100), ("4000", -100))
    row = year_ends.close(organisation=farm_of(made), year=2016, **WHEN)
    with pytest.raises(notices.NotSharedYet):
        issued(row)
    row = year_ends.allocate(year_end=row, on=date(2017, 1, 5), **WHEN)
    with pytest.raises(notices.IssuedBeforeShared):
        issued(row, date(2017, 1, 4))

    def breaks(*_args: object, **_given: object) -> None:
        raise RuntimeError("the power fails")

    with monkeypatch.context() as patch:
        patch.setattr("commonwork.federation.actions.notices.state", breaks)
        with pytest.raises(RuntimeError):
            issued(row)
    assert not Notice.objects.exists()
    assert YearEnd.objects.get().notices_issued_on is None
    assert len(issued(row)) == 2


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_notice_is_a_paper_in_the_members_language(made: Town, language: str, monkeypatch: Any) -> None:
    from django.utils.translation import get_language

    from commonwork.ui import pdf

    Person.objects.filter(key="invented_ada").update(language=language)
    row = shared(made)
    issued(row)
    seen: list[Any] = []
    real = pdf.of_table
    monkeypatch.setattr(
        pdf, "of_table", lambda frame, table: seen.append((get_language(), table)) or real(frame, table)
    )
    notice = papers.notice_of(farm_of(made), 2016, made.people["invented_ada"])
    assert notice is not None
    assert notice_pdf(notice).startswith(b"%PDF")
    told, table = seen[0]
    assert told == language
    cells = {row.cells[1] for row in table.rows}
    assert {"1,000.00", "650.00", "487.50", "195.00", "292.50"} <= cells


def test_form_1099_patr_counts_in_the_year_of_payment(made: Town) -> None:
    """Ada qualified: 195.00 + 292.50 in box 1; Ben not: 65.00; his 97.50 is in box 5 once it is paid out."""
    taxed("subchapter-t")
    consent(made, "invented_ada")
    row = shared(made)
    issued(row, date(2017, 2, 1))
    year_ends.pay_patronage(year_end=row, on=date(2017, 2, 15), **WHEN)
    boxes = {one.person.key: one.boxes for one in papers.patr_rows(farm_of(made), 2017)}
    assert {key: one.dividends_minor for key, one in boxes.items()} == {
        "invented_ada": 48750,
        "invented_ben": 6500,
    }
    assert papers.patr_rows(farm_of(made), 2016) == []
    redemptions.redeem(organisation=farm_of(made), amount_minor=39000, on=LATER, **WHEN)
    later = {one.person.key: one.boxes for one in papers.patr_rows(farm_of(made), 2018)}
    assert {key: one.redeemed_minor for key, one in later.items()} == {"invented_ben": 9750}


def test_less_than_ten_dollars_is_below_the_floor(made: Town) -> None:
    """Of 60.00 the members get 39.00; Ben 9.75, in cash 3.90."""
    taxed("subchapter-t")
    row = shared(made, result_minor=6000)
    year_ends.pay_patronage(year_end=row, on=date(2017, 2, 15), **WHEN)
    filed = {one.person.key: one.boxes.is_filed for one in papers.patr_rows(farm_of(made), 2017)}
    assert filed == {"invented_ada": True, "invented_ben": False}


def test_old_shares_are_paid_out_oldest_first_and_taken_back_whole(made: Town) -> None:
    """Kept: 390.00 of 2016, 195.00 of 2017. Of 487.50 all of 2016 and half of 2017 go: Ada 292.50 + 73.13 (the spare
    half cent), Ben 97.50 + 24.37."""
    shared(made)
    shared(made, 2017, 50000)
    farm = farm_of(made)
    before = book_queries.trial_balance(farm, on=LATER)
    with pytest.raises(redemptions.MoreThanIsKept):
        redemptions.redeem(organisation=farm, amount_minor=58501, on=LATER, **WHEN)
    with pytest.raises(NothingToRedeem):
        redemptions.redeem(organisation=farm, amount_minor=0, on=LATER, **WHEN)
    row = redemptions.redeem(organisation=farm, amount_minor=48750, on=LATER, **WHEN)
    paid = RedeemedPart.objects.values_list(
        "allocation__year_end__year", "allocation__person__key", "amount_minor"
    )
    assert set(paid) == {
        (2016, "invented_ada", 29250), (2016, "invented_ben", 9750),
        (2017, "invented_ada", 7313), (2017, "invented_ben", 2437),
    }  # fmt: skip
    assert [one.open_minor for one in papers.old_shares(farm)] == [0, 9750]
    kept = {key: -minor for key, minor in book_queries.parties(farm, "3100").items()}
    assert kept == {"invented_ada": 7312, "invented_ben": 2438}, "from their accounts, not from the reserve"
    assert book_queries.balance(farm, "3200") == -(1000000 + 20000 + 10000)
    with pytest.raises(year_end_steps_back.PaidOutAlready):
        year_end_steps_back.take_back(year_end=YearEnd.objects.get(year=2016), on=LATER, **WHEN)
    redemptions.take_back(redemption=row, on=LATER, **WHEN)
    assert book_queries.trial_balance(farm, on=LATER) == before
    assert [one.open_minor for one in papers.old_shares(farm)] == [39000, 19500]
    with pytest.raises(redemptions.AlreadyTakenBack):
        redemptions.take_back(redemption=row, on=LATER, **WHEN)


def test_old_shares_are_not_paid_from_cash_that_is_not_there(made: Town, monkeypatch: Any) -> None:
    shared(made)
    post(farm_of(made), LATER, ("5200", 1090000), ("1000", -1090000))
    with pytest.raises(year_ends.CashTooLow):
        redemptions.redeem(organisation=farm_of(made), amount_minor=39000, on=LATER, **WHEN)

    def breaks(*_args: object, **_given: object) -> None:
        raise RuntimeError("the power fails")

    monkeypatch.setattr("commonwork.federation.actions.redemptions.demand_book_value", breaks)
    with pytest.raises(RuntimeError):
        redemptions.redeem(organisation=farm_of(made), amount_minor=5000, on=LATER, **WHEN)
    assert not Redemption.objects.exists()


def test_a_split_is_adopted_whole_with_its_source_or_not_at_all(made: Town) -> None:
    italy = standards.preset("italy")
    assert italy is not None
    parts = italy.parts_bp()
    given: dict[str, Any] = {"basis": "hours", "cash_bp": 4000, "source": italy.source, **WHEN}
    farm = farm_of(made)
    with pytest.raises(PartsNotWhole):
        splits.adopt(organisation=farm, parts_bp={**parts, "education": 1}, starts_on=NEW_YEAR, **given)
    with pytest.raises(splits.CashOutOfRange):
        splits.adopt(organisation=farm, parts_bp=parts, starts_on=NEW_YEAR, **{**given, "cash_bp": 10001})
    splits.adopt(organisation=farm, parts_bp=parts, starts_on=date(2016, 6, 1), **given)
    adopted = [value(f"federation.split_{part}_bp", on=YEAR_END, organisation=farm) for part in PARTS]
    assert adopted == [6700, 3000, 0, 300]
    row = shared(made)
    assert (row.individual_minor, row.solidarity_minor) == (67000, 3000)
    with pytest.raises(splits.YearIsSharedByOld):
        splits.adopt(organisation=farm, parts_bp=parts, starts_on=date(2016, 12, 31), **given)
    splits.adopt(organisation=farm, parts_bp=parts, starts_on=date(2017, 1, 1), **given)


def test_every_way_to_split_that_ships_is_whole_and_names_its_source() -> None:
    """DOMAIN 1.3: Mondragon 20 / 10 / 70, observed 45 / 10 / 45; Italy 30 and 3; VAWC 5."""
    shown = {one.code: one.parts_bp(own_reserve_bp=2000) for one in standards.presets()}
    assert [sum(parts.values()) for parts in shown.values()] == [10_000] * 5
    assert tuple(shown["mondragon"].values()) == (7000, 2000, 1000, 0)
    assert tuple(shown["mondragon-observed"].values()) == (4500, 4500, 1000, 0)
    assert (shown["italy"]["indivisible_reserve"], shown["italy"]["solidarity"]) == (3000, 300)
    assert (shown["vawc"]["indivisible_reserve"], shown["vawc"]["solidarity"]) == (2000, 500)
    assert all(len(one.source) > 20 for one in standards.presets())


def test_a_step_is_checked_once_and_a_tax_mode_is_one_there_is(made: Town) -> None:
    row = shared(made)
    year_end_checks.check(year_end=row, step="redemption", **WHEN)
    with pytest.raises(year_end_checks.AlreadyChecked):
        year_end_checks.check(year_end=row, step="redemption", **WHEN)
    for mode in ("", "subchapter-z"):
        with pytest.raises(year_end_checks.NoSuchTaxMode):
            taxed(mode)


@pytest.fixture
def ada(made: Town) -> Client:
    client = Client()
    client.force_login(account(made.people["invented_ada"], "treasurer", farm_of(made)))
    return client


def walk(client: Client, result_minor: int, mode: str) -> list[str]:
    """The codes of the tasks the list leads through, each done."""
    farm = Organisation.objects.get(key="freedom_farm")
    post(farm, YEAR_END, ("1000", result_minor), ("4000" if result_minor > 0 else "5200", -result_minor))
    seen: list[str] = []
    for press in range(20):
        answer = client.get(f"{FARM}year-ends/2016/tasks/")
        here = answer.context["here"]
        if here is None:
            return seen
        page = client.get(answer.context["here_url"])
        assert page.status_code == 200
        done = client.post(
            answer.context["here_url"], {"once": f"press-{press}", "tax_mode": mode, "on": "2017-02-01"}
        )
        assert done.status_code == 302, here.code
        seen.append(here.code)
    return seen


def test_a_partnership_gets_figures_for_schedule_k_1_and_no_notices(made: Town, ada: Client) -> None:
    """1,000.00 by 300 and 100 hours: 750.00 and 250.00 are income, though Ada's share is 487.50."""
    assert "forms" in walk(ada, 100000, "partnership")
    assert set(Notice.objects.values_list("kind", flat=True)) == {"statement"}
    rows = {one.person.key: one for one in papers.k1_rows(YearEnd.objects.get())}
    assert {key: one.income_minor for key, one in rows.items()} == {
        "invented_ada": 75000,
        "invented_ben": 25000,
    }
    one = rows["invented_ada"]
    assert (one.opening_minor, one.added_minor, one.cash_minor, one.closing_minor) == (0, 48750, 19500, 29250)
    assert "750.00" in ada.get(f"{FARM}year-ends/2016/k-1/").content.decode()
    assert ada.get(f"{FARM}1099-patr/2017/").status_code == 404


def test_a_project_of_a_nonprofit_and_another_country_have_their_own_way(made: Town, ada: Client) -> None:
    walked = walk(ada, 100000, "nonprofit-project")
    assert walked == ["taxes", "close", "surplus", "split", "share", "solidarity"]
    row = YearEnd.objects.get()
    assert (row.individual_minor, row.reserve_minor) == (0, 85000)
    assert book_queries.parties(farm_of(made), "3100") == {}
    with pytest.raises(notices.NobodyToWriteTo):
        issued(row)


def test_another_country_goes_through_without_forms_of_the_united_states(made: Town, ada: Client) -> None:
    walked = walk(ada, 100000, "other-country")
    assert "forms" not in walked
    assert walked[-4:] == ["notices", "payment", "redemption", "solidarity"]


def test_a_loss_has_a_way_of_its_own(made: Town, ada: Client) -> None:
    assert walk(ada, -50000, "subchapter-t") == ["taxes", "close", "surplus", "losses", "carry"]
    assert YearEnd.objects.get().loss_carried_on == date(2017, 2, 1)
    assert ada.get(f"{FARM}year-ends/2016/tasks/share/").status_code == 404


def test_the_pages_around_say_what_is_wrong_and_end_in_receipts(made: Town, ada: Client) -> None:
    parts = {"individual": "65", "indivisible_reserve": "20", "education": "10", "solidarity": "6"}
    given = {"basis": "hours", "cash": "40", "starts_on": "2019-01-01", "source": "Meeting of 1 March 2018"}
    answer = ada.post(f"{FARM}split/", {"once": "s", **parts, **given})
    assert answer.status_code == 422
    assert "101 %, not to 100 %" in answer.content.decode()
    answer = ada.post(f"{FARM}split/", {"once": "s2", **parts, **given, "solidarity": "5"})
    assert answer["Location"].startswith("/receipts/")
    answer = ada.post(
        f"{FARM}consents/", {"once": "c", "person": "invented_ben", "kind": "written", "on": "2018-03-01"}
    )
    assert answer["Location"].startswith("/receipts/")
    assert (
        ada.post(
            f"{FARM}consents/", {"once": "d", "person": "nobody", "kind": "written", "on": "2018-03-01"}
        ).status_code
        == 422
    )
    key = Consent.objects.get().key
    answer = ada.post(f"{FARM}consents/{key}/revoke/", {"once": "r", "on": "2018-03-01"})
    assert answer["Location"].startswith("/receipts/")
    shared(made)
    answer = ada.post(f"{FARM}old-shares/", {"once": "o", "amount": "400.00", "on": "2018-03-01"})
    assert answer.status_code == 422
    assert "390.00" in answer.content.decode()
    answer = ada.post(f"{FARM}old-shares/", {"once": "o2", "amount": "390.00", "on": "2018-03-01"})
    assert answer["Location"].startswith("/receipts/")
    row = Redemption.objects.get()
    answer = ada.post(f"{FARM}old-shares/{row.key}/take-back/", {"once": "t", "on": "2018-03-01"})
    assert answer["Location"].startswith("/receipts/")


def test_a_member_finds_why_and_the_notice_and_strangers_find_nothing(made: Town, ada: Client) -> None:
    taxed("subchapter-t")
    row = shared(made)
    issued(row)
    year_ends.pay_patronage(year_end=row, on=LATER, **WHEN)
    ben = Client()
    ben.force_login(account(made.people["invented_ben"], "worker-owner", farm_of(made)))
    url = f"{FARM}year-ends/2016/members/invented_ben/"
    page = ben.get(url).content.decode()
    assert [
        text for text in ("$1,000.00", "$650.00", "$162.50", "$65.00", "$97.50") if text not in page
    ] == []
    assert ben.get(f"{url}notice.pdf")["Content-Type"] == "application/pdf"
    assert "162.50" in ben.get(f"{FARM}members/invented_ben/").content.decode()
    other = Client()
    nubias = made.coop("nubias", "Nubia's Place")
    other.force_login(account(made.worker(nubias, "invented_emil"), "worker-owner", nubias))
    assert other.get(url).status_code == 404
    assert other.get(f"{url}notice.pdf").status_code == 404
    inner = ("split/", "consents/", "old-shares/", "1099-patr/2018/", "year-ends/2016/notices/")
    for path in inner:
        assert ben.get(FARM + path).status_code == 403, path
        assert ada.get(FARM + path).status_code == 200, path
    assert ada.get(f"{FARM}1099-patr/2018/invented_ben.pdf")["Content-Type"] == "application/pdf"
    file = ada.get(f"{FARM}1099-patr/2018/?format=csv").getvalue().decode()
    assert "65.00" in file
    assert "195.00" in ada.get(f"{FARM}year-ends/2016/notices/?format=csv").getvalue().decode()


def test_accounts_are_the_book_value_and_the_reserve_never_reaches_a_person(made: Town) -> None:
    """A walk over years with drawn results, policies, payments, redemptions and steps taken back. Twenty draws."""
    draw, farm = Random(4), farm_of(made)
    for turn in range(20):
        year = 2016 + turn % 2
        if not YearEnd.objects.filter(year=year).exists():
            made.policy(
                "split_individual_bp", 9000 - (own := draw.randrange(0, 9001)), farm, on=date(year, 1, 2)
            )
            made.policy("split_indivisible_reserve_bp", own, farm, on=date(year, 1, 2))
            made.policy("split_education_bp", 500, farm, on=date(year, 1, 2))
            made.policy("loss_reserve_bp", draw.randrange(0, 10001), farm, on=date(year, 1, 2))
            made.policy("patronage_cash_bp", draw.randrange(0, 10001), farm, on=date(year, 1, 2))
            result = draw.randrange(-300000, 400000) or 1
            post(farm, date(year, 12, 31), ("1000", result), ("4000", -result))
            row = year_end_runs.settle(organisation=farm, year=year, **WHEN)
        else:
            row = YearEnd.objects.select_related("organisation").get(year=year)
        kept = sum(one.open_minor for one in papers.lots(farm))
        if kept and draw.random() < 0.4:
            paid = redemptions.redeem(organisation=farm, amount_minor=draw.randint(1, kept), on=LATER, **WHEN)
            redemptions.take_back(redemption=paid, on=LATER, **WHEN)
        if row.shared_on and row.cash_minor and not row.patronage_paid_on and draw.random() < 0.5:
            year_ends.pay_patronage(year_end=row, on=LATER, **WHEN)
        elif draw.random() < 0.6:
            row.refresh_from_db()
            year_end_steps_back.take_back(year_end=row, on=LATER, **WHEN)
            row.refresh_from_db()
            if row.shared_on is None and row.loss_carried_on is None:
                year_end_runs.settle(organisation=farm, year=year, **WHEN)
        year_ends.demand_book_value(farm, LATER)
        assert_reserve_is_kept(farm)


def assert_reserve_is_kept(farm: Organisation) -> None:
    """The reserve falls only by the loss of a year, together with members' accounts; or when an entry is reversed."""
    book = book_queries.book_of(farm)
    assert book is not None
    for entry in book.entries.filter(reverses=None):
        lines = {line.account.code: line.amount_minor for line in book_queries.lines_of(entry)}
        if lines.get("3200", 0) > 0:
            assert set(lines) <= {"3200", "3100", "3900"}, entry.seq
            assert lines.get("3100", 0) >= 0, entry.seq


def test_one_run_settles_every_co_op_and_a_second_start_does_only_what_is_left(
    made: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The farm has a surplus, Nubia's Place a loss, Green Team no hours: it is named, and done once hours are in."""
    nubias, team = made.coop("nubias", "Nubia's Place"), made.coop("green_team", "Green Team")
    emil, iris = made.worker(nubias, "invented_emil"), made.worker(team, "invented_iris")
    rows = [Worked.in_month(emil, date(2016, 3, 1), 600)]
    hours.record_many(organisation=nubias, rows=rows, **WHEN)
    for coop, result in ((farm_of(made), 100000), (nubias, -5000), (team, 700)):
        post(coop, YEAR_END, ("1000", result), ("4000", -result))
    real = year_ends.carry_loss

    def breaks(**_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(year_ends, "carry_loss", breaks)
    with pytest.raises((KeyboardInterrupt, CommandError)):
        call_command("year_end", 2016, "--all")
    assert set(YearEnd.objects.values_list("organisation__key", flat=True)) == {"freedom_farm"}, (
        "the rest waits whole"
    )
    monkeypatch.setattr(year_ends, "carry_loss", real)
    with pytest.raises(CommandError):
        call_command("year_end", 2016, "--all")
    told = capsys.readouterr()
    assert "1 year-ends of 2016 are done; 0.00 USD was shared. 1 were refused." in told.out
    assert "green_team: The surplus cannot be split, because no hours of work were counted." in told.err
    worked = [Worked.in_month(iris, date(2016, 3, 1), 600)]
    hours.record_many(organisation=team, rows=worked, **WHEN)
    call_command("year_end", 2016, "--all")
    assert "1 year-ends of 2016 are done; 7.00 USD" in capsys.readouterr().out
    facts = Fact.objects.count()
    call_command("year_end", 2016, "--all")
    assert "0 year-ends" in capsys.readouterr().out
    assert Fact.objects.count() == facts
    with pytest.raises(year_end_runs.NothingLeftToDo):
        year_end_runs.settle(organisation=farm_of(made), year=2016, **WHEN)


def test_the_run_refuses_what_is_not_there(made: Town, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((2016, "--coop", "nobody"), (0, "--all")):
        with pytest.raises(CommandError):
            call_command("year_end", *words)
    call_command("year_end", 2016, "--all", "--dry-run")
    assert capsys.readouterr().out == "freedom_farm\n"
    assert not YearEnd.objects.exists()
