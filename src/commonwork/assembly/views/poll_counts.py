"""The count of any counted poll, step by step: for rankings and ticks stage by stage, for budgets both rules."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.assembly.counting import budgeted, elected, files
from commonwork.assembly.models import Poll
from commonwork.assembly.views.counts import PAGE, as_file, election_answer

RANKED = ("approval", "irv", "schulze", "scottish", "meek")


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """The count of a counted poll; with ?format= its ballots as BLT, CSV or .pb, its figures, or JSON."""
    poll = get_object_or_404(Poll.objects.select_related("body"), key=key, state=Poll.State.COUNTED)
    asked = request.GET.get("format", PAGE)
    if poll.method in RANKED:
        return _election(request, poll, asked)
    if poll.is_budget:
        return _budget(request, poll, asked)
    raise Http404


def _election(request: HttpRequest, poll: Poll, asked: str) -> HttpResponseBase:
    file = elected.as_file(poll)
    if asked in ("blt", "csv"):
        return as_file(files.written(file, asked), asked, poll.key)
    count = elected.named(elected.count_of(poll), elected.names_by_key(poll))
    more = {"back": poll, "title": _("How the votes became a result"), "said": "", "is_public": True}
    return election_answer(request, file, count, asked, name=poll.title, **more)


def _budget(request: HttpRequest, poll: Poll, asked: str) -> HttpResponseBase:
    if asked == "pb":
        return as_file(files.written(budgeted.as_file(poll), "pb"), "pb", poll.key)
    found = budgeted.counted(poll)
    context = {
        "poll": poll,
        "pots": budgeted.shown(poll, found),
        "summary": budgeted.summary(poll, found),
        "removed": budgeted.removed_words(poll, found),
    }
    return render(request, "assembly/poll_budget.html", context)
