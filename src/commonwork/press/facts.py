"""The facts press states."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("press.news.published", _("“{subject}” was published."), is_public=True),
    Kind("press.site.prepared", _("The public site was prepared."), is_public=True),
)
