from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssemblyConfig(AppConfig):
    name = "commonwork.assembly"
    label = "assembly"
    verbose_name = _("Assembly")

    def ready(self) -> None:
        from commonwork.assembly import facts, facts_polls, policies, poll_policies  # noqa: F401  declares facts and policies
