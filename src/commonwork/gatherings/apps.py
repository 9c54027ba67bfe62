from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "commonwork.gatherings"
    label = "gatherings"
    verbose_name = _("Gatherings")

    def ready(self) -> None:
        from commonwork.gatherings import facts, jobs, payment_facts  # noqa: F401  declare kinds of fact and daily jobs
