"""What leads from the bank's public face to the pages around loans, for whoever may open each."""

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.bank import permits_requests as may_do
from commonwork.bank.models import StoryField
from commonwork.registry import clock
from commonwork.registry.models import Organisation
from commonwork.registry.queries import organisations_of


def around(account: Asker, bank: Organisation) -> list[tuple[str, str]]:
    """(words, address)."""
    found = [
        (_("What the bank offers"), reverse("bank_products")),
        (_("What reviewers look at"), reverse("bank_criteria")),
    ]
    if StoryField.objects.filter(taken_back_on=None).exists():
        found.insert(0, (_("What loans made possible"), reverse("bank_stories")))
    who = may_do.person(account)
    if who is not None:
        coops = organisations_of(who, on=clock.today()).filter(kind=Organisation.Kind.COOP)
        found += [
            (_("Loans of %(coop)s") % {"coop": coop.name}, reverse("bank_ours", args=[coop.key]))
            for coop in coops
        ]
    if may_do.applications(account).exists():
        found.append((_("Applications"), reverse("bank_applications")))
    if may_do.is_of_bank(account, bank):
        found.append((_("Whom to walk with more closely"), reverse("bank_watch")))
    if may(account, Permission.HOLDING_KEEP, bank):
        found.append((_("Accounts with the bank"), reverse("bank_holdings")))
        found.append((_("Guarantees of the fund"), reverse("bank_guarantees")))
    return found
