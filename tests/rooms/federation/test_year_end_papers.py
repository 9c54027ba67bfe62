"""Around the year-end: consents, notices, splits, old shares, forms, the ways of other tax modes, the run over all."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commonwork.books import queries as book_queries
from commonwork.charter.queries import value
from commonwork.federation import standards
from commonwork.federation.actions import (
    hours,
    notices,
    redemptions,
    splits,
    tax_modes,
    year_end_checks,
    year_end_runs,
    year_end_steps_back,
    year_ends,
)
from commonwork.federation.models import Notice, RedeemedPart, Redemption, YearEnd
from commonwork.federation.policies import PARTS
from commonwork.federation.queries import year_end_papers as papers
from commonwork.federation.queries.hours import Worked
from commonwork.federation.views.notice_papers import notice_pdf
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation, Person
from commonwork.rules.redemption import NothingToRedeem
from commonwork.rules.surplus import PartsNotWhole
from tests.rooms.federation.make import NEW_YEAR, YEAR_END, Town, post
from tests.rooms.federation.year_end_make import (
    LATER,
    WHEN,
    consent,
    farm_of,
    issued,
    shared,
    taxed,
    two_years,
)
from tests.worlds import kept_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


made = kept_world(two_years)


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
        with pytest.raises(tax_modes.NoSuchTaxMode):
            taxed(mode)


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
