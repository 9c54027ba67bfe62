"""Motions: drafted, supported, amended, joined, translated, reviewed; and what people say about them."""

import pytest

from commonwork.assembly.actions import amendments, deliberation, motions
from commonwork.assembly.models import Comment, MergeOffer, Motion, MotionVersion, Stance
from commonwork.assembly.motion_steps import NotInThatStage
from commonwork.assembly.queries import motions as queries
from commonwork.record.models import Fact
from tests.rooms.assembly.make import adopt, person
from tests.rooms.assembly.roll_make import DAY, WHO, farm, motion, open_motion
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def kinds(row: Motion) -> list[str]:
    facts = Fact.objects.filter(subject=f"assembly.motion/{row.key}").order_by("pk")
    return [fact.kind.rpartition(".")[2] for fact in facts]


@begins_in(farm)
def test_a_draft_is_its_authors_alone_until_it_is_put_forward() -> None:
    meeting, (ada, *_) = farm()
    adopt("assembly.support_count", 1)
    row = motion(meeting, ada)
    assert list(queries.of_body(meeting)) == [] and list(queries.of_body(meeting, person=ada)) == [row]
    row = motions.put_forward(motion=row, on=DAY, **WHO)
    assert list(queries.of_body(meeting)) == [row] and row.state == Motion.State.SEEKING


@begins_in(farm)
def test_a_motion_is_taken_up_with_the_last_supporter_it_needs() -> None:
    meeting, (ada, ben, cleo, dina) = farm()
    adopt("assembly.support_count", 2)
    row = motions.put_forward(motion=motion(meeting, ada), on=DAY, **WHO)
    motions.support(motion=row, person=ben, **WHO)
    with pytest.raises(motions.SupportsAlready):
        motions.support(motion=row, person=ben, **WHO)
    assert Motion.objects.get(pk=row.pk).state == Motion.State.SEEKING
    row = motions.support(motion=row, person=cleo, **WHO)
    assert row.state == Motion.State.OPEN
    assert kinds(row) == ["drafted", "put_forward", "supported", "supported", "taken_up"]
    with pytest.raises(NotInThatStage):
        motions.support(motion=row, person=dina, **WHO)


@begins_in(farm)
def test_a_share_of_the_roll_can_be_asked_for() -> None:
    meeting, _ = farm()  # four on the roll
    adopt("assembly.support_count", 1)
    adopt("assembly.support_bp", 6000)
    assert queries.supports_needed(meeting, on=DAY) == 3, "60 % of 4 is 2.4: rounded up"


def test_every_version_stays_and_what_changed_is_shown_word_by_word() -> None:
    row = open_motion(text="The fund pays fifty dollars a day.")
    motions.rewrite(
        motion=row, title="Sick days, paid", text="The fund pays forty dollars a day.", why="less", **WHO
    )
    row.refresh_from_db()
    assert row.title == "Sick days, paid"
    first, second = queries.versions(row)
    change = queries.difference(second)
    assert change is not None and queries.difference(first) is None
    assert [(piece.kind, piece.text) for piece in change.text if piece.kind != "same"] == [
        ("gone", "fifty"),
        ("new", "forty"),
    ]
    with pytest.raises(motions.NothingChanged):
        motions.rewrite(motion=row, title=second.title, text=second.text, why="", **WHO)


def test_an_amendment_taken_becomes_the_next_version_and_older_ones_must_be_written_anew() -> None:
    row = open_motion(text="The fund pays fifty dollars a day.")
    ben = person("Ben")
    said = {"motion": row, "author": ben}
    first = amendments.propose(
        text="The fund pays forty dollars a day.", why="it lasts longer", **said, **WHO
    )
    second = amendments.propose(text="The fund pays sixty dollars a day.", why="rents rose", **said, **WHO)
    assert [piece.text for piece in queries.amended(first) if piece.kind == "new"] == ["forty"]
    first = amendments.take(amendment=first, **WHO)
    assert first.became is not None and first.became.number == 2 and first.became.written_by == ben
    assert queries.latest_version(row).text == "The fund pays forty dollars a day."
    with pytest.raises(amendments.TextHasMovedOn):
        amendments.take(amendment=second, **WHO)
    amendments.refuse(amendment=second, **WHO)
    with pytest.raises(amendments.AnsweredAlready):
        amendments.refuse(amendment=second, **WHO)
    with pytest.raises(motions.TextMissing):
        amendments.propose(text="Something else", why=" ", **said, **WHO)


