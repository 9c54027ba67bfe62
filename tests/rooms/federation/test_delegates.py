"""Delegates: seats by the adopted way, terms, mandates, votes, recall; suspension and leaving."""

from datetime import date, timedelta
from typing import Any

import pytest

from commonwork.access.models import RoleHolding
from commonwork.charter.queries import PolicyMissing
from commonwork.federation.actions import affiliations, delegates, questions, standings
from commonwork.federation.jobs import end_terms
from commonwork.federation.models import (
    Affiliation,
    Apportionment,
    DelegateTerm,
    DelegateVote,
    Question,
    Suspension,
)
from commonwork.federation.queries import delegates as queries
from commonwork.federation.queries.coops import class_of
from commonwork.federation.queries.standing import rights, standing
from commonwork.record.models import Fact
from commonwork.registry.models import Body, BodySeat, Organisation
from tests.rooms.federation.make import BY, Town, noon, town
from tests.rooms.federation.test_affiliations import YES
from tests.worlds import kept_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
DAY = date(2016, 6, 1)
POLICIES: dict[str, Any] = {
    "seats_method": "webster",
    "seats_count": 5,
    "seats_floor": 1,
    "delegate_term_days": 365,
}


def when(on: date) -> dict[str, Any]:
    return {"on": on, "by": BY, "at": noon(on)}


def _made() -> Town:
    """Farm 4 owners, Nubia's 2, both members; The Green Team, 3 owners, waits to be admitted. 5 seats by Webster."""
    made = town()
    for key, name, owners in (
        ("farm", "Freedom Farms", "ada ben cleo dina"),
        ("nubias", "Nubia's Place", "emil fay"),
    ):
        coop = made.coop(key, name)
        for person in owners.split():
            made.worker(coop, f"invented_{person}")
    team = made.coop("green_team", "The Green Team", "")
    for person in ("iris", "jonah", "kemi"):
        made.worker(team, f"invented_{person}", on=date(2016, 5, 2))
    for code, value in POLICIES.items():
        made.policy(code, value)
    return made


made = kept_world(_made)


@pytest.fixture
def council(made: Town) -> Body:
    return delegates.open_body(name="Council of delegates", by=BY, at=noon(DAY))


def send(made: Town, body: Body, coop: str, person: str, on: date = DAY, **given: Any) -> DelegateTerm:
    return delegates.send(
        body=body, organisation=made.coops[coop], person=made.people[f"invented_{person}"], **when(on) | given
    )


def admitted(made: Town, on: date = DAY) -> Affiliation:
    row = affiliations.apply(
        organisation=made.coops["green_team"], class_code="start-up", checklist=YES, **when(on)
    )
    return affiliations.admit(affiliation=row, votes_yes=2, votes_no=0, **when(on))


def test_seats_are_shared_by_members_and_kept_with_their_terms(made: Town, council: Body) -> None:
    """Floor 1 each, then 4/3, 4/5, 2/3: the three left go to the farm (1.33), the farm (0.8), Nubia's (0.67)."""
    row = delegates.apportion(body=council, **when(DAY))
    assert row.seats == {"farm": 3, "nubias": 2}
    assert row.weights == {"farm": 4, "nubias": 2}
    assert row.terms["method"] == "webster"
    fact = Fact.objects.get(kind="federation.seats.shared")
    assert (fact.data["seats"], fact.data["by_coop"]) == (5, {"farm": 3, "nubias": 2})
    assert [bench.free for bench in queries.benches(council, on=DAY)] == [3, 2]


def test_a_body_s_own_way_stands_before_the_policy(made: Town, council: Body) -> None:
    later = DAY + timedelta(days=10)
    delegates.adopt_rule(
        body=council, method="one_each", term_days=100, source="Council, 10 June 2016", **when(later)
    )
    assert queries.seat_terms(council, on=DAY).method == "webster"
    assert delegates.apportion(body=council, **when(later)).seats == {"farm": 1, "nubias": 1}
    made.policy("class_seats_member", 3)
    made.policy("seats_method", "class_weights")
    other = delegates.open_body(name="Other body", by=BY, at=noon(DAY))
    assert delegates.apportion(body=other, **when(DAY)).seats == {"farm": 3, "nubias": 3}
    with pytest.raises(delegates.TermNeedsDays):
        delegates.adopt_rule(body=council, method="one_each", term_days=0, source="x", **when(later))
    with pytest.raises(delegates.BodyExists):
        delegates.open_body(name="Other body", by=BY, at=noon(DAY))


