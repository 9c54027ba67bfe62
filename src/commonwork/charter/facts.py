"""The facts the charter states."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import POLICIES, in_words
from commonwork.record.kinds import Kind, declare


def policy_name(data: Mapping[str, Any]) -> object:
    """What the policy decides, in plain words."""
    code = data.get("policy", "")
    return str(POLICIES[code].sentence).rstrip(".") if code in POLICIES else code


def value_in_words(data: Mapping[str, Any]) -> object:
    """The value with its unit."""
    return in_words(data.get("policy", ""), data.get("value", ""))


declare(
    Kind(
        "charter.policy.adopted",
        _("The policy “{policy}” is {value} from {starts_on} on."),
        receipt=_("The policy is adopted"),
        undo=_("Adopt the earlier value again from a later day."),
        is_public=True,
        words={"policy": policy_name, "value": value_in_words},
    ),
    Kind("charter.principles.adopted", _("{count} principles were adopted."), is_public=True),
)
