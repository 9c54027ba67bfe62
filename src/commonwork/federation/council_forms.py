"""Forms about delegates, admission and standing: what is typed is checked here; nothing is saved here."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.federation.checklist import ITEMS
from commonwork.federation.forms import PersonForm, offer
from commonwork.federation.models import (
    Affiliation,
    Answer,
    DelegateTerm,
    Departure,
    PeerVisit,
    Question,
    SeatRule,
    Suspension,
)
from commonwork.registry.models import Person
from commonwork.ui.fields import Choice, DayField, File
from commonwork.ui.forms import ActForm


class BodyForm(ActForm):
    """A body of delegates."""

    name = forms.CharField(label=_("What is it called?"), max_length=60)


class SeatRuleForm(ActForm):
    """A body's own way of sharing its seats."""

    method = Choice(label=_("How are the seats shared?"), choices=SeatRule.Way.choices)
    seat_count = forms.IntegerField(
        label=_("How many seats?"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_("Not asked for one seat each, seats by class, and square roots."),
    )
    floor = forms.IntegerField(
        label=_("At least, for each co-op"), min_value=0, max_value=100, required=False
    )
    cap = forms.IntegerField(label=_("At most, for each co-op"), min_value=1, max_value=1000, required=False)
    term_days = forms.IntegerField(label=_("Days of a term"), min_value=1, max_value=4000, initial=365)
    source = forms.CharField(label=_("Where was it decided?"), max_length=200)
    on = DayField(label=_("From which day on?"))


class AskForm(ActForm):
    """A question to the delegates: an application, or anything in one sentence."""

    affiliation = forms.ModelChoiceField(
        Affiliation.objects.none(),
        label=_("Is it about an application?"),
        to_field_name="key",
        required=False,
        empty_label=_("no"),
    )
    text = forms.CharField(
        label=_("What is the question?"),
        max_length=300,
        help_text=_("One sentence that can be answered with yes or no."),
    )

    def __init__(self, *args: Any, affiliations: QuerySet[Affiliation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["affiliation"]
        field.queryset = affiliations


class SendForm(PersonForm):
    """A co-op sends a delegate."""

    mandate = Choice(
        label=_("With which mandate?"),
        choices=DelegateTerm.Mandate.choices,
        initial=DelegateTerm.Mandate.FREE,
    )
    on = DayField(label=_("From which day on?"))


class RecallForm(ActForm):
    """The members recall their delegate."""

    votes_yes = forms.IntegerField(label=_("Members for the recall"), min_value=0)
    votes_no = forms.IntegerField(label=_("Members against it"), min_value=0)
    on = DayField(label=_("On which day?"))


class AnswerQuestionForm(ActForm):
    """Yes, no, or neither."""

    answer = Choice(label=_("The answer"), choices=Answer.choices)


class ReportForm(ActForm):
    """What a delegate tells the co-op."""

    question = forms.ModelChoiceField(
        Question.objects.none(),
        label=_("About which question?"),
        to_field_name="key",
        required=False,
        empty_label=_("none in particular"),
    )
    says = forms.CharField(
        label=_("What happened, and how did you vote?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )

    def __init__(self, *args: Any, questions: QuerySet[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["question"]
        field.queryset = questions


class EvidenceForm(ActForm):
    """What one item of the checklist rests on."""

    item = forms.ChoiceField(label=_("Which item?"), choices=[(item.code, item.sentence) for item in ITEMS])
    says = forms.CharField(
        label=_("What shows it?"),
        max_length=300,
        help_text=_("For example: by-laws of 3 May 2016, articles 4 and 5."),
    )
    paper = File(label=_("A photo or PDF of it"), required=False)


class VisitForm(ActForm):
    """Peers visited an applicant."""

    visitor = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who led the visit?"), to_field_name="key"
    )
    others_count = forms.IntegerField(label=_("How many came along?"), min_value=0, max_value=100, initial=0)
    on = DayField(label=_("On which day?"))
    advice = Choice(label=_("What do they advise?"), choices=PeerVisit.Advice.choices)
    says = forms.CharField(
        label=_("What did they see?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
        help_text=_("About the co-op, not about persons."),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "visitor", people)


class SuspendForm(ActForm):
    """A co-op's rights rest."""

    reason = Choice(label=_("Why?"), choices=Suspension.Reason.choices)
    on = DayField(label=_("From which day on?"))


class LeaveForm(ActForm):
    """A co-op leaves the federation."""

    reason = Choice(label=_("Why?"), choices=Departure.Reason.choices)
    on = DayField(label=_("From which day on?"))
