from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolConfig(AppConfig):
    name = "commonwork.school"
    label = "school"
    verbose_name = _("School")

    def ready(self) -> None:
        from commonwork.school import facts, policies  # noqa: F401  declare kinds of fact and policies
