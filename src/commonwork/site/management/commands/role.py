"""`commonwork role ROLE PERSON`: give a person a role, and an account when they have an e-mail address and none yet.

How a new network gets its first steward; after that, roles are given on the pages.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonwork.access.actions import accounts, roles
from commonwork.access.models import Account
from commonwork.access.roles import ROLES
from commonwork.registry.clock import now, today
from commonwork.registry.models import Contact, Organisation, Person

BY = "system/command"


class Command(BaseCommand):
    help = "Gives a person a role: " + ", ".join(sorted(ROLES))

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")
        parser.add_argument("person", help="key of the person")
        parser.add_argument("--organisation", default="", help="key; without it the role counts network-wide")

    def handle(self, *_: Any, **options: Any) -> None:
        person = Person.objects.filter(key=options["person"]).first()
        if person is None:
            raise CommandError(f"There is no person with the key {options['person']}.", returncode=2)
        organisation = Organisation.objects.filter(key=options["organisation"]).first()
        if options["organisation"] and organisation is None:
            raise CommandError(
                f"There is no organisation with the key {options['organisation']}.", returncode=2
            )
        roles.give(
            person=person, role=options["role"], organisation=organisation, on=today(), by=BY, at=now()
        )
        email = person.contacts.filter(kind=Contact.Kind.EMAIL).first()
        if email and not Account.objects.filter(person=person).exists():
            accounts.open_for(person=person, email=email.value, by=BY, at=now())
            self.stdout.write("They can sign in with a code mailed to their address.")
        self.stdout.write(f"{person.key} now is {options['role']}.")
