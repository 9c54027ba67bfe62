"""One request of a program, one effect: `Idempotency-Key` (RFC draft "The Idempotency-Key HTTP Header Field").

The same key with the same request gets the stored answer, a refusal too; with another request it is a conflict.
The key, the effect and the answer are one transaction; of many at once, one acts and the others wait for its answer.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from commonwork.access.models import Account, Answer
from commonwork.rules.chain import payload_hash
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.refusals import said

LONGEST_KEY = 200


class NoIdempotencyKey(Refusal):
    sentence = sentence(
        "Send a header Idempotency-Key: up to 200 letters, digits and signs, a new one for each new request."
    )
    status = 400


class KeyUsedBefore(Refusal):
    sentence = sentence("This Idempotency-Key was already used for another request.")
    status = 409


@dataclass(frozen=True)
class Answered:
    """An answer; is_replay when it was given before."""

    status: int
    body: str
    is_replay: bool = False


def once(
    *,
    account: Account,
    key: str | None,
    request: object,
    at: datetime,
    act: Callable[[], dict[str, Any]],
    status: int = 201,
) -> Answered:
    """Run `act` unless this key was answered before, and keep its answer. request: canonical JSON of what is asked.

    Raises NoIdempotencyKey, KeyUsedBefore. A refusal of the act is an answer: it is kept, and nothing else of it is.
    """
    if not key or len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise NoIdempotencyKey()
    payload = payload_hash(request)
    if (found := _found(account, key, payload)) is not None:
        return found
    with transaction.atomic():
        _hold(f"answer {account.pk} {key}")
        if (found := _found(account, key, payload)) is not None:
            return found
        answer = _acted(act, status)
        Answer.objects.create(
            account=account, key=key, payload_hash=payload, status=answer.status, body=answer.body, at=at
        )
        return answer


def _acted(act: Callable[[], dict[str, Any]], status: int) -> Answered:
    try:
        with transaction.atomic():
            return Answered(status, _text(act()))
    except Refusal as refusal:
        return Answered(refusal.status, _text(problem(refusal.status, "Refused", said(refusal))))


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)


def problem(status: int, title: str, detail: str = "") -> dict[str, Any]:
    """An error as RFC 9457 describes it."""
    return {"type": "about:blank", "title": title, "status": status, "detail": detail}


def _found(account: Account, key: str, payload: str) -> Answered | None:
    row = Answer.objects.filter(account=account, key=key).first()
    if row is None:
        return None
    if row.payload_hash != payload:
        raise KeyUsedBefore()
    return Answered(row.status, row.body, is_replay=True)


def _hold(name: str) -> None:
    """One at a time with this key. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
