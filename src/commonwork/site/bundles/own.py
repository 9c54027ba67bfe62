"""The rows one organisation takes away: its books, members, documents and facts, and what must stand beside them.

Taken is what belongs to the organisation: a row that points to it, or to a row that is taken. Rows it only points to
come too, but without what is not its own: of other organisations their public name, of people who are not its members
nothing but the key that facts and entries name them by. Sign-ins, seals (their proofs stand in the pack's facts) and
what other rooms keep about people stay behind. `commonwork import` brings such a bundle into an empty installation.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from commonwork.books.exports.parts import Part, Pieces, Scope, declare_own
from commonwork.books.exports.tables import as_csv
from commonwork.record.models import About, Attachment, Document, Fact
from commonwork.registry.models import Contact, Membership, Network, Organisation, Person
from commonwork.site.bundles import rows

OWN_APPS = {"registry", "books", "federation", "charter"}
ALSO = {"access.roleholding", "record.fact", "record.about", "record.attachment", "record.document"}
NOT_OWN = {"registry.competence", "registry.competenceheld", "registry.figure", "federation.hoursimport"}
OWNERLESS = (Network,)  # there is one of it, and it names the network
HIDDEN: dict[type[Model], dict[str, Any]] = {
    Person: {"name": "—", "language": "en", "is_forgotten": True, "shows_name": False},
    Organisation: {"about": "", "place_id": None, "source": "", "has_open_books": False},
}
MEMBER_COLUMNS = ("key", "name", "class", "from", "until", "contacts")


def kinds() -> list[type[Model]]:
    """The kinds of rows in such a bundle, those that others point to first."""
    return [model for model in rows.kinds() if _is_own(model._meta.label_lower, model._meta.app_label)]


def _is_own(label: str, app: str) -> bool:
    return label in ALSO or (app in OWN_APPS and label not in NOT_OWN)


class Own:
    """What one organisation takes away: for each kind of row a question to the database, and the rows pointed to."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.organisation = scope, scope.books[0].organisation
        self.taken: dict[type[Model], QuerySet[Any]] = {}
        self.beside: dict[type[Model], set[Any]] = {}
        self._carriers: set[type[Model]] = {Organisation}  # what points to one of these is taken
        for model in kinds():
            self.taken[model] = self._taken(model)
        for model in reversed(kinds()):
            self._note_what_it_points_to(model)

    def members(self) -> QuerySet[Person]:
        """Everyone who is or was a member, candidate or worker of the organisation."""
        ids = Membership.objects.filter(organisation=self.organisation).values("person")
        return Person.objects.filter(pk__in=ids)

    def rows(self, model: type[Model]) -> Iterator[str]:
        """The file of a kind of row: its columns, what is taken, and what stands beside it."""
        columns = rows.fields(model)
        yield rows.line([field.attname for field in columns])
        order = rows.ORDERS.get(model._meta.label_lower, ("pk",))
        for row in _values(self.taken[model].order_by(*order), columns):
            yield rows.line(row)
        hidden = HIDDEN.get(model, {})
        others = model._base_manager.filter(pk__in=self.beside.get(model, ())).order_by("pk")
        for row in _values(others, columns):
            yield rows.line(
                [hidden.get(field.attname, value) for field, value in zip(columns, row, strict=True)]
            )

    def _taken(self, model: type[Model]) -> QuerySet[Any]:
        by_name: dict[type[Model], Callable[[], QuerySet[Any]]] = {
            Person: self.members,
            Contact: lambda: Contact.objects.filter(person__in=self.members()),
            Fact: self.scope.facts,
            About: lambda: About.objects.filter(fact__in=self.scope.facts().order_by()),
            Attachment: self._attachments,
            Document: lambda: Document.objects.filter(pk__in=self._attachments().values("document")),
            Organisation: lambda: Organisation.objects.filter(pk=self.organisation.pk),
        }
        if model in by_name:
            return by_name[model]()
        found = model._base_manager.all()
        if model in OWNERLESS or model._meta.label_lower == "charter.principle":
            return found
        leads = Q(pk__in=[])
        for field in _pointers(model):
            if field.related_model in self._carriers:
                leads |= Q(**{f"{field.name}__in": self.taken[field.related_model].order_by().values("pk")})
        if model._meta.label_lower == "charter.policy":
            leads |= Q(organisation=None)
        self._carriers.add(model)
        return found.filter(leads)

    def _attachments(self) -> QuerySet[Attachment]:
        """Papers beside what is taken; beside its entries they are named by book and number."""
        refs = Q(ref__startswith=f"books.entry/{self.scope.books[0].key}-")
        refs |= Q(ref=f"registry.organisation/{self.organisation.key}")
        for model in [model for model in self.taken if model in self._carriers]:
            label = model._meta.label_lower
            if not any(field.name == "key" for field in rows.fields(model)) or model is Organisation:
                continue
            if Attachment.objects.filter(ref__startswith=f"{label}/").exists():
                keys = self.taken[model].values_list("key", flat=True)
                refs |= Q(ref__in=[f"{label}/{key}" for key in keys])
        return Attachment.objects.filter(refs)

    def _note_what_it_points_to(self, model: type[Model]) -> None:
        """Rows that what comes points to and that are not taken themselves."""
        for field in _pointers(model):
            target = field.related_model
            if target not in self.taken:
                continue
            if model._meta.app_label == target._meta.app_label == "books":
                continue  # a book points to nothing in another book
            theirs = Q(pk__in=self.taken[model].order_by().values("pk"))
            if field.attname not in HIDDEN.get(model, {}):
                theirs |= Q(pk__in=self.beside.get(model, ()))
            own = self.taken[target].order_by().values("pk")
            found = model._base_manager.filter(theirs).exclude(**{f"{field.name}__in": own})
            ids = found.exclude(**{field.attname: None}).values_list(field.attname, flat=True)
            self.beside.setdefault(target, set()).update(ids.distinct())


def _pointers(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    return [field for field in rows.fields(model) if isinstance(field, ForeignKey)]


def _values(found: QuerySet[Any], columns: list[Field[Any, Any]]) -> Iterator[list[Any]]:
    names = [field.attname for field in columns]
    for row in found.values_list(*names).iterator(chunk_size=rows.AT_ONCE):
        yield [rows.written(field, value) for field, value in zip(columns, row, strict=True)]


def _files(scope: Scope) -> Iterator[tuple[str, Pieces]]:
    own = Own(scope)
    for model in kinds():
        yield rows.name_of(model), own.rows(model)
    yield "members.csv", as_csv(MEMBER_COLUMNS, _members(own))


def _members(own: Own) -> Iterator[tuple[Any, ...]]:
    """One row for each time somebody was on the organisation's roll."""
    found = Membership.objects.filter(organisation=own.organisation).select_related("person")
    reached: dict[int, list[str]] = {}
    for contact in Contact.objects.filter(person__in=own.members()).order_by("pk"):
        reached.setdefault(contact.person_id, []).append(contact.value)
    for row in found.order_by("person__key", "starts_on"):
        contacts = "; ".join(reached.get(row.person_id, []))
        yield row.person.key, row.person.name, row.class_code, row.starts_on, row.ends_on or "", contacts


PART = Part(
    "own-rows",
    "Everything one organisation owns: members.csv is its roll WITH NAMES AND CONTACTS OF ITS MEMBERS; under rows/ are its "
    "books, bank lines, claims, budgets, hours, capital accounts, documents and facts as they are kept, so that they can "
    "be brought into an installation of its own (commonwork import). Of people who are not its members there is a key "
    "and no name; of other organisations the public name.",
    _files,
)
declare_own(PART)
