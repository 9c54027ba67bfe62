"""Programmes: courses that belong together, and who pays for them."""

from datetime import datetime

from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import key_from
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school.models import Programme


class ProgrammeTitleTaken(Refusal):
    sentence = sentence("There is already a programme called “{title}”.")
    status = 409
    field = "title"


class SameProgramme(Refusal):
    sentence = sentence("Nothing was changed: everything already stands as you wrote it.")


@act
def begin(
    *, title: str, by: Who, at: datetime, summary: str = "", funder: Organisation | None = None
) -> Programme:
    """Begin a programme; courses join it one by one. Raises ProgrammeTitleTaken."""
    title = title.strip()
    key = key_from(title)
    if Programme.objects.filter(title__iexact=title).exists() or Programme.objects.filter(key=key).exists():
        raise ProgrammeTitleTaken(title=title)
    programme = Programme.objects.create(key=key, title=title, summary=summary, funder=funder)
    _state("school.programme.begun", programme, by=by, at=at)
    return programme


@act
def change(
    *, programme: Programme, title: str, summary: str, funder: Organisation | None, by: Who, at: datetime
) -> Programme:
    """Say anew what a programme is called, is about, and who pays for it. Raises ProgrammeTitleTaken, SameProgramme."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    title = title.strip()
    if Programme.objects.filter(title__iexact=title).exclude(pk=programme.pk).exists():
        raise ProgrammeTitleTaken(title=title)
    if (title, summary, funder) == (programme.title, programme.summary, programme.funder):
        raise SameProgramme()
    programme.title, programme.summary, programme.funder = title, summary, funder
    programme.save(update_fields=["title", "summary", "funder"])
    _state("school.programme.changed", programme, by=by, at=at)
    return programme


def _state(kind: str, programme: Programme, *, by: Who, at: datetime) -> None:
    funder = programme.funder
    about = [funder] if funder else []
    data = {"funder": ref(funder)} if funder else {}
    state(kind, subject=programme, by=by, at=at, about=about, data=data)
