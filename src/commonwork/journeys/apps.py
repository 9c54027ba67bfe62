from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JourneysConfig(AppConfig):
    name = "commonwork.journeys"
    label = "journeys"
    verbose_name = _("Journeys")

    def ready(self) -> None:
        from commonwork.journeys import (  # noqa: F401  declare kinds of fact and policies, answer rooms
            curricula,
            delegate_seats,
            effects,
            facts,
            loan_prefill,
            party_names,
            policies,
            wires,
        )
        from commonwork.record import outbox

        if wires.deliver not in outbox.LISTENERS:
            outbox.LISTENERS.append(wires.deliver)
