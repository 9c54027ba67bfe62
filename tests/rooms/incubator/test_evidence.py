"""Evidence by file: kept, read by those who may, erased, and ticked at the gate."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commonwork.access.models import RoleHolding
from commonwork.incubator.actions import tasks
from commonwork.incubator.models import Team, TeamTask
from commonwork.record import documents
from commonwork.record.models import Document, Fact
from commonwork.registry.models import Organisation
from tests.record.test_documents import PDF
from tests.rooms.incubator import make
from tests.rooms.incubator.test_pages import BACKEND

pytestmark = pytest.mark.django_db
ON = date(2017, 3, 1)
WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}
CODE = "idea_in_a_page"


def finished(team: Team, **changed: Any) -> TeamTask:
    said: dict[str, Any] = {"code": CODE, "evidence": "", "files": [PDF], "on": ON}
    tasks.finish(team=team, **{**said, **changed}, **WHO)
    return TeamTask.objects.get()


def test_a_file_is_evidence_enough_and_more_can_follow() -> None:
    team = make.green_team()
    with pytest.raises(tasks.EvidenceNeeded):
        tasks.finish(team=team, code=CODE, evidence=" ", on=ON, **WHO)
    first = finished(team)
    again = finished(team, files=[PDF + b"\n"], evidence="Page 2.")
    assert first.key == again.key and len(documents.kept(again)) == 2
    finished(team, files=[])
    assert not TeamTask.objects.get().evidence, "the files alone are enough"
    assert not [fact for fact in Fact.objects.all() if "Page 2" in str(fact.data)]


def test_an_erased_file_opens_the_task_again_when_it_was_the_only_evidence() -> None:
    team = make.green_team()
    (paper,) = documents.kept(finished(team))
    tasks.erase_paper(team=team, code=CODE, paper=paper.key, **WHO)
    assert not TeamTask.objects.exists() and Document.objects.get().content is None
    (paper,) = documents.kept(finished(team, evidence="In our folder."))
    tasks.erase_paper(team=team, code=CODE, paper=paper.key, **WHO)
    assert TeamTask.objects.get().evidence == "In our folder."
    with pytest.raises(documents.IsErased):
        tasks.erase_paper(team=team, code=CODE, paper=paper.key, **WHO)


def test_a_task_that_is_opened_again_leaves_no_file() -> None:
    team = make.green_team()
    finished(team)
    tasks.reopen(team=team, code=CODE, on=ON, **WHO)
    assert Document.objects.get().content is None
    with pytest.raises(tasks.NotDoneYet):
        tasks.erase_paper(team=team, code=CODE, paper="paper_x", **WHO)


def test_evidence_that_fails_half_way_leaves_neither_task_nor_file(monkeypatch: pytest.MonkeyPatch) -> None:
    team = make.green_team()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the record cannot be written")

    monkeypatch.setattr(tasks, "state", broken)
    with pytest.raises(RuntimeError):
        finished(team)
    assert not TeamTask.objects.exists() and not Document.objects.exists()


def sent(client: Client, page: str, content: bytes = PDF) -> Any:
    file = SimpleUploadedFile("idea.pdf", content)
    return client.post(page, {"evidence": "", "on": "2017-03-01", "file": file})


def test_the_team_hands_in_a_file_which_strangers_do_not_open(client: Client) -> None:
    team = make.green_team()
    page = reverse("incubator_task", args=[team.key, CODE])
    client.force_login(make.account("Iris"), backend=BACKEND)
    assert sent(client, page, b"MZ not a paper").status_code == 422
    assert sent(client, page).status_code == 302
    paper = documents.kept(TeamTask.objects.get())[0]
    file = reverse("incubator_task_paper", args=[team.key, CODE, paper.key])
    answer = client.get(file)
    assert answer.content == PDF and answer["X-Content-Type-Options"] == "nosniff"
    assert "1 file" in client.get(team.get_absolute_url()).content.decode()

    Organisation.objects.create(key="bank", name="Bank", kind="institution")
    bank = make.account("Lotte")
    RoleHolding.objects.create(
        person=bank.person, role="loan-officer", starts_on=date(2016, 1, 1),
        organisation=Organisation.objects.get(key="bank"),
    )  # fmt: skip
    client.force_login(bank, backend=BACKEND)
    assert client.get(file).content == PDF and "File 1" in client.get(page).content.decode()
    assert sent(client, page).status_code == 403, "reading is not handing in"
    client.force_login(make.account("Stranger"), backend=BACKEND)
    assert client.get(file).status_code == 403 == client.get(page).status_code
    erase = reverse("incubator_task_paper_erase", args=[team.key, CODE, paper.key])
    assert client.post(erase).status_code == 403
    client.force_login(make.account("Jonah"), backend=BACKEND)
    assert client.post(erase).status_code == 302
    assert client.get(file).status_code == 404


def test_the_gate_shows_and_ticks_what_was_handed_in(client: Client) -> None:
    make.incubator()
    team = make.green_team()
    finished(team, evidence="In our folder.")
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    shown = client.get(reverse("incubator_gate_pass", args=[team.key]))
    assert "In our folder. · 1 file" in shown.content.decode()
    assert shown.context["form"].initial["evidence"] == [CODE]
