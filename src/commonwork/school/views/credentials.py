"""Badges for other programs: the signed credential, its pictures, who issues it, what was revoked; the certificate."""

from importlib.resources import files
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from commonwork.access.guard import public, signed_in
from commonwork.gatherings.actions import letters
from commonwork.registry.clock import now
from commonwork.registry.queries import network
from commonwork.school import permits, queries
from commonwork.school.actions import keys
from commonwork.school.models import Badge, IssuerKey
from commonwork.ui import pdf
from commonwork.ui.dates import day

CERTIFICATE = files("commonwork.school").joinpath("typst", "certificate.typ")


@public
def issuer(request: HttpRequest) -> HttpResponse:
    """The did:web document: who signs badges here, with which keys."""
    from commonwork.school import open_badges  # slow to load; few requests need it

    response = JsonResponse(open_badges.did_document(), content_type="application/did+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public
def revoked(request: HttpRequest, part: int) -> HttpResponse:
    """The signed list of what was revoked."""
    from commonwork.school import open_badges

    last = Badge.objects.order_by("-pk").values_list("pk", flat=True).first()
    if last is None or part > last // open_badges.BITS:
        raise Http404
    _signing()
    response = HttpResponse(open_badges.status_list(part, at=now()), content_type="application/vc+jwt")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public
def credential(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """A badge as it travels: `jwt` signed, `json` to read, `png` or `svg` with the signed one inside. Downloads of a
    badge that was revoked stay possible: whoever checks them finds it in the list."""
    from commonwork.school import open_badges

    badge = permits.badge_to_see(key)
    _signing()
    said = open_badges.credential(badge, address=letters.address_of(badge.person))
    proof = open_badges.signed(said)
    makers: dict[str, Any] = {
        "jwt": lambda: HttpResponse(proof, content_type="application/vc+jwt"),
        "json": lambda: JsonResponse(said.to_vc(), content_type="application/vc+ld+json"),
        "png": lambda: HttpResponse(open_badges.in_png(badge, proof), content_type="image/png"),
        "svg": lambda: HttpResponse(open_badges.in_svg(badge, proof), content_type="image/svg+xml"),
    }
    if form not in makers:
        raise Http404
    response = makers[form]()
    response["Content-Disposition"] = f'attachment; filename="{badge.key}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[no-any-return]


@signed_in
def certificate(request: HttpRequest, key: str) -> HttpResponse:
    """The badge on paper, with the holder's name: for its holder and for those who teach."""
    badge = permits.badge_to_see(key)
    if not permits.may_see_name(request.user, badge) or not badge.is_valid:
        raise Http404
    course, here = badge.course, network()
    frame = pdf.Frame(
        title=_("Certificate"),
        network=here.name if here else "",
        mark=_("Demo: invented data") if course.is_invented else "",
        about=course.title,
    )
    data = {
        "name": badge.person.name,
        "school": course.school.name,
        "said": _("has completed"),
        "course": course.title,
        "competence": badge.competence.name,
        "facts": [
            [_("Cohort opened"), day(course.opened_on)],
            [_("Sessions attended"), str(badge.sessions_count)],
            [_("Hours"), badge.hours_text],
            [_("Taught by"), queries.taught_by(badge, by_name=True)],
            [_("Awarded on"), day(badge.awarded_on)],
            *([[_("Holds until"), day(badge.expires_on)]] if badge.expires_on else []),
            [_("Check code"), badge.spaced_code],
            [_("Check it at"), f"{settings.ORIGIN}{badge.get_absolute_url()}"],
        ],
    }
    return pdf.answer(f"certificate-{badge.key}", pdf.made(CERTIFICATE, data, frame))


def _signing() -> None:
    """Badges from before there were keys are signed by the first key made."""
    house = queries.house()
    if house is None:
        raise Http404
    if not IssuerKey.objects.exists():
        keys.make(school=house, by="system/school", at=now())
