"""A consent round told step by step: who answered, what they said, what became of the objections, how it ended."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly.counting.stages import Told
from commonwork.assembly.models import ConsentRound
from commonwork.assembly.queries import consent
from commonwork.rules.show_of_hands import quorum_of
from commonwork.ui.charts import Bar
from commonwork.ui.money import count as grouped
from commonwork.ui.money import percent


def told(row: ConsentRound) -> list[Told]:
    """The steps of a round that is over, in the order in which they count."""
    return [_took_part(row), _answers(row), _objections(row), _end(row)]


def _took_part(row: ConsentRound) -> Told:
    has, of = consent.taking_part(row)
    needed = quorum_of(of, row.quorum_bp)
    words = {
        "share": percent(row.quorum_bp),
        "of": grouped(of),
        "needed": grouped(needed),
        "has": grouped(has),
    }
    said = [
        _("%(share)s of the %(of)s on the roll must take part, rounded up: %(needed)s.") % words,
        _("With %(has)s that was reached.") % words
        if has >= needed
        else _("With %(has)s that was missed.") % words,
    ]
    bars = [
        Bar(_("Took part"), has, tone="green" if has >= needed else "gold"),
        Bar(_("Needed"), needed, tone="edge"),
    ]
    detail = _("%(has)s of %(of)s") % words
    return Told(1, _("Who took part"), detail, said, (), bars, 0, is_last=False)


def _answers(row: ConsentRound) -> Told:
    counts = consent.counts(row)
    names = {
        "agree": _("Agree"),
        "abstain": _("Abstain"),
        "aside": _("Stand aside"),
        "object": _("Object"),
    }
    tones = {"agree": "green", "object": "clay"}
    bars = [Bar(name, counts[code], tone=tones.get(code, "edge")) for code, name in names.items()]
    said = [_("Yes and no are not weighed against each other: one objection that stands is enough to stop.")]
    detail = ngettext("%(count)s answer", "%(count)s answers", sum(counts.values()))
    shown = detail % {"count": grouped(sum(counts.values()))}
    return Told(2, _("The answers"), shown, said, (), bars, 0, is_last=False)


def _objections(row: ConsentRound) -> Told:
    rows = list(consent.objections(row))
    back = sum(one.taken_back_at is not None for one in rows)
    met = sum(one.met_by_id is not None and one.taken_back_at is None for one in rows)
    standing = len(rows) - back - met
    said = [_("An objection says why, and which aim of ours the text would harm.")]
    if not rows:
        said.append(_("Nobody objected."))
    if met:
        text = ngettext("%(met)s was met by a changed text.", "%(met)s were met by a changed text.", met)
        said.append(text % {"met": grouped(met)})
    if back:
        text = ngettext(
            "%(back)s was taken back by its author.", "%(back)s were taken back by their authors.", back
        )
        said.append(text % {"back": grouped(back)})
    if standing:
        text = ngettext("%(count)s still stood at the end.", "%(count)s still stood at the end.", standing)
        said.append(text % {"count": grouped(standing)})
    bars = [
        Bar(_("Met by a changed text"), met, tone="green"),
        Bar(_("Taken back"), back, tone="edge"),
        Bar(_("Standing"), standing, tone="clay"),
    ]
    detail = ngettext("%(count)s objection", "%(count)s objections", len(rows)) % {
        "count": grouped(len(rows))
    }
    return Told(3, _("The objections"), detail, said, (), bars if rows else (), 0, is_last=False)


def _end(row: ConsentRound) -> Told:
    outcome = ConsentRound.Outcome
    said = {
        outcome.CONSENT: _(
            "Enough took part and no objection stands: that is consent, and the text is decided."
        ),
        outcome.AMENDED: _("The text was changed to meet the objections. Everyone is asked anew about it."),
        outcome.NO_QUORUM: _("Too few took part, so nothing is decided."),
        outcome.WITHDRAWN: _("The round was ended without a decision."),
        outcome.ESCALATED: _("No text was found that all can live with. The question goes to a vote."),
    }[outcome(row.outcome)]
    return Told(4, _("How it ended"), row.get_outcome_display(), [said], (), (), 0, is_last=True)
