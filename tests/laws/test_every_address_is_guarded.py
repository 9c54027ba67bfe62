"""Law: every address names a permission, asks for an account, or is on the public list - by its view's mark."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern
from django.views.generic import TemplateView

from commonwork.access.guard import PUBLIC, SIGNED_IN, public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.site.api import api

OTHERS = {  # views of third parties, and who guards them
    "allauth": "the doors themselves: sign-in, sign-up, second factors; each asks for an account where it needs one",
    "wagtail.views": "published pages of the public site are for everyone",
    "wagtail.documents": "documents of published pages; the editor's part stands behind its door",
    "ninja": "the read API: see the test of its operations below",
}
TREES = {  # whole trees of addresses with one guard before them
    "press/edit/": "the editor: press.middleware.EditorDoor asks for press.publish before any of it answers",
}


def views(resolver: URLResolver) -> Iterator[tuple[str, Callable[..., Any]]]:
    """(address, view) of every pattern; where an earlier pattern takes the same address, the view that answers."""
    for address, view in patterns(resolver):
        is_plain = not set("<(^$") & set(address)
        yield address, resolver.resolve(f"/{address}").func if is_plain else view


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """(address, view) as written."""
    for pattern in resolver.url_patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def mark_of(view: Callable[..., Any]) -> object:
    """What guard marked the view with, also on the class behind it."""
    mark = getattr(view, "guarded_by", None) or getattr(getattr(view, "view_class", None), "guarded_by", None)
    return mark if mark in {PUBLIC, SIGNED_IN} or isinstance(mark, Permission) else None


def home_of(view: Any) -> str:
    """The module a view comes from, wrappers taken off."""
    while True:
        if (owner := getattr(view, "view_class", None)) is not None:
            return str(owner.__module__)
        inner = getattr(view, "__wrapped__", None) or getattr(view, "func", None)
        if inner is None:
            owner = getattr(view, "__self__", None)
            return str(view.__module__ if owner is None else type(owner).__module__)
        view = inner


def is_others(address: str, view: Any) -> bool:
    """Does somebody named above guard it?"""
    home = home_of(view)
    return address.startswith(tuple(TREES)) or any(
        home == name or home.startswith(f"{name}.") for name in OTHERS
    )


def unguarded(resolver: URLResolver) -> list[str]:
    """Addresses whose view has no mark and which nobody named above guards."""
    return [
        f"/{address} ({home_of(view)})"
        for address, view in views(resolver)
        if mark_of(view) is None and not is_others(address, view)
    ]


def side_doors(resolver: URLResolver) -> list[str]:
    """Addresses where Django's own page signs people in by password, without the second factor."""
    return [
        f"/{address}"
        for address, view in views(resolver)
        if isinstance(owner := getattr(view, "view_class", None), type) and issubclass(owner, LoginView)
    ]


def test_every_address_says_who_may_open_it() -> None:
    assert unguarded(get_resolver()) == []


def test_nobody_is_signed_in_but_by_the_doors_of_access() -> None:
    assert side_doors(get_resolver()) == []


def test_our_own_views_never_pass_as_somebody_elses() -> None:
    ours = [view for _, view in views(get_resolver()) if home_of(view).startswith("commonwork.")]
    assert len(ours) > 40, "the walk sees our views"
    assert not any(name.startswith("commonwork") for name in OTHERS)


def test_the_editor_stands_behind_its_door() -> None:
    inside = [
        address for address, view in views(get_resolver()) if home_of(view).startswith("wagtail.admin.")
    ]
    assert inside and all(address.startswith("press/edit/") for address in inside)
    assert "commonwork.press.middleware.EditorDoor" in settings.MIDDLEWARE


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
            path("side-door/", LoginView.as_view()),
            path("public/", public(bare_copy(bare))),
            path("signed-in/", signed_in(bare_copy(bare))),
            path("members/", requires(Permission.LOAN_SEE)(bare_copy(bare))),
        ]

    resolver = URLResolver(RegexPattern(r"^/"), Addresses)
    assert [line.partition(" ")[0] for line in unguarded(resolver)] == ["/bare/", "/class/", "/side-door/"]
    assert side_doors(resolver) == ["/side-door/"]


def bare_copy(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Another view, so that marking it leaves the first one bare."""
    return lambda request: view(request)
