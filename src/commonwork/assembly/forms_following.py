"""The form of the link that ends letters."""

from django.utils.translation import gettext_lazy as _

from commonwork.ui.fields import Choice
from commonwork.ui.forms import ActForm


class StopForm(ActForm):
    which = Choice(
        label=_("Stop"),
        choices=[("one", _("letters about this")), ("all", _("letters about all I follow"))],
        initial="one",
    )
