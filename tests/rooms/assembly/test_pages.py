"""The pages and the API of the assembly: what a resident reads, and what whoever runs it can do."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.assembly import queries
from commonwork.assembly.actions import assemblies, ballots, proposals, resolutions
from commonwork.assembly.models import Assembly, Ballot, Proposal, Resolution
from commonwork.books import actions as books
from commonwork.record.acts import act, state
from commonwork.record.models import Fact
from commonwork.record.queries import trail
from commonwork.registry.models import Organisation
from tests.rooms.assembly import make
from tests.rooms.assembly.make import HELD, WHO
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PILE = "voter,approves\nR-1,childcare;tool_chest\nR-2,1;3\nR-3,1;3;4\nR-4,2\nR-5,\n"  # make.five_ballots, as typed


@pytest.fixture
def facilitator(client: Client) -> Client:
    make.network()
    client.force_login(make.account("Sol", "assembly-facilitator"), backend=BACKEND)
    return client


def get(client: Client, name: str, *args: str, **asked: str) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


@act
def _give(*, resolution: Resolution, by: str, at: Any) -> Organisation:
    """Pay a resolution as a journey would: one fact, mirrored entries."""
    giver, receiver = make.organisation("federation"), resolution.proposal.recipient
    amount = resolution.cost_minor
    fact = state("registry.organisation.recorded", subject=receiver, by=by, at=at)
    books.post_mirrored(
        sides=[
            (giver, [books.Line("3300", amount), books.Line("1000", -amount)]),
            (receiver, [books.Line("1000", amount), books.Line("3400", -amount, party=resolution.key)]),
        ],
        on=date(2017, 3, 10),
        kind="test.grant",
        source=fact,
    )
    resolutions.mark_paid(
        resolution=resolution, source=fact, on=date(2017, 3, 10), amount_minor=amount, by=by, at=at
    )
    return receiver


def paid_childcare() -> Resolution:
    make.resolved()
    for key in ("federation", "school"):
        books.open_book(organisation=make.organisation(key), on=date(2016, 1, 1), **WHO)
    _give(resolution=Resolution.objects.get(key="childcare"), **WHO)
    return Resolution.objects.select_related("proposal__recipient", "paid_by").get(key="childcare")


# what a resident reads


def test_every_public_page_opens_before_anything_exists(client: Client) -> None:
    make.network()
    for name in ("assembly", "assembly_resolutions"):
        page = get(client, name)
        assert page.count("<h1") == 1 and "Anyone can see" in page


def test_a_resident_follows_a_decision_to_the_entries_in_both_books(client: Client) -> None:
    resolution = paid_childcare()
    shown = queries.outcome(resolution, on=date(2017, 3, 31))
    assert [entry.book.key for entry in shown.entries] == ["federation", "school"]
    assert (shown.left_minor, shown.spent_minor) == (350_00, 0)
    for page in (
        get(client, "assembly_show", "peoples_assembly_2017"),
        get(client, "assembly"),
        get(client, "assembly_resolution", "childcare"),
    ):
        assert "$350.00 was paid on 10 March 2017." in page
        assert "Federation: entry 1" in page and "School: entry 1" in page
        assert "Not paid yet." in page or "Resolution paid" in page or "100\xa0%" in page


@begins_in(make.resolved)
def test_the_page_of_an_assembly_tells_decision_count_and_engagement(client: Client) -> None:
    make.resolved()
    page = get(client, "assembly_show", "peoples_assembly_2017")
    assert "5 people voted. They chose 2 of 5 proposals, for $770 of $900. $0 of it has been paid." in page
    assert "It costs $500 and only $130 was left, so it is passed over." in page
    assert "Nobody approved it." in page
    assert "20\xa0% of them: 30,741 people." in page and "not a quorum" in page
    assert "5 ballots were counted, 1 of them blank." in page
    assert "130.00" in page  # left of the budget


@begins_in(make.resolved)
def test_no_page_shows_a_roll_number_or_calls_the_vote_anonymous(client: Client) -> None:
    make.resolved()
    key = "peoples_assembly_2017"
    pages = [get(client, name, key) for name in ("assembly_show", "assembly_ballots", "assembly_paper")]
    pages += [client.get(f"/api/v1/assembly/assemblies/{key}/ballots").content.decode()]
    pages += [
        b"".join(client.get(reverse("assembly_ballots", args=[key]), {"format": format})).decode()
        for format in ("csv", "json")
    ]
    for page in pages:
        assert "R-1" not in page and "R-5" not in page and "anonym" not in page.lower()


@begins_in(make.resolved)
def test_the_published_ballots_add_up_to_the_count(client: Client) -> None:
    make.resolved()
    answer = client.get(reverse("assembly_ballots", args=["peoples_assembly_2017"]), {"format": "json"})
    content = json.loads(answer.content)
    sums = {key: sum(row[key] for row in content["rows"]) for key, *_ in make.PROPOSALS}
    assert sums == {"childcare": 3, "tool_chest": 2, "market_van": 2, "scholarship": 1, "handbook_es": 0}
    assert len(content["rows"]) == 5 and content["note"] == "Demo: these ballots are invented."


@begins_in(make.voting)
def test_ballots_are_published_only_after_the_count(client: Client) -> None:
    assembly = make.voting()
    ballots.enter_batch(assembly=assembly, rows=make.five_ballots(), channel="paper", **WHO)
    url = reverse("assembly_ballots", args=[assembly.key])
    assert client.get(url).status_code == client.get(url, {"format": "csv"}).status_code == 404
    page = get(client, "assembly_show", assembly.key)
    assert "Voting is open" in page and "5 ballots are in." in page and "approvals" not in page.lower()


def test_the_list_of_resolutions_is_the_rows_behind_the_figure(client: Client) -> None:
    paid_childcare()
    funded = get(client, "assembly_resolutions", **{"from": "2017-02-18", "to": "2017-02-19"})
    assert "<strong>$770</strong>" in funded and "<strong>$350</strong>" in funded
    assert funded.count("<tr>") == 4  # head, two funded, foot
    assert get(client, "assembly_resolutions", which="all").count("<tr>") == 7
    assert "no resolutions in that time" in get(client, "assembly_resolutions", to="2017-02-18")
    got = client.get(reverse("assembly_resolutions"), {"which": "unpaid", "format": "json"})
    assert [(row["title"], row["cost"]) for row in got.json()["rows"]] == [
        ("Shared market van, one month", "420.00")
    ]


def test_a_proposal_keeps_its_maker_unnamed_unless_they_agreed(client: Client) -> None:
    assembly, lena = make.called(), make.person("Lena")
    asked: dict[str, Any] = {"recipient": make.organisation("school"), "on": HELD, "proposer": lena, **WHO}
    row = proposals.make(assembly=assembly, title="Chairs", cost_minor=100_00, **asked)
    assert "Lena" not in get(client, "assembly_proposal", row.key)
    lena.shows_name = True
    lena.save()
    assert "Lena (invented)" in get(client, "assembly_proposal", row.key)


# running one


def test_an_assembly_is_run_from_call_to_result_on_its_pages(facilitator: Client) -> None:
    make.adopt("assembly.rule", "approval-while-fits")
    make.adopt("assembly.budget", "exact")
    body, school = make.body(), make.organisation("school")
    make.organisation("federation")
    called = facilitator.post(reverse("assembly_call"), {"body": body.pk, "held_on": "2017-02-18"})
    assembly = Assembly.objects.get()
    assert called["Location"] == assembly.get_absolute_url()
    propose = reverse("assembly_propose", args=[assembly.key])
    typed = {"title": "Chairs", "cost": "1,250.00", "recipient": school.pk, "once": "press"}
    for _press in range(2):
        assert facilitator.post(propose, typed).status_code == 302
    assert Proposal.objects.get().cost_minor == 1250_00
    assert facilitator.post(reverse("assembly_open", args=[assembly.key]), {"once": "a"}).status_code == 302
    enter = reverse("assembly_ballot_enter", args=[assembly.key])
    ballot = {"voter": "R-1", "approves": ["chairs"], "channel": "paper", "once": "b"}
    first, second = facilitator.post(enter, ballot), facilitator.post(enter, ballot)
    assert first["Location"] == second["Location"] and Ballot.objects.count() == 1
    count = reverse("assembly_count", args=[assembly.key])
    over = facilitator.post(count, {"on": "2017-02-18", "budget": "0.01"})
    assert over.status_code == 422 and "The fund allows at most $0.00." in over.content.decode()
    assert facilitator.post(count, {"on": "2017-02-18", "budget": "0"}).status_code == 302
    assert (
        facilitator.post(reverse("assembly_resolve", args=[assembly.key]), {"on": "2017-02-18"}).status_code
        == 302
    )
    assert Resolution.objects.get().is_funded is False
    assert Assembly.objects.get().state == "resolved"


@begins_in(make.voting)
def test_a_second_ballot_is_refused_in_words_at_its_field(facilitator: Client) -> None:
    assembly = make.voting()
    url = reverse("assembly_ballot_enter", args=[assembly.key])
    typed = {"voter": "R-1", "approves": ["childcare"], "channel": "paper"}
    assert facilitator.post(url, typed | {"once": "a"}).status_code == 302
    answer = facilitator.post(url, typed | {"once": "b", "approves": ["market_van"]})
    assert answer.status_code == 422
    assert "R-1 has already voted in this assembly. One person, one ballot." in answer.content.decode()
    assert 'value="R-1"' in answer.content.decode()


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        ({}, "Tick what the paper ticks, or say that it is blank."),
        (
            {"approves": ["childcare"], "is_blank": "on"},
            "The ballot is marked blank, but something is ticked.",
        ),
    ],
)
@begins_in(make.voting)
def test_a_ballot_is_not_blank_by_oversight(facilitator: Client, ticked: dict[str, Any], said: str) -> None:
    url = reverse("assembly_ballot_enter", args=[make.voting().key])
    answer = facilitator.post(url, {"voter": "R-1", "channel": "paper", **ticked})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Ballot.objects.exists()


@begins_in(make.voting)
def test_a_pile_is_looked_over_first_and_entered_after(facilitator: Client) -> None:
    assembly = make.voting()
    url = reverse("assembly_ballots_enter", args=[assembly.key])
    typed = {"text": PILE, "pile": "5", "channel": "paper", "once": "press"}
    preview = facilitator.post(url, typed)
    page = preview.content.decode()
    assert preview.status_code == 200 and "Enter these 5 ballots" in page and not Ballot.objects.exists()
    assert "R-2" in page and "<strong>5 ballots</strong>, 1 of them blank." in page
    changed = facilitator.post(url, typed | {"step": "change"})
    assert "R-2,1;3" in changed.content.decode() and not Ballot.objects.exists()
    first, second = (facilitator.post(url, typed | {"step": "enter"}) for _press in range(2))
    fact = Fact.objects.get(kind="assembly.ballots.entered")
    assert first["Location"] == second["Location"] == reverse("receipt", args=[fact.number])
    assert sorted(Ballot.objects.values_list("voter", flat=True)) == ["R-1", "R-2", "R-3", "R-4", "R-5"]


@begins_in(make.voting)
def test_a_pile_with_faults_is_shown_line_by_line_and_nothing_entered(facilitator: Client) -> None:
    assembly = make.voting()
    url = reverse("assembly_ballots_enter", args=[assembly.key])
    for step in ("", "enter"):
        typed = {"text": "R-1,1\nR-1,2\nR-3,9\n", "pile": "3", "channel": "paper", "step": step}
        answer = facilitator.post(url, typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "R-1 stands on line 1 already." in page and "There is no proposal “9”." in page
        assert "R-1,2" in page, "what was typed is kept"
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("text", "pile", "said"),
    [
        (PILE, "4", "The pile holds 4 ballots, the list has 5."),
        ("R-1,1,2\n", "1", "Part the approvals with semicolons, not with commas."),
        ("voter,approves\n", "1", "There are no ballots in this list."),
    ],
)
@begins_in(make.voting)
def test_a_pile_that_does_not_match_the_paper_is_refused(
    facilitator: Client, text: str, pile: str, said: str
) -> None:
    url = reverse("assembly_ballots_enter", args=[make.voting().key])
    answer = facilitator.post(url, {"text": text, "pile": pile, "channel": "paper", "step": "enter"})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Ballot.objects.exists()


def test_a_ballot_is_taken_back_and_a_proposal_withdrawn_from_their_pages(facilitator: Client) -> None:
    assembly = make.called()
    row = make.proposed(assembly)["market_van"]
    assert (
        facilitator.post(reverse("assembly_proposal_withdraw", args=[row.key]), {"once": "a"}).status_code
        == 302
    )
    assert Proposal.objects.get(key="market_van").withdrawn_on is not None
    assemblies.open_voting(assembly=assembly, **WHO)
    ballots.enter(assembly=assembly, voter="R-1", approves=["1"], channel="paper", **WHO)
    url = reverse("assembly_ballot_take_back", args=[assembly.key])
    assert facilitator.post(url, {"voter": "R-2"}).status_code == 422
    assert facilitator.post(url, {"voter": "R-1"}).status_code == 302
    assert not Ballot.objects.exists()


@begins_in(make.voting)
def test_who_may_not_act_is_turned_away(client: Client) -> None:
    assembly = make.voting()
    names = ["propose", "ballot_enter", "ballots_enter", "ballot_take_back", "open", "count", "resolve"]
    urls = [reverse(f"assembly_{name}", args=[assembly.key]) for name in names]
    urls += [reverse("assembly_call"), reverse("assembly_proposal_withdraw", args=["childcare"])]
    for url in urls:
        assert client.post(url).status_code == 302, f"{url} leads visitors to the sign-in"
    client.force_login(make.account("Omar"), backend=BACKEND)
    for url in urls:
        assert client.post(url).status_code == 403, url


def test_a_facilitator_of_one_organisation_does_not_run_anothers_assembly(client: Client) -> None:
    body = make.body()
    body.organisation = make.organisation("federation")
    body.save()
    assembly = make.voting()
    client.force_login(make.account("Nell", "assembly-facilitator", where="school"), backend=BACKEND)
    assert client.get(reverse("assembly_count", args=[assembly.key])).status_code == 403


def test_needs_name_the_next_step_and_then_the_payment() -> None:
    sol, walt = make.account("Sol", "assembly-facilitator"), make.account("Walt", "steward")
    assembly = make.called()
    assert queries.needs(sol, HELD) == []
    make.proposed(assembly)
    said = [need.title for need in queries.needs(sol, HELD)]
    assemblies.open_voting(assembly=assembly, **WHO)
    said += [need.title for need in queries.needs(sol, HELD)]
    ballots.enter_batch(assembly=assembly, rows=make.five_ballots(), channel="paper", **WHO)
    said += [need.title for need in queries.needs(sol, date(2017, 2, 17))]
    said += [need.title for need in queries.needs(sol, HELD)]
    assemblies.count(assembly=assembly, budget_minor=900_00, on=HELD, **WHO)
    said += [need.title for need in queries.needs(sol, HELD)]
    assert said == [
        "Open the voting",
        "Enter the ballots",
        "Enter the ballots",
        "Close and count",
        "Adopt the result",
    ]
    assert queries.needs(walt, HELD) == []
    assemblies.resolve(assembly=assembly, on=HELD, **WHO)
    assert [need.title for need in queries.needs(walt, HELD)] == [
        "Pay $350.00 to School",
        "Pay $420.00 to Incubator",
    ]
    assert queries.needs(sol, HELD) == []


def test_the_budget_is_what_the_fund_holds_in_whole_dollars() -> None:
    make.adopt("assembly.budget", "whole-dollars-down")
    federation = make.organisation("federation")
    books.open_book(organisation=federation, on=date(2016, 1, 1), **WHO)

    @act
    def fund(*, by: str, at: Any) -> Organisation:
        fact = state("registry.organisation.recorded", subject=federation, by=by, at=at)
        lines = [books.Line("1000", 1139_83), books.Line("3300", -1139_83)]
        books.post(organisation=federation, on=date(2017, 1, 31), kind="test", lines=lines, source=fact)
        return federation

    fund(**WHO)
    assert queries.fund_minor(on=HELD) == 1139_83
    assert queries.budget_on(HELD) == 1139_00  # SEASON.md: 1,139.83 becomes 1,139
    assert queries.budget_on(date(2017, 1, 30)) == 0


def test_the_page_of_an_assembly_asks_little_of_the_database(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    paid_childcare()
    with django_assert_max_num_queries(24):
        get(client, "assembly_show", "peoples_assembly_2017")


def test_the_api_tells_the_count_and_the_payments(client: Client) -> None:
    resolution = paid_childcare()
    got = client.get("/api/v1/assembly/assemblies/peoples_assembly_2017")
    content = got.json()
    assert (content["budget"], content["funded_total"], content["left_of_budget"]) == (
        "900.00",
        "770.00",
        "130.00",
    )
    assert (content["ballots"], content["engagement_mark"]) == (5, 30_741)
    period = {"starts_on": "2017-02-18", "ends_on": "2017-02-19"}
    rows = client.get("/api/v1/assembly/resolutions", period).json()
    assert [row["key"] for row in rows if row["funded"]] == ["childcare", "market_van"]
    source = resolution.paid_by
    assert source is not None and rows[0]["receipt"] == source.number and rows[1]["receipt"] == ""
    assert trail(resolution.proposal.recipient).filter(pk=source.pk).exists()
