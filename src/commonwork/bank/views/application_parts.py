"""An application as a page and a paper tell it: tasks, answers, printed forms."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public, signed_in
from commonwork.bank import permits_requests as may_do
from commonwork.bank import queries
from commonwork.bank.forms_requests import PartForm
from commonwork.bank.models import Application
from commonwork.bank.parts_of_application import FIGURES, PAPERS, PARTS, TRAINING, Part
from commonwork.bank.queries import applying
from commonwork.bank.views.papers import in_language, made
from commonwork.record import documents
from commonwork.registry.clock import today
from commonwork.ui import dates, pdf
from commonwork.ui.money import money
from commonwork.ui.parts import Answer, Task


def after(asked: Part) -> Part | None:
    """The part after this one."""
    place = PARTS.index(asked) + 1
    return PARTS[place] if place < len(PARTS) else None


def tasks(application: Application, done: Collection[str], here: Part | None) -> list[Task]:
    """The list of tasks: the parts, then checking and sending."""
    found = [
        Task(
            one.name,
            reverse("bank_application_part", args=[application.key, one.key]),
            "done" if one.key in done else "here" if one == here else "to-come",
            _("not needed") if not one.is_needed and one.key not in done else "",
        )
        for one in PARTS
    ]
    sending = reverse("bank_application_send", args=[application.key])
    return [*found, Task(_("Check your answers and send"), sending, "to-come" if here else "here")]


def printed_links(application: Application) -> list[tuple[str, str]]:
    """(language, address) of the application on paper."""
    return [
        (_(str(name)), reverse("bank_application_paper", args=[application.key, code]))
        for code, name in settings.LANGUAGES
    ]


def answers(application: Application, texts: Mapping[str, str], *, on: date) -> list[Answer]:
    """Everything that was asked and answered, with the way back to change it while it is a draft."""
    is_draft = application.state == Application.State.DRAFT
    found = []
    for one in PARTS:
        href = reverse("bank_application_part", args=[application.key, one.key]) if is_draft else ""
        form = PartForm(part=one, application=application, texts=texts)
        for name in one.fields:
            found.append(
                Answer(form.fields[name].label, _value(application, name) or _("not answered yet"), href)
            )
        for question in one.questions:
            found.append(Answer(question.label, texts.get(question.code) or _("not answered yet"), href))
        if one.key == TRAINING:
            found.append(Answer(one.name, trained(application, on=on), href))
        if one.key == PAPERS:
            found.append(Answer(one.name, str(len(documents.kept(application))), href))
    return found


def trained(application: Application, *, on: date) -> str:
    """Who holds the training asked for, in one line."""
    asked = applying.training(application.borrower, on=on, lender=application.lender)
    if not asked:
        return _("none is asked for")
    return ", ".join(
        _("%(name)s: %(holders)s of %(needed)s")
        % {"name": one.name, "holders": len(one.holders), "needed": one.needed}
        for one in asked
    )


def _value(application: Application, name: str) -> str:
    value = getattr(application, name)
    if value is None or value == "":
        return ""
    if name == "principal_minor":
        return money(value, application.unit)
    return dates.day(value) if isinstance(value, date) else str(value)


@signed_in
def printed(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The application as PDF in one of the network's languages; what was typed stays in its own."""
    application = may_do.application(request.user, key)
    with in_language(language):
        texts = applying.texts_of(application)
        content = _paper(application, texts, subject=application.borrower.name, is_blank=False)
    return pdf.answer(f"application-{application.borrower.key}-{language}", content)


@public
def blank(request: HttpRequest, language: str) -> HttpResponse:
    """The blank form, to be filled in by hand; anyone may print it."""
    with in_language(language):
        content = _paper(Application(), {}, subject="", is_blank=True)
    return pdf.answer(f"application-form-{language}", content)


def _paper(application: Application, texts: Mapping[str, str], *, subject: str, is_blank: bool) -> bytes:
    parts: list[dict[str, Any]] = []
    for one in PARTS:
        form = PartForm(part=one, application=application, texts=texts)
        rows = [(str(form.fields[name].label), _value(application, name), 1) for name in one.fields]
        rows += [(str(question.label), texts.get(question.code, ""), 6) for question in one.questions]
        notes = []
        if not is_blank and one.key == TRAINING:
            notes = [trained(application, on=today())]
        if not is_blank and one.key == FIGURES:
            notes = _books(application)
        parts.append(
            {
                "title": str(one.name),
                "sentence": str(one.sentence),
                "notes": notes,
                "asked": [
                    {"question": question, "answer": said, "lines": lines} for question, said, lines in rows
                ],
            }
        )
    title = _("Application for a loan")
    data = {
        "subject": subject or _("Name of the co-op: "),
        "span": "" if is_blank else dates.day(application.sent_on or today()),
        "says": _("The loan is paid from surplus only. No person answers for it with what they own.")
        + " "
        + _("To %(bank)s.") % {"bank": queries.public_name(today())},
        "parts": parts,
        "unanswered": _("not answered yet"),
        "is_blank": is_blank,
        "signing": [_("Place and day"), _("For the members")],
    }
    return made("application.typ", data, title=title, about=subject)


def _books(application: Application) -> list[str]:
    found = applying.own_figures(application.borrower, on=application.sent_on or today())
    if found is None:
        return []
    said = [
        _("%(quarter)s: surplus %(amount)s") % {"quarter": name, "amount": money(amount)}
        for name, amount in found.quarters
    ]
    said.append(
        _("Cash %(cash)s, loans owed %(owed)s.")
        % {"cash": money(found.cash_minor), "owed": money(found.owed_minor)}
    )
    return said
