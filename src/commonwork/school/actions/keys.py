"""Keys the school signs badges with: the first is made when the first badge is awarded; another may follow."""

import secrets
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import Max

from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.school.key_sealing import NONCE_BYTES, sealed
from commonwork.school.models import IssuerKey


@act
def make(*, school: Organisation, by: Who, at: datetime) -> Organisation:
    """Make a new key. What older keys signed can still be checked: they stay in the public document."""
    Organisation.objects.select_for_update().get(pk=school.pk)
    number = (IssuerKey.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    private = Ed25519PrivateKey.generate()
    IssuerKey.objects.create(
        number=number,
        public_bytes=private.public_key().public_bytes_raw(),
        sealed_bytes=sealed(private, secrets.token_bytes(NONCE_BYTES)),
        made_at=at,
    )
    state("school.key.made", subject=school, by=by, at=at, organisation=school, data={"number": number})
    return school
