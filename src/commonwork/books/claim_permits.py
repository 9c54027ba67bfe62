"""Who may claim, see, decide and pay claims; who may adopt a budget; who may open the papers."""

from django.db.models import Q, QuerySet
from django.http import Http404

from commonwork.access.guard import demand
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, holdings, may, where
from commonwork.books import permits
from commonwork.books.models import Book, Claim
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation, Person
from commonwork.registry.queries import memberships


def person_of(account: Asker) -> Person | None:
    """The person behind an account, or None."""
    return getattr(account, "person", None)


def claims_at(account: Asker) -> QuerySet[Book]:
    """The books of the organisations this account may claim from: those its person belongs to or has a role in."""
    person = person_of(account)
    if person is None:
        return Book.objects.none()
    belongs = memberships(on=today()).filter(person=person).values("organisation")
    held = [row.organisation_id for row in holdings(account) if row.organisation_id]
    rows = Book.objects.filter(Q(organisation__in=belongs) | Q(organisation__in=held))
    return rows.select_related("organisation").order_by("organisation__name")


def claimed_book(account: Asker, key: str) -> Book:
    """The book a claim is made on; 404 when there is none, 403 for those who have nothing to do with it."""
    book = Book.objects.filter(key=key).select_related("organisation").first()
    if book is None:
        raise Http404
    demand(claims_at(account).filter(pk=book.pk).exists())
    return book


def sees_claims(account: Asker, organisation: Organisation) -> bool:
    """May this account see everybody's claims here: those who decide, pay or check?"""
    wanted = (Permission.CLAIM_DECIDE, Permission.BOOKS_KEEP)
    is_checker = may(account, Permission.RECORD_SEE, organisation) and may(
        account, Permission.BOOKS_SEE, organisation
    )
    return is_checker or any(may(account, permission, organisation) for permission in wanted)


def visible_claim(account: Asker, book_key: str, key: str) -> Claim:
    """A claim that is one's own, or of an organisation whose claims one sees; drafts are one's own. Else 404."""
    rows = Claim.objects.select_related(
        "book__organisation", "claimant", "account", "decided_by", "approval__book", "payment__book"
    )
    claim = rows.filter(book__key=book_key, key=key).first()
    if claim is None or not (_is_own(account, claim) or _is_seen(account, claim)):
        raise Http404
    return claim


def own_claim(account: Asker, book_key: str, key: str) -> Claim:
    """One's own claim; 404 for others'."""
    claim = visible_claim(account, book_key, key)
    demand(_is_own(account, claim))
    return claim


def decidable_claim(account: Asker, book_key: str, key: str) -> Claim:
    """A claim this account may decide on: never one's own (403)."""
    claim = visible_claim(account, book_key, key)
    demand(may_decide(account, claim))
    return claim


def may_decide(account: Asker, claim: Claim) -> bool:
    """Does this account decide on a claim? Never on one's own."""
    allowed = may(account, Permission.CLAIM_DECIDE, claim.book.organisation)
    return allowed and not _is_own(account, claim)


def payable_claim(account: Asker, book_key: str, key: str) -> Claim:
    """A claim this account may pay out, or whose steps it may take back."""
    claim = visible_claim(account, book_key, key)
    demand(permits.keeps(account, claim.book.organisation))
    return claim


def claims_listed(account: Asker, book: Book) -> QuerySet[Claim]:
    """Everybody's claims of a book but drafts, for those who decide, pay or check them; 403 for others."""
    demand(sees_claims(account, book.organisation))
    rows = Claim.objects.filter(book=book).exclude(state=Claim.State.DRAFT)
    return rows.select_related("book", "claimant", "account")


def own_claims(account: Asker) -> QuerySet[Claim]:
    """All claims of this account's person."""
    person = person_of(account)
    rows = Claim.objects.filter(claimant=person) if person else Claim.objects.none()
    return rows.select_related("book__organisation", "account")


def deciding(account: Asker) -> QuerySet[Claim]:
    """Claims that wait for this account's decision."""
    rows = Claim.objects.filter(
        state=Claim.State.SUBMITTED, book__organisation__in=where(account, Permission.CLAIM_DECIDE)
    )
    return rows.exclude(claimant=person_of(account)).select_related("book__organisation", "claimant")


def paying(account: Asker) -> QuerySet[Claim]:
    """Approved claims that wait for this account to pay them."""
    rows = Claim.objects.filter(
        state=Claim.State.APPROVED, book__organisation__in=where(account, Permission.BOOKS_KEEP)
    )
    return rows.select_related("book__organisation", "claimant")


def adopts_budgets(account: Asker, book: Book) -> bool:
    """May this account enter a budget that was adopted?"""
    return may(account, Permission.BUDGET_ADOPT, book.organisation)


def budgeted_book(account: Asker, key: str) -> Book:
    """A book whose budget this account may enter."""
    book = permits.visible_book(account, key)
    demand(adopts_budgets(account, book))
    return book


def _is_own(account: Asker, claim: Claim) -> bool:
    person = person_of(account)
    return person is not None and claim.claimant_id == person.pk


def _is_seen(account: Asker, claim: Claim) -> bool:
    return claim.state != Claim.State.DRAFT and sees_claims(account, claim.book.organisation)
