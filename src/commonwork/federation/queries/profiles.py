"""What a co-op says about itself, and what of it everyone may see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from commonwork.federation.legal_forms import LegalForm, legal_forms
from commonwork.federation.models import CoopContact, CoopProfile, Premises, PrincipleReport
from commonwork.registry.models import Organisation, OrganisationStage
from commonwork.registry.queries import running


@dataclass(frozen=True)
class Profile:
    """A co-op's profile as of a day; parts that may not be seen are empty. `hidden`: there is more inside."""

    legal_form: LegalForm | None
    formed_on: date | None
    trades: str
    tax_mode: str
    premises: tuple[Premises, ...]
    contacts: tuple[CoopContact, ...]
    reports: tuple[PrincipleReport, ...]
    hidden: bool
    consented_on: date | None
    public_parts: tuple[str, ...]


def profile(organisation: Organisation, *, on: date, inside: bool) -> Profile:
    """The profile as its people see it (`inside`), or as everyone may."""
    row = CoopProfile.objects.filter(organisation=organisation).first()
    shown = {part for part in CoopProfile.Part.values if inside or (row and part in row.public_parts)}
    part = CoopProfile.Part
    premises = Premises.objects.filter(running(on), organisation=organisation).select_related("place")
    contacts = CoopContact.objects.filter(organisation=organisation).order_by("kind")
    reports = PrincipleReport.objects.filter(organisation=organisation).order_by("-year", "principle")
    legal = part.LEGAL in shown
    return Profile(
        legal_forms().get(row.legal_form) if row and legal else None,
        row.formed_on if row and legal else None,
        (row.trades if row else "") or organisation.trade,
        str(organisation.get_tax_mode_display()) if legal and organisation.tax_mode else "",
        tuple(premises.order_by("place__name")) if part.PREMISES in shown else (),
        tuple(contacts) if part.CONTACTS in shown else (),
        tuple(reports[:50]) if part.PRINCIPLES in shown else (),
        len(shown) < len(part.values),
        row.consented_on if row else None,
        tuple(row.public_parts) if row else (),
    )


def stages(organisation: Organisation) -> list[OrganisationStage]:
    """The dated stages of a co-op, the newest first; one without a date only where no day of it is known."""
    rows = OrganisationStage.objects.filter(organisation=organisation)
    ordered = list(rows.order_by(F("starts_on").desc(nulls_last=True), "-pk"))
    dated = {row.stage for row in ordered if row.starts_on}
    return [row for row in ordered if row.starts_on or row.stage not in dated]
