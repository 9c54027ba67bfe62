"""Who may see and keep bank accounts: those who see inside a book see them, those who keep it act on them. Open books
never show them, for lines carry names of people."""

from django.http import Http404

from commonwork.access.guard import demand
from commonwork.access.queries import Asker
from commonwork.books import permits
from commonwork.books.models import BankAccount, BankLine, Book, MatchRule


def seen_book(account: Asker, key: str) -> Book:
    """A book whose bank accounts this account may see: 404 when it may not see the book, 403 when only its open side."""
    book = permits.visible_book(account, key)
    demand(permits.sees_inside(account, book))
    return book


def seen_bank_account(account: Asker, org_key: str, key: str) -> BankAccount:
    """A bank account this account may see; 404 when there is none."""
    rows = BankAccount.objects.filter(book=seen_book(account, org_key), key=key)
    found = rows.select_related("account", "book__organisation").first()
    if found is None:
        raise Http404
    return found


def kept_bank_account(account: Asker, org_key: str, key: str) -> BankAccount:
    """A bank account this account keeps: 403 when it may only look."""
    found = seen_bank_account(account, org_key, key)
    demand(permits.keeps(account, found.book.organisation))
    return found


def seen_line(account: Asker, org_key: str, key: str) -> BankLine:
    """A bank line this account may see, not later than its day; 404 otherwise."""
    rows = BankLine.objects.filter(bank_account__book=seen_book(account, org_key), key=key)
    line = rows.select_related(
        "bank_account__account__book", "bank_account__book__organisation", "match"
    ).first()
    until = permits.until(account)
    if line is None or (until and line.on > until):
        raise Http404
    return line


def kept_line(account: Asker, org_key: str, key: str) -> BankLine:
    """A bank line of a book this account keeps: 403 when it may only look."""
    line = seen_line(account, org_key, key)
    demand(permits.keeps(account, line.bank_account.book.organisation))
    return line


def kept_rule(account: Asker, org_key: str, key: str) -> MatchRule:
    """A rule of a book this account keeps."""
    rule = MatchRule.objects.filter(book=permits.kept_book(account, org_key), key=key).first()
    if rule is None:
        raise Http404
    return rule
