from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssemblyConfig(AppConfig):
    name = "commonwork.assembly"
    label = "assembly"
    verbose_name = _("Assembly")

    def ready(self) -> None:
        from commonwork.assembly import (  # noqa: F401  declare facts, policies and kinds of effect
            facts,
            facts_effects,
            facts_elections,
            facts_following,
            facts_meetings,
            facts_motions,
            facts_polls,
            facts_rolls,
            facts_second_looks,
            jobs,
            policies,
            policies_elections,
            policies_following,
            policies_rolls,
            poll_policies,
            vote_parts,
        )
        from commonwork.assembly.counting import budgeted, elected  # noqa: F401  count budgets and elections
        from commonwork.assembly.effects import kinds  # noqa: F401
        from commonwork.assembly.queries.meetings import expected
        from commonwork.gatherings import queries as gatherings

        gatherings.EXPECTING["assembly.meeting"] = expected
