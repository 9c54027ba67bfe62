"""Tags of the components: what each shows is in its template under templates/ui/parts/."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext

from commonwork.ui import quilt
from commonwork.ui.parts import Answer, Change, Need, Proof, Receipt, Step, Sum, Tab, Task

register = template.Library()


@register.simple_block_tag
def section(
    content: str,
    title: Any = "",
    link: str = "",
    link_text: Any = "",
    unit: Any = "",
    id: str = "",
    level: int = 2,
) -> SafeString:
    """`{% section title=_("Loans") link=url link_text=_("All loans") unit=_("dollars") %}...{% endsection %}`."""
    aside = ""
    if link:
        aside = format_html('<a href="{}">{}</a>', link, link_text)
    elif unit:
        aside = format_html("<span>{}</span>", unit)
    anchor = id or slugify(str(title))
    return format_html(
        '<section class="section"{0}><div class="section-head"><h{1}>{2}</h{1}>{3}</div>{4}</section>',
        format_html(' id="{}"', anchor) if anchor else "",
        level,
        title,
        aside,
        content,
    )


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(*pairs: Any) -> dict[str, Any]:
    """`{% crumbs bank_url _("Bank") loans_url _("Loans") "" loan.number %}`: address and text, the last without."""
    return {"crumbs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs_along(way: Iterable[tuple[str, Any]], here: Any) -> dict[str, Any]:
    """`{% crumbs_along ask.way ask.title %}`: crumbs made in Python, (address, text) each, and the page itself."""
    return {"crumbs": [*way, ("", here)]}


@register.simple_tag
def button(text: Any, href: str = "", kind: str = "outline", small: bool = False) -> SafeString:
    """`{% button _("Pay $3.00") href=url kind="go" %}`: a link that looks like what it does. go, outline, plain, stop."""
    return format_html('<a class="button {}{}" href="{}">{}</a>', kind, " small" if small else "", href, text)


@register.simple_tag
def submit(text: Any, kind: str = "go", name: str = "", value: str = "") -> SafeString:
    """`{% submit _("Cast my ballot") %}`: the button that sends the form around it."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button class="button {}" type="submit"{}>{}</button>', kind, named, text)


_SHAPES = {
    "settled": '<rect class="full" width="10" height="10"/>',
    "waiting": '<rect x=".8" y=".8" width="8.4" height="8.4"/><path class="full" d="M0 0h5v10H0z"/>',
    "stopped": '<rect x=".8" y=".8" width="8.4" height="8.4"/><path d="M1 9L9 1"/>',
    "empty": '<rect x=".8" y=".8" width="8.4" height="8.4"/>',
}
_TONES = {"settled": "green", "waiting": "gold", "stopped": "clay", "empty": "indigo"}


@register.simple_tag
def chip(shape: str, text: Any, tone: str | None = None) -> SafeString:
    """`{% chip "settled" _("Closed and adopted") %}`: shape and word. settled, waiting, stopped, empty; tone if other."""
    return format_html(
        '<span class="chip {}"><svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">{}</svg>{}</span>',
        _TONES.get(shape, "") if tone is None else tone,
        mark_safe(_SHAPES.get(shape, _SHAPES["empty"])),  # noqa: S308 - constants above
        text,
    )


@register.simple_tag
def demo_tag(text: Any = "demo") -> SafeString:
    """`{% demo_tag %}`: stands beside invented facts where real ones are near."""
    return format_html('<span class="demo-tag">{}</span>', text)


@register.inclusion_tag("ui/parts/seen_by.html")
def seen_by(who: str, sentence: Any, href: str = "", link_text: Any = "") -> dict[str, Any]:
    """`{% seen_by "members" _("Members of the co-op see this page.") %}`: anyone, members or private, and a sentence."""
    return {"who": who, "sentence": sentence, "href": href, "link_text": link_text}


def _letters(person: Any) -> str:
    person = getattr(person, "person", None) or person
    if given := getattr(person, "initials", ""):
        return str(given)
    words = [word for word in str(getattr(person, "name", person)).split() if word[0].isalnum()]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


@register.simple_tag
def initials(person: Any) -> SafeString:
    """`{% initials person %}`: the round mark alone; the name must stand beside it."""
    return format_html('<span class="initials" aria-hidden="true">{}</span>', _letters(person))


@register.inclusion_tag("ui/parts/person.html")
def person_mark(person: Any, role: Any = "", href: str = "") -> dict[str, Any]:
    """`{% person_mark person _("loan officer") %}`: initials, name and what they do here."""
    return {"person": person, "name": getattr(person, "name", person), "role": role, "href": href}


@register.inclusion_tag("ui/parts/organisation.html")
def organisation_mark(organisation: Any, detail: Any = "", href: str = "", size: int = 48) -> dict[str, Any]:
    """`{% organisation_mark coop _("grows") %}`: the co-op's mark, its name, and a line below."""
    return {"organisation": organisation, "detail": detail, "href": href, "size": size}


@register.inclusion_tag("ui/parts/status_strip.html")
def status_strip(steps: Iterable[Step]) -> dict[str, Any]:
    """`{% status_strip steps %}`: where a thing stands (ui.parts.Step)."""
    return {"steps": list(steps)}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(told: Iterable[Any], empty_text: Any = "") -> dict[str, Any]:
    """`{% timeline told_facts %}`: the trail (record.queries.Told, or anything with `when`, `sentence`, `href`)."""
    return {"told": list(told), "empty_text": empty_text}


@register.inclusion_tag("ui/parts/figure.html")
def figure(value: Any, text: Any, href: str = "", link_text: Any = "") -> dict[str, Any]:
    """`{% figure "$71,400" _("lent to co-ops.") href=url link_text=_("See the 4 loans") %}` inside class "figures"."""
    return {"value": value, "text": text, "href": href, "link_text": link_text}


