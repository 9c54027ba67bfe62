"""The facts the charter states."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind(
        "charter.policy.adopted",
        _("The policy “{policy}” is {value} from {starts_on} on."),
        receipt=_("The policy is adopted"),
        undo=_("Adopt the earlier value again from a later day."),
        is_public=True,
    ),
    Kind("charter.principles.adopted", _("{count} principles were adopted."), is_public=True),
)
