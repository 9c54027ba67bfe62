"""The living style page: every component with invented sample data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonwork.ui import sample


def style_page(request: HttpRequest) -> HttpResponse:
    """Everything the design system has, on one page."""
    return render(request, "ui/style_page.html", sample.everything())


style_page.guarded_by = "public"  # type: ignore[attr-defined]
