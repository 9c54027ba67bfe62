"""Members: candidacy, shares paid in parts, certificates, transfers, leaving with a note; contested stakes."""

from datetime import date, timedelta
from typing import Any

import pytest

from commonwork.books import queries as book_queries
from commonwork.federation.actions import buy_ins, contests, exits, members, shares
from commonwork.federation.models import BuyIn, Contest, ExitNote, MemberExit, ShareCertificate
from commonwork.federation.queries import shares as queries
from commonwork.record.models import Fact
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships
from tests.rooms.federation.make import BY, Town, noon, post, town
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
DAY = date(2016, 6, 1)
TERMS = {
    "share_price": "3000.00",
    "share_down_payment": "150.00",
    "share_instalment": "25.00",
    "share_instalment_every": "week",
    "share_nonrefundable_bp": 2500,
    "exit_instalments": 5,
    "exit_months_between": 12,
}


def when(on: date) -> dict[str, Any]:
    return {"on": on, "by": BY, "at": noon(on)}


def _made() -> Town:
    made = town()
    farm = made.coop("farm", "Freedom Farms")
    made.worker(farm, "invented_ada"), made.worker(farm, "invented_ben")
    made.worker(farm, "invented_lena", on=date(2016, 2, 1), owns=False)
    for code, value in TERMS.items():
        made.policy(code, value)
    return made


made = kept_world(_made)


@pytest.fixture
def farm(made: Town) -> Organisation:
    return made.coops["farm"]


@pytest.fixture
def ada(made: Town) -> Person:
    return made.people["invented_ada"]


def class_on(made: Town, key: str, on: date) -> str:
    row = memberships(on=on, organisation=made.coops["farm"]).filter(person=made.people[key]).first()
    return row.class_code if row else ""


def balance(farm: Organisation, code: str, party: str | None = None) -> int:
    return book_queries.balance(farm, code, party=party)


def test_a_worker_becomes_a_candidate_then_an_owner_without_a_day_between(
    made: Town, farm: Organisation
) -> None:
    lena = made.people["invented_lena"]
    made.policy("candidacy_days", 90)
    with pytest.raises(members.NotACandidate):
        members.admit(organisation=farm, person=lena, **when(DAY))
    members.begin_candidacy(organisation=farm, person=lena, **when(DAY))
    with pytest.raises(members.AlreadyCandidate):
        members.begin_candidacy(organisation=farm, person=lena, **when(DAY + timedelta(days=1)))
    with pytest.raises(members.TooSoon) as told:
        members.admit(organisation=farm, person=lena, **when(DAY + timedelta(days=89)))
    assert "2016-08-30" in str(told.value)
    on = DAY + timedelta(days=90)
    with pytest.raises(members.MembersSaidNo):
        members.admit(organisation=farm, person=lena, votes_yes=1, votes_no=1, **when(on))
    members.admit(organisation=farm, person=lena, votes_yes=2, votes_no=0, **when(on))
    days = (date(2016, 5, 31), DAY, on - timedelta(days=1), on)
    assert [class_on(made, "invented_lena", day) for day in days] == [
        "worker",
        "candidate",
        "candidate",
        "member",
    ]
    with pytest.raises(members.AlreadyOwner):
        members.admit(organisation=farm, person=lena, **when(on + timedelta(days=1)))
    assert Fact.objects.get(kind="federation.member.admitted").data["votes_yes"] == 2


