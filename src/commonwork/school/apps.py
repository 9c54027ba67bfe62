from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolConfig(AppConfig):
    name = "commonwork.school"
    label = "school"
    verbose_name = _("School")

    def ready(self) -> None:
        from commonwork.gatherings import queries as gatherings
        from commonwork.school import attending, facts, policies  # noqa: F401  declare kinds of fact and policies

        gatherings.EXPECTING.update(attending.EXPECTING)
        if attending.going not in gatherings.GOING:
            gatherings.GOING.append(attending.going)
