"""The pages of delegates and of an application: evidence, visit, vote."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonwork.federation.actions import affiliations, delegates, questions
from commonwork.federation.checklist import ITEMS
from commonwork.federation.models import Affiliation, Apportionment, DelegateTerm, DelegateVote, Question
from commonwork.registry.models import Network
from tests.record.test_documents import photo
from tests.rooms.federation.make import BY, Town, noon
from tests.rooms.federation.test_member_pages import TODAY, F, SignIn, as_, is_receipt, made, send, text, when

__all__ = ["as_", "made"]
pytestmark = pytest.mark.django_db


def council(made: Town) -> str:
    body = delegates.open_body(name="Council of delegates", by=BY, at=noon(TODAY))
    delegates.apportion(body=body, **when())
    return f"{F}delegates/bodies/{body.key}/"


def test_the_council_works_through_its_pages(made: Town, as_: SignIn) -> None:
    steward = as_("invented_emil", "steward", None)
    assert "No body of delegates is open yet" in text(steward, f"{F}delegates/")
    assert send(steward, f"{F}delegates/open/", name="Council", once="0").status_code == 302
    url = f"{F}delegates/bodies/council/"
    assert "Its seats are not shared yet" in text(as_(), url)
    assert "Freedom Farms" in text(steward, f"{url}share/")
    assert is_receipt(send(steward, f"{url}share/", once="1"))
    assert Apportionment.objects.get().seats == {"farm": 2, "nubias": 1}
    treasurer = as_("invented_ada", "treasurer")
    sent = send(treasurer, f"{url}send/farm/", person="invented_ada", mandate="bound", once="2")
    assert is_receipt(sent)
    assert treasurer.get(f"{url}send/nubias/").status_code == 403
    page = text(as_(), url)
    assert "a worker-owner" in page and "Ada" not in page
    inside = text(as_("invented_ben"), url)
    assert "Ada (invented)" in inside and "until 15 January 2018." in inside
    assert is_receipt(send(steward, f"{url}ask/", text="Raise the dues?", once="3"))
    question, term = Question.objects.get(), DelegateTerm.objects.get()
    vote = f"{F}delegates/questions/{question.key}/"
    assert "Vote: Raise the dues?" in text(treasurer, F)
    assert send(treasurer, f"{vote}vote/{term.key}/", answer="yes", once="4").status_code == 422
    assert is_receipt(send(treasurer, f"{vote}tell/{term.key}/", answer="no", once="5"))
    assert send(treasurer, f"{vote}vote/{term.key}/", answer="yes", once="6").status_code == 422
    assert is_receipt(send(treasurer, f"{vote}vote/{term.key}/", answer="no", once="7"))
    assert as_("invented_ben").get(f"{vote}vote/{term.key}/").status_code == 403
    assert "0 delegates for it, 1 against" in text(as_(), vote)
    assert is_receipt(send(steward, f"{vote}close/", once="8"))
    assert "Not carried" in text(as_(), vote) and DelegateVote.objects.count() == 1
    assert "Raise the dues?" in text(as_(), f"{url}questions/")
    page = f"{F}delegates/terms/{term.key}/"
    assert "Report back to your co-op: Raise the dues?" in text(treasurer, F)
    assert is_receipt(send(treasurer, f"{page}report/", says="We kept them.", once="9"))
    assert "Report back to your co-op" not in text(treasurer, F)
    assert "We kept them." in text(as_("invented_ben"), page)
    assert as_().get(page).status_code == 302
    assert as_("invented_lena", "communications").get(page).status_code == 404
    Network.objects.update(demo_on=date(2017, 1, 20))
    recall = send(treasurer, f"{page}recall/", votes_yes=2, votes_no=0, on="2017-01-20", once="10")
    assert is_receipt(recall)
    assert "Recalled" in text(as_("invented_ben"), page)
    rule = {"method": "one_each", "term_days": 100, "source": "Council, January 2017"}
    assert is_receipt(send(steward, f"{url}rule/", **rule, on="2017-01-20", once="11"))
    assert "one co-op, one seat" in text(as_(), url)
    form = text(steward, f"{url}rule/")
    chosen = next(part for part in form.split("<input") if "checked" in part)
    assert 'value="one_each"' in chosen and 'value="100"' in form, "it begins with the way that holds"


def test_an_application_shows_evidence_a_visit_and_the_vote(made: Town, as_: SignIn) -> None:
    team = made.coop("team", "The Green Team", "")
    made.worker(team, "invented_iris")
    council(made)
    row = affiliations.apply(
        organisation=team, class_code="start-up", checklist={item.code: True for item in ITEMS[1:]}, **when()
    )
    made.policy("visit_needed", "yes")
    applicant = as_("invented_iris", "treasurer", "team")
    url = f"{F}applications/{row.key}/"
    paper = SimpleUploadedFile("bylaws.jpg", photo(size=(40, 40)))
    given = {"item": "bylaws", "says": "By-laws of 3 May 2016", "paper": paper}
    assert is_receipt(applicant.post(f"{url}evidence/", {"once": "1", **given}))
    page = text(applicant, url)
    assert "By-laws of 3 May 2016" in page and "1 of 1 people" in page
    link = page.split(f"{url}evidence/")[1].split('"')[0]
    assert applicant.get(f"{url}evidence/{link}").status_code == 200
    delegate = as_("invented_ada", "delegate")
    assert send(delegate, f"{url}answer/", answer="admit", once="2").status_code == 422, "no visit yet"
    assert applicant.get(f"{url}visit/").status_code == 403
    visit = {"visitor": "invented_ada", "others_count": 1, "advice": "admit", "says": "A tidy yard."}
    assert is_receipt(send(delegate, f"{url}visit/", **visit, once="3"))
    assert "A tidy yard." in text(applicant, url)
    steward = as_("invented_emil", "steward", None)
    body = "/federation/delegates/bodies/council_of_delegates/"
    assert "Shall The Green Team belong" in text(steward, f"{body}ask/?application={row.key}")
    asked = send(steward, f"{body}ask/", affiliation=row.key, text="Shall it belong?", once="4")
    assert is_receipt(asked)
    question = Question.objects.get()
    ada = delegates.send(
        body=question.body, organisation=made.coops["farm"], person=made.people["invented_ada"], **when()
    )
    questions.vote(term=ada, question=question, answer="yes", **when())
    questions.close(question=question, **when())
    assert is_receipt(send(delegate, f"{url}answer/", answer="admit", once="5"))
    row = Affiliation.objects.get()
    assert (row.admitted_on, row.votes_yes, row.votes_no) == (TODAY, 1, 0)


def test_the_api_gives_seats_standings_and_the_dashboard_without_names(made: Town, as_: SignIn) -> None:
    url = council(made)
    delegates.send(
        body=delegates.Body.objects.get(),
        organisation=made.coops["farm"],
        person=made.people["invented_ada"],
        **when(),
    )
    api = "/api/v1/federation/"
    seats = as_().get(f"{api}delegates").json()
    assert seats[0]["seats"] == [
        {"coop": "farm", "members": 2, "seats": 2, "filled": 1},
        {"coop": "nubias", "members": 1, "seats": 1, "filled": 0},
    ]
    years = as_().get(f"{api}years/2016").json()
    assert {row["coop"]: row["standing"] for row in years} == {"farm": "good", "nubias": "good"}
    assert "invented_ada" not in f"{seats}{years}" and url
