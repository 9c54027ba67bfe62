"""Letters: written within an act, sent after it is committed, tried again by the worker until they have left.

What a letter says is put together in the reader's language by whoever writes it. Nothing is stated here: a letter tells
of an act that states its own fact.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from commonwork.gatherings.models import Answer, CalendarToken, Letter, Registration
from commonwork.record.acts import Who
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Contact, Person

logger = logging.getLogger(__name__)
KEPT = timedelta(days=14)  # a letter that could not leave for so long is given up
AT_ONCE = 200


def address_of(person: Person | None) -> str:
    """Where mail reaches a person: their contact, else the address they sign in with; empty where there is none."""
    if person is None or person.is_forgotten:
        return ""
    contact = person.contacts.filter(kind=Contact.Kind.EMAIL).order_by("pk").first()
    if contact is not None:
        return str(contact.value)
    account = getattr(person, "account", None)
    return str(account.email) if account is not None and account.is_active else ""


def write(
    *, address: str, subject: str, text: str, about: Who, at: datetime, person: Person | None = None
) -> Letter | None:
    """A letter that leaves when the act is committed; None where there is no address. Part of an act."""
    if not address:
        return None
    letter = Letter.objects.create(
        key=new_key("letter"),
        person=person,
        about=ref(about),
        address=address,
        subject=" ".join(subject.split())[:200],
        text=text,
        written_at=at,
    )
    transaction.on_commit(partial(send, [letter.pk], at=at))
    return letter


def send(pks: Iterable[int], *, at: datetime) -> int:
    """Send these letters where they have not left yet; returns how many left. A fault leaves them for the worker."""
    sent = 0
    for pk in pks:
        with transaction.atomic():
            rows = Letter.objects.select_for_update(skip_locked=False)
            letter = rows.filter(pk=pk, sent_at=None).exclude(address="").first()
            if letter is None:
                continue
            Letter.objects.filter(pk=pk).update(tries_count=F("tries_count") + 1)
            try:
                EmailMessage(subject=letter.subject, body=letter.text, to=[letter.address]).send()
            except (OSError, SMTPException):
                logger.exception("the letter %s could not be sent; the worker tries again", letter.key)
                continue
            Letter.objects.filter(pk=pk).update(sent_at=at, address="", subject="", text="")
            sent += 1
    return sent


def send_waiting(*, at: datetime) -> int:
    """Send what still waits, the oldest first; erase what could not leave for a fortnight. Returns how many left."""
    waiting = Letter.objects.filter(sent_at=None).exclude(address="")
    waiting.filter(written_at__lt=at - KEPT).update(address="", subject="", text="")
    return send(list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]), at=at)


def forget(person: Person) -> None:
    """Erase what waits for a person, the address of their calendar, and what they asked for and answered."""
    CalendarToken.objects.filter(person=person).delete()
    Answer.objects.filter(registration__person=person).delete()
    Registration.objects.filter(person=person).update(needs=[])
    Letter.objects.filter(person=person).update(address="", subject="", text="")
