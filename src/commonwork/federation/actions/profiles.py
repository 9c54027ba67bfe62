"""What a co-op says about itself: legal body and tax mode, trades and contacts, premises, principles, consent."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from commonwork.federation.actions import tax_modes
from commonwork.federation.actions.days import demand_come
from commonwork.federation.legal_forms import legal_forms
from commonwork.federation.models import CoopContact, CoopProfile, Premises, PrincipleReport
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import key_from, new_key
from commonwork.registry.models import Organisation, Place
from commonwork.rules.refusal import Refusal, sentence


class NoSuchForm(Refusal):
    sentence = sentence("There is no kind of legal body “{code}”.")
    field = "legal_form"


class TaxModeWasSaid(Refusal):
    sentence = sentence("How the co-op is taxed is on record: choose another way, but not none.")
    field = "tax_mode"


class AlreadyThere(Refusal):
    sentence = sentence("These premises are entered already.")
    field = "name"
    status = 409


class AlreadyLeft(Refusal):
    sentence = sentence("These premises were left on {on}.")
    status = 409


class LeftTooEarly(Refusal):
    sentence = sentence("They were taken on {began}; they can be left on a later day only.")
    field = "on"


class NothingReported(Refusal):
    sentence = sentence("Say in a few words how the co-op worked by this principle.")
    field = "says"


@act
def keep(
    *,
    organisation: Organisation,
    legal_form: str,
    tax_mode: str,
    trades: str,
    contacts: Mapping[str, str],
    by: Who,
    at: datetime,
    formed_on: date | None = None,
) -> Organisation:
    """Keep what a co-op says of its legal body, trades and contacts ({kind: contact}; an empty one goes); another tax
    mode is said by its own act. Raises NoSuchForm, TaxModeWasSaid, and what `tax_modes.say` raises."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if legal_form and legal_form not in legal_forms():
        raise NoSuchForm(code=legal_form)
    if organisation.tax_mode and not tax_mode:
        raise TaxModeWasSaid()
    CoopProfile.objects.update_or_create(
        organisation=organisation,
        defaults={"legal_form": legal_form, "formed_on": formed_on, "trades": trades},
    )
    _say_tax_mode(organisation, legal_form, tax_mode, by, at)
    for kind, contact in contacts.items():
        _keep_contact(organisation, CoopContact.Kind(kind), contact.strip())
    state(
        "federation.profile.kept",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"legal_form": legal_form},
    )
    return organisation


def _say_tax_mode(organisation: Organisation, legal_form: str, tax_mode: str, by: Who, at: datetime) -> None:
    """Another tax mode is said; the same one must still fit the legal body."""
    if tax_mode != organisation.tax_mode:
        tax_modes.say(organisation=organisation, tax_mode=tax_mode, by=by, at=at)
    elif legal_form and tax_mode and tax_mode not in legal_forms()[legal_form].tax_modes:
        raise tax_modes.TaxModeDoesNotFit()


def _keep_contact(organisation: Organisation, kind: str, contact: str) -> None:
    rows = CoopContact.objects.filter(organisation=organisation, kind=kind)
    if contact:
        CoopContact.objects.update_or_create(
            organisation=organisation, kind=kind, defaults={"value": contact}
        )
    else:
        rows.delete()


@act
def consent(
    *, organisation: Organisation, parts: Collection[str], on: date, by: Who, at: datetime
) -> Organisation:
    """The members agree which parts of the profile everyone may see; all others are for members. Raises StillToCome."""
    demand_come(on, at)
    shown = sorted(CoopProfile.Part(part).value for part in parts)
    CoopProfile.objects.update_or_create(
        organisation=organisation, defaults={"public_parts": shown, "consented_on": on}
    )
    state(
        "federation.profile.consent_given",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"parts": shown, "on": on.isoformat()},
    )
    return organisation


@act
def add_premises(
    *, organisation: Organisation, name: str, address: str, use: str, on: date, by: Who, at: datetime
) -> Organisation:
    """A co-op works at a place from a day on; a place of that name is shared with others who use it.
    Raises AlreadyThere, StillToCome."""
    demand_come(on, at)
    place, _ = Place.objects.get_or_create(
        key=key_from(name) or new_key("place"), defaults={"name": name, "address": address}
    )
    if Premises.objects.filter(organisation=organisation, place=place, use=use, ends_on=None).exists():
        raise AlreadyThere()
    Premises.objects.create(organisation=organisation, place=place, use=Premises.Use(use), starts_on=on)
    _state_premises("added", organisation, place, on, by, at)
    return organisation


@act
def leave_premises(*, premises: Premises, on: date, by: Who, at: datetime) -> Organisation:
    """A co-op leaves premises on a day. Raises AlreadyLeft, LeftTooEarly, StillToCome."""
    demand_come(on, at)
    row = (
        Premises.objects.select_for_update(of=("self",))
        .select_related("organisation", "place")
        .get(pk=premises.pk)
    )
    if row.ends_on is not None:
        raise AlreadyLeft(on=row.ends_on.isoformat())
    if on <= row.starts_on:
        raise LeftTooEarly(began=row.starts_on.isoformat())
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    _state_premises("left", row.organisation, row.place, on, by, at)
    return row.organisation


@act
def report(
    *,
    organisation: Organisation,
    principle: int,
    year: int,
    says: str,
    on: date,
    by: Who,
    at: datetime,
) -> PrincipleReport:
    """A co-op reports how it worked by a principle in a year; the newest words are kept. Raises NothingReported,
    StillToCome."""
    demand_come(on, at)
    if not says.strip():
        raise NothingReported()
    words = {"says": says.strip(), "reported_on": on}
    row, _ = PrincipleReport.objects.update_or_create(
        organisation=organisation,
        principle=principle,
        year=year,
        defaults=words,
        create_defaults={**words, "key": new_key("report")},
    )
    state(
        "federation.principle.reported",
        subject=row,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data={"principle": principle, "year": year, "on": on.isoformat()},
    )
    return row


def _state_premises(
    verb: str, organisation: Organisation, place: Place, on: date, by: Who, at: datetime
) -> None:
    state(
        f"federation.premises.{verb}",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"place": place.key, "on": on.isoformat()},
    )
