"""Who may see and keep which books. A book is seen by anyone where its organisation chose open books, and by those
who hold a role that reads its books; only these see names of persons and memos."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from commonwork.access.guard import demand
from commonwork.access.models import Account as SignIn
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, as_of, may, where
from commonwork.books.models import Account, Book, Entry, Hold
from commonwork.registry.models import Organisation, Person


def visible_books(account: Asker) -> QuerySet[Book]:
    """The books this account may see, by the name of their organisation."""
    inside = where(account, Permission.BOOKS_SEE).values("pk")
    seen = Q(organisation__has_open_books=True) | Q(organisation__in=inside)
    return Book.objects.filter(seen).select_related("organisation").order_by("organisation__name")


def visible_book(account: Asker, key: str) -> Book:
    """One book; 404 for those who may not see it."""
    book = Book.objects.filter(key=key).select_related("organisation").first()
    if book is None or not (book.organisation.has_open_books or sees_inside(account, book)):
        raise Http404
    return book


def sees_inside(account: Asker, book: Book) -> bool:
    """Does this account see names, memos and all of a book, not just what open books show?"""
    return may(account, Permission.BOOKS_SEE, book.organisation)


def visible_account(account: Asker, key: str, code: str) -> Account:
    """An account of a book this account may see; 404 otherwise."""
    book = visible_book(account, key)
    found = Account.objects.filter(book=book, code=code).select_related("book__organisation").first()
    if found is None:
        raise Http404
    return found


def visible_entry(account: Asker, key: str, seq: int) -> Entry:
    """An entry of a book this account may see, not later than its day; 404 otherwise."""
    rows = Entry.objects.select_related("book__organisation", "reverses__book")
    entry = rows.filter(book=visible_book(account, key), seq=seq).first()
    until = as_of(account)
    if entry is None or (until and entry.effective_on > until):
        raise Http404
    return entry


def kept_book(account: Asker, key: str) -> Book:
    """A book this account keeps: 404 when it may not see it, 403 when it may only look."""
    book = visible_book(account, key)
    demand(keeps(account, book.organisation))
    return book


def inner_book(account: Asker, key: str) -> Book:
    """A book this account sees from inside: 404 when it may not see it, 403 when it sees what everyone sees."""
    book = visible_book(account, key)
    demand(sees_inside(account, book))
    return book


def closable_book(account: Asker, key: str) -> Book:
    """A book this account may close: 404 when it may not see it, 403 when it may not close it."""
    book = visible_book(account, key)
    demand(closes(account, book.organisation))
    return book


def inner_hold(account: Asker, key: str, hold_key: str) -> Hold:
    """A hold of a book this account sees from inside; 404 otherwise."""
    rows = Hold.objects.select_related("account", "against", "book__organisation", "ended", "note_row")
    hold = rows.filter(book=inner_book(account, key), key=hold_key).first()
    until = as_of(account)
    if hold is None or (until and hold.placed_on > until):
        raise Http404
    return hold


def kept_hold(account: Asker, key: str, hold_key: str) -> Hold:
    """A hold of a book this account keeps."""
    hold = inner_hold(account, key, hold_key)
    demand(keeps(account, hold.book.organisation))
    return hold


def kept_account(account: Asker, key: str, code: str) -> Account:
    """An account of a book this account keeps, with its balance."""
    book = kept_book(account, key)
    found = (
        Account.objects.filter(book=book, code=code).select_related("book__organisation", "balance").first()
    )
    if found is None:
        raise Http404
    return found


def keeps(account: Asker, organisation: Organisation | str) -> bool:
    """May this account write in an organisation's book?"""
    return may(account, Permission.BOOKS_KEEP, organisation)


def closes(account: Asker, organisation: Organisation | str) -> bool:
    """May this account close an organisation's years and periods?"""
    return may(account, Permission.BOOKS_CLOSE, organisation)


def actor(account: Asker) -> Person:
    """The person who acts through an account; those who keep books have one."""
    assert isinstance(account, SignIn) and account.person is not None, "a role is held by a person"
    return account.person


def until(account: Asker) -> date | None:
    """The last day this account sees, where its view is tied to one (auditors)."""
    return as_of(account)


def packed_book(account: Asker, key: str) -> Book:
    """A book this account may draw a pack of: it reads the book and the record behind it. 404 or 403 otherwise."""
    book = visible_book(account, key)
    demand(packs(account, book))
    return book


def packs(account: Asker, book: Book) -> bool:
    """Does this account read a book and the record behind it?"""
    return sees_inside(account, book) and may(account, Permission.RECORD_SEE, book.organisation)


def owned_book(account: Asker, key: str) -> Book:
    """A book whose organisation's own things this account may take away, names of members among them: it closes the book
    and reads the record behind it. 404 or 403 otherwise."""
    book = visible_book(account, key)
    demand(closes(account, book.organisation) and packs(account, book) and as_of(account) is None)
    return book


def packs_all(account: Asker) -> bool:
    """Does this account read every book and the whole record, so that it may draw a pack of all?"""
    return not any(
        Organisation.objects.exclude(pk__in=where(account, permission).values("pk")).exists()
        for permission in (Permission.BOOKS_SEE, Permission.RECORD_SEE)
    )
