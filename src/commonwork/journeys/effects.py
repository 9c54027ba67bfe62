"""Join: what a resolution sets in motion in other rooms - a priority of the incubator, a mandate to delegates."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.permissions import Permission
from commonwork.assembly.effects import WHOLE, EffectKind, Progress, declare
from commonwork.federation.actions import questions
from commonwork.federation.queries import delegates
from commonwork.incubator import queries as incubator
from commonwork.incubator.actions import ideas
from commonwork.record.acts import Who
from commonwork.record.refs import ref, resolve

PRIORITY, MANDATE = "priority", "mandate"


def at_incubator(data: dict[str, Any]) -> dict[str, Any]:
    """Begun by whoever looks after ideas at the incubator."""
    return data | {"organisation": "incubator"}


def at_federation(data: dict[str, Any]) -> dict[str, Any]:
    """Begun by whoever keeps the federation's councils."""
    return data | {"organisation": "federation"}


def priority_fields() -> dict[str, forms.Field]:
    """The idea that comes first."""
    return {
        "idea": forms.ModelChoiceField(
            label=_("Which idea?"), queryset=incubator.ideas().order_by("title"), to_field_name="key"
        )
    }


def _begin_priority(effect: Any, on: date, by: Who, at: datetime) -> str:
    """The incubator puts the idea above others, citing the resolution. Raises AlreadyRaised, IdeaDeclined, IdeaMerged."""
    idea = incubator.ideas().get(key=effect.data["idea"])
    ideas.lift(idea=idea, resolution=effect.decided_in, on=on, by=by, at=at)
    return ref(idea)


def read_priority(effect: Any, on: date) -> Progress:
    """Half done once the idea stands above others, whole once a team works on it."""
    idea: Any = resolve(effect.made)
    if idea is None:
        return Progress(0, _("The idea is gone."))
    team = idea.teams.first()
    words = {"idea": idea.title}
    link = {"href": idea.get_absolute_url(), "link_text": _("The idea")}
    if team is None:
        return Progress(
            WHOLE // 2, _("“%(idea)s” stands above other ideas; no team has formed yet.") % words, **link
        )
    return Progress(WHOLE, _("A team works on “%(idea)s”.") % words, **link)


def mandate_fields() -> dict[str, forms.Field]:
    """The body whose delegates are asked, and the question."""
    return {
        "council": forms.ModelChoiceField(
            label=_("Whose delegates?"), queryset=delegates.bodies(), to_field_name="key"
        ),
        "question": forms.CharField(
            label=_("What shall they vote on?"),
            max_length=300,
            help_text=_("One sentence that can be answered with yes or no."),
        ),
    }


def _begin_mandate(effect: Any, on: date, by: Who, at: datetime) -> str:
    """The question goes before the delegates; bound ones vote as their co-op has decided. Raises StillToCome."""
    council = delegates.bodies().get(key=effect.data["council"])
    question = questions.ask(body=council, text=effect.data["question"], on=on, by=by, at=at)
    return ref(question)


def read_mandate(effect: Any, on: date) -> Progress:
    """Half done once the delegates have it before them, whole once they have voted."""
    question: Any = resolve(effect.made)
    if question is None:
        return Progress(0, _("The question is gone."))
    link = {"href": question.get_absolute_url(), "link_text": _("The question to the delegates")}
    if question.closed_on is None:
        return Progress(WHOLE // 2, _("The delegates have it before them."), **link)
    words = {"yes": question.yes_count, "no": question.no_count}
    return Progress(WHOLE, _("The delegates voted: %(yes)d for it, %(no)d against it.") % words, **link)


declare(
    EffectKind(
        PRIORITY,
        gettext_lazy("a priority of the incubator"),
        gettext_lazy("An idea comes before others when the incubator chooses what to take up."),
        Permission.TEAM_KEEP,
        fields=priority_fields,
        check=at_incubator,
        begin=_begin_priority,
        read=read_priority,
    ),
    EffectKind(
        MANDATE,
        gettext_lazy("a mandate to delegates"),
        gettext_lazy(
            "A question goes before the delegates of a council; bound ones vote as their co-op decided."
        ),
        Permission.FEDERATION_KEEP,
        fields=mandate_fields,
        check=at_federation,
        begin=_begin_mandate,
        read=read_mandate,
    ),
)