def test_without_an_adopted_way_no_seats_are_shared(made: Town, council: Body) -> None:
    with pytest.raises(PolicyMissing):
        delegates.apportion(body=council, on=date(2015, 1, 1), by=BY, at=noon(DAY))
    assert queries.method_missing(council, on=date(2015, 1, 1))
    assert not Apportionment.objects.exists()


def test_a_delegate_gets_a_seat_and_the_role_for_one_term(made: Town, council: Body) -> None:
    with pytest.raises(delegates.SeatsNotShared):
        send(made, council, "farm", "ada")
    delegates.apportion(body=council, **when(DAY))
    term = send(made, council, "farm", "ada")
    assert term.ends_on == DAY + timedelta(days=365)
    assert BodySeat.objects.get().person.key == "invented_ada"
    role = RoleHolding.objects.get(role="delegate")
    assert (role.organisation, role.starts_on, role.ends_on) == (made.coops["farm"], DAY, term.ends_on)
    with pytest.raises(delegates.AlreadySits):
        send(made, council, "farm", "ada")
    with pytest.raises(delegates.NotAnOwnerThere):
        send(made, council, "nubias", "ben")
    send(made, council, "nubias", "emil"), send(made, council, "nubias", "fay")
    with pytest.raises(delegates.NoSeatFree):
        made.worker(made.coops["nubias"], "invented_gus")
        send(made, council, "nubias", "gus")


def test_a_term_that_is_over_ends_by_itself(made: Town, council: Body) -> None:
    delegates.apportion(body=council, **when(DAY))
    term = send(made, council, "farm", "ada")
    over = term.ends_on
    end_terms(over - timedelta(days=1))
    term.refresh_from_db()
    assert term.ended_on is None
    assert not queries.sitting(council, on=over).exists()
    end_terms(over), end_terms(over)
    term.refresh_from_db()
    assert (term.ended_on, term.reason) == (over, "term-over")
    assert BodySeat.objects.get().ends_on == over
    assert Fact.objects.filter(kind="federation.delegates.terms_over").count() == 1


def test_the_council_admits_the_green_team_and_its_delegate_votes_within_her_mandate(
    made: Town, council: Body
) -> None:
    delegates.apportion(body=council, **when(DAY))
    ada, emil = send(made, council, "farm", "ada"), send(made, council, "nubias", "emil")
    row = affiliations.apply(
        organisation=made.coops["green_team"], class_code="start-up", checklist=YES, **when(DAY)
    )
    question = questions.ask(body=council, text="Admit The Green Team?", affiliation=row, **when(DAY))
    with pytest.raises(questions.AlreadyAsked):
        questions.ask(body=council, text="Admit?", affiliation=row, **when(DAY))
    with pytest.raises(affiliations.VoteStillOpen):
        affiliations.admit(affiliation=row, **when(DAY))
    with pytest.raises(questions.NobodyVoted):
        questions.close(question=question, **when(DAY))
    questions.vote(term=ada, question=question, answer="no", **when(DAY))
    questions.vote(term=ada, question=question, answer="yes", **when(DAY))
    questions.vote(term=emil, question=question, answer="yes", **when(DAY))
    assert queries.tally(question, on=DAY) == queries.Tally(2, 0, 0, 0)
    question = questions.close(question=question, **when(DAY))
    assert question.is_carried
    with pytest.raises(questions.VoteIsClosed):
        questions.vote(term=ada, question=question, answer="no", **when(DAY))
    row = affiliations.admit(affiliation=row, votes_yes=99, votes_no=0, **when(DAY))
    assert (row.votes_yes, row.votes_no) == (2, 0), "the delegates' own count holds"

    later = DAY + timedelta(days=30)
    assert delegates.apportion(body=council, **when(later)).seats == {"farm": 2, "green_team": 2, "nubias": 1}
    kemi = send(made, council, "green_team", "kemi", later, mandate="bound")
    other = questions.ask(body=council, text="Raise the dues?", **when(later))
    with pytest.raises(questions.InstructionMissing):
        questions.vote(term=kemi, question=other, answer="yes", **when(later))
    questions.instruct(term=kemi, question=other, answer="no", **when(later))
    with pytest.raises(questions.OutsideTheMandate):
        questions.vote(term=kemi, question=other, answer="yes", **when(later))
    questions.vote(term=kemi, question=other, answer="no", **when(later))
    questions.instruct(term=kemi, question=other, answer="abstain", **when(later))
    assert not DelegateVote.objects.filter(term=kemi).exists(), "told anew, the old vote is taken off"
    report = delegates.report(term=kemi, says="We talked about dues.", question=other, **when(later))
    fact = Fact.objects.get(kind="federation.delegate.reported")
    assert "dues" not in str(fact.data) and report.says == "We talked about dues."


