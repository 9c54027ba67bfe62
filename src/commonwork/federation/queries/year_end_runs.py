"""Which co-ops a run over a whole year still has before it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonwork.books import queries as book_queries
from commonwork.federation.models import YearEnd
from commonwork.registry.models import Organisation


def waiting(year: int) -> QuerySet[Organisation]:
    """Co-ops with books whose result of a year is neither shared nor carried, by key."""
    settled = YearEnd.objects.filter(organisation=OuterRef("pk"), year=year).filter(
        Q(shared_on__isnull=False) | Q(loss_carried_on__isnull=False) | Q(result_minor=0)
    )
    coops = Organisation.objects.filter(
        kind=Organisation.Kind.COOP, key__in=book_queries.all_books().order_by().values("key")
    )
    return coops.filter(~Exists(settled)).order_by("key")