@register.inclusion_tag("ui/parts/task_list.html")
def task_list(tasks: Iterable[Task]) -> dict[str, Any]:
    """`{% task_list tasks %}`: what is done, what is next, what is left (ui.parts.Task)."""
    return {"tasks": list(tasks)}


@register.inclusion_tag("ui/parts/needs.html")
def needs(things: Iterable[Need]) -> dict[str, Any]:
    """`{% needs things %}`: what needs me, sorted by date; only the first button is filled (ui.parts.Need)."""
    return {"things": list(things)}


@register.inclusion_tag("ui/parts/changed.html")
def changed(changes: Iterable[Change]) -> dict[str, Any]:
    """`{% changed changes %}`: what changed, and where (ui.parts.Change)."""
    return {"changes": list(changes)}


@register.simple_tag
def notice(tone: str, text: Any) -> SafeString:
    """`{% notice "gold" _("You can vote again until 8 pm.") %}`: green, gold, clay, indigo."""
    return format_html('<p class="notice {}">{}</p>', tone, text)


@register.inclusion_tag("ui/parts/empty.html")
def empty(text: Any, href: str = "", link_text: Any = "", example: Any = "") -> dict[str, Any]:
    """`{% empty _("No loan yet.") url _("Ask for a loan") %}`: one sentence, one act, one example."""
    return {"text": text, "href": href, "link_text": link_text, "example": example}


register.inclusion_tag("ui/parts/empty.html", name="empty_state")(empty)


@register.inclusion_tag("ui/parts/hard_word.html")
def hard_word(word: Any, meaning: Any) -> dict[str, Any]:
    """`{% hard_word _("quorum") _("How many must take part for a vote to count.") %}`: explains itself on tap."""
    return {"word": word, "meaning": meaning}


@register.inclusion_tag("ui/parts/terms.html")
def terms(pairs: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """`{% terms pairs %}`: a small table of (name, value) or (name, value, address)."""
    return {"pairs": [(*pair, "")[:3] for pair in pairs]}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[Tab], label: Any = "") -> dict[str, Any]:
    """`{% tabs items %}`: tabs are links (ui.parts.Tab)."""
    return {"tabs": list(items), "label": label}


@register.inclusion_tag("ui/parts/step_bar.html")
def step_bar(done: int, of: int) -> dict[str, Any]:
    """`{% step_bar 2 4 %}`: "Step 2 of 4" with four bars, two of them done."""
    return {"bars": [place < done for place in range(of)], "done": done, "of": of}


@register.inclusion_tag("ui/parts/check_answers.html")
def check_answers(answers: Iterable[Answer]) -> dict[str, Any]:
    """`{% check_answers answers %}`: all answers before sending, each with "Change" (ui.parts.Answer)."""
    return {"answers": list(answers)}


@register.inclusion_tag("ui/parts/worked_sum.html")
def worked_sum(figures: Iterable[Sum]) -> dict[str, Any]:
    """`{% worked_sum figures %}`: 22.2 % × $58,500.00 = $13,000.00, each with its name (ui.parts.Sum)."""
    return {"figures": list(figures)}


@register.inclusion_tag("ui/parts/proof.html")
def proof(shown: Proof) -> dict[str, Any]:
    """`{% proof shown %}`: three figures joined by ≤ and →, a track with its limit, a sentence (ui.parts.Proof)."""
    width = max(0, min(shown.used_bp, 10_000))
    return {"proof": shown, "width": f"{width / 100:g}%"}


@register.simple_tag
def progress(bp: int, text: Any = "", tone: str = "green") -> SafeString:
    """`{% progress 6000 _("60 %") %}`: a track filled to so many basis points; `text` is read aloud."""
    width = max(0, min(int(bp), 10_000)) / 100
    return format_html(
        '<svg class="progress" width="100%" height="10" role="img" aria-label="{}">'
        '<rect class="fill-line" width="100%" height="10"/><rect class="fill-{}" width="{}%" height="10"/></svg>',
        text or f"{width:g} %",
        tone,
        f"{width:g}",
    )


@register.simple_tag
def big_tick() -> SafeString:
    """`{% big_tick %}`: the filled box with a tick before "The payment is recorded"."""
    return mark_safe(
        '<svg class="big-tick" width="44" height="44" viewBox="0 0 44 44" aria-hidden="true">'
        '<rect width="44" height="44" rx="6"/><path class="tick" d="M12 23l7 7 13-15" stroke-width="4"/></svg>'
    )


@register.simple_tag
def qr(text: str) -> SafeString:
    """`{% qr address %}`: a code square that phones read."""
    return quilt.code_square(text)


@register.simple_block_tag
def side_block(content: str, title: Any = "") -> SafeString:
    """`{% side_block title=_("People") %}...{% endside_block %}`: one block of the side column."""
    head = format_html("<h2>{}</h2>", title) if title else ""
    return format_html('<section class="side-block">{}{}</section>', head, content)


@register.inclusion_tag("ui/parts/receipt.html")
def receipt(shown: Receipt) -> dict[str, Any]:
    """`{% receipt shown %}`: the sheet of a receipt (ui.parts.Receipt)."""
    return {"receipt": shown, "pairs": [(*pair, "")[:3] for pair in shown.who_and_how]}


@register.simple_tag
def print_button(text: Any = "") -> SafeString:
    """`{% print_button %}`: prints this page; not shown without JavaScript, as the browser's own menu prints too."""
    return format_html(
        '<button class="button outline" type="button" data-print>{}</button>', text or gettext("Print")
    )