def test_a_recall_ends_the_term_and_seats_are_shared_anew(made: Town, council: Body) -> None:
    delegates.apportion(body=council, **when(DAY))
    ada = send(made, council, "farm", "ada")
    later = DAY + timedelta(days=9)
    with pytest.raises(delegates.MembersSaidNo):
        delegates.recall(term=ada, votes_yes=2, votes_no=2, **when(later))
    with pytest.raises(delegates.EndsTooEarly):
        delegates.recall(term=ada, votes_yes=3, votes_no=0, **when(DAY))
    ada = delegates.recall(term=ada, votes_yes=3, votes_no=1, **when(later))
    assert (ada.ended_on, ada.reason, ada.votes_yes) == (later, "recalled", 3)
    assert RoleHolding.objects.get(role="delegate").ends_on == later
    assert not queries.sitting(council, on=later).exists()
    with pytest.raises(delegates.TermHasEnded):
        delegates.step_down(term=ada, **when(later))
    ben = send(made, council, "farm", "ben", later)
    assert delegates.step_down(term=ben, **when(later + timedelta(days=1))).reason == "resigned"


def test_who_was_sent_last_steps_back_where_a_co_op_loses_seats(made: Town, council: Body) -> None:
    """With The Green Team (3 owners) in: 1 each, then 4/3, 3/3: farm 2, team 2, Nubia's 1 instead of 3 and 2."""
    delegates.apportion(body=council, **when(DAY))
    emil = send(made, council, "nubias", "emil")
    fay = send(made, council, "nubias", "fay", DAY + timedelta(days=1))
    admitted(made)
    later = DAY + timedelta(days=20)
    delegates.apportion(body=council, **when(later))
    assert [term.pk for term in queries.sitting(council, on=later)] == [emil.pk]
    fay.refresh_from_db()
    assert (fay.reason, fay.ended_on) == ("seat-lost", later)


def test_the_applicant_s_own_delegates_have_no_vote_on_it(made: Town, council: Body) -> None:
    admitted(made)
    delegates.apportion(body=council, **when(DAY))
    iris, ada = send(made, council, "green_team", "iris"), send(made, council, "farm", "ada")
    row = affiliations.apply(
        organisation=made.coops["green_team"], class_code="member", checklist=YES, **when(DAY)
    )
    question = questions.ask(body=council, text="Member?", affiliation=row, **when(DAY))
    with pytest.raises(questions.NotInThisVote):
        questions.vote(term=iris, question=question, answer="yes", **when(DAY))
    questions.vote(term=ada, question=question, answer="no", **when(DAY))
    questions.close(question=question, **when(DAY))
    with pytest.raises(affiliations.DelegatesSaidNo):
        affiliations.admit(affiliation=row, **when(DAY))
    with pytest.raises(questions.ApplicationAnswered):
        declined = affiliations.decline(affiliation=row, **when(DAY))
        questions.ask(body=council, text="Again?", affiliation=declined, **when(DAY))


