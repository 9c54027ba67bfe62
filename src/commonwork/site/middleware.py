"""Around every request: one day and one safety policy for all of it; a refusal no view caught becomes a page."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property

from commonwork.registry import clock
from commonwork.rules.refusal import Refusal
from commonwork.ui.refusals import said


class OneDay:
    """The network's calendar is read once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.reading_once():
            return self.get_response(request)


class OnePolicy(CSPMiddleware):
    """The Content-Security-Policy of a page that asks for nothing of its own is worded once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in response.__dict__):
            return super().process_response(request, response)
        if HEADER not in response:
            response[HEADER] = self.policy
        return response

    @cached_property
    def policy(self) -> str:
        """The policy of the settings."""
        return str(build_policy())


class RefusalMiddleware:
    """409 or 422 with the refusal's sentence, never an error 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return render(request, "site/refusal.html", {"sentence": said(exception)}, status=exception.status)
