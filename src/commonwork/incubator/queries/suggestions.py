"""Reading suggestions: what waits, what is to be erased, and whether the open form takes ideas."""

from datetime import date, timedelta

from django.db.models import Case, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.charter.queries import in_force
from commonwork.gatherings.queries import Need
from commonwork.incubator.models import IdeaSupport, Suggestion
from commonwork.incubator.models.idea import ENTERED, Idea
from commonwork.incubator.policies import SUGGESTION_KEPT_DAYS, SUGGESTIONS_A_DAY


def takes_suggestions(*, on: date) -> bool:
    """Does the open form take ideas? Only where it is decided how many a day, and how long declined words are kept."""
    return all(in_force(code, on=on) for code in (SUGGESTIONS_A_DAY, SUGGESTION_KEPT_DAYS))


def suggestions() -> QuerySet[Suggestion]:
    """All suggestions: those that wait first, the oldest of them on top."""
    waits = Case(When(state=Suggestion.State.WAITING, then=0), default=1)
    return Suggestion.objects.select_related("idea").annotate(rank=waits).order_by("rank", "made_on", "pk")


def suggestions_to_erase(*, on: date) -> list[Suggestion]:
    """Declined suggestions whose words have been kept as long as the policy of that day says; none without a policy."""
    kept = in_force(SUGGESTION_KEPT_DAYS, on=on)
    if kept is None:
        return []
    until = on - timedelta(days=int(kept.value))
    rows = Suggestion.objects.filter(state=Suggestion.State.DECLINED, erased_on=None, looked_on__lte=until)
    return list(rows.order_by("pk"))


def suggestion_needs() -> list[Need]:
    """What coordinators are asked for: look at what waits, all in one."""
    waiting = Suggestion.objects.filter(state=Suggestion.State.WAITING)
    first = waiting.order_by("made_on").first()
    if first is None:
        return []
    count = waiting.count()
    title = ngettext("Look at %(count)d suggested idea", "Look at %(count)d suggested ideas", count)
    return [
        Need(
            title=title % {"count": count},
            reason=_(
                "People without an account wait for your answer. Nobody else reads their words until then."
            ),
            due_on=first.made_on,
            href=reverse("incubator_suggestions"),
            button=_("Look at them"),
        )
    ]


def counted_in(idea: Idea) -> list[IdeaSupport]:
    """The entries of people who are not in the register, the newest first: they can be taken back."""
    rows = idea.supports.filter(person=None, channel__in=ENTERED)
    return list(rows.order_by("-supported_on", "-pk"))
