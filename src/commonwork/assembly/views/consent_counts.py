"""A consent round that is over, step by step."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.counting import consented
from commonwork.assembly.models import ConsentRound
from commonwork.assembly.views.acting import crumbs_of_motion


@public
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """Who took part, the answers, the objections and how the round ended; seen by whoever sees the round."""
    rows = ConsentRound.objects.select_related("motion__body", "motion__author", "electorate")
    row = permits.shown(request.user, rows, to="motion__body", key=key)
    if row.is_open:
        raise Http404
    context = {
        "round": row,
        "crumbs": [
            *crumbs_of_motion(row.motion),
            (row.get_absolute_url(), _("Round %(number)d") % {"number": row.number}),
        ],
        "told": consented.told(row),
        "intro": _(
            "In a consent round nobody wins by numbers. A text goes ahead when enough take part and no objection stands."
        ),
        "is_open_body": permits.is_open(row.motion.body),
    }
    return render(request, "assembly/counted_consent.html", context)
