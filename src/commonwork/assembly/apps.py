from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssemblyConfig(AppConfig):
    name = "commonwork.assembly"
    label = "assembly"
    verbose_name = _("Assembly")

    def ready(self) -> None:
        from commonwork.assembly import (  # noqa: F401  declare facts and policies
            facts,
            facts_meetings,
            facts_motions,
            facts_rolls,
            policies,
            policies_rolls,
        )
        from commonwork.assembly.queries.meetings import expected
        from commonwork.gatherings import queries as gatherings

        gatherings.EXPECTING["assembly.meeting"] = expected
        from commonwork.assembly import facts_polls, poll_policies  # noqa: F401  declares facts and policies

        self.declare_elections()

    def declare_elections(self) -> None:
        """Facts, policies and kinds of effect of elections, budgets and resolutions."""
        from commonwork.assembly import facts_effects, facts_elections, policies_elections  # noqa: F401
        from commonwork.assembly.counting import budgeted, elected  # noqa: F401  count elections and budgets
        from commonwork.assembly.effects import kinds  # noqa: F401
