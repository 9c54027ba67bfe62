"""How acts are done: one transaction with its fact, and a token that makes a second press harmless.

    @act
    def disburse(*, loan: Loan, amount_minor: int, by: Who, at: datetime) -> Loan:
        ...
        state("bank.loan.disbursed", subject=loan, by=by, at=at, organisation=..., data={...})
        return loan

An act returns the noun its fact is about. Callers may add `once="token"`: a repeated call with the same token and
payload returns the first result and changes nothing; the same token with another payload raises `TokenUsedBefore`.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeAlias, TypeVar, cast

from django.db import models, transaction

from commonwork.record.kinds import KINDS
from commonwork.record.models import About, Fact, Once
from commonwork.record.outbox import announce
from commonwork.record.refs import ref, resolve
from commonwork.rules.refusal import Refusal, sentence

Who: TypeAlias = models.Model | str
Result = TypeVar("Result")
ACTS: list[Callable[..., Any]] = []


class _Frame:
    """What an act has stated itself, and what the acts within it have."""

    def __init__(self) -> None:
        self.own: list[Fact] = []
        self.within: list[Fact] = []


_frame: ContextVar[_Frame | None] = ContextVar("frame", default=None)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class TokenUsedBefore(Refusal):
    """The same token came with other figures."""

    sentence = sentence("This form was already used for something else. Open it again and send it once.")
    status = 409


def act(function: Callable[..., Result]) -> Callable[..., Result]:
    """Make a function an act: atomic, stating at least one fact, safe to repeat with `once`."""

    @wraps(function)
    def run(*, once: str | None = None, **arguments: Any) -> Result:
        if not once:
            with transaction.atomic():
                return _perform(function, arguments)
        payload = _payload_hash(function, arguments)
        with transaction.atomic():
            _hold(once)  # two presses at the same moment: the second waits, then gets the answer of the first
            if (answer := _answer(once, payload)) is not None:
                return cast(Result, answer)
            return _perform(function, arguments, once, payload)

    ACTS.append(run)
    return run


def state(
    kind: str,
    *,
    subject: Who,
    by: Who,
    at: datetime,
    organisation: models.Model | str = "",
    mandate: str = "",
    about: Iterable[Who] = (),
    data: dict[str, Any] | None = None,
) -> Fact:
    """Write one fact. Must run inside a transaction; `kind` must be declared; `data` holds no text about persons."""
    assert kind in KINDS, f"the fact kind {kind} is not declared"
    assert transaction.get_connection().in_atomic_block, "a fact is stated in the transaction of its change"
    fact = Fact.objects.create(
        kind=kind,
        subject=ref(subject),
        actor=ref(by),
        mandate=mandate,
        organisation=organisation if isinstance(organisation, str) else organisation.key,  # type: ignore[attr-defined]
        at=at,
        data=data or {},
        code="".join(secrets.choice(ALPHABET) for _ in range(12)),
    )
    refs = dict.fromkeys([fact.subject, fact.actor, *(ref(thing) for thing in about)])
    About.objects.bulk_create([About(fact=fact, ref=reference) for reference in refs if reference])
    if (frame := _frame.get()) is not None:
        frame.own.append(fact)
    announce(fact)
    return fact


def _perform(
    function: Callable[..., Result], arguments: dict[str, Any], once: str = "", payload: str = ""
) -> Result:
    outer, frame = _frame.get(), _Frame()
    token = _frame.set(frame)
    try:
        result = function(**arguments)
    finally:
        _frame.reset(token)
    stated = [*frame.within, *frame.own]  # what it said itself comes last: that is its receipt
    assert stated, f"{function.__module__}.{function.__name__} stated no fact"
    if outer is not None:
        outer.within.extend(stated)
    if once:
        reference = ref(cast(models.Model, result))
        fact = next((fact for fact in reversed(stated) if fact.subject == reference), stated[-1])
        Once.objects.create(key=once, payload_hash=payload, fact=fact, result=reference)
    return result


def _hold(once: str) -> None:
    """Let one act at a time run with this token. SQLite has one writer at a time anyway."""
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"once {once}"])


def _answer(once: str, payload: str) -> models.Model | None:
    """What the act with this token returned; None when it has not run. Raises TokenUsedBefore, also when what the act
    returned is gone since: it must not run again."""
    row = next(iter(Once.objects.raw("SELECT * FROM record_once WHERE key = %s", [once])), None)
    if row is None:
        return None
    result = resolve(row.result) if row.payload_hash == payload else None
    if result is None:
        raise TokenUsedBefore()
    return result


def _payload_hash(function: Callable[..., Any], arguments: dict[str, Any]) -> str:
    """The hash of what an act was asked to do; who asked and when it was asked do not count."""
    asked = {name: _plain(value) for name, value in arguments.items() if name not in {"by", "at"}}
    text = json.dumps([function.__module__, function.__name__, asked], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return ref(value) if hasattr(value, "key") else f"{value._meta.label_lower}#{value.pk}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, models.QuerySet)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(str(_plain(item)) for item in value)
    return str(value)
