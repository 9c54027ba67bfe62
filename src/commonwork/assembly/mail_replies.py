"""Mail as a way into the talk: an address signed for one motion and one person, and reading what comes there.

Safe to feed with anything: only plain text is read, of limited size, nothing is fetched or opened, attachments are left
alone. A mail counts when its address carries our signature and it comes from the person's own address.
"""

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from commonwork.assembly.actions import deliberation
from commonwork.assembly.models import Comment, Motion
from commonwork.assembly.permits_rolls import stands_in, takes_part
from commonwork.registry.models import Contact, Person
from commonwork.rules.refusal import Refusal, sentence

MOST_BYTES = 512_000
SALT = "commonwork.assembly.mail_replies"
_LOCAL = re.compile(r"reply-([0-9a-z]{1,12})-([0-9a-z]{1,12})-([0-9a-f]{24})")
_QUOTE = re.compile(
    r"^(>|-{2,}\s*(original|forwarded|mensaje|reenviado)|(on|el|am|le)\s.{0,200}(wrote|escribi[óo]|schrieb|a écrit)\s*:\s*$"
    r"|_{10,}$|--\s?$|(from|de):\s.{0,120}@)",
    re.IGNORECASE,
)
HEADERS = ("delivered-to", "x-original-to", "to", "cc")


class MailTooLarge(Refusal):
    sentence = sentence("This mail is larger than {most} kB.")


class NotAReplyAddress(Refusal):
    sentence = sentence("This mail was not sent to an address for replies, or its signature is wrong.")


class NotFromThatPerson(Refusal):
    sentence = sentence(
        "This mail does not come from the address of the person its reply address was made for."
    )


class AnAutomaticReply(Refusal):
    sentence = sentence("This is an automatic reply; it says nothing about the matter.")


class NoPlainText(Refusal):
    sentence = sentence("This mail has no plain text, or nothing but what it quotes.")


class NoLongerTakesPart(Refusal):
    sentence = sentence("This person does not take part in that body any more.")


def address(motion: Motion, person: Person) -> str:
    """The address at which mail from this person becomes a comment on this motion."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"reply-{int_to_base36(motion.pk)}-{int_to_base36(person.pk)}-{_signature(motion.pk, person.pk)}@{domain}"


def take_in(raw: bytes, *, at: datetime) -> Comment:
    """Make a comment of a mail as it came from the mail server.

    Raises MailTooLarge, NotAReplyAddress, NotFromThatPerson, AnAutomaticReply, NoPlainText, NoLongerTakesPart, and what
    `deliberation.say` raises (the same mail twice: MailCameBefore).
    """
    if len(raw) > MOST_BYTES:
        raise MailTooLarge(most=MOST_BYTES // 1000)
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    motion, person = _signed_for(message)
    if (
        _header(message, "auto-submitted").lower() not in {"", "no"}
        or _header(message, "precedence") == "bulk"
    ):
        raise AnAutomaticReply()
    senders = {found.lower() for _name, found in getaddresses([_header(message, "from")])}
    if not senders & _addresses_of(person):
        raise NotFromThatPerson()
    account = getattr(person, "account", None)
    if not (takes_part(account, motion.body) if account else stands_in(motion.body, person)):
        raise NoLongerTakesPart()
    text = own_words(_plain_text(message))
    if not text:
        raise NoPlainText()
    name = _header(message, "message-id") or f"{_header(message, 'date')} {motion.pk} {person.pk} {text}"
    return deliberation.say(motion=motion, author=person, text=text, message_id=name, by=person, at=at)


def own_words(text: str) -> str:
    """What somebody wrote, without what the mail quotes below and without a signature.

    >>> own_words("I agree.\\n\\nOn Monday, Ada wrote:\\n> What do you think?")
    'I agree.'
    """
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _QUOTE.match(line.strip()[:400]):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()


def _signature(motion: int, person: int) -> str:
    return salted_hmac(SALT, f"{motion}-{person}", algorithm="sha256").hexdigest()[:24]


def _signed_for(message: EmailMessage) -> tuple[Motion, Person]:
    """The motion and the person a mail's reply address was made for."""
    for _name, found in getaddresses([_header(message, name) for name in HEADERS]):
        match = _LOCAL.fullmatch(found.partition("@")[0].lower())
        if match is None:
            continue
        motion_pk, person_pk = base36_to_int(match[1]), base36_to_int(match[2])
        if constant_time_compare(match[3], _signature(motion_pk, person_pk)):
            motion = Motion.objects.select_related("body__organisation").filter(pk=motion_pk).first()
            person = Person.objects.filter(pk=person_pk).first()
            if motion is not None and person is not None and not person.is_forgotten:
                return motion, person
    raise NotAReplyAddress()


def _header(message: EmailMessage, name: str) -> str:
    """All values of a header in one line; empty where there is none, or where it cannot be read."""
    try:
        return ", ".join(" ".join(str(value).split()) for value in message.get_all(name, []))[:4000]
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        return ""  # Python's reader of headers can stumble over nonsense; then the header is not there


def _plain_text(message: EmailMessage) -> str:
    """The plain text of a mail; attachments are left alone."""
    for part in message.walk():
        if part.get_content_type() != "text/plain" or part.get_content_disposition() == "attachment":
            continue
        raw = part.get_payload(decode=True)
        charset = part.get_content_charset() or "utf-8"
        try:
            return raw.decode(charset, "replace") if isinstance(raw, bytes) else str(raw)
        except LookupError:
            return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return ""


def _addresses_of(person: Person) -> set[str]:
    """The addresses a person writes from: contacts, and the one she or he signs in with."""
    found = set(person.contacts.filter(kind=Contact.Kind.EMAIL).values_list("value", flat=True))
    account = getattr(person, "account", None)
    if account is not None and account.is_active:
        found.add(account.email)
    return {one.lower() for one in found}