def test_a_share_is_paid_down_and_by_instalments_and_a_quarter_stays_for_good(
    farm: Organisation, ada: Person
) -> None:
    """Price 3,000; 150 down, of it 37.50 for good; 25 a week, of it 6.25 for good: 114 weeks."""
    plan = shares.agree(organisation=farm, person=ada, **when(DAY))
    assert (plan.fee_minor, plan.nonrefundable_minor, queries.instalments_of(plan)) == (300000, 75000, 114)
    with pytest.raises(shares.PlanExists):
        shares.agree(organisation=farm, person=ada, **when(DAY))
    with pytest.raises(shares.NoInstalmentsDue):
        shares.keep_from_pay(organisation=farm, **when(DAY))
    buy_ins.pay(organisation=farm, person=ada, amount_minor=15000, **when(DAY))
    week = DAY + timedelta(days=7)
    shares.keep_from_pay(organisation=farm, **when(week))
    with pytest.raises(shares.NoInstalmentsDue):
        shares.keep_from_pay(organisation=farm, **when(week))
    assert [row.kind for row in BuyIn.objects.order_by("pk")] == ["down", "instalment"]
    assert (balance(farm, "3000", ada.key), balance(farm, "3200"), balance(farm, "1000")) == (
        -13125,
        -4375,
        17500,
    )
    shown = queries.plan_of(farm, ada)
    assert shown and (shown.left_minor, shown.instalments_left) == (282500, 113)
    with pytest.raises(buy_ins.MoreThanTheShare):
        buy_ins.pay(organisation=farm, person=ada, amount_minor=282501, **when(week))
    with pytest.raises(shares.NotPaidInFull):
        shares.issue(organisation=farm, person=ada, **when(week))
    buy_ins.pay(organisation=farm, person=ada, amount_minor=282500, **when(week))
    assert (balance(farm, "3000", ada.key), balance(farm, "3200")) == (-225000, -75000)
    row = shares.issue(organisation=farm, person=ada, **when(week))
    assert (row.number, row.amount_minor) == (1, 225000)
    with pytest.raises(shares.AlreadyIssued):
        shares.issue(organisation=farm, person=ada, **when(week))


def test_a_payment_that_is_taken_back_can_be_paid_again(farm: Organisation, ada: Person) -> None:
    shares.agree(organisation=farm, person=ada, **when(DAY))
    row = buy_ins.pay(organisation=farm, person=ada, amount_minor=15000, **when(DAY))
    buy_ins.take_back(buy_in=row, **when(DAY))
    assert balance(farm, "3000") == balance(farm, "3200") == balance(farm, "1000") == 0
    shown = queries.plan_of(farm, ada)
    assert shown and shown.paid_minor == 0


def test_a_share_passes_to_another_owner_and_the_certificate_falls(
    made: Town, farm: Organisation, ada: Person
) -> None:
    ben, lena = made.people["invented_ben"], made.people["invented_lena"]
    buy_ins.pay(organisation=farm, person=ada, amount_minor=300000, **when(DAY))
    shares.issue(organisation=farm, person=ada, **when(DAY))
    passing = {"organisation": farm, "giver": ada, "amount_minor": 300000, **when(DAY)}
    with pytest.raises(shares.NotAnOwner):
        shares.transfer(**passing | {"taker": lena})
    with pytest.raises(shares.SharesTooLow):
        shares.transfer(**passing | {"taker": ben, "amount_minor": 300001})
    with pytest.raises(shares.SamePerson):
        shares.transfer(**passing | {"taker": ada})
    shares.transfer(**passing | {"taker": ben})
    assert (balance(farm, "3000", ada.key), balance(farm, "3000", ben.key)) == (0, -300000)
    assert ShareCertificate.objects.get().cancelled_on == DAY
    assert shares.issue(organisation=farm, person=ben, **when(DAY)).number == 2


def test_who_leaves_is_paid_out_by_a_note_in_parts(made: Town, farm: Organisation, ada: Person) -> None:
    """Golden B: an account of 8,333.33 in five yearly parts: 1,666.67 three times, then 1,666.66 twice."""
    post(farm, DAY, ("1000", 833333), ("3100", -833333, ada.key))
    with pytest.raises(exits.StillOnTheRoll):
        exits.write_note(organisation=farm, person=ada, **when(DAY))
    members.leave(organisation=farm, person=ada, reason="retired", **when(DAY))
    assert class_on(made, "invented_ada", DAY) == ""
    note = exits.write_note(organisation=farm, person=ada, **when(DAY))
    parts = list(note.instalments.order_by("number"))
    assert [part.amount_minor for part in parts] == [166667, 166667, 166667, 166666, 166666]
    assert [part.due_on for part in parts[:2]] == [date(2017, 6, 1), date(2018, 6, 1)]
    assert (balance(farm, "3100"), balance(farm, "2220", ada.key)) == (0, -833333)
    exits.pay(instalment=parts[0], **when(DAY))
    assert (balance(farm, "2220"), balance(farm, "1000"), queries.note_left(note)) == (
        -666666,
        666666,
        666666,
    )
    with pytest.raises(exits.InstalmentPaid):
        exits.pay(instalment=parts[0], **when(DAY))
    with pytest.raises(exits.PartsArePaid):
        exits.take_back(note=note, **when(DAY))
    with pytest.raises(exits.NothingOwed):
        exits.write_note(organisation=farm, person=ada, **when(DAY))
    post(farm, DAY, ("5200", 666666), ("1000", -666666))
    with pytest.raises(exits.CashTooLow):
        exits.pay(instalment=parts[1], **when(DAY))


