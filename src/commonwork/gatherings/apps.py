from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "commonwork.gatherings"
    label = "gatherings"
    verbose_name = _("Gatherings")

    def ready(self) -> None:
        from commonwork.gatherings import facts, jobs  # noqa: F401  declare the kinds of fact and the daily jobs
