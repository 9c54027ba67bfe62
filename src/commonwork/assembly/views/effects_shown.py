"""What a resolution's own page shows of its effects."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from commonwork.assembly.effects import KINDS
from commonwork.assembly.effects.reads import effects_of
from commonwork.assembly.permits import may_run
from commonwork.record.refs import ref
from commonwork.registry.clock import today
from commonwork.registry.models import Body


def effects_context(request: HttpRequest, decided: Model, body: Body) -> dict[str, Any]:
    """`followed_effects` and `effect_kinds` for `assembly/effects_of.html`."""
    kinds = []
    if may_run(request.user, body):
        kinds = [
            (f"{reverse('assembly_effect_plan', args=[code])}?of={ref(decided)}", kind.name)
            for code, kind in KINDS.items()
        ]
    return {"followed_effects": effects_of(decided, on=today()), "effect_kinds": kinds}