def test_a_capital_account_below_zero_is_taken_off_the_share(farm: Organisation, ada: Person) -> None:
    buy_ins.pay(organisation=farm, person=ada, amount_minor=50000, **when(DAY))
    post(farm, DAY, ("3100", 20000, ada.key), ("1000", -20000))
    members.leave(organisation=farm, person=ada, reason="chose", **when(DAY))
    note = exits.write_note(organisation=farm, person=ada, **when(DAY))
    assert (note.share_minor, note.account_minor, note.total_minor) == (50000, -20000, 30000)
    assert balance(farm, "3000") == balance(farm, "3100") == 0
    exits.take_back(note=note, **when(DAY))
    assert (balance(farm, "3000", ada.key), balance(farm, "3100", ada.key)) == (-50000, 20000)
    assert balance(farm, "2220") == 0
    with pytest.raises(exits.AlreadyTakenBack):
        exits.take_back(note=note, **when(DAY))


def test_nobody_leaves_twice_or_without_belonging(made: Town, farm: Organisation, ada: Person) -> None:
    with pytest.raises(exits.NeverLeft):
        gus = made.worker(made.coop("nubias", "Nubia's Place"), "invented_gus")
        exits.write_note(organisation=farm, person=gus, **when(DAY))
    members.leave(organisation=farm, person=ada, reason="chose", **when(DAY))
    with pytest.raises(members.NotOnTheRoll):
        members.leave(organisation=farm, person=ada, reason="chose", **when(DAY))
    assert MemberExit.objects.get().reason == "chose"


def test_an_error_in_a_stake_is_contested_and_answered_by_somebody_else(
    made: Town, farm: Organisation, ada: Person
) -> None:
    ben = made.people["invented_ben"]
    given = {"organisation": farm, "person": ada, "what": "hours", **when(DAY)}
    with pytest.raises(contests.NothingSaid):
        contests.contest(**given | {"says": "  "})
    row = contests.contest(**given | {"says": "May lacks my Saturdays."})
    fact = Fact.objects.get(kind="federation.contest.raised")
    assert fact.data["what"] == "hours" and "Saturdays" not in str(fact.data)
    with pytest.raises(contests.NotOneOwn):
        contests.answer(contest=row, outcome="mended", says="Done.", on=DAY, by=ada, at=noon(DAY))
    row = contests.answer(contest=row, outcome="mended", says="Added.", on=DAY, by=ben, at=noon(DAY))
    assert (row.outcome, row.answered_on) == ("mended", DAY)
    with pytest.raises(contests.AlreadyAnswered):
        contests.answer(contest=row, outcome="stands", says="No.", on=DAY, by=ben, at=noon(DAY))
    contests.erase_words(contest=row, by=BY, at=noon(DAY))
    row.refresh_from_db()
    assert (row.says, row.answer, row.outcome) == ("", "", "mended")
    with pytest.raises(contests.NoStakeThere):
        stranger = made.worker(made.coop("nubias", "Nubia's Place"), "invented_gus")
        contests.contest(**given | {"person": stranger, "says": "x"})


def test_a_failure_half_way_leaves_nothing(
    farm: Organisation, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object, **_named: object) -> None:
        raise RuntimeError("the power fails")

    buy_ins.pay(organisation=farm, person=ada, amount_minor=50000, **when(DAY))
    with monkeypatch.context() as broken:
        broken.setattr(members, "state", breaks)
        with pytest.raises(RuntimeError):
            members.leave(organisation=farm, person=ada, reason="chose", **when(DAY))
    assert Membership.objects.get(person=ada).ends_on is None
    assert not MemberExit.objects.exists()
    members.leave(organisation=farm, person=ada, reason="chose", **when(DAY))
    with monkeypatch.context() as broken:
        broken.setattr("commonwork.federation.actions.exits.books.post", breaks)
        with pytest.raises(RuntimeError):
            exits.write_note(organisation=farm, person=ada, **when(DAY))
    monkeypatch.setattr(contests, "_state", breaks)
    with pytest.raises(RuntimeError):
        contests.contest(organisation=farm, person=ada, what="share", says="x", **when(DAY))
    assert not ExitNote.objects.exists() and not Contest.objects.exists()
