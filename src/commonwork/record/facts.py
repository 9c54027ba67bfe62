"""The facts the record states itself: what became of documents."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("record.document.attached", _("A paper was attached.")),
    Kind("record.document.detached", _("A paper was taken off again.")),
    Kind("record.document.shown", _("A paper was shown to everyone.")),
    Kind("record.document.hidden", _("A paper is no longer shown to everyone.")),
    Kind("record.document.erased", _("A paper was erased; its hash was kept.")),
)
