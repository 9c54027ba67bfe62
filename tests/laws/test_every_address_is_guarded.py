"""Law: every address names a permission, asks for an account, or is on the public list - by its view's mark."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.views.generic import TemplateView

from commonwork.access.guard import PUBLIC, SIGNED_IN, public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.site.api import api

OTHERS = {  # trees of third parties, and who guards them
    "allauth.": "the doors themselves: sign-in, sign-up, second factors; each asks for an account where it needs one",
    "wagtail.admin.": "the editor: press.middleware.EditorDoor asks for press.publish before any of it answers",
    "wagtail.views.": "published pages are for everyone",
    "wagtail.images.": "below the editor's door",
    "wagtail.documents.": "the editor's door, and documents of published pages",
    "wagtail.embeds.": "below the editor's door",
    "wagtail.snippets.": "below the editor's door",
    "wagtail.users.": "below the editor's door",
    "wagtail.contrib.": "below the editor's door",
    "ninja.": "the read API: see the test of its operations below",
}


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """(address, view) of every pattern."""
    for pattern in resolver.url_patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from views(pattern, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def mark_of(view: Callable[..., Any]) -> object:
    """What guard marked the view with, also on the class behind it."""
    mark = getattr(view, "guarded_by", None) or getattr(getattr(view, "view_class", None), "guarded_by", None)
    return mark if mark in {PUBLIC, SIGNED_IN} or isinstance(mark, Permission) else None


def home_of(view: Callable[..., Any]) -> str:
    """The module a view comes from, wrappers taken off."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    owner = getattr(view, "view_class", None) or getattr(view, "__self__", None) or view
    return str(getattr(owner, "__module__", None) or type(owner).__module__)


def unguarded(resolver: URLResolver) -> list[str]:
    """Addresses whose view neither has a mark nor stands below a third party's tree."""
    return [
        f"/{address} ({home_of(view)})"
        for address, view in views(resolver)
        if mark_of(view) is None and not home_of(view).startswith(tuple(OTHERS))
    ]


def test_every_address_says_who_may_open_it() -> None:
    assert unguarded(get_resolver()) == []


def test_our_own_views_never_pass_as_somebody_elses() -> None:
    ours = [view for _, view in views(get_resolver()) if home_of(view).startswith("commonwork.")]
    assert len(ours) > 40, "the walk sees our views"
    assert not any(name.startswith("commonwork") for name in OTHERS)


def test_the_editor_stands_behind_its_door() -> None:
    inside = [
        address for address, view in views(get_resolver()) if home_of(view).startswith("wagtail.admin.")
    ]
    assert inside and all(address.startswith("press/edit/") for address in inside)


def test_the_api_only_reads_unless_it_asks_for_a_token() -> None:
    open_writes = [
        f"{method} {address}"
        for _, router in api._routers
        for address, item in router.path_operations.items()
        for operation in item.operations
        for method in operation.methods
        if method != "GET" and not operation.auth_callbacks
    ]
    assert open_writes == []


def test_this_law_can_fail() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    class Addresses:
        urlpatterns = [
            path("bare/", bare),
            path("class/", TemplateView.as_view(template_name="x.html")),
            path("public/", public(bare_copy(bare))),
            path("signed-in/", signed_in(bare_copy(bare))),
            path("members/", requires(Permission.LOAN_SEE)(bare_copy(bare))),
        ]

    from django.urls.resolvers import RegexPattern

    found = unguarded(URLResolver(RegexPattern(r"^/"), Addresses))
    assert [line.partition(" ")[0] for line in found] == ["/^/bare/", "/^/class/"]


def bare_copy(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Another view, so that marking it leaves the first one bare."""
    return lambda request: view(request)