def test_a_suspended_co_op_has_no_delegates_and_no_vote_until_it_is_restored(
    made: Town, council: Body
) -> None:
    delegates.apportion(body=council, **when(DAY))
    send(made, council, "nubias", "emil")
    nubias, later = made.coops["nubias"], DAY + timedelta(days=5)
    row = standings.suspend(organisation=nubias, reason="reports", **when(later))
    with pytest.raises(standings.AlreadySuspended):
        standings.suspend(organisation=nubias, reason="dues", **when(later))
    belonging = next(one for one in queries.belonging(on=later) if one.organisation == nubias)
    assert standing(nubias, belonging, on=later).code == "suspended"
    assert not queries.sitting(council, on=later).exists()
    assert delegates.apportion(body=council, **when(later)).seats == {"farm": 5}
    with pytest.raises(standings.EndsBeforeItBegan):
        standings.restore(suspension=row, **when(later))
    standings.restore(suspension=row, **when(later + timedelta(days=1)))
    assert delegates.apportion(body=council, **when(later + timedelta(days=1))).seats["nubias"] == 2
    with pytest.raises(standings.SuspensionHasEnded):
        standings.restore(suspension=row, **when(later + timedelta(days=2)))


def test_a_co_op_leaves_with_a_reason_and_from_that_day_on(made: Town) -> None:
    farm, later = made.coops["farm"], DAY + timedelta(days=5)
    standings.leave(organisation=farm, reason="chose", **when(later))
    assert class_of(farm, on=later - timedelta(days=1)) == "member"
    assert class_of(farm, on=later) == ""
    assert Fact.objects.get(kind="federation.coop.left").data["reason"] == "chose"
    with pytest.raises(standings.NotInTheFederation):
        standings.leave(organisation=farm, reason="chose", **when(later))
    with pytest.raises(standings.NotInTheFederation):
        standings.suspend(organisation=farm, reason="dues", **when(later))
    standings.leave(organisation=made.coops["nubias"], reason="closed", **when(later))
    assert Organisation.objects.get(key="nubias").stage == "closed"


def test_classes_that_do_not_vote_send_no_delegates(made: Town, council: Body) -> None:
    admitted(made)
    made.policy("classes_that_vote", ["member"])
    assert delegates.apportion(body=council, **when(DAY)).seats == {"farm": 3, "nubias": 2}
    told = {row.class_code: row for row in rights(on=DAY)}
    assert (told["member"].votes, told["start-up"].votes) == (True, False)
    assert (told["member"].pays_dues, told["start-up"].pays_dues) == (True, False)
    assert told["start-up"].sentences[0] == "sends no delegates yet; may speak"


def test_a_failure_half_way_sends_nobody(made: Town, council: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    delegates.apportion(body=council, **when(DAY))
    roles = RoleHolding.objects.count()

    def breaks(*_given: object, **_named: object) -> None:
        raise RuntimeError("the power fails")

    with monkeypatch.context() as broken:
        broken.setattr(delegates, "_state", breaks)
        with pytest.raises(RuntimeError):
            send(made, council, "farm", "ada")
    monkeypatch.setattr(questions, "state", breaks)
    with pytest.raises(RuntimeError):
        questions.ask(body=council, text="x?", **when(DAY))
    monkeypatch.setattr(standings, "_state", breaks)
    with pytest.raises(RuntimeError):
        standings.suspend(organisation=made.coops["farm"], reason="dues", **when(DAY))
    for model in (BodySeat, DelegateTerm, Question, Suspension):
        assert not model.objects.exists(), model
    assert RoleHolding.objects.count() == roles


def test_pressing_twice_sends_one_delegate(made: Town, council: Body) -> None:
    delegates.apportion(body=council, **when(DAY))
    first, second = (send(made, council, "farm", "ada", once="press") for _ in range(2))
    assert first == second
    assert DelegateTerm.objects.count() == 1


def test_dues_are_open_only_for_who_belonged_in_a_paying_class_at_the_year_s_end(made: Town) -> None:
    """The Green Team was a start-up in 2016, which pays none; Freedom Farms was a member and has not paid."""
    admitted(made)
    new_year = date(2017, 1, 10)
    row = affiliations.apply(
        organisation=made.coops["green_team"], class_code="member", checklist=YES, **when(new_year)
    )
    affiliations.admit(affiliation=row, **when(new_year))
    known = {one.organisation.key: one for one in queries.belonging(on=new_year)}
    codes = {key: standing(one.organisation, one, on=new_year).code for key, one in known.items()}
    assert codes == {"farm": "dues-open", "green_team": "good", "nubias": "dues-open"}
