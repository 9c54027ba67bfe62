"""The effects the assembly can bring about by itself: a task, a budget line in a book, a policy of the charter."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.permissions import Permission
from commonwork.assembly.effects import WHOLE, EffectKind, Progress, declare
from commonwork.assembly.effects.fields import checked_line, checked_policy, line_fields, policy_fields
from commonwork.assembly.models import Effect
from commonwork.books import queries as book_queries
from commonwork.books.actions import budgets
from commonwork.books.queries import budgets as budget_queries
from commonwork.charter.actions import policies
from commonwork.charter.queries import in_force
from commonwork.record.acts import Who
from commonwork.record.refs import ref, resolve
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates
from commonwork.ui.money import money

TASK, LINE, POLICY = "task", "budget-line", "policy"


class NoBookThere(Refusal):
    sentence = sentence("{organisation} has no books here, so it can have no budget line.")
    field = "organisation"


def organisation_of(effect: Effect) -> Organisation | None:
    """The organisation an effect is about: the one in its data, else that of its body."""
    key = effect.data.get("organisation", "")
    return Organisation.objects.filter(key=key).first() if key else effect.body.organisation


def _begin_line(effect: Effect, on: date, by: Who, at: datetime) -> str:
    """Adopt a firm budget of one line, kept under the key of the effect."""
    organisation = organisation_of(effect)
    if organisation is None or book_queries.book_of(organisation) is None:
        raise NoBookThere(organisation=organisation.name if organisation else effect.body.name)
    data = effect.data
    budget = budgets.adopt(
        organisation=organisation,
        starts_on=date.fromisoformat(data["starts_on"]),
        ends_on=date.fromisoformat(data["ends_on"]),
        lines=[budgets.Planned(data["account"], data["amount_minor"], party=effect.key)],
        adopted_on=on,
        adopted_by=effect.body,
        decision=effect.decided_in,
        is_firm=True,
        by=by,
        at=at,
    )
    return ref(budget)


def _read_line(effect: Effect, on: date) -> Progress:
    """Spent of what was planned; whole when all of it is spent."""
    budget = resolve(effect.made)
    standings = budget_queries.standings(budget, on=on) if budget is not None else []  # type: ignore[arg-type]
    if budget is None or not standings:
        return Progress(0, _("The budget line is gone."))
    one = standings[0]
    words = {"spent": money(one.spent_minor), "planned": money(one.planned_minor)}
    return Progress(
        min(WHOLE, one.used_bp),
        _("%(spent)s of %(planned)s is spent.") % words,
        href=budget.get_absolute_url(),  # type: ignore[attr-defined]
        link_text=_("The line in the books"),
        figures=(
            (_("Planned"), money(one.planned_minor)),
            (_("Spent"), money(one.spent_minor)),
            (_("Left"), money(one.left_minor)),
        ),
    )


def _begin_policy(effect: Effect, on: date, by: Who, at: datetime) -> str:
    """Adopt the value in the charter; its source is the resolution."""
    data = effect.data
    owner = policies.adopt(
        code=data["policy"],
        value=data["value"],
        starts_on=date.fromisoformat(data["starts_on"]),
        adopted_by=effect.body,
        adopted_on=on,
        source=effect.decided_in,
        organisation=organisation_of(effect),
        by=by,
        at=at,
    )
    return ref(owner)


def _read_policy(effect: Effect, on: date) -> Progress:
    """Half done when adopted, whole from the day it holds."""
    starts_on = date.fromisoformat(effect.data["starts_on"])
    words = {"day": dates.day(starts_on)}
    if on < starts_on:
        return Progress(WHOLE // 2, _("Adopted; it holds from %(day)s on.") % words)
    row = in_force(effect.data["policy"], on=on, organisation=organisation_of(effect))
    if row is not None and row.starts_on > starts_on:
        return Progress(WHOLE, _("It held from %(day)s on; another value has been adopted since.") % words)
    return Progress(WHOLE, _("In force since %(day)s.") % words)


declare(
    EffectKind(
        TASK,
        gettext_lazy("a task with an owner"),
        gettext_lazy("Somebody takes it on and tells how far it is."),
        Permission.ASSEMBLY_RUN,
        has_owner=True,
    ),
    EffectKind(
        LINE,
        gettext_lazy("a budget line in a book"),
        gettext_lazy("Money is set aside for it; what is spent and left is read from the books."),
        Permission.BUDGET_ADOPT,
        fields=line_fields,
        check=checked_line,
        begin=_begin_line,
        read=_read_line,
    ),
    EffectKind(
        POLICY,
        gettext_lazy("a policy of the charter"),
        gettext_lazy(
            "A percentage, a limit or a rule changes from a day on; the policy names this resolution."
        ),
        Permission.POLICY_ADOPT,
        fields=policy_fields,
        check=checked_policy,
        begin=_begin_policy,
        read=_read_policy,
    ),
)
