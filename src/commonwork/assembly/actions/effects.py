"""Effects of resolutions: plan one, begin it, tell how far it is, finish it, drop it, pay from its budget line."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max, Model

from commonwork.assembly.actions.days import happened
from commonwork.assembly.effects import KINDS, WHOLE, progress_of
from commonwork.assembly.effects.kinds import LINE, organisation_of
from commonwork.assembly.models import Effect, EffectReport
from commonwork.books import actions as books
from commonwork.books.queries import budgets as budget_queries
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref, resolve
from commonwork.registry.keys import new_key
from commonwork.registry.models import Body, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money

CASH, RESTRICTED, ENTRY = "1000", "3400", "assembly.effect"


class NoSuchKind(Refusal):
    sentence = sentence("There is no kind of effect called {kind}.")
    field = "kind"


class ParticularsMissing(Refusal):
    sentence = sentence("Something is missing: {what}.")


class OwnerNeeded(Refusal):
    sentence = sentence("A task needs an owner: somebody who takes it on.")
    field = "owner"


class NotToBeBegun(Refusal):
    sentence = sentence("“{title}” is begun, done or dropped already.")
    status = 409


class NotUnderWay(Refusal):
    sentence = sentence("“{title}” is not under way.")
    status = 409


class ReadFromElsewhere(Refusal):
    sentence = sentence("How far “{title}” is, is read from the books or the charter; nobody types it in.")


class LessThanBefore(Refusal):
    sentence = sentence("More was done before. Say at least {before} percent.")
    field = "done_bp"


class NotABudgetLine(Refusal):
    sentence = sentence("“{title}” has no budget line to pay from.")
    status = 409


class NotEnoughLeft(Refusal):
    sentence = sentence("{left} is left on this line; {amount} is more than that.")
    field = "amount"


@act
def plan(
    *,
    decided_in: Model,
    body: Body,
    kind: str,
    title: str,
    by: Who,
    at: datetime,
    data: dict[str, Any] | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
) -> Effect:
    """Write down what a resolution shall set in motion. decided_in: the resolution (any row with a key).

    data: amounts, codes, keys and ISO days as the kind asks for. Raises NoSuchKind, OwnerNeeded.
    """
    if kind not in KINDS:
        raise NoSuchKind(kind=kind)
    if KINDS[kind].has_owner and owner is None:
        raise OwnerNeeded()
    reference = ref(decided_in)
    body = Body.objects.select_for_update().get(pk=body.pk)
    highest = Effect.objects.filter(decided_in=reference).aggregate(highest=Max("number"))["highest"] or 0
    effect = Effect.objects.create(
        key=new_key("effect"),
        decided_in=reference,
        body=body,
        number=highest + 1,
        kind=kind,
        title=title.strip(),
        data=data or {},
        owner=owner,
        due_on=due_on,
    )
    due = {"due_on": due_on.isoformat()} if due_on else {}
    _state("assembly.effect.planned", effect, by=by, at=at, data={"effect_kind": kind, **due})
    return effect


@act
def begin(*, effect: Effect, on: date, by: Who, at: datetime) -> Effect:
    """Set it going: the budget line is adopted, the policy changed, the priority given. Raises NotToBeBegun, StillToCome
    and what the kind refuses."""
    effect = _locked(effect)
    if effect.state != Effect.State.WAITING:
        raise NotToBeBegun(title=effect.title)
    happened(on, at)
    kind = KINDS[effect.kind]
    effect.made = kind.begin(effect, on, by, at) if kind.begin else ""
    effect.state, effect.started_on = Effect.State.RUNNING, on
    effect.save(update_fields=["made", "state", "started_on"])
    data = {"effect_kind": effect.kind, "on": on.isoformat(), "made": effect.made}
    _state("assembly.effect.begun", effect, by=by, at=at, data=data)
    return effect


@act
def report(*, effect: Effect, done_bp: int, on: date, by: Who, at: datetime, text: str = "") -> Effect:
    """Tell how far a task is; at 100 percent it is done.

    Raises NotUnderWay, ReadFromElsewhere, LessThanBefore, StillToCome.
    """
    effect = _locked(effect)
    happened(on, at)
    if effect.state != Effect.State.RUNNING:
        raise NotUnderWay(title=effect.title)
    if KINDS[effect.kind].read is not None:
        raise ReadFromElsewhere(title=effect.title)
    if not effect.done_bp <= done_bp <= WHOLE:
        raise LessThanBefore(before=effect.done_bp // 100)
    teller = by if isinstance(by, Person) else None
    EffectReport.objects.create(effect=effect, told_on=on, done_bp=done_bp, text=text.strip(), told_by=teller)
    effect.done_bp = done_bp
    if done_bp == WHOLE:
        effect.state, effect.done_on = Effect.State.DONE, on
    effect.save(update_fields=["done_bp", "state", "done_on"])
    data = {"percent": done_bp // 100, "on": on.isoformat()}
    _state("assembly.effect.reported", effect, by=by, at=at, data=data)
    return effect


@act
def finish(*, effect: Effect, on: date, by: Who, at: datetime) -> Effect:
    """Close an effect whose progress is read from elsewhere, once it is whole. Raises NotUnderWay, StillToCome."""
    effect = _locked(effect)
    happened(on, at)
    if effect.state != Effect.State.RUNNING or not progress_of(effect, on=on).is_done:
        raise NotUnderWay(title=effect.title)
    effect.state, effect.done_on, effect.done_bp = Effect.State.DONE, on, WHOLE
    effect.save(update_fields=["state", "done_on", "done_bp"])
    _state("assembly.effect.done", effect, by=by, at=at, data={"on": on.isoformat()})
    return effect


@act
def drop(*, effect: Effect, on: date, by: Who, at: datetime) -> Effect:
    """Drop what has not been begun. What has been, is undone where it was done. Raises NotToBeBegun."""
    effect = _locked(effect)
    if effect.state != Effect.State.WAITING:
        raise NotToBeBegun(title=effect.title)
    effect.state = Effect.State.DROPPED
    effect.save(update_fields=["state"])
    _state("assembly.effect.dropped", effect, by=by, at=at, data={"on": on.isoformat()})
    return effect


@act
def pay(*, effect: Effect, amount_minor: int, on: date, what: str, by: Who, at: datetime) -> Effect:
    """Pay from the budget line of an effect, at most what is left; what: a short text, kept as an erasable memo.

    In the book of the line: its account by the effect's key / 1000. Where a recipient with books was named, mirrored there:
    1000 / 3400 by the effect's key. Raises NotABudgetLine, NotEnoughLeft, StillToCome.
    """
    effect = _locked(effect)
    happened(on, at)
    payer, budget = organisation_of(effect), resolve(effect.made)
    if effect.kind != LINE or effect.state != Effect.State.RUNNING or payer is None or budget is None:
        raise NotABudgetLine(title=effect.title)
    books.lock(payer)
    left = budget_queries.standings(budget)[0].left_minor  # type: ignore[arg-type]
    if not 0 < amount_minor <= left:
        raise NotEnoughLeft(left=money(left), amount=money(amount_minor))
    recipient = Organisation.objects.filter(key=effect.data.get("recipient", "")).first()
    fact = _state(
        "assembly.effect.paid",
        effect,
        by=by,
        at=at,
        organisation=payer,
        data={
            "amount_minor": amount_minor,
            "unit": "USD",
            "on": on.isoformat(),
            **({"recipient": ref(recipient)} if recipient else {}),
            "changes": [
                {
                    "what": "effect_left",
                    "before_minor": left,
                    "change_minor": -amount_minor,
                    "after_minor": left - amount_minor,
                }
            ],
        },
    )
    spent = books.Line(effect.data["account"], amount_minor, party=effect.key)
    given = [spent, books.Line(CASH, -amount_minor)]
    if recipient is None or recipient.pk == payer.pk:
        books.post(organisation=payer, on=on, kind=ENTRY, lines=given, source=fact, memo=what)
        return effect
    received = [books.Line(CASH, amount_minor), books.Line(RESTRICTED, -amount_minor, party=effect.key)]
    books.post_mirrored(
        sides=[(payer, given), (recipient, received)], on=on, kind=ENTRY, source=fact, memo=what
    )
    return effect


def _locked(effect: Effect) -> Effect:
    rows = Effect.objects.select_for_update(of=("self",)).select_related("body__organisation", "owner")
    return rows.get(pk=effect.pk)


def _state(
    kind: str,
    effect: Effect,
    *,
    by: Who,
    at: datetime,
    data: dict[str, Any],
    organisation: Organisation | str | None = None,
) -> Any:
    return state(
        kind,
        subject=effect,
        by=by,
        at=at,
        organisation=organisation or effect.body.organisation or "",
        about=[effect.decided_in, effect.body, *([effect.made] if effect.made else [])],
        data={"resolution": effect.decided_in, **data},
    )
