"""The pages of a loan's way: what each says, who opens it, and that each act happens once."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from commonwork.bank.models import (
    Application,
    DrawRequest,
    Loan,
    LoanReview,
    Minutes,
    NextStep,
    StoryField,
    Terms,
    Visit,
    WalkPlan,
)
from commonwork.bank.parts_of_application import PARTS
from commonwork.charter.actions import policies
from commonwork.record.models import Fact
from tests.record.test_documents import PDF
from tests.rooms.bank import make
from tests.rooms.bank.test_applying import VALUES, begun, filled
from tests.rooms.bank.test_pages import signed_in, text
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]
FORBIDDEN, HIDDEN = 403, 404


def invoice() -> SimpleUploadedFile:
    return SimpleUploadedFile("invoice.pdf", PDF, content_type="application/pdf")


def sends(client: Client, name: str, /, *keys: str, **typed: Any) -> Any:
    return client.post(reverse(name, args=keys), {"once": f"{name}-{'-'.join(keys)}", **typed})


def opens(client: Client, name: str, *keys: str) -> str:
    page = client.get(reverse(name, args=keys))
    assert page.status_code == 200, (name, page.status_code)
    return text(page)


def status(client: Client, name: str, *keys: str) -> int:
    return client.get(reverse(name, args=keys)).status_code


def test_an_application_is_written_part_by_part_and_sent() -> None:
    world = make.world(today=date(2016, 4, 11))
    iris = signed_in(world, "iris")
    assert "Nine short parts" in opens(iris, "bank_application_begin")
    assert sends(iris, "bank_application_begin", borrower="green_team").status_code == 302
    key = Application.objects.get().key
    assert "1 of 8 parts are done" in opens(iris, "bank_application", key), "no training is asked for: done"
    for part in PARTS:
        assert str(part.name) in opens(iris, "bank_application_part", key, part.key)
        typed: dict[str, Any] = {name: VALUES[name] for name in part.fields}
        typed |= {question.code: "Said." for question in part.questions}
        if "principal_minor" in typed:
            typed["principal_minor"] = "12,000.00"
        if part.key == "papers":
            typed["paper"] = invoice()
        answer = sends(iris, "bank_application_part", key, part.key, next="1", **typed)
        assert answer.status_code == 302, part.key
    assert answer["Location"] == reverse("bank_application_send", args=[key])
    assert "$12,000.00" in opens(iris, "bank_application_send", key)
    answer = sends(iris, "bank_application_send", key)
    assert "/receipts/" in answer["Location"]
    loan = Loan.objects.get()
    assert "$12,000.00" in opens(signed_in(world, "lena"), "bank_application", key)
    assert reverse("bank_application", args=[key]) in opens(signed_in(world, "lena"), "bank_loan", loan.key)


def test_a_half_answer_is_kept_and_sending_says_what_is_missing() -> None:
    world = make.world(today=date(2016, 4, 11))
    iris, draft = signed_in(world, "iris"), begun(world)
    sends(iris, "bank_application_part", draft.key, "use", buy="A truck")
    assert "A truck" in opens(signed_in(world, "cora"), "bank_application_part", draft.key, "use")
    assert "Not all is there yet" in opens(iris, "bank_application_send", draft.key)
    refused = sends(iris, "bank_application_send", draft.key)
    assert refused.status_code == 422 and not Loan.objects.exists()


def test_a_draft_is_seen_by_its_own_people_and_the_coordinator_alone() -> None:
    world = make.world(today=date(2016, 5, 11))
    draft = begun(world)
    for key, expected in (("iris", 200), ("cora", 200), ("lena", HIDDEN), ("emil", HIDDEN), ("omar", HIDDEN)):
        assert status(signed_in(world, key), "bank_application", draft.key) == expected, key
    assert status(signed_in(world, "jonah"), "bank_application_part", draft.key, "use") == HIDDEN
    assert sends(signed_in(world, "cora"), "bank_application_drop", draft.key).status_code == 302
    assert Application.objects.get().state == "dropped"


def test_the_application_prints_filled_in_and_blank_in_both_languages() -> None:
    world = make.world(today=date(2016, 4, 11))
    draft = filled(world)
    for language in ("en", "es"):
        assert (
            signed_in(world, "iris")
            .get(reverse("bank_application_paper", args=[draft.key, language]))
            .content.startswith(b"%PDF")
        )
    assert Client().get(reverse("bank_application_blank", args=["es"])).content.startswith(b"%PDF")
    assert status(Client(), "bank_application_blank", "fr") == HIDDEN


def test_the_banks_people_read_score_and_decide_and_the_co_op_reads_the_conditions() -> None:
    world = make.world(today=date(2016, 4, 25))
    loan = make.asked(world)
    lena, xena, iris = (signed_in(world, key) for key in ("lena", "xena", "iris"))
    memo = {"asks": "A truck.", "speaks_for": "Orders.", "worries": "Winter.", "proposes": "Yes."}
    assert sends(lena, "bank_loan_memo", loan.key, **memo).status_code == 302
    scores = {f"score_{code}": 4 for code in ("need", "customers", "surplus", "people", "risks")}
    assert sends(xena, "bank_loan_review", loan.key, words="Sound.", **scores).status_code == 302
    assert LoanReview.objects.get().reviewer == world.people["xena"]
    seen = opens(xena, "bank_loan_reviews", loan.key)
    assert "Winter." in seen and "Sound." in seen and "One review counts." in seen
    assert status(iris, "bank_loan_reviews", loan.key) == FORBIDDEN
    assert status(signed_in(world, "omar"), "bank_loan_reviews", loan.key) == HIDDEN
    make.voted(world, loan)
    said = {
        "reason": "plan_holds",
        "chair": "invented_xena",
        "present": ["invented_lena"],
        "words": "Long talk.",
    }
    condition = {"condition_0": "Show the insurance", "before_0": "draw"}
    assert sends(xena, "bank_loan_decide", loan.key, **said, **condition).status_code == 302
    assert Minutes.objects.get().present.count() == 4
    inside, outside = opens(lena, "bank_loan_decision", loan.key), opens(iris, "bank_loan_decision", loan.key)
    assert "Long talk." in inside and "Show the insurance" in outside and "Long talk." not in outside
    row = loan.conditions.get()
    assert sends(iris, "bank_condition_met", loan.key, row.key).status_code == FORBIDDEN
    sends(lena, "bank_condition_met", loan.key, row.key)
    row.refresh_from_db()
    assert row.met_on == date(2016, 4, 25)


def test_anyone_reads_the_criteria_and_the_committee_adopts_new_ones(client: Client) -> None:
    world = make.world(today=date(2016, 4, 25))
    assert "come with the program" in opens(client, "bank_criteria")
    assert status(signed_in(world, "lena"), "bank_criteria_adopt") == FORBIDDEN
    typed = {f"weight_{place}": 1 for place in range(6)} | {
        "question_0_en": "Does it help?",
        "question_0_es": "¿Ayuda?",
    }
    assert sends(signed_in(world, "xena"), "bank_criteria_adopt", **typed).status_code == 302
    assert "Does it help?" in opens(client, "bank_criteria")
    client.cookies["django_language"] = "es"
    assert (
        "¿Ayuda?" in client.get(reverse("bank_criteria"), headers={"Accept-Language": "es"}).content.decode()
    )


@begins_in(make.agreed_world)
def test_the_agreement_prints_in_both_languages_and_its_signed_copy_is_kept() -> None:
    world = make.world(today=date(2016, 5, 5))
    loan = make.agreed(world)
    lena, iris = signed_in(world, "lena"), signed_in(world, "iris")
    said = opens(iris, "bank_loan_agreement", loan.key)
    assert escape(make.DEFINITION) in said and "not legal advice" in said and "guarantees this loan" in said
    for language in ("en", "es"):
        paper = iris.get(reverse("bank_loan_agreement_paper", args=[loan.key, language]))
        assert paper.content.startswith(b"%PDF")
    assert sends(lena, "bank_loan_agreement_keep", loan.key).status_code == 422
    assert sends(lena, "bank_loan_agreement_keep", loan.key, paper=invoice()).status_code == 302
    assert "/files/" in opens(iris, "bank_loan_agreement", loan.key)
    assert status(signed_in(world, "emil"), "bank_loan_agreement", loan.key) == HIDDEN


@begins_in(make.agreed_world)
def test_the_agreement_on_a_schedule_speaks_of_payments_and_not_of_surplus() -> None:
    world = make.world(today=date(2016, 5, 5))
    loan = make.agreed(world)
    Terms.objects.create(
        loan=loan, number=1, starts_on=date(2016, 5, 1), annual_rate_bp=800, day_count="30/360", schedule="level",
        every="month", count=36, fact=Fact.objects.get(kind="bank.loan.agreed"),
    )  # fmt: skip
    Loan.objects.filter(pk=loan.pk).update(kind="conventional")
    said = opens(signed_in(world, "iris"), "bank_loan_agreement", loan.key)
    assert "36 payments, every month, the first period from 1 May 2016" in said
    assert "Yearly rate (APR)" in said and "Payments in all" in said
    assert "states its surplus" not in said and "guarantees this loan" in said


@begins_in(make.agreed_world)
def test_a_draw_goes_from_its_invoice_to_its_receipt() -> None:
    world = make.world(today=date(2016, 5, 5))
    loan = make.agreed(world)
    lena, iris = signed_in(world, "lena"), signed_in(world, "iris")
    typed = {"amount_minor": "8,000.00", "what": "Truck"}
    assert sends(iris, "bank_draw_request_ask", loan.key, **typed).status_code == 422, "without an invoice"
    assert sends(iris, "bank_draw_request_ask", loan.key, paper=invoice(), **typed).status_code == 302
    key = DrawRequest.objects.get().key
    assert status(iris, "bank_draw_request_approve", key) == FORBIDDEN
    assert "Approve it" in opens(lena, "bank_draw_request", key)
    assert "Ask for a part" in opens(iris, "bank_draw_requests", loan.key)
    assert "Look at the requests for money" in opens(lena, "bank_loan", loan.key)
    sends(lena, "bank_draw_request_approve", key)
    assert "/receipts/" in sends(lena, "bank_draw_request_pay", key, on="2016-05-05")["Location"]
    assert sends(iris, "bank_draw_request_receipts", key, paper=invoice()).status_code == 302
    request = DrawRequest.objects.get()
    assert request.state == "paid" and request.receipts_on == date(2016, 5, 5)
    assert "Receipts shown since" in opens(lena, "bank_draw_request", key)
    assert status(signed_in(world, "omar"), "bank_draw_request", key) == HIDDEN
    assert sends(lena, "bank_draw_request_decline", key, words="Late").status_code == 422


@begins_in(make.drawn_world)
def test_the_log_is_between_the_co_op_and_the_bank() -> None:
    world = make.world(today=date(2016, 6, 20))
    loan = make.drawn(world)
    lena, iris = signed_in(world, "lena"), signed_in(world, "iris")
    typed = {
        "kind": "visit",
        "on": "2016-06-20",
        "hours": "1.5",
        "words": "Two trucks of work.",
        "step_0": "Send books",
    }
    assert sends(lena, "bank_loan_log_write", loan.key, **typed).status_code == 302
    assert Visit.objects.get().minutes == 90
    seen = opens(iris, "bank_loan_log", loan.key)
    assert "Two trucks of work." in seen and "Send books" in seen and "once" in seen
    for key in ("cora", "emil", "omar"):
        assert status(signed_in(world, key), "bank_loan_log", loan.key) == HIDDEN, key
    assert "Two trucks" not in opens(signed_in(world, "cora"), "bank_loan", loan.key)
    assert status(iris, "bank_loan_log_write", loan.key) == FORBIDDEN
    sends(iris, "bank_step_done", loan.key, NextStep.objects.get().key)
    assert NextStep.objects.get().done_on == date(2016, 6, 20)
    plan = {"words": "Fewer trips.", "review_on": "2016-09-20"}
    assert sends(lena, "bank_walk_plan_begin", loan.key, **plan).status_code == 302
    sends(lena, "bank_walk_plan_end", loan.key, WalkPlan.objects.get().key, outcome="on_its_way")
    assert WalkPlan.objects.get().outcome == "on_its_way"
    sends(lena, "bank_visit_strike", loan.key, Visit.objects.get().key)
    assert Visit.objects.get().is_struck


@begins_in(make.drawn_world)
def test_the_watch_list_names_reasons_and_what_nobody_decided() -> None:
    world = make.world(today=date(2017, 1, 25))
    loan = make.drawn(world)
    lena = signed_in(world, "lena")
    assert "No loan asks for a closer look" in opens(lena, "bank_watch")
    for code, value in (("bank.statement_days", 20), ("bank.visit_days", 90)):
        policies.adopt(
            code=code, value=value, starts_on=make.DAY_ONE, adopted_by="system/assembly", source="test",
            **world.at(make.DAY_ONE),
        )  # fmt: skip
    seen = opens(lena, "bank_watch")
    assert "The surplus statement of Q2 2016 is not made yet." in seen and "No visit or call since" in seen
    assert "cash should last" in seen, "what nobody decided is said"
    export = lena.get(reverse("bank_watch"), {"format": "csv"})
    assert f"{loan.key},The Green Team,late statement" in b"".join(export.streaming_content).decode()  # type: ignore[attr-defined]
    assert status(signed_in(world, "iris"), "bank_watch") == FORBIDDEN
    assert status(signed_in(world, "omar"), "bank_watch") == FORBIDDEN


@begins_in(make.drawn_world)
def test_the_story_shows_only_what_was_agreed_to(client: Client) -> None:
    world = make.world(today=date(2016, 6, 20))
    loan = make.drawn(world)
    iris = signed_in(world, "iris")
    assert status(client, "bank_loan_story", loan.key) == HIDDEN
    assert (
        sends(iris, "bank_loan_story_agree", loan.key, "purpose", text="A truck for leaves.").status_code
        == 302
    )
    told = opens(client, "bank_loan_story", loan.key)
    assert "A truck for leaves." in told and "A worker co-op" in told
    assert "The Green Team" not in told and "Iris" not in told and "$12,000" not in told
    sends(iris, "bank_loan_story_agree", loan.key, "amount")
    sends(iris, "bank_loan_story_agree", loan.key, "quote", text="We own it.")
    assert "$12,000 lent" in opens(client, "bank_stories")
    assert "a worker-owner" in opens(client, "bank_loan_story", loan.key)
    assert "Iris (invented) agreed on" in opens(iris, "bank_loan_story_choose", loan.key)
    assert status(signed_in(world, "lena"), "bank_loan_story_choose", loan.key) == HIDDEN
    make.memberships.begin(
        person=world.people["jonah"],
        organisation=world.coop,
        class_code="member",
        on=make.DAY_ONE,
        by=make.SYSTEM,
        at=make.at_time(make.DAY_ONE),
    )
    offered = {
        key: opens(signed_in(world, key), "bank_loan_story_choose", loan.key) for key in ("iris", "jonah")
    }
    name, speaker = (reverse("bank_loan_story_agree", args=[loan.key, code]) for code in ("name", "speaker"))
    assert [(key, name in page, speaker in page) for key, page in offered.items()] == [
        ("iris", True, True),
        ("jonah", False, True),  # each for their own words, the treasurer for the co-op
    ]
    for field in StoryField.objects.filter(taken_back_on=None):
        assert sends(iris, "bank_loan_story_back", loan.key, field.key).status_code == 302
    assert status(client, "bank_loan_story", loan.key) == HIDDEN


@begins_in(make.season_world)
def test_the_borrowers_page_says_what_is_due_why_and_when() -> None:
    world = make.world(today=date(2017, 4, 1))
    loan = make.season(world)
    seen = opens(signed_in(world, "iris"), "bank_ours", "green_team")
    # 1,102.50 is half of the surplus of 2,205.00 of Q1 2017 (SEASON.md).
    assert "$1,102.50 is due" in seen and "$2,205.00" in seen and "Q1 2017" in seen and loan.name in seen
    for key in ("lena", "emil", "omar"):
        assert status(signed_in(world, key), "bank_ours", "green_team") == HIDDEN, key


@begins_in(make.agreed_world)
def test_a_loan_is_closed_on_its_page_once_nothing_is_owed() -> None:
    world = make.world(today=date(2017, 4, 1))
    loan = make.agreed(world)
    lena = signed_in(world, "lena")
    assert "A loan is closed when nothing is." in opens(lena, "bank_loan_closing", loan.key)
    Loan.objects.filter(pk=loan.pk).update(stage="repaid", repaid_on=date(2017, 3, 31))
    typed = {"thanks": "Thank you all.", "learnt": "Ask for deposits."}
    assert sends(lena, "bank_loan_close", loan.key, **typed).status_code == 302
    assert "Ask for deposits." in opens(signed_in(world, "iris"), "bank_loan_closing", loan.key)
    assert lena.get(reverse("bank_loan_closing_paper", args=[loan.key, "es"])).content.startswith(b"%PDF")
    assert status(signed_in(world, "omar"), "bank_loan_closing", loan.key) == HIDDEN
