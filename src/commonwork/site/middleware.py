"""Around every request: one day for all of it; and a refusal that no view caught becomes a page that says so."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
