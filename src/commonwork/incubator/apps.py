from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncubatorConfig(AppConfig):
    name = "commonwork.incubator"
    label = "incubator"
    verbose_name = _("Incubator")

    def ready(self) -> None:
        from commonwork.incubator import facts, jobs, policies  # noqa: F401  declares facts, policies and the daily jobs
