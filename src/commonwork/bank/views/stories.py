"""The public story of a loan: only fields whose consent stands, and the page where the co-op chooses them."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import sent
from commonwork.access.guard import demand, public, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import permits
from commonwork.bank import permits_requests as may_do
from commonwork.bank.actions import stories
from commonwork.bank.forms_requests import StoryForm
from commonwork.bank.models import Loan, StoryField
from commonwork.bank.queries import applying, telling
from commonwork.bank.views.acting import act_page
from commonwork.registry.clock import now, today
from commonwork.registry.queries import memberships
from commonwork.ui.forms import ActForm


@public
def list_all(request: HttpRequest) -> HttpResponse:
    """The stories that co-ops tell."""
    return render(request, "bank/stories.html", {"stories": telling.stories()})


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One story: what its co-op agreed to show, and nothing else. 404 while nothing is shown."""
    loan = Loan.objects.filter(key=key).first()
    story = telling.story(loan) if loan else None
    is_own = loan is not None and may_do.is_of(request.user, loan.borrower)
    if loan is None or (story is None and not is_own):
        raise Http404
    context = {"story": story, "is_own": is_own, "choose_url": reverse("bank_loan_story_choose", args=[key])}
    return render(request, "bank/story.html", context)


@dataclass(frozen=True)
class Choice:
    """One field on the page where the co-op chooses."""

    code: str
    name: Any
    field: StoryField | None
    preview: str
    may_take_back: bool
    may_agree: bool


@signed_in
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Which fields are shown, who agreed and when; each shown or taken back on its own."""
    loan = may_do.own_loan(request.user, key)
    standing = telling.standing(loan)
    me, is_treasurer = may_do.person(request.user), may(request.user, Permission.LOAN_APPLY, loan.borrower)
    previews = telling.previews(loan, applying.came_as(loan))
    rows = [
        Choice(
            code,
            name,
            field := standing.get(code),
            field.text if field and field.text else previews.get(code, ""),
            field is not None and (is_treasurer or field.consented_by == me),
            loan.has_terms and (is_treasurer or code in StoryField.OF_ONE_PERSON),
        )
        for code, name in StoryField.Code.choices
    ]
    taken_back = loan.story_fields.exclude(taken_back_on=None).order_by("-taken_back_on", "-pk")[:25]
    context = {"loan": loan, "rows": rows, "taken_back": taken_back}
    return render(request, "bank/story_choose.html", context)


@signed_in
def agree(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Agree to show one field: the treasurer for the co-op, anybody of it for their own words."""
    loan = may_do.own_loan(request.user, key)
    if code not in StoryField.Code.values:
        raise Http404
    if code not in StoryField.OF_ONE_PERSON:
        demand(may(request.user, Permission.LOAN_APPLY, loan.borrower))
    person = permits.person_of(request.user)
    is_member = memberships(on=today(), organisation=loan.borrower).filter(person=person).exists()
    application = applying.came_as(loan)
    texts = applying.texts_of(application) if application else {}
    initial = {"text": texts.get("buy", loan.purpose)[:1500]} if code == StoryField.Code.PURPOSE else {}
    form = StoryForm(sent(request), code=code, initial=initial)
    name = StoryField.Code(code).label
    context = {
        "title": _("Show %(field)s") % {"field": name},
        "lede": _(
            "Anyone will see it, also people who only pass by. You can take it back at any time; it is gone at once."
        ),
        "submit": _("I agree to show it"),
        "section_title": _("Your consent"),
        "back": reverse("bank_loan_story_choose", args=[key]),
        "back_text": loan.full_name,
        "nothing": _("Only members of the co-op can agree to this."),
        "sees": _("That you agreed, and when, is seen by the co-op's people and the bank."),
    }
    return act_page(
        request,
        "bank/request_act.html",
        form if (is_member and loan.has_terms) or form.is_bound else None,
        lambda once: stories.show(
            loan=loan,
            code=code,
            text=form.cleaned_data.get("text", ""),
            person=person,
            on=today(),
            by=person,
            at=now(),
            once=once,
        ),
        context,
    )


@signed_in
def take_back(request: HttpRequest, key: str, field: str) -> HttpResponse:
    """Take one consent back: the treasurer any, everybody their own."""
    loan = may_do.own_loan(request.user, key)
    row: StoryField = get_object_or_404(loan.story_fields, key=field)
    person = permits.person_of(request.user)
    demand(row.consented_by == person or may(request.user, Permission.LOAN_APPLY, loan.borrower))
    form = ActForm(sent(request))
    context = {
        "title": _("Take back %(field)s") % {"field": row.get_code_display()},
        "lede": _("It is gone from the story at once, and its words are erased."),
        "submit": _("Take it back"),
        "kind": "stop",
        "back": reverse("bank_loan_story_choose", args=[key]),
        "back_text": loan.full_name,
        "nothing": _("This is not shown now."),
        "sees": _("Only people of the co-op see this page."),
    }
    return act_page(
        request,
        "bank/request_act.html",
        form if row.taken_back_on is None or form.is_bound else None,
        lambda once: stories.take_back(field=row, on=today(), by=person, at=now(), once=once),
        context,
    )
