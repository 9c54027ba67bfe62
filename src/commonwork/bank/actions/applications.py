"""Applications: begin one, write its parts over days, attach papers, set it aside, send it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst

from commonwork.bank.actions import loans
from commonwork.bank.actions.lock import demand_come
from commonwork.bank.asks import Prefill
from commonwork.bank.models import Application, ApplicationAnswer, Loan
from commonwork.bank.parts_of_application import MOST_SIGNS, PURPOSE, part
from commonwork.bank.queries.applying import draft_of, missing, texts_of
from commonwork.record import documents
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence

MOST_PURPOSE = 2000


class DraftThere(Refusal):
    sentence = sentence("{borrower} is writing an application already. Go on with that one.")
    status = 409


class NotADraft(Refusal):
    sentence = sentence("This application is no draft any more.")
    status = 409


class NoSuchPart(Refusal):
    sentence = sentence("An application has no such part.")


class NotComplete(Refusal):
    sentence = sentence("Not all is answered yet: {missing}.")
    status = 409


class MembersSaidNo(Refusal):
    sentence = sentence("{yes} of {count} members said yes. A co-op borrows when more than half of them do.")
    status = 409


class MoreThanAll(Refusal):
    sentence = sentence("More members said yes than there are.")
    field = "members_yes_count"


@act
def start(
    *,
    borrower: Organisation,
    lender: Organisation,
    on: date,
    by: Who,
    at: datetime,
    known: Prefill | None = None,
) -> Application:
    """Begin an application with what is known already. Raises loans.OnlyCoopsBorrow, DraftThere, StillToCome."""
    demand_come(on, at)
    if borrower.kind != Organisation.Kind.COOP:
        raise loans.OnlyCoopsBorrow(name=borrower.name)
    Organisation.objects.select_for_update(no_key=True).get(pk=borrower.pk)
    if draft_of(borrower) is not None:
        raise DraftThere(borrower=borrower.name)
    known = known or Prefill()
    application = Application.objects.create(
        key=new_key("application"),
        borrower=borrower,
        lender=lender,
        started_on=on,
        started_by=ref(by),
        team=known.team,
        plan=known.plan,
        name=known.name[:80],
        principal_minor=known.principal_minor or None,
        jobs_made_count=known.jobs_made_count,
    )
    _keep(application, known.texts)
    _told("bank.application.begun", application, on=on, by=by, at=at)
    return application


@act
def write(
    *,
    application: Application,
    part_key: str,
    texts: Mapping[str, str],
    values: Mapping[str, Any],
    on: date,
    by: Who,
    at: datetime,
) -> Application:
    """Keep one part as it was typed, whole or half. texts: {code of a question: text}; values: {field: figure or day}.
    Raises NotADraft, NoSuchPart, MoreThanAll, StillToCome."""
    application = _draft(application)
    asked = part(part_key)
    if (
        asked is None
        or not set(texts) <= {one.code for one in asked.questions}
        or not set(values) <= set(asked.fields)
    ):
        raise NoSuchPart()
    for name, value in values.items():
        setattr(application, name, value)
    yes, count = application.members_yes_count, application.members_count
    if yes is not None and count is not None and yes > count:
        raise MoreThanAll()
    if application.decided_on is not None:
        demand_come(application.decided_on, at)
    application.save()
    _keep(application, texts)
    _told("bank.application.kept", application, on=on, by=by, at=at, part=part_key)
    return application


@act
def attach(
    *, application: Application, files: Sequence[bytes], on: date, by: Who, at: datetime
) -> Application:
    """Put papers beside a draft. Raises NotADraft and what documents.put raises."""
    application = _draft(application)
    for data in files:
        documents.put(data=data, to=application, organisation=application.borrower, by=by, at=at)
    _told("bank.application.kept", application, on=on, by=by, at=at, part="papers")
    return application


@act
def take_off(*, application: Application, paper: str, on: date, by: Who, at: datetime) -> Application:
    """Take a paper off a draft. Raises NotADraft, documents.IsErased."""
    application = _draft(application)
    document = documents.document_of(application, paper)
    if document is None:
        raise documents.IsErased()
    documents.detach(document=document, to=application, organisation=application.borrower, by=by, at=at)
    _told("bank.application.kept", application, on=on, by=by, at=at, part="papers")
    return application


@act
def drop(*, application: Application, on: date, by: Who, at: datetime) -> Application:
    """Set a draft aside; what was typed is erased. Raises NotADraft."""
    application = _draft(application)
    application.state = Application.State.DROPPED
    application.save(update_fields=["state"])
    application.answers.all().delete()
    for paper in documents.kept(application):
        document = documents.document_of(application, paper.key)
        assert document is not None
        documents.detach(document=document, to=application, organisation=application.borrower, by=by, at=at)
    _told("bank.application.dropped", application, on=on, by=by, at=at)
    return application


@act
def send(*, application: Application, on: date, by: Who, at: datetime) -> Loan:
    """Send an application to the bank: the loan is asked for. Raises NotADraft, NotComplete, MembersSaidNo, and what
    `loans.apply` raises, among it training.TrainingMissing."""
    application = _draft(application)
    lacking = [one for one in missing(application, on=on) if one.key != "training"]
    if lacking:
        raise NotComplete(missing=", ".join(str(one.name) for one in lacking))
    yes, count = application.members_yes_count or 0, application.members_count or 0
    if 2 * yes <= count:
        raise MembersSaidNo(yes=yes, count=count)
    texts = texts_of(application)
    loan = loans.apply(
        borrower=application.borrower,
        lender=application.lender,
        principal_minor=application.principal_minor or 0,
        name=capfirst(application.name),
        purpose="\n\n".join(texts[code] for code in PURPOSE)[:MOST_PURPOSE],
        on=on,
        by=by,
        at=at,
    )
    application.state, application.sent_on, application.loan = Application.State.SENT, on, loan
    application.save(update_fields=["state", "sent_on", "loan"])
    more = {"team": application.team} if application.team else {}
    more |= {"plan": application.plan} if application.plan else {}
    amount = {"amount_minor": loan.principal_minor, "unit": loan.unit, "loan": ref(loan)}
    _told("bank.application.sent", application, on=on, by=by, at=at, **amount, **more)
    return loan


def _draft(application: Application) -> Application:
    fresh = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if fresh.state != Application.State.DRAFT:
        raise NotADraft()
    return fresh


def _keep(application: Application, texts: Mapping[str, str]) -> None:
    for code, text in texts.items():
        if kept := text.strip()[:MOST_SIGNS]:
            ApplicationAnswer.objects.update_or_create(
                application=application, code=code, defaults={"text": kept}
            )
        else:
            application.answers.filter(code=code).delete()


def _told(kind: str, application: Application, *, on: date, by: Who, at: datetime, **more: object) -> None:
    state(
        kind,
        subject=application,
        by=by,
        at=at,
        organisation=application.lender if kind == "bank.application.sent" else application.borrower,
        about=[application.borrower],
        data={"on": on.isoformat(), "borrower": ref(application.borrower), **more},
    )
