"""The business plan as a paper: its questions, the page, the PDF in both languages, erasing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.incubator.actions import answers, plans
from commonwork.incubator.chapters import CHAPTERS, codes
from commonwork.incubator.models import PlanAnswer, Team
from commonwork.record.models import Fact
from tests.paper import PaperRead, read
from tests.rooms.incubator import make
from tests.rooms.incubator.test_pages import BACKEND
from tests.rules.plans import BAKERY

pytestmark = pytest.mark.django_db
ON = date(2017, 3, 1)
WHO: dict[str, Any] = {"on": ON, "by": "system/test", "at": make.NOON}
HOSTILE = '#panic() *bold* <script>alert("x")</script> \\u{0} // $x^2$ #read("/etc/passwd")'


@pytest.fixture
def team() -> Team:
    return make.green_team()


@pytest.fixture
def member(client: Client, team: Team) -> Client:
    client.force_login(make.account("Kemi"), backend=BACKEND)
    return client


def at(name: str = "", *parts: str) -> str:
    return reverse(f"incubator_document{name}", args=["green_team", *parts])


def drafted(team: Team) -> Team:
    return plans.draft(team=team, assumptions=BAKERY, topic="sales", **WHO)


def paper(client: Client, language: str = "en") -> PaperRead:
    answer = client.get(at("_paper", language))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return read(answer.content)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_answers_are_kept_and_the_fact_names_only_their_codes(team: Team) -> None:
    answers.write(team=team, part="what", texts={"what": " We bake.\r\nDaily. ", "need": ""}, **WHO)
    assert dict(team.plan_answers.values_list("code", "text")) == {"what.what": "We bake.\nDaily."}
    fact = Fact.objects.get(kind="incubator.answers.written")
    assert fact.data == {"chapter": "what", "questions": ["what.what"], "on": "2017-03-01"}
    with pytest.raises(answers.AnswersUnchanged):
        answers.write(team=team, part="what", texts={"what": "We bake.\nDaily."}, **WHO)
    with pytest.raises(answers.NoSuchChapter):
        answers.write(team=team, part="what", texts={"ask": "money"}, **WHO)
    with pytest.raises(answers.AnswerTooLong):
        answers.write(team=team, part="what", texts={"need": "x" * 4001}, **WHO)


def test_answers_that_fail_half_way_leave_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the fact cannot be written")

    monkeypatch.setattr(answers, "state", broken)
    with pytest.raises(RuntimeError):
        answers.write(team=team, part="what", texts={"what": "We bake."}, **WHO)
    assert not PlanAnswer.objects.exists()


def test_what_was_written_can_be_erased_and_the_figures_stay(member: Client, team: Team) -> None:
    drafted(team)
    with pytest.raises(answers.NothingWritten):
        answers.erase(team=team, **WHO)
    answers.write(team=team, part="people", texts={"skills": "Ada bakes."}, **WHO)
    answers.write(team=team, part="what", texts={"what": "We bake."}, **WHO)
    answers.erase(team=team, parts=["people"], **WHO)
    assert dict(team.plan_answers.values_list("code", "text")) == {
        "people.skills": "",
        "what.what": "We bake.",
    }
    page = member.post(at("_erase"), follow=True).content.decode()
    assert "What was written is erased." in page and "We bake." not in page and "Three years" in page
    assert Fact.objects.filter(kind="incubator.answers.erased").count() == 2


@pytest.mark.one_engine
def test_a_member_answers_chapter_after_chapter_and_sees_the_plan(member: Client, team: Team) -> None:
    drafted(team)
    for one in CHAPTERS:
        form = {question.code: f"answer {one.key} {question.code}" for question in one.questions}
        answer = member.post(at("_chapter", one.key), {**form, "next": "1"})
        assert answer.status_code == 302
    assert answer.headers["Location"] == at()
    page = member.get(at()).content.decode()
    for code in codes():
        assert "answer " + code.replace(".", " ") in page
    assert "Not answered yet." not in page and "answer what what" in page.split('id="what"')[0]
    assert member.get(at("_chapter", "weather")).status_code == 404
    assert 'value="1"' in member.get(at("_chapter", "what")).content.decode()
    before = Fact.objects.count()
    form = {question.code: f"answer what {question.code}" for question in CHAPTERS[0].questions}
    assert member.post(at("_chapter", "what"), form).headers["Location"] == at()
    assert Fact.objects.count() == before, "an unchanged page states nothing"


@pytest.mark.one_engine
def test_the_paper_holds_answers_and_the_sums_of_the_model(member: Client, team: Team) -> None:
    drafted(team)
    answers.write(team=team, part="what", texts={"what": "Bread for the block."}, **WHO)
    found = paper(member)
    assert found.is_tagged and found.names_standard and found.language == "en"
    assert found.title == "Business plan · The Green Team"
    text = squeezed(found.text)
    # year 1: 1,200 loaves at $10 = 12,000; year 3: 1,800 = 18,000. From: 3 x 500 + 1,000 + 2,000 = 4,500
    for part in ("Bread for the block.", "12,000", "18,000", "4,500", "Not answered yet.", "Month by month"):
        assert squeezed(part) in text, part
    # fixed: 150 rent + 100 wear a month; a loaf leaves 10 - 4 - 2.50 = 3.50: 250 / 3.50 = 71.4
    assert "72units" in text and found.tags["Table"] >= 16
    assert found.text.count("Demo: invented data") == found.pages + 1, "beside the title and on every page"


@pytest.mark.one_engine
def test_the_paper_speaks_both_languages(member: Client, team: Team) -> None:
    drafted(team)
    assert paper(member, "es").language == "es"
    assert member.get(at("_paper", "de")).status_code == 404
    assert 'lang="en"' in member.get(at()).content.decode(), "the next page is in the reader's own language"


@pytest.mark.one_engine
def test_hostile_words_are_only_words(member: Client, team: Team) -> None:
    drafted(team)
    answers.write(team=team, part="what", texts={"what": HOSTILE}, **WHO)
    assert squeezed(HOSTILE) in squeezed(paper(member).text)
    page = member.get(at()).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.one_engine
def test_without_figures_the_paper_says_what_is_lacking(member: Client, team: Team) -> None:
    page = member.get(at()).content.decode()
    assert "The plan in figures cannot be reckoned yet." in page
    assert squeezed("cannot be reckoned yet") in squeezed(paper(member).text)


@pytest.mark.one_engine
def test_a_kept_version_is_printed_with_its_own_figures(member: Client, team: Team) -> None:
    drafted(team)
    plans.keep(team=team, note="first", **WHO)
    dearer = {**BAKERY, "products": [{**BAKERY["products"][0], "price": "20.00"}]}
    plans.draft(team=team, assumptions=dearer, topic="sales", **WHO)
    page = member.get(at(), {"version": "1"}).content.decode()
    assert "version 1" in page and "12,000" in page and "?version=1" in page
    assert "24,000" in member.get(at()).content.decode()  # 1,200 at $20


@pytest.mark.one_engine
def test_the_business_plan_is_for_the_team_and_those_who_decide(client: Client, team: Team) -> None:
    pages = [at(), at("_paper", "en"), at("_chapter", "what")]
    assert {client.get(page).status_code for page in pages} == {302}
    client.force_login(make.account("Stranger"), backend=BACKEND)
    assert {client.get(page).status_code for page in pages} == {403}
    assert client.post(at("_erase")).status_code == 403
