"""The facts of promised gifts. They name nobody: the words of the form stand in their row alone."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("bank.promise.made", _("Somebody promised {amount} to the fund “{fund}” on the open form.")),
    Kind("bank.promise.kept", _("The money of a promised gift to the fund “{fund}” came.")),
    Kind(
        "bank.promise.withdrawn",
        _("A promised gift to the fund “{fund}” was taken back; what was written with it is erased."),
        receipt=_("The promise is taken back"),
        undo=_("Promise it again at any time."),
    ),
    Kind(
        "bank.promises.lapsed",
        _("{count} promised gifts did not come; what was written with them is erased."),
    ),
)
