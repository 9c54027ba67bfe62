"""Payout runs: put one together, release it (others than its maker, as many as the policy asks), cancel it, take its file.

A run is locked from the start: its payouts never change. The file is written when the last release is given; its hash
stands in the run, so that every later copy can be compared.
"""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Sum

from commonwork.bank.models import Payout, PayoutRun, Release
from commonwork.bank.payment_files.providers import PROVIDERS
from commonwork.bank.queries.payouts import ToPay, file_of, payer, to_pay
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.record.acts import act, state
from commonwork.record.models import Fact
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Refusal, sentence

USUAL_RELEASES = 2  # until a body adopts bank.payout_releases


class NothingChosen(Refusal):
    sentence = sentence("Choose at least one payment that has a bank account on file and is in no other run.")
    field = "payments"


class PayerMissing(Refusal):
    sentence = sentence("Put the account the bank pays from on file first.")
    status = 409


class PaysInThePast(Refusal):
    sentence = sentence("Choose today or a later day.")
    field = "pays_on"


class PaidInAnotherUnit(Refusal):
    sentence = sentence("This way pays in {pays}; the books of {organisation} are in {unit}.")
    status = 409


class NotWaiting(Refusal):
    sentence = sentence("This run is {stage} already.")
    status = 409


class MakerCannotRelease(Refusal):
    sentence = sentence("You put this run together. Others must release it.")
    status = 409


class ReleasedByYou(Refusal):
    sentence = sentence("You released this run already. Somebody else must too.")
    status = 409


class NotReleased(Refusal):
    sentence = sentence("This run is not released. {missing} more must release it first.")
    status = 409


class AccountErased(Refusal):
    sentence = sentence("Somebody in this run was forgotten; the file can no longer be written.")
    status = 409


@act
def make(
    *,
    organisation: Organisation,
    provider: str,
    sources: Sequence[str],
    pays_on: date,
    by: Person,
    at: datetime,
) -> PayoutRun:
    """Put posted payments together in a run. sources: codes of the facts that posted them.

    Raises PaysInThePast, PaidInAnotherUnit, PayerMissing, NothingChosen, and what the provider refuses about the file."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    way = PROVIDERS[provider]
    if pays_on < at.date():
        raise PaysInThePast()
    book = book_queries.book_of(organisation)
    if book is None or book.unit != way.currency:
        unit = book.unit if book else "—"
        raise PaidInAnotherUnit(pays=way.currency, organisation=organisation.name, unit=unit)
    from_account = payer(organisation, way=way.way)
    if from_account is None:
        raise PayerMissing()
    wanted = set(sources)
    rows = [
        row
        for row in to_pay(organisation, way=way.way, to_people=way.to_people)
        if row.key in wanted and row.account is not None
    ]
    if not rows or len(rows) != len(wanted):
        raise NothingChosen()
    policy = in_force("bank.payout_releases", on=at.date(), organisation=organisation)
    run = PayoutRun.objects.create(
        key=new_key("run"),
        organisation=organisation,
        payer=from_account,
        format=provider,
        pays_on=pays_on,
        unit=way.currency,
        made_by=by,
        made_at=at,
        payouts_count=len(rows),
        total_minor=sum(row.amount_minor for row in rows),
        releases_needed=max(1, policy.value if policy else USUAL_RELEASES),
    )
    Payout.objects.bulk_create(_payout(run, number, row) for number, row in enumerate(rows, start=1))
    file_of(run)  # what cannot be written is refused now, not when two people have released it
    _told("bank.payout_run.made", run, by, at)
    return run


def _payout(run: PayoutRun, number: int, row: ToPay) -> Payout:
    assert row.account is not None
    return Payout(
        key=new_key("payout"),
        run=run,
        number=number,
        account=row.account,
        amount_minor=row.amount_minor,
        source=row.source,
    )


@act
def approve(*, run: PayoutRun, by: Person, at: datetime) -> PayoutRun:
    """One person releases a run; with the last release needed the file is written and the run locked for good.

    Raises NotWaiting, MakerCannotRelease, ReleasedByYou."""
    run = _waiting(run)
    if run.made_by_id == by.pk:
        raise MakerCannotRelease()
    given = list(run.releases.values_list("person_id", flat=True))
    if by.pk in given:
        raise ReleasedByYou()
    number = len(given) + 1
    Release.objects.create(run=run, number=number, person=by, maker_id=run.made_by_id, at=at)
    _told("bank.payout_run.approved", run, by, at, number=number, needed=run.releases_needed)
    if number < run.releases_needed:
        return run
    assert run.payouts.aggregate(sum=Sum("amount_minor"))["sum"] == run.total_minor, (
        "a run is what it was made of"
    )
    run.stage, run.released_at = PayoutRun.Stage.RELEASED, at
    run.file_sha256 = sha256(file_of(run).content).hexdigest()
    run.save(update_fields=["stage", "released_at", "file_sha256"])
    _told("bank.payout_run.released", run, by, at, sha256=run.file_sha256)
    return run


@act
def cancel(*, run: PayoutRun, by: Person, at: datetime) -> PayoutRun:
    """Cancel a run that is not released; its payments can go into another one. Raises NotWaiting."""
    run = _waiting(run)
    run.stage = PayoutRun.Stage.CANCELLED
    run.save(update_fields=["stage"])
    _told("bank.payout_run.cancelled", run, by, at)
    return run


@act
def take_file(*, run: PayoutRun, by: Person, at: datetime) -> PayoutRun:
    """Take the file of a released run along; every taking is a fact of its own. Raises NotReleased,
    AccountErased."""
    run = PayoutRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.stage != PayoutRun.Stage.RELEASED:
        raise NotReleased(missing=max(0, run.releases_needed - run.releases.count()))
    if run.payouts.filter(account__last_digits="").exists():
        raise AccountErased()
    digest = sha256(file_of(run).content).hexdigest()
    assert digest == run.file_sha256, "the file is the one that was released"
    _told("bank.payout_file.taken", run, by, at, number=times_taken(run) + 1)
    return run


def times_taken(run: PayoutRun) -> int:
    """How often the file of a run was taken."""
    return Fact.objects.filter(kind="bank.payout_file.taken", subject=f"bank.payoutrun/{run.key}").count()


def _waiting(run: PayoutRun) -> PayoutRun:
    fresh = PayoutRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if fresh.stage != PayoutRun.Stage.WAITING:
        raise NotWaiting(stage=fresh.get_stage_display())
    return fresh


def _told(kind: str, run: PayoutRun, by: Person, at: datetime, **more: object) -> None:
    state(
        kind,
        subject=run,
        by=by,
        at=at,
        organisation=run.organisation,
        data={
            "amount_minor": run.total_minor,
            "unit": run.unit,
            "count": run.payouts_count,
            "pays_on": run.pays_on.isoformat(),
            **more,
        },
    )