def test_a_fault_while_an_amendment_is_taken_leaves_the_text_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = open_motion()
    amendment = amendments.propose(motion=row, text="Another text.", why="shorter", **WHO)

    def broken(*_args: object, **_said: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(amendments, "tell", broken)
    with pytest.raises(RuntimeError):
        amendments.take(amendment=amendment, **WHO)
    assert MotionVersion.objects.filter(motion=row).count() == 1


@begins_in(farm)
def test_two_motions_become_one_only_when_the_other_author_agrees_and_supporters_go_along() -> None:
    meeting, (ada, ben, cleo, dina) = farm()
    adopt("assembly.support_count", 2)
    one = motions.put_forward(motion=motion(meeting, ada), on=DAY, **WHO)
    other = motions.put_forward(motion=motion(meeting, ben, title="Sick pay"), on=DAY, **WHO)
    motions.support(motion=one, person=cleo, **WHO)
    motions.support(motion=other, person=dina, **WHO)
    amendments.offer_to_join(motion=one, into=other, **WHO)
    with pytest.raises(amendments.OfferedAlready):
        amendments.offer_to_join(motion=one, into=other, **WHO)
    with pytest.raises(amendments.NotToJoin):
        amendments.offer_to_join(motion=other, into=other, **WHO)
    assert Motion.objects.get(pk=one.pk).state == Motion.State.SEEKING, "an offer alone joins nothing"
    into = amendments.agree_to_join(offer=MergeOffer.objects.get(), **WHO)
    assert into == other and Motion.objects.get(pk=one.pk).merged_into == other
    assert set(other.supports.values_list("person__key", flat=True)) == {cleo.key, dina.key}
    assert into.state == Motion.State.OPEN, "together they have the two supporters it needs"


@begins_in(farm)
def test_an_offer_to_join_can_be_declined() -> None:
    meeting, (ada, ben, *_) = farm()
    adopt("assembly.support_count", 2)
    one, other = (
        motions.put_forward(motion=motion(meeting, who, title=title), on=DAY, **WHO)
        for who, title in ((ada, "A"), (ben, "B"))
    )
    amendments.offer_to_join(motion=one, into=other, **WHO)
    amendments.decline_to_join(offer=MergeOffer.objects.get(), **WHO)
    assert {row.state for row in Motion.objects.all()} == {Motion.State.SEEKING}


def test_a_translation_belongs_to_one_version() -> None:
    row = open_motion()
    motions.translate(motion=row, language="es", title="Días de enfermedad", text="El fondo paga.", **WHO)
    assert queries.translations(queries.latest_version(row))["es"].title == "Días de enfermedad"
    motions.rewrite(motion=row, title=row.title, text="A new text.", why="shorter", **WHO)
    assert queries.translations(queries.latest_version(row)) == {}, "the new version is not translated yet"
    with pytest.raises(motions.SameLanguage):
        motions.translate(motion=row, language="en", title="Sick days", text="x", **WHO)


def test_a_review_of_costs_says_how_much() -> None:
    row = open_motion()
    with pytest.raises(motions.CostNeeded):
        motions.review(motion=row, kind="cost", verdict="yes", text="Fine.", **WHO)
    motions.review(motion=row, kind="cost", verdict="yes", text="Fine.", cost_minor=1_200_00, **WHO)
    motions.review(motion=row, kind="technical", verdict="changed", text="With a form.", **WHO)
    assert [one.cost_minor for one in queries.reviews(row)] == [None, 120_000]


def test_a_hidden_comment_has_a_reason_and_another_person_answers_the_appeal() -> None:
    row = open_motion()
    ada, ben = person("Ada"), person("Ben")
    comment = deliberation.say(motion=row, author=ben, text="He lives at 12 Elm Street.", **WHO)
    with pytest.raises(deliberation.ReasonMissing):
        deliberation.hide(comment=comment, reason="private", words=" ", **WHO)
    comment = deliberation.hide(comment=comment, reason="private", words="An address.", by=ada, at=WHO["at"])
    assert comment.is_hidden
    with pytest.raises(deliberation.HiddenAlready):
        deliberation.hide(comment=comment, reason="private", words="Again.", **WHO)
    with pytest.raises(deliberation.NotInThisTalk):
        deliberation.say(motion=row, author=ada, text="Well.", parent=comment, **WHO)
    deliberation.appeal(comment=comment, words="It is my own address.", by=ben, at=WHO["at"])
    with pytest.raises(deliberation.NothingToAppeal):
        deliberation.appeal(comment=comment, words="Again.", by=ben, at=WHO["at"])
    with pytest.raises(deliberation.AnotherMustAnswer):
        deliberation.answer_appeal(comment=comment, restore=True, words="Well.", by=ada, at=WHO["at"])
    comment = deliberation.answer_appeal(
        comment=comment, restore=True, words="True.", by=person("Cleo"), at=WHO["at"]
    )
    assert not comment.is_hidden
    said = str([fact.data for fact in Fact.objects.filter(kind__startswith="assembly.comment.")])
    assert "Elm" not in said and "address" not in said, "facts hold no words"


def test_one_mail_is_one_comment() -> None:
    row = open_motion()
    deliberation.say(motion=row, author=person("Ada"), text="Yes.", message_id="<1@example.org>", **WHO)
    with pytest.raises(deliberation.MailCameBefore):
        deliberation.say(motion=row, author=person("Ada"), text="Yes.", message_id="<1@example.org>", **WHO)
    assert Comment.objects.get().came_by == Comment.CameBy.MAIL


def test_nothing_is_said_about_a_motion_that_is_over() -> None:
    row = motions.withdraw(motion=open_motion(), **WHO)
    with pytest.raises(NotInThatStage):
        deliberation.say(motion=row, author=person("Ada"), text="But why?", **WHO)
    with pytest.raises(deliberation.NothingSaid):
        deliberation.say(motion=open_motion(title="Other"), author=person("Ada"), text=" ", **WHO)


def test_a_stance_can_be_changed_and_the_fact_does_not_say_which_it_is() -> None:
    row = open_motion()
    statement = deliberation.state_one(motion=row, text="Rest is a right.", **WHO)
    with pytest.raises(deliberation.StatementThere):
        deliberation.state_one(motion=row, text="rest is a RIGHT.", **WHO)
    for value in (1, -1):
        deliberation.take_stance(statement=statement, person=person("Ada"), value=value, **WHO)
    assert Stance.objects.get().value == -1
    fact = Fact.objects.filter(kind="assembly.statement.answered").first()
    assert fact is not None and set(fact.data) == {"statement"}


def test_who_is_forgotten_leaves_no_words_behind() -> None:
    from commonwork.journeys import forgotten_words
    from commonwork.registry.actions import people

    row, ben = open_motion(), person("Ben")
    deliberation.say(motion=row, author=ben, text="I live on Elm Street.", **WHO)
    people.forget(person=ben, **WHO)
    fact = Fact.objects.get(kind="registry.person.forgotten")
    for _ in range(2):
        forgotten_words.erase_comments(fact)
    assert (
        Comment.objects.get().text == "" and Fact.objects.filter(kind="assembly.comment.erased").count() == 1
    )
