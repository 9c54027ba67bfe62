"""The form at the door that takes money."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.queries import Due
from commonwork.ui.fields import MoneyField
from commonwork.ui.forms import ActForm


class PayForm(ActForm):
    """How much was paid; what is expected stands there already."""

    amount_minor = MoneyField(label=_("How much was paid?"), least_minor=1)

    def __init__(self, *args: Any, due: Due, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_minor"].initial = due.next_minor or None
