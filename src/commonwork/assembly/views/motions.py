"""Motions: those of a body, one of them with its text, what changed between versions, an amendment."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonwork.access.guard import public
from commonwork.assembly import permits_rolls as permits
from commonwork.assembly.models import Amendment, Motion, MotionVersion
from commonwork.assembly.permits import may_run, person_of
from commonwork.assembly.queries import consent
from commonwork.assembly.queries import motions as queries
from commonwork.assembly.views.acting import crumbs_of_motion, history, token
from commonwork.assembly.views.following import follow_of
from commonwork.charter.kinds import POLICIES, in_words
from commonwork.rules.word_diff import changed_count
from commonwork.ui.dates import day
from commonwork.ui.listing import Column, Listing

COLUMNS = [
    Column(
        "title",
        _("Motion"),
        lambda row: row.title,
        sort="title",
        href=lambda row: row.get_absolute_url(),
    ),
    Column("state", _("State"), lambda row: str(row.get_state_display()), sort="state"),
    Column(
        "drafted_on",
        _("Written"),
        lambda row: row.drafted_on.isoformat(),
        sort="drafted_on",
        show=lambda row: day(row.drafted_on, "short"),
    ),
    Column(
        "supporters", _("Supporters"), lambda row: row.supports_count, sort="supports_count", is_number=True
    ),
]


@public
def list_all(request: HttpRequest, key: str) -> HttpResponseBase:
    """The motions of a body."""
    body = permits.shown_body(request.user, key)
    rows = queries.of_body(body, person=person_of(request.user))
    listing = Listing(request, rows, columns=COLUMNS, name=f"motions-{body.key}")
    if answer := listing.export():
        return answer
    context = {"body": body, "listing": listing, "may_draft": permits.takes_part(request.user, body)}
    return render(request, "assembly/motions.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One motion: its text, who supports it, what others would change, what happens next."""
    motion = permits.shown_motion(request.user, key)
    version, person, body = queries.latest_version(motion), person_of(request.user), motion.body
    rounds = list(consent.of_motion(motion))
    translations = queries.translations(version)
    context: dict[str, Any] = {
        "motion": motion,
        "version": version,
        "crumbs": crumbs_of_motion(motion)[:-1],
        "translation": translations.get((get_language() or "en").split("-")[0]),
        "translations": sorted(translations),
        "author": permits.name_for(request.user, body, motion.author),
        "supports": motion.supports.count(),
        "amendments": [
            (row, permits.name_for(request.user, body, row.author)) for row in queries.amendments(motion)[:25]
        ],
        "offers": list(queries.offers_to(motion)),
        "reviews": list(queries.reviews(motion)[:25]),
        "rounds": rounds,
        "open_round": next((row for row in rounds if row.is_open), None),
        "decision": motion.decisions.first(),
        "policy": _policy(motion),
        "comment_count": motion.comments.filter(is_hidden=False).count(),
        "statement_count": motion.statements.count(),
        "takes_part": permits.takes_part(request.user, body),
        "changes": permits.changes(request.user, motion),
        "writes": permits.writes(request.user, motion),
        "runs": permits.runs(request.user, body),
        "ballot_url": ballot_of(request, motion),
        "supports_it": person is not None and motion.supports.filter(person=person).exists(),
        "follow": follow_of(request, motion),
        "is_open_body": permits.is_open(body),
        "token": token(),
        "told": history(motion),
    }
    return render(request, "assembly/motion.html", context)


def ballot_of(request: HttpRequest, motion: Motion) -> str:
    """Where a vote on a motion is prepared - by phone, code or paper - for whoever runs the body's votes; else empty."""
    if not motion.is_open or not may_run(request.user, motion.body):
        return ""
    return f"{reverse('assembly_vote_draft')}?motion={motion.key}"


def _policy(motion: Motion) -> dict[str, Any] | None:
    """The policy a motion would change, in words."""
    if motion.policy_code not in POLICIES:
        return None
    kind = POLICIES[motion.policy_code]
    words = in_words(motion.policy_code, motion.policy_value)
    return {"code": kind.code, "sentence": kind.sentence, "value": words, "starts_on": motion.policy_from}


@public
def versions(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One version, with what it changed in the one before."""
    motion = permits.shown_motion(request.user, key)
    version: MotionVersion | None = queries.versions(motion).filter(number=number).first()
    if version is None:
        raise Http404
    change = queries.difference(version)
    gone, new = changed_count(list(change.text)) if change else (0, 0)
    context = {
        "motion": motion,
        "version": version,
        "crumbs": crumbs_of_motion(motion),
        "change": change,
        "gone": gone,
        "new": new,
        "author": permits.name_for(request.user, motion.body, version.written_by),
        "all": list(queries.versions(motion)),
    }
    return render(request, "assembly/version.html", context)


@public
def amendment(request: HttpRequest, key: str) -> HttpResponse:
    """An amendment: what it would change, marked word by word."""
    row = permits.shown(
        request.user, Amendment.objects.select_related("author", "on_version"), to="motion__body", key=key
    )
    permits.shown_motion(request.user, row.motion.key)
    pieces = queries.amended(row)
    gone, new = changed_count(list(pieces))
    context = {
        "amendment": row,
        "motion": row.motion,
        "crumbs": crumbs_of_motion(row.motion),
        "pieces": pieces,
        "gone": gone,
        "new": new,
        "author": permits.name_for(request.user, row.motion.body, row.author),
        "changes": permits.changes(request.user, row.motion) and row.state == Amendment.State.OPEN,
        "is_of_today": row.on_version_id == queries.latest_version(row.motion).pk,
        "token": token(),
    }
    return render(request, "assembly/amendment.html", context)
