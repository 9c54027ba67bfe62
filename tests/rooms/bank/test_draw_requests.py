"""Draws against receipts, the signed agreement, and the closing of a loan."""

from datetime import date
from typing import Any
from unittest import mock

import pytest

from commonwork.bank.actions import closings, draw_requests, draws
from commonwork.bank.models import Draw, DrawRequest, Loan, LoanClosing
from commonwork.bank.queries import position
from commonwork.record import documents
from commonwork.record.models import Fact
from tests.record.test_documents import PDF
from tests.rooms.bank import make
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.agreed_world)]
DAY = date(2016, 5, 5)


def asked(world: make.World, loan: Loan, **changed: Any) -> DrawRequest:
    said: dict[str, Any] = {"amount_minor": 800_000, "what": "Truck", "files": [PDF], "on": DAY} | changed
    return draw_requests.ask(loan=loan, **said, **world.at(DAY, by="iris"))


def test_a_draw_is_asked_for_with_its_invoice_approved_paid_and_receipted() -> None:
    world = make.world()
    request = asked(world, make.agreed(world))
    assert len(documents.kept(request)) == 1
    draw_requests.approve(request=request, on=DAY, **world.at(DAY))
    loan = draw_requests.pay(request=request, on=DAY, **world.at(DAY))
    request.refresh_from_db()
    assert request.draw == Draw.objects.get() and request.state == "paid"
    assert (position(loan).drawn_minor, loan.stage) == (800_000, "repaying")
    draw_requests.show_receipts(
        request=request, files=[PDF + b"\n% paid"], on=DAY, **world.at(DAY, by="iris")
    )
    request.refresh_from_db()
    assert request.receipts_on == DAY and len(documents.kept(request)) == 2
    told = [
        fact.kind.removeprefix("bank.draw_request.")
        for fact in Fact.objects.filter(kind__startswith="bank.draw_r")
    ]
    assert sorted(told) == ["approved", "asked", "paid", "receipts_shown"]


def test_a_request_needs_an_invoice_words_and_room_in_the_loan() -> None:
    world = make.world()
    loan = make.agreed(world)
    for changed, refusal in (
        ({"files": []}, draw_requests.InvoiceMissing),
        ({"what": " "}, draw_requests.WhatMissing),
        ({"amount_minor": 1_200_001}, draws.AboveTheAgreement),
    ):
        with pytest.raises(refusal):
            asked(world, loan, **changed)
    asked(world, loan)
    with pytest.raises(draws.AboveTheAgreement):  # 12,000 - 8,000 that wait already
        asked(world, loan, amount_minor=400_001)
    assert DrawRequest.objects.count() == 1


def test_somebody_else_looks_at_it_and_says_what_is_missing() -> None:
    world = make.world()
    request = asked(world, make.agreed(world))
    with pytest.raises(draw_requests.OwnRequest):
        draw_requests.approve(request=request, on=DAY, **world.at(DAY, by="iris"))
    with pytest.raises(draw_requests.WordsMissing):
        draw_requests.decline(request=request, words="", on=DAY, **world.at(DAY))
    draw_requests.decline(request=request, words="The quote is out of date.", on=DAY, **world.at(DAY))
    with pytest.raises(draw_requests.NotInThisState):
        draw_requests.approve(request=request, on=DAY, **world.at(DAY))
    with pytest.raises(draw_requests.NotInThisState):
        draw_requests.pay(request=request, on=DAY, **world.at(DAY))


def test_a_payment_that_fails_half_way_leaves_the_request_open() -> None:
    world = make.world()
    request = asked(world, make.agreed(world))
    draw_requests.approve(request=request, on=DAY, **world.at(DAY))
    with mock.patch.object(draw_requests, "_told", side_effect=RuntimeError), pytest.raises(RuntimeError):
        draw_requests.pay(request=request, on=DAY, **world.at(DAY))
    request.refresh_from_db()
    assert request.state == "approved" and not Draw.objects.exists()


def test_what_open_requests_ask_for_is_not_paid_out_beside_them() -> None:
    world = make.world()
    loan = make.agreed(world)  # 12,000; 8,000 of it is asked for, so 4,000 is free
    asked(world, loan)
    with pytest.raises(draws.RequestsWait, match=r"\$8,000.00 is asked for in requests that wait"):
        draws.pay_out(loan=loan, amount_minor=400_001, on=DAY, **world.at(DAY))
    draws.pay_out(loan=loan, amount_minor=400_000, on=DAY, **world.at(DAY))
    assert position(loan).drawn_minor == 400_000


@begins_in(make.plain_world)
def test_a_body_can_decide_that_money_goes_out_against_requests_only() -> None:
    world = make.world(draws_on_request="yes")
    request = asked(world, make.agreed(world))
    with pytest.raises(draws.RequestMissing):
        draws.pay_out(loan=request.loan, amount_minor=100, on=DAY, **world.at(DAY))
    assert not Draw.objects.exists()
    draw_requests.approve(request=request, on=DAY, **world.at(DAY))
    draw_requests.pay(request=request, on=DAY, **world.at(DAY))
    assert Draw.objects.get().fact.data["request"] == request.key
    request.refresh_from_db()
    assert request.draw == Draw.objects.get()


def test_receipts_come_after_the_money() -> None:
    world = make.world()
    request = asked(world, make.agreed(world))
    with pytest.raises(draw_requests.NotInThisState):
        draw_requests.show_receipts(request=request, files=[PDF], on=DAY, **world.at(DAY, by="iris"))


def test_the_signed_agreement_is_kept_with_the_loan() -> None:
    world = make.world()
    loan = make.agreed(world)
    with pytest.raises(closings.PaperMissing):
        closings.keep_agreement(loan=loan, files=[], on=DAY, **world.at(DAY))
    closings.keep_agreement(loan=loan, files=[PDF], on=DAY, **world.at(DAY))
    assert [paper.kind for paper in documents.kept(loan)] == ["pdf"]


@begins_in(make.season_world)
def test_a_loan_is_closed_once_nothing_is_owed() -> None:
    world = make.world()
    loan = make.season(world)
    said: dict[str, Any] = {"thanks": "Thank you.", "learnt": "Ask for deposits.", "on": date(2017, 4, 1)}
    with pytest.raises(closings.StillOwed) as refusal:
        closings.close(loan=loan, **said, **world.at(date(2017, 4, 1)))
    # Loan owed at the end of the season 10,722.72 plus the interest of the fourth quarter that is not paid yet.
    standing = position(loan)
    assert standing.principal_minor == 1_072_272 and "10," in str(refusal.value.figures["owed"])
    Loan.objects.filter(pk=loan.pk).update(stage="repaid")
    with mock.patch.object(closings, "position", return_value=type(standing)()):
        with pytest.raises(closings.NothingLearnt):
            closings.close(loan=loan, **said | {"learnt": " "}, **world.at(date(2017, 4, 1)))
        closings.close(loan=loan, **said, **world.at(date(2017, 4, 1)))
        with pytest.raises(closings.ClosedAlready):
            closings.close(loan=loan, **said, **world.at(date(2017, 4, 1)))
    assert LoanClosing.objects.get().learnt == "Ask for deposits."
