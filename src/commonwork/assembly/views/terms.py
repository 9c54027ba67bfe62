"""Terms of office: leaving, filling a vacancy by countback and following that count, recalls."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.acting import Act, act_page, itself, sent
from commonwork.access.guard import public, signed_in
from commonwork.assembly import election_reads, permits
from commonwork.assembly import permits_elections as may
from commonwork.assembly.actions import elections, recalls
from commonwork.assembly.counting import elected
from commonwork.assembly.forms_elections import LeaveForm, OnForm, RecallForm, SignForm, VacancyForm
from commonwork.assembly.models import Recall, Term
from commonwork.assembly.views.acting import ask_about
from commonwork.assembly.views.counts import PAGE, election_answer
from commonwork.registry.clock import today
from commonwork.ui import dates
from commonwork.ui.forms import ActForm


@signed_in
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody steps down, or is no longer a member."""
    term = may.run_term(request.user, key)
    form = LeaveForm(sent(request), initial={"on": today(), "because": "resigned"})

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return elections.leave(term=term, on=data["on"], because=data["because"], **how)

    ask = ask_about(
        term.election,
        _("Leave the office"),
        _("%(person)s leaves the office “%(office)s”. The seat can then be filled by countback.")
        % {"person": term.person, "office": term.election.office},
        _("Leave the office"),
        seen_by="anyone",
        seen=_("Anyone sees who serves and until when."),
        kind="stop",
    )
    return act_page(request, form, act, ask, to=itself)


@signed_in
def fill(request: HttpRequest, key: str) -> HttpResponse:
    """Fill a vacant seat from the ballots of the election."""
    election = may.run_election(request.user, key)
    form = VacancyForm(sent(request), stood=election_reads.not_elected(election), initial={"on": today()})

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return elections.fill_vacancy(
            election=election, available=form.chosen, on=data["on"], seed=data["seed"], **how
        )

    ask = ask_about(
        election,
        _("Fill the vacancy by countback"),
        _(
            "The ballots of the election are counted again. Those who sit keep their seats; nobody votes anew."
        ),
        _("Count again"),
        seen_by="anyone",
        seen=_("Anyone sees who takes the seat, and can follow the count."),
    )
    return act_page(request, form, act, ask)


@public
def countback(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """The recount that filled a vacancy, stage by stage."""
    election = may.shown_election(key)
    term = get_object_or_404(Term.objects.select_related("person"), election=election, number=number)
    if not term.recount:
        raise Http404
    poll = elections.counted_poll(election)
    _keys, recount = elected.vacancy_count(poll, election.kept, **term.recount)
    named = elected.named(recount, elected.names_by_key(poll))
    more: dict[str, Any] = {
        "back": election,
        "title": _("How the vacancy was filled"),
        "said": _(
            "%(person)s took the vacant seat on %(day)s. The same ballots were counted again: those who sat kept "
            "their seats, and whoever was not available is passed over."
        )
        % {"person": term.person, "day": dates.day(term.starts_on)},
        "is_public": True,
        "has_ballot_files": False,
    }
    asked = request.GET.get("format", PAGE)
    return election_answer(request, elected.as_file(poll), named, asked, name=str(election), **more)


@signed_in
def ask_recall(request: HttpRequest, key: str) -> HttpResponse:
    """A member asks for a recall."""
    term = may.recallable_term(request.user, key)
    form = RecallForm(sent(request), rolls=may.rolls_for(term.election.office.body))

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return recalls.ask(
            term=term,
            electorate=data["electorate"],
            person=how["by"],
            reason=data["reason"],
            on=today(),
            **how,
        )

    ask = ask_about(
        term.election,
        _("Ask for a recall"),
        _("Signed by enough members, it goes to a vote: shall %(person)s leave the office?")
        % {"person": term.person},
        _("Ask and sign"),
        seen=_("Those on the roll see the reason and how many have signed, not who."),
    )
    return act_page(request, form, act, ask, to=itself)


@signed_in
def show_recall(request: HttpRequest, key: str) -> HttpResponse:
    """One recall: its reason, its signatures, its vote; for those on the roll."""
    recall = may.shown_recall(request.user, key)
    count = recall.signatures.count()
    person = permits.person_of(request.user)
    runs = permits.may_run(request.user, recall.term.election.office.body)
    has_signed = recall.signatures.filter(person=person).exists()
    acts = []
    if recall.state == Recall.State.SIGNING and may.may_sign(request.user, recall) and not has_signed:
        acts.append((reverse("assembly_recall_sign", args=[key]), _("Sign"), "go"))
    if recall.state == Recall.State.SIGNING and runs and count >= recall.needed:
        acts.append((reverse("assembly_recall_vote", args=[key]), _("Bring it to a vote"), "go"))
    if recall.state == Recall.State.VOTING and runs:
        acts.append((reverse("assembly_recall_close", args=[key]), _("Take over the result"), "go"))
    words = {"count": count, "needed": recall.needed, "members": recall.members}
    said = ngettext(
        "%(count)d of %(needed)d signature is there; the roll has %(members)d people.",
        "%(count)d of %(needed)d signatures are there; the roll has %(members)d people.",
        recall.needed,
    )
    context = {
        "recall": recall,
        "acts": acts,
        "said": said % words,
        "signed_bp": min(10_000, count * 10_000 // recall.needed),
        "has_signed": has_signed,
    }
    return render(request, "assembly/recall.html", context)


@signed_in
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """A member signs a recall."""
    recall = may.shown_recall(request.user, key)

    def act(**how: Any) -> Any:
        return recalls.sign(recall=recall, person=how["by"], on=today(), **how)

    return _recall_page(request, SignForm(sent(request)), act, recall, _("Sign"))


@signed_in
def vote(request: HttpRequest, key: str) -> HttpResponse:
    """Bring a recall to a vote."""
    recall = may.run_recall(request.user, key)
    act = partial(recalls.bring_to_vote, recall=recall)
    return _recall_page(request, SignForm(sent(request)), act, recall, _("Bring it to a vote"))


@signed_in
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Take over what the vote on a recall decided."""
    recall = may.run_recall(request.user, key)
    form = OnForm(sent(request), initial={"on": today()})

    def act(**how: Any) -> Any:
        return recalls.close(recall=recall, on=form.cleaned_data["on"], **how)

    return _recall_page(request, form, act, recall, _("Take over the result"))


def _recall_page(request: HttpRequest, form: ActForm, act: Act, recall: Recall, text: str) -> HttpResponse:
    words = {"person": recall.term.person, "office": recall.term.election.office}
    ask = ask_about(
        recall,
        text,
        _("Shall %(person)s leave the office “%(office)s”?") % words,
        text,
        seen=_("Those on the roll see how many have signed, not who."),
    )
    return act_page(request, form, act, ask, to=itself)
