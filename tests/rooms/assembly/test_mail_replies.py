"""Mail into the talk: only with our signature, only from the person's own address, only plain text, once."""

from email.message import EmailMessage
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonwork.assembly import mail_replies
from commonwork.assembly.actions.deliberation import MailCameBefore
from commonwork.assembly.models import Comment, Motion
from commonwork.registry.actions import memberships
from commonwork.registry.clock import now, today
from commonwork.registry.models import Membership, Person
from commonwork.rules.refusal import Refusal
from tests.rooms.assembly.make import account
from tests.rooms.assembly.roll_make import farm, open_motion

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def talk() -> tuple[Motion, Person]:
    """A motion, and Ben who takes part and writes from ben@example.org."""
    meeting, (ada, ben, *_) = farm()
    account("Ben")
    return open_motion(meeting, ada), ben


def mail(to: str, text: str = "I agree.", sender: str = "Ben <BEN@example.org>", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = sender, to, "<1@example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def take(raw: bytes) -> Comment:
    return mail_replies.take_in(raw, at=now())


def test_a_mail_becomes_a_comment_without_what_it_quotes() -> None:
    motion, ben = talk()
    text = "I agree.\n\nFifty is right.\n\nOn Monday, Ada wrote:\n> What do you think?\n"
    comment = take(mail(mail_replies.address(motion, ben), text))
    assert (comment.author, comment.text, comment.came_by) == (ben, "I agree.\n\nFifty is right.", "mail")
    with pytest.raises(MailCameBefore):
        take(mail(mail_replies.address(motion, ben), text))


def test_a_wrong_signature_or_another_motion_is_refused() -> None:
    motion, ben = talk()
    address = mail_replies.address(motion, ben)
    other = Motion.objects.create(
        key="other", body=motion.body, title="Other", purpose="x", state="open", drafted_on=today()
    )
    local, _, domain = address.partition("@")
    head, _, signature = local.rpartition("-")
    flipped = signature[:-1] + ("0" if signature[-1] != "0" else "1")
    stolen = mail_replies.address(other, ben).split("-")[1]
    for wrong in (
        f"{head}-{flipped}@{domain}",
        "-".join([local.split("-")[0], stolen, *local.split("-")[2:]]) + f"@{domain}",
        "talk@example.org",
        "",
    ):
        with pytest.raises(mail_replies.NotAReplyAddress):
            take(mail(wrong))
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"sender": "Eve <eve@example.org>"}, mail_replies.NotFromThatPerson),
        ({"Auto_Submitted": "auto-replied"}, mail_replies.AnAutomaticReply),
        ({"Precedence": "bulk"}, mail_replies.AnAutomaticReply),
        ({"text": "> only quoted\n"}, mail_replies.NoPlainText),
        ({"text": "x" * mail_replies.MOST_BYTES}, mail_replies.MailTooLarge),
    ],
)
def test_what_is_not_somebody_answering_is_refused(said: dict[str, Any], refusal: type[Refusal]) -> None:
    motion, ben = talk()
    with pytest.raises(refusal):
        take(mail(mail_replies.address(motion, ben), **said))
    assert not Comment.objects.exists()


def test_who_has_left_the_body_can_no_longer_write() -> None:
    motion, ben = talk()
    memberships.end(membership=Membership.objects.get(person=ben), on=today(), by="system/test", at=now())
    with pytest.raises(mail_replies.NoLongerTakesPart):
        take(mail(mail_replies.address(motion, ben)))


def test_the_command_takes_a_file_and_refuses_with_a_sentence(tmp_path: Any) -> None:
    motion, ben = talk()
    file = tmp_path / "mail.eml"
    file.write_bytes(mail(mail_replies.address(motion, ben)))
    call_command("mail_reply", str(file))
    assert Comment.objects.get().author == ben
    with pytest.raises(Exception, match="cannot be read"):
        call_command("mail_reply", str(tmp_path / "none.eml"))


@given(st.binary(max_size=300), st.integers(0, 60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nonsense_is_refused_with_a_sentence_and_never_fails(noise: bytes, place: int) -> None:
    good = b"From: b@example.org\r\nTo: reply-1-1-0123456789abcdef01234567@x\r\n\r\nhello"
    for raw in (
        noise,
        good[:place] + noise + good[place:],
        b"To: " + noise,
        b"Content-Type: " + noise + b"\n\nx",
    ):
        with pytest.raises(Refusal):
            mail_replies.take_in(raw, at=now())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Yes.\n-- \nBen", "Yes."),
        ("Sí.\n\nEl lunes, Ada escribió:\n> Hola", "Sí."),
        ("No.\n-----Original Message-----\nFrom: x", "No."),
        ("On balance, I wrote: nothing.", "On balance, I wrote: nothing."),
    ],
)
def test_only_ones_own_words_are_kept(text: str, kept: str) -> None:
    assert mail_replies.own_words(text) == kept
